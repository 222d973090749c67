using System.Text.RegularExpressions;
using Gemeinwerk.Basics;
using Gemeinwerk.Merger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Merger;

/// <summary>What a merger writes, read by the separate program that shares no code with it.</summary>
public partial class CertificateTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task The_separate_program_says_pass(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        await world.Run();
        var answer = await world.Check();
        Assert.True(answer.Exit == 0, answer.Text);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task It_says_fail_when_one_cent_is_flipped(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        await world.Run();
        foreach (var file in new[] { "kdz-journal.jsonl", "kdz-items-before.jsonl", "sit-items-after.jsonl",
            "sit-journal.jsonl" })
        {
            var answer = await world.Check(folder =>
            {
                var path = Path.Combine(folder, file);
                var lines = File.ReadAllText(path);
                File.WriteAllText(path, Cents().Replace(lines, match =>
                    $"{match.Groups[1].Value}{long.Parse(match.Groups[2].Value, German.Culture) + 1}", 1));
            });
            Assert.True(answer.Exit == 1, $"{file}: {answer.Text}");
            Assert.Contains(answer.Findings, finding => finding.File.EndsWith(file, StringComparison.Ordinal));
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_dry_run_can_be_checked_like_the_real_one(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        using var folder = new TemporaryFolder();
        (await Execution.DryRun(world.Database, "test", MergerWorld.Code, async (work, merger, certificate) =>
            (await CertificateFolder.Write(work.Db, merger, certificate, folder.Path)).Expect())).Expect();
        var answer = MergerWorld.CheckFolder(folder.Path);
        Assert.True(answer.Exit == 0, answer.Text);
        Assert.Contains("Probelauf", answer.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Exports_can_still_be_written_when_the_target_has_gone_on(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        await world.Run();
        await world["sit"].Given("""
            2018-02-01 Umlage
              1811   800 6182
              4182  -800
            """);
        var item = (await world.Database.Read(db =>
            Gemeinwerk.Ledger.OpenItems.Find(db, world["sit"].Body.Id, "R-1")))!;
        (await world["sit"].Post(new(new(2018, 2, 1), new(2018, 2, 1), "Z-1", "Erlass",
        [
            new(await world["sit"].Account("5481"), item.Open),
            new(item.Account, -item.Open, Item: item.Id, Party: item.Party),
        ]))).Expect();
        var answer = await world.Check();
        Assert.True(answer.Exit == 0, answer.Text);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_second_run_after_an_undo_is_proved_too(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        await world.Run();
        await world.Undo();
        await world.Run();
        var answer = await world.Check();
        Assert.True(answer.Exit == 0, answer.Text);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_certificate_reads_as_agreed(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        var certificate = (await world.Run()).Certificate!;
        // Moments and so roots differ in every run, and so does the signature.
        var text = Base64().Replace(certificate[..certificate.LastIndexOf("\n\n", StringComparison.Ordinal)], "<hash>");
        Golden.Same(Repository.PathOf("tests", "Gemeinwerk.Tests", "Merger", "Golden", "certificate.txt"), text + "\n");
    }

    [GeneratedRegex(@"(""(?:amount|open)"":-?)(\d+)")]
    private static partial Regex Cents();

    [GeneratedRegex("[A-Za-z0-9+/]{43}=")]
    private static partial Regex Base64();
}
