using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Merger;

/// <summary>A body that came out of one merger goes into a second one.</summary>
public class ChainTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    const string Second = "owl-2019";

    /// <summary>kdz and ckm went into sit on 1 January 2018; sit is to go into owl a year later.</summary>
    static async Task<MergerWorld> Chain(Engine engine)
    {
        var world = await MergerTests.Example(engine);
        await world.Run();
        await world["sit"].Given("""
            2018-05-01 Umlage
              1811   100 6182
              4182  -100
            """);
        var owl = await world.Beside("owl", 2019);
        await owl.Account("2081");
        await world.Party("owl", "D1");
        (await world.Create(Second, MergerForm.Eingliederung, "owl", new(2019, 1, 1), "sit")).Expect();
        return world;
    }

    static async Task<Resolved> Resolve(MergerWorld world, MappingKind kind, string body, string number) =>
        (await world.Database.Read(db => Resolution.Resolve(db, kind, body, number))).Expect();

    [Theory, MemberData(nameof(Engines))]
    public async Task Old_numbers_resolve_and_reports_read_through_both(Engine engine)
    {
        await using var world = await Chain(engine);
        Assert.Empty((await world.Suggest(Second)).Open);
        Assert.Empty((await world.Run(Second)).Findings);
        foreach (var (kind, body, number, now) in new[]
        {
            (MappingKind.Item, "ckm", "R-1", "ckm:R-1"), (MappingKind.Asset, "kdz", "A-1", "A-1"),
            (MappingKind.Account, "kdz", "1811", "1811"), (MappingKind.Account, "sit", "1811", "1811"),
            (MappingKind.Account, "kdz", "4182", "4182"),
        })
        {
            var resolved = await Resolve(world, kind, body, number);
            Assert.Equal(("owl", now), (resolved.Body.Code, resolved.Number));
            Assert.Equal(body == "sit" ? [Second] : [MergerWorld.Code, Second], resolved.Trail.Select(it => it.Code));
        }
        var answer = await world.Check(code: Second);
        Assert.True(answer.Exit == 0, answer.Text);

        // 2017 was before both, so the first merger knows all there is of it.
        var joint = (await world.Database.Read(db => AsIfMerged.Compute(
            db, Second, StatementKind.BalanceSheet, 2017))).Expect();
        Assert.Empty(joint.Unmapped);
        var first = (await world.Database.Read(db => AsIfMerged.Compute(
            db, MergerWorld.Code, StatementKind.BalanceSheet, 2017))).Expect();
        Assert.Equal(first.Statement.Lines.Select(line => (line.Number, line.Actual)),
            joint.Statement.Lines.Select(line => (line.Number, line.Actual)));
        Assert.Contains(joint.Statement.Lines, line => !line.Actual.IsZero);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Mergers_are_undone_in_reverse_order_only(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        var start = await world.State();
        await world.Run();
        await world.Beside("owl", 2019);
        await world["owl"].Account("2081");
        var between = await world.State();
        (await world.Create(Second, MergerForm.Eingliederung, "owl", new(2019, 1, 1), "sit")).Expect();
        Assert.Empty((await world.Suggest(Second)).Open);
        Assert.Empty((await world.Run(Second)).Findings);

        Assert.Contains(await world.Undo(), finding => finding.Why.Code == "merger.book-sealed");
        Assert.Empty(await world.Undo(Second));
        Assert.Equal(between, await world.State());
        Assert.Empty(await world.Undo());
        Assert.Equal(start, string.Join('\n', (await world.State()).Split('\n')
            .Where(line => !line.StartsWith("owl", StringComparison.Ordinal))));
    }

    /// <summary>
    /// Posts, merges and undoes in any order and compares the cash of all bodies with a model that only adds.
    /// </summary>
    [Theory]
    [InlineData(Engine.Sqlite, 11), InlineData(Engine.Sqlite, 12), InlineData(Engine.Sqlite, 13)]
    [InlineData(Engine.Postgres, 14)]
    public async Task Any_order_of_posting_merging_and_undoing_agrees_with_a_plain_model(Engine engine, int seed)
    {
        var random = new Random(seed);
        await using var world = await MergerWorld.On(engine);
        var own = new Dictionary<string, long> { ["kdz"] = 0, ["ckm"] = 0, ["sit"] = 0 };
        string[] bodies = [.. own.Keys];
        var isMerged = false;
        await Post("kdz");
        await Post("ckm");
        await world.Create();
        for (var step = 0; step < 14; step++)
        {
            switch (random.Next(3))
            {
                case 0 when !isMerged:
                    await world.Suggest();
                    Assert.Empty((await world.Run()).Findings);
                    isMerged = true;
                    break;
                case 1 when isMerged:
                    Assert.Empty(await world.Undo());
                    isMerged = false;
                    break;
                default:
                    await Post(isMerged ? "sit" : bodies[random.Next(bodies.Length)]);
                    break;
            }
            foreach (var body in own.Keys)
            {
                var expected = !isMerged ? own[body] : body == "sit" ? own.Values.Sum() : 0;
                var account = await world[body].Account("1811");
                var found = (await world.Database.Read(db => BookSnapshot.ReadBalances(db, world[body].Body.Id)))
                    .Where(pair => pair.Key.Account == account).Sum(pair => pair.Value.Cents);
                Assert.True(expected == found, $"Seed {seed}, step {step}, {body}: {found} for {expected} cents.");
            }
        }

        async Task Post(string body)
        {
            var cents = random.Next(1, 100_000);
            var day = new DateOnly(body == "sit" ? 2018 : 2017, random.Next(1, 13), random.Next(1, 29));
            (await world[body].Post(new EntryDraft(day, day, "Z", "Zufall",
            [
                new(await world[body].Account("1811"), new(cents), Payment: await world[body].Account("6182")),
                new(await world[body].Account("4182"), new(-cents)),
            ]))).Expect();
            own[body] += cents;
        }
    }
}
