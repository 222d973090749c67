using System.Text.RegularExpressions;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Exports;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Merger.Inventories;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.DataCentre;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Merger;

/// <summary>The separate program proves every item of two inventories from exports, whatever came later.</summary>
public partial class InventoryProofTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task Every_line_of_an_inventory_export_changed_dropped_doubled_or_swapped_is_named(Engine engine)
    {
        await using var world = await InventoryMergerTests.Small(engine);
        await world.Run();
        using var folder = new TemporaryFolder();
        await Write(world, folder.Path);
        Assert.Equal(0, MergerWorld.CheckFolder(folder.Path).Exit);
        var files = Directory.GetFiles(folder.Path, "*-inventory-*.jsonl");
        Assert.Equal(["kdz-inventory-before.jsonl", "sit-inventory-after.jsonl", "sit-inventory-before.jsonl"],
            files.Select(Path.GetFileName).Order(StringComparer.Ordinal));
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
                Named(file, [.. lines[..at], lines[at + 1], lines[at], .. lines[(at + 2)..]], at + 2);
            }
            File.WriteAllLines(file, lines);
        }

        void Named(string file, string[] lines, params int[] anyOf)
        {
            File.WriteAllLines(file, lines);
            var answer = MergerWorld.CheckFolder(folder.Path);
            Assert.True(answer.Exit == 1 && anyOf.Any(line => answer.Names(Path.GetFileName(file), line)),
                $"{file}, line {anyOf[0]}: {answer.Text}");
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_line_of_the_certificate_dropped_doubled_or_with_another_fate_is_named(Engine engine)
    {
        await using var world = await InventoryMergerTests.Small(engine);
        await world.Run();
        using var folder = new TemporaryFolder();
        await Write(world, folder.Path);
        var file = Path.Combine(folder.Path, "certificate.txt");
        var lines = SignedNote.Parse(File.ReadAllText(file)).Expect().Text.Split('\n')[..^1];
        var first = Array.IndexOf(lines, "[inventory]") + 2;
        Assert.Equal(8, lines.Length - first);
        for (var at = first; at < lines.Length; at++)
        {
            var fields = lines[at].Split('|');
            Named([.. lines[..at], .. lines[(at + 1)..]], at);
            Named([.. lines[..(at + 1)], .. lines[at..]], at + 1);
            Named(With(4, fields[4] == "moved" ? "joined" : "moved", 6, "-"), at);
            Named(With(4, "retired", 5, "-"), at);
            Named(With(5, $"{long.Parse(fields[5], null) + 1}", 6, fields[6]), at);
            Named(With(3, fields[3] + "x", 6, fields[6]), at);
            Named(With(2, fields[2] == "site" ? "room" : "site", 6, fields[6]), at);
            Named(With(6, fields[2] == "vlan" ? "77" : "anders", 7, fields[7]), at);

            string[] With(int one, string its, int other, string others)
            {
                var changed = fields.ToArray();
                (changed[one], changed[other]) = (its, others);
                return [.. lines[..at], string.Join('|', changed), .. lines[(at + 1)..]];
            }
        }

        // Where a line is gone, the export names what it was about.
        void Named(string[] changed, int at)
        {
            var text = string.Concat(changed.Select(line => line + "\n"));
            File.WriteAllText(file, SignedNote.Sign(text, SigningKey.Of(world["sit"].Body).Expect()).Note);
            var answer = MergerWorld.CheckFolder(folder.Path);
            Assert.True(answer.Exit == 1 && (answer.Names("certificate.txt", at + 1)
                || answer.Findings.Any(it => it.File.Contains("inventory", StringComparison.Ordinal))),
                $"line {at + 1}: {answer.Text}");
        }
    }

    /// <summary>As an engine with a fault would do it: hashes, roots and signature all fit.</summary>
    [Theory, MemberData(nameof(Engines))]
    public async Task A_field_that_did_not_arrive_is_found_though_all_hashes_are_right(Engine engine)
    {
        await using var world = await InventoryMergerTests.Small(engine);
        await world.Run();
        var now = await world["sit"].Inventory();
        foreach (var item in now.Items)
        {
            await Fails(item, [.. now.Items.Where(other => other != item)]);
            await Fails(item, [.. now.Items.Select(other => other == item ? item with { Name = "x" } : other)]);
            foreach (var (field, value) in item.Content.Values)
            {
                var other = value.Targets is not null ? FieldValue.Of([now.Items[^1].Id.Value, 1])
                    : value.Text is { } text ? FieldValue.Of(text + "x") : FieldValue.Of(value.Number + 1);
                await Fails(item, Changed(item, field, other));
                await Fails(item, Changed(item, field, null));
            }
        }
        await Fails(now.Items[0], [.. now.Items, now.Items[0] with { Id = new(99), Key = "neu" }]);

        IReadOnlyList<ConfigurationItem> Changed(ConfigurationItem item, Field field, FieldValue? value) =>
            [.. now.Items.Select(other => other == item
                ? item with { Content = item.Content.With([(field, value)]) } : other)];

        async Task Fails(ConfigurationItem item, IReadOnlyList<ConfigurationItem> after)
        {
            var answer = await world.Check(folder => Forge(world, folder, now.Items, after));
            Assert.True(
                answer.Exit == 1 && answer.Findings.All(finding => finding.Point == 9), $"{item}: {answer.Text}");
        }
    }

    static void Forge(MergerWorld world, string folder, IReadOnlyList<ConfigurationItem> was,
        IReadOnlyList<ConfigurationItem> now)
    {
        var (file, body) = (Path.Combine(folder, "sit-inventory-after.jsonl"), world["sit"].Body);
        var size = SizeInHeader().Match(File.ReadLines(file).First()).Groups[1].Value;
        using (var to = File.Create(file))
        {
            InventoryLines.Write(body, now, to, long.Parse(size, null)).GetAwaiter().GetResult();
        }
        var certificate = Path.Combine(folder, "certificate.txt");
        var text = SignedNote.Parse(File.ReadAllText(certificate)).Expect().Text.Replace(
            $"sit|after|{was.Count}|{Convert.ToBase64String(InventoryLines.Root(body, was))}",
            $"sit|after|{now.Count}|{Convert.ToBase64String(InventoryLines.Root(body, now))}",
            StringComparison.Ordinal);
        File.WriteAllText(certificate, SignedNote.Sign(text, SigningKey.Of(body).Expect()).Note);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_exports_are_those_of_the_merger_when_the_inventory_has_gone_on(Engine engine)
    {
        await using var world = await InventoryMergerTests.Small(engine);
        await world.Run();
        (await world["sit"].Import(
            ("d.csv", "name,site,serial,cores\nesx1,Hemer,HN-1001,17\nneu,Hemer,N-1,1\n"))).Fine();
        var answer = await world.Check();
        Assert.True(answer.Exit == 0, answer.Text);
        await InventoryMergerTests.Passes(world);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Without_an_inventory_export_the_proof_is_incomplete_and_says_which(Engine engine)
    {
        await using var world = await InventoryMergerTests.Small(engine);
        await world.Run();
        foreach (var (name, said) in new[] { ("kdz-inventory-before", "kdz, Stand vorher"),
            ("sit-inventory-before", "sit, Stand vorher"), ("sit-inventory-after", "sit, Stand nachher") })
        {
            var answer = await world.Check(folder => File.Delete(Path.Combine(folder, $"{name}.jsonl")));
            Assert.Equal(3, answer.Exit);
            Assert.Contains($"Bestands der Körperschaft {said}", answer.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Engine.Sqlite, 1), InlineData(Engine.Sqlite, 2), InlineData(Engine.Sqlite, 3)]
    [InlineData(Engine.Postgres, 4), InlineData(Engine.Postgres, 5)]
    public async Task Whatever_two_sources_have_nothing_is_lost_and_undone_all_is_as_it_was(Engine engine, int seed)
    {
        var random = new Random(seed);
        await using var world = await MergerTests.Example(engine);
        foreach (var body in new[] { "sit", "kdz", "ckm" })
        {
            var files = RandomInventory.Files(random);
            var report = await world[body].Import(files);
            Assert.True(!report.IsRefused, string.Join('\n', report.Findings));
        }
        await Settle(world);
        var (state, plan) = (await world.State(), (await world.Plan()).Inventory!);
        Assert.Equal(plan.Sources.Sum(source => source.Items.Count), plan.Moves.Count);
        Assert.Empty((await world.Run()).Findings);
        var came = plan.Moves.Count(move => move.Fate == ItemFate.Moved);
        Assert.Equal(plan.Target.Items.Count + came, (await world["sit"].Inventory()).Items.Count);
        var answer = await world.Check();
        Assert.True(answer.Exit == 0, $"Seed {seed}: {answer.Text}");
        await InventoryMergerTests.Passes(world);
        Assert.Empty(await world.Undo());
        Assert.Equal(state, await world.State());
    }

    /// <summary>A device with two inventory numbers is one all the same; else it is given up.</summary>
    static InventoryDecision Settled(InventoryPlan plan, InventoryMove move)
    {
        var arrived = plan.Moves.FirstOrDefault(other => other.Fate == ItemFate.Moved && other.Target == move.Target);
        return move.Fate == ItemFate.Joined
            ? new(move.Source.Code, move.From.Id.Value, ItemFate.Joined, null, arrived is null
                ? new("sit", move.Target!.Value)
                : new(arrived.Source.Code, arrived.From.Id.Value), "Test")
            : new(move.Source.Code, move.From.Id.Value, ItemFate.Retired, null, null, "Test");
    }

    /// <summary>Accepts what is proposed and decides the rest.</summary>
    static async Task Settle(MergerWorld world)
    {
        for (var round = 0; round < 10; round++)
        {
            var plan = (await world.Plan()).Inventory!;
            if (plan.Findings.Count == 0) return;
            (await world.Act(work => InventoryDecisions.Accept(work, MergerWorld.Code))).Expect();
            List<InventoryDecision> others = [.. plan.Open.Where(open => open.Decision is null).Select(open =>
                Settled(plan, plan.Moves.Single(move => move.From == open.Item && move.Source == open.Source)))];
            (await world.Act(work => InventoryDecisions.Set(work, MergerWorld.Code, others))).Expect();
        }
        Assert.Empty((await world.Plan()).Findings.Select(finding => $"{finding}"));
    }

    internal static Task<IReadOnlyList<string>> Write(MergerWorld world, string folder) =>
        world.Database.Read(async db =>
        {
            var merger = (await Mergers.Find(db, MergerWorld.Code)).Expect();
            return (await CertificateFolder.Write(db, merger, await Certificates.Stored(db, merger), folder)).Expect();
        });

    [GeneratedRegex("(?<=[:\\[]\"?-?)\\d")]
    private static partial Regex Number();

    [GeneratedRegex("\"size\":(\\d+)")]
    private static partial Regex SizeInHeader();
}
