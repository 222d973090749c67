using Gemeinwerk.Merger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Ledger.Verification;

namespace Gemeinwerk.Tests.Merger;

/// <summary>Cover groups go over to the target with their lines, and back.</summary>
public class CoverMergerTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    static readonly BudgetKey staff = new(null, "5012"), power = new(null, "5241"), rent = new(null, "5422");

    static async Task Group(MergerWorld world, string body, string code, string name, params BudgetKey[] keys) =>
        (await world[body].Act((work, book) => Budget.Group(work, book, 2018, code, name, keys))).Expect();

    /// <summary>Each body plans 1,000 for staff, power and rent.</summary>
    static async Task<MergerWorld> Planned(
        Engine engine, params (string Body, string Code, string Name, BudgetKey[] Keys)[] groups)
    {
        var world = await MergerWorld.On(engine);
        foreach (var body in new[] { "kdz", "ckm", "sit" })
        {
            foreach (var key in new[] { staff, power, rent })
            {
                await world[body].Account(key.Position);
                await BudgetMergerTests.Plan(world, body, 2018, key, 1_000);
            }
        }
        foreach (var (body, code, name, keys) in groups) await Group(world, body, code, name, keys);
        await world.Create();
        Assert.Empty((await world.Suggest()).Open);
        return world;
    }

    static async Task<string[]> Covered(MergerWorld world, string body) =>
        [.. (await world.Database.Read(db => CoverGroups.Lines(db, world[body].Body.Id)))
            .Select(line => $"{line.Key} {line.Code} {line.Name}")];

    static async Task<string[]> Codes(MergerWorld world) => [.. (await world.Plan()).Notes
        .Select(note => $"{note.Why.Code} {note.Field}")
        .Where(note => note.StartsWith("merger.cover", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(Engines))]
    public async Task Groups_go_over_with_mapped_lines_and_come_back(Engine engine)
    {
        await using var world = await Planned(engine, ("kdz", "DK1", "Sachkosten", [power, rent]));
        await world["sit"].Account("5249");
        await world.Map(MappingKind.Account, "kdz", "5241", "5249");
        var before = await world.State();
        var outcome = await world.Run();
        Assert.Empty(outcome.Findings);
        Assert.Contains("kdz|2018|DK1|DK1|2\n", outcome.Certificate, StringComparison.Ordinal);
        Assert.Equal(["5249 DK1 Sachkosten", "5422 DK1 Sachkosten"], await Covered(world, "sit"));
        // 1,000 of kdz on 5249; on 5422 what all three have.
        var use = (await world.Database.Read(db => BudgetControl.Watch(db, world["sit"].Body, 2018)))
            .Single(it => it.Key == new BudgetKey(null, "5249"));
        Assert.Equal("DK1", use.CoverGroup);
        var answer = await world.Check();
        Assert.True(answer.Exit == 0, answer.Text);

        Assert.Empty(await world.Undo());
        Assert.Equal(before, await world.State());
        Assert.Equal(["5241 DK1 Sachkosten", "5422 DK1 Sachkosten"], await Covered(world, "kdz"));
        Assert.Contains("kdz|2018|DK1|DK1|2\n", (await world.Run()).Certificate, StringComparison.Ordinal);
        Assert.Equal(0, (await world.Check()).Exit);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_code_that_means_something_else_there_is_renamed_the_same_way_every_time(Engine engine)
    {
        await using var world = await Planned(engine, ("kdz", "DK1", "Sachkosten", [power]),
            ("ckm", "DK1", "Mieten", [rent]), ("sit", "DK1", "Personal", [staff]));
        Assert.Equal(
            ["merger.cover-renamed cover/kdz/2018/DK1", "merger.cover-renamed cover/ckm/2018/DK1",
                "merger.cover-widened cover/sit/2018/5241", "merger.cover-widened cover/sit/2018/5422",
                "merger.cover-widened cover/kdz/2018/5012", "merger.cover-widened cover/kdz/2018/5422",
                "merger.cover-widened cover/ckm/2018/5012", "merger.cover-widened cover/ckm/2018/5241"],
            await Codes(world));
        await world.Run();
        string[] covered = ["5012 DK1 Personal", "5241 kdz:DK1 Sachkosten", "5422 ckm:DK1 Mieten"];
        Assert.Equal(covered, await Covered(world, "sit"));
        Assert.Equal(0, (await world.Check()).Exit);
        Assert.Empty(await world.Undo());
        await world.Run();
        Assert.Equal(covered, await Covered(world, "sit"));
        Assert.Equal(0, (await world.Check()).Exit);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Groups_of_the_same_code_and_name_become_one_and_part_again(Engine engine)
    {
        await using var world = await Planned(engine, ("kdz", "DK1", "Sachkosten", [power]),
            ("ckm", "DK1", "Sachkosten", [power, rent]), ("sit", "DK1", "Sachkosten", [power]));
        Assert.Contains("merger.cover-joined cover/ckm/2018/DK1", await Codes(world));
        await world.Run();
        Assert.Equal(["5241 DK1 Sachkosten", "5422 DK1 Sachkosten"], await Covered(world, "sit"));
        Assert.Equal(0, (await world.Check()).Exit);
        Assert.Empty(await world.Undo());
        Assert.Equal(["5241 DK1 Sachkosten"], await Covered(world, "sit"));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Lines_of_different_groups_that_become_one_stand_against_the_merger(Engine engine)
    {
        await using var world = await Planned(engine, ("kdz", "DK1", "Sachkosten", [power]),
            ("sit", "DK2", "Energie", [power]));
        var finding = Assert.Single((await world.Plan()).Findings);
        Assert.Equal(("merger.cover-group", "cover/kdz/2018/5241"), (finding.Why.Code, finding.Field));
        await Group(world, "kdz", "DK2", "Energie", power);
        Assert.Empty((await world.Run()).Findings);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Undo_is_refused_once_a_line_went_into_another_group(Engine engine)
    {
        await using var world = await Planned(engine, ("kdz", "DK1", "Sachkosten", [power]));
        await world.Run();
        await Group(world, "sit", "DK9", "Neu", power);
        Assert.Equal(0, (await world.Check()).Exit);
        Assert.Equal("merger.cover-changed", Assert.Single(await world.Undo()).Why.Code);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_group_changed_behind_the_merger_is_found_by_verify_and_by_the_separate_program(Engine engine)
    {
        await using var world = await Planned(engine, ("kdz", "DK1", "Sachkosten", [power, rent]),
            ("sit", "DK7", "Personal", [staff]));
        await world.Run();
        await Corruption.Unlock(world["sit"]);
        foreach (var (pass, sql) in new[]
        {
            ("merger.budgets", "update nkf_cover_group set name = 'Anderes' where code = 'DK1'"),
            ("merger.budgets", $"""
                update nkf_budget_line set cover_group_id = null where body_id = {world["kdz"].Body.Id.Value}
                """),
            ("merger.certificates", "update merger_cover set target_code = 'DK2' where code = 'DK1'"),
            ("merger.certificates", "update merger_cover set name = 'Anderes' where code = 'DK7'"),
        })
        {
            await MergerVerificationTests.Found(world, pass, sql);
        }
        foreach (var (file, from, to) in new[]
        {
            ("certificate.txt", "DK1|DK1|2", "DK1|DK2|2"),
            ("sit-budget-after.jsonl", "\"group\":\"DK1\"", "\"group\":\"DK7\""),
            ("kdz-budget-before.jsonl", "\"name\":\"Sachkosten\"", "\"name\":\"Sachkasten\""),
        })
        {
            var answer = await world.Check(folder =>
            {
                var path = Path.Combine(folder, file);
                var text = File.ReadAllText(path);
                var at = text.IndexOf(from, StringComparison.Ordinal);
                File.WriteAllText(path, text[..at] + to + text[(at + from.Length)..]);
            });
            Assert.True(answer.Exit == 1, $"{file}: {answer.Text}");
        }
    }
}
