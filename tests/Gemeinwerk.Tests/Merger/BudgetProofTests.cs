using System.Text.RegularExpressions;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Ledger.Verification;

namespace Gemeinwerk.Tests.Merger;

/// <summary>The separate program proves every line of the budgets from exports, whatever came later.</summary>
public partial class BudgetProofTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task Every_line_of_a_budget_export_changed_dropped_doubled_or_swapped_is_named(Engine engine)
    {
        await using var world = await BudgetMergerTests.Planned(engine);
        await world.Run();
        using var folder = new TemporaryFolder();
        await Write(world, folder.Path);
        Assert.Equal(0, MergerWorld.CheckFolder(folder.Path).Exit);
        var files = Directory.GetFiles(folder.Path, "*-budget-*.jsonl");
        Assert.Equal(6, files.Length);
        foreach (var file in files)
        {
            var lines = File.ReadAllLines(file);
            for (var at = 1; at < lines.Length; at++)
            {
                var digit = Number().Matches(lines[at])[at % Number().Count(lines[at])].Index;
                Named(file, [.. lines[..at], lines[at][..digit] + (lines[at][digit] == '1' ? '2' : '1')
                    + lines[at][(digit + 1)..], .. lines[(at + 1)..]], at + 1);
                Named(file, [.. lines[..at], .. lines[(at + 1)..]], at + 1, 1);
                Named(file, [.. lines[..(at + 1)], .. lines[at..]], at + 2);
                if (at + 1 == lines.Length) continue;
                Named(file, [.. lines[..at], lines[at + 1], lines[at], .. lines[(at + 2)..]], at + 1);
            }
            File.WriteAllLines(file, lines);
        }
        Assert.Equal(0, MergerWorld.CheckFolder(folder.Path).Exit);

        void Named(string file, string[] lines, params int[] anyOf)
        {
            File.WriteAllLines(file, lines);
            var answer = MergerWorld.CheckFolder(folder.Path);
            Assert.True(answer.Exit == 1 && anyOf.Any(line => answer.Names(Path.GetFileName(file), line)),
                $"{file}, line {anyOf[0]}: {answer.Text}");
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_exports_are_those_of_the_merger_when_budgets_have_gone_on(Engine engine)
    {
        await using var world = await BudgetMergerTests.Planned(engine);
        await world.Run();
        (await world["sit"].Act(async Task<Result<Money>> (work, book) =>
        {
            await Budget.Add(work, book, 2018, BudgetChangeKind.Supplementary, [new(BudgetMergerTests.power, new(9))],
                "Nachtrag");
            return await Commitments.Release(work, book, "ckm:M-1");
        })).Expect();
        await BudgetMergerTests.Bind(world, "sit", 2018, BudgetMergerTests.power, "M-9", 3);
        var answer = await world.Check();
        Assert.True(answer.Exit == 0, answer.Text);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Without_a_budget_export_the_proof_is_incomplete_and_says_which(Engine engine)
    {
        await using var world = await BudgetMergerTests.Planned(engine);
        await world.Run();
        var answer = await world.Check(folder => File.Delete(Path.Combine(folder, "ckm-budget-after.jsonl")));
        Assert.Equal(3, answer.Exit);
        Assert.Contains("Haushalts der Körperschaft ckm, Stand nachher", answer.Text, StringComparison.Ordinal);
    }

    /// <summary>As certificates were before budgets had exports: nothing in them binds one.</summary>
    [Theory, MemberData(nameof(Engines))]
    public async Task A_certificate_of_version_2_is_still_verified_and_read(Engine engine)
    {
        await using var world = await BudgetMergerTests.Planned(engine);
        var text = SignedNote.Parse((await world.Run()).Certificate!).Expect().Text;
        var second = SignedNote.Sign(Version2(text), SigningKey.Of(world["sit"].Body).Expect()).Note;
        await Corruption.Unlock(world["sit"]);
        (await world.Act(async Task<Result<Nothing>> (work) =>
        {
            await work.Db.Script("update merger_moment set budget_before = null, budget_after = null");
            await work.Db.Script($"update merger_certificate set certificate = '{second}'");
            var payload = (await MergerEvents.All(work.Db, (await Mergers.Find(work.Db, MergerWorld.Code)).Expect()))
                .Single(it => it.Kind == MergerEventKind.Executed).Payload;
            await work.Db.Script(
                $"update merger_event set payload = '{Changes().Replace(payload, "")}' where kind = 'executed'");
            return default(Nothing);
        })).Expect();
        foreach (var pass in MergerVerification.Passes)
        {
            var report = new PassReport(pass.Name, pass.Title);
            await world.Database.Read<Nothing>(async db =>
            {
                await pass.Run(db, world["sit"].Body, report);
                return default;
            });
            Assert.True(report.Verdict == Verdict.Pass, $"{pass.Name}: {string.Join("; ", report.Rows)}");
        }
        var answer = await world.Check();
        Assert.Equal((3, 0), (answer.Exit, answer.Findings.Count));
        Assert.Contains("fehlt: ein Zertifikat ab Fassung 3", answer.Text, StringComparison.Ordinal);
    }

    static string Version2(string text)
    {
        var (lines, section, plans) = (new List<string>(), "", new SortedDictionary<string, long[]>());
        foreach (var line in text.Split('\n')[..^1])
        {
            if (line.StartsWith('[')) section = line;
            // Nothing is posted here, so all products are those of the budget.
            if (section is "[budgets]" or "[commitments]" or "[cover-groups]"
                || line.Split('|')[0] is "position" or "product" or "commitments" or "cover groups") continue;
            if (section == "[budget]" && line.Split('|') is ["original" or "supplementary", .. var at])
            {
                var key = $"plan|{string.Join('|', at[..3])}";
                var amounts = at[3..].Select(long.Parse).ToArray();
                plans[key] = plans.TryGetValue(key, out var sum) ? [.. sum.Zip(amounts, (a, b) => a + b)] : amounts;
                continue;
            }
            lines.Add(line.Replace("certificate/3", "certificate/2", StringComparison.Ordinal));
        }
        var budget = lines.IndexOf("[budget]") + 2;
        lines.InsertRange(budget, plans.Select(plan => $"{plan.Key}|{string.Join('|', plan.Value)}"));
        var count = lines.IndexOf("[counts]") - budget;
        lines[lines.FindIndex(line => line.StartsWith("budget lines|", StringComparison.Ordinal))] =
            $"budget lines|{count}";
        return string.Concat(lines.Select(line => line + "\n"));
    }

    static Task<IReadOnlyList<string>> Write(MergerWorld world, string folder) => world.Database.Read(async db =>
    {
        var merger = (await Mergers.Find(db, MergerWorld.Code)).Expect();
        return (await CertificateFolder.Write(db, merger, await Certificates.Stored(db, merger), folder)).Expect();
    });

    [GeneratedRegex("(?<=\":\"?-?)\\d")]
    private static partial Regex Number();

    [GeneratedRegex(",\"budget(Before|After)\":\\d+")]
    private static partial Regex Changes();
}
