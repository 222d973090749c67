using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Merger;

/// <summary>Whole mergers, from mapping to undo.</summary>
public class MergerTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    /// <summary>Two sources with items, an asset, claims against each other and a share; a target with its own
    /// books.</summary>
    internal static async Task<MergerWorld> Example(Engine engine)
    {
        var world = await ExampleBooks(engine);
        await world.Create();
        (await world.Act(work => Shareholdings.Add(work, MergerWorld.Code,
            new("ckm", "1111", "kdz", "2011", new(250_000))))).Expect();
        Assert.Empty((await world.Suggest()).Open);
        return world;
    }

    /// <summary>The same bodies before anybody thinks of a merger.</summary>
    internal static async Task<MergerWorld> ExampleBooks(Engine engine)
    {
        var world = await MergerWorld.On(engine);
        await world["kdz"].Given("""
            2017-01-01 Eröffnung
              1811   9.000 6811
              2011  -9.000
            2017-02-01 Umlage
              1811   1.500 6182
              4182  -1.500
            2017-03-01 Gehälter
              5012   700
              1811  -700 7012
            """.Replace(".", "", StringComparison.Ordinal));
        await world["ckm"].Given("""
            2017-01-01 Eröffnung
              1811   4000 6811
              1111   2500
              2011  -6500
            2017-02-01 Umlage
              1811   800 6182
              4182  -800
            """);
        await world["sit"].Given("""
            2018-01-01 Eröffnung
              1811   300 6811
              2011  -300
            """);
        await world.AddItem("kdz", "R-1", "1711", "D1", 12_345, "4412", product: "0111");
        await world.AddItem("ckm", "R-1", "1711", "D1", 500, "4412");
        await world.AddItem("kdz", "V-1", "3511", "K1", -2_000, "5412");
        await world.AddItem("kdz", "F-9", "1711", "CKM", 7_700, "4412", document: "RE-77",
            counterpart: world["ckm"].Body);
        await world.AddItem("ckm", "E-3", "3511", "KDZ", -7_700, "5412", document: "RE-77",
            counterpart: world["kdz"].Body);
        await world.AddAsset("kdz", "A-1", "0811", "5711", 500_000, 120_000);
        return world;
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Two_associations_become_one_and_everything_arrives(Engine engine)
    {
        await using var world = await Example(engine);
        var outcome = await world.Run();
        Assert.Empty(outcome.Findings);
        Assert.Empty(outcome.Notes);

        var after = await world["sit"].TrialBalance("2018-01-01");
        // 9,000 + 1,500 - 700 of kdz, 4,800 of ckm, 300 of its own.
        Assert.Equal(new Money(1_490_000), after["1811"]);
        Assert.False(after.TryGetValue("1111", out var share) && !share.IsZero);
        Assert.Equal(new Money(12_845), after["1711"]);
        Assert.Equal(new Money(380_000), after["0811"]);

        var items = await world.Database.Read(db => OpenItems.Unsettled(db, world["sit"].Body.Id));
        Assert.Equal(["R-1", "V-1", "ckm:R-1"], items.Select(item => item.Number).Order(StringComparer.Ordinal));
        var moved = items.Single(item => item.Number == "R-1");
        Assert.Equal((new Money(12_345), 1, new DateOnly(2017, 5, 31)),
            (moved.Open, moved.DunningLevel, moved.OriginatedOn));
        var asset = Assert.Single(await world.Database.Read(db => Assets.InUse(db, world["sit"].Body.Id)));
        Assert.Equal((new Money(500_000), new Money(-120_000), 60, new DateOnly(2015, 1, 1)),
            (asset.Cost, asset.Depreciation, asset.UsefulLifeMonths, asset.InServiceOn));

        foreach (var source in new[] { "kdz", "ckm" })
        {
            Assert.Empty(await world.Database.Read(db => OpenItems.Unsettled(db, world[source].Body.Id)));
            var posted = await world[source].Post((await world[source].Drafts("""
                2017-12-31 zu spät
                  1811   1 6182
                  4182  -1
                """))[0]);
            Assert.Equal("ledger.book-sealed", posted.Rejection?.Code);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Run_twice_is_run_once(Engine engine)
    {
        await using var world = await Example(engine);
        var first = await world.Run();
        var state = await world.State();
        var second = await world.Run();
        Assert.True(second.WasDone);
        Assert.Equal(first.Certificate, second.Certificate);
        Assert.Equal(state, await world.State());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_dry_run_leaves_nothing_and_foretells_the_certificate(Engine engine)
    {
        await using var world = await Example(engine);
        var before = await world.State();
        var dry = (await Execution.DryRun(world.Database, "test", MergerWorld.Code)).Expect();
        Assert.Equal(before, await world.State());
        var real = await world.Run();
        Assert.Contains("mode|DRY RUN\n", dry.Certificate, StringComparison.Ordinal);
        Assert.Equal(Balances(real.Certificate!), Balances(dry.Certificate!));

        static string Balances(string certificate) =>
            certificate[certificate.IndexOf("[mapping]", StringComparison.Ordinal)..certificate.IndexOf("— ",
                StringComparison.Ordinal)];
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Who_posts_during_a_dry_run_waits_for_its_end_and_is_not_refused(Engine engine)
    {
        await using var world = await Example(engine);
        var draft = (await world["kdz"].Drafts("""
            2017-12-15 während des Probelaufs
              1811   1 6182
              4182  -1
            """))[0];
        Task<Result<Posted>>? posting = null;
        var isOver = false;
        var dry = (await Execution.DryRun(world.Database, "test", MergerWorld.Code, (_, _, _) =>
        {
            posting ??= Task.Run(async () =>
            {
                var posted = await world["kdz"].Post(draft);
                Assert.True(Volatile.Read(ref isOver));
                return posted;
            });
            Volatile.Write(ref isOver, true);
            return Task.CompletedTask;
        })).Expect();
        Assert.Empty(dry.Findings);
        (await posting!).Expect();
        Assert.Empty((await world.Run()).Findings);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Undo_restores_every_book_and_the_merger_can_run_again(Engine engine)
    {
        await using var world = await Example(engine);
        var before = await world.State();
        await world.Run();
        Assert.Empty(await world.Undo());
        Assert.Equal(before, await world.State());
        Assert.Equal("merger.not-executed",
            (await world.Act(work => Gemeinwerk.Merger.Undo.Run(work, MergerWorld.Code))).Rejection?.Code);
        Assert.Empty((await world.Run()).Findings);
        Assert.Equal(new Money(1_490_000), (await world["sit"].TrialBalance("2018-01-01"))["1811"]);
        Assert.Empty(await world.Undo());
        Assert.Equal(before, await world.State());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Undo_is_refused_once_a_moved_item_was_paid(Engine engine)
    {
        await using var world = await Example(engine);
        await world.Run();
        var sit = world["sit"];
        var item = (await world.Database.Read(db => OpenItems.Find(db, sit.Body.Id, "R-1")))!;
        var (bank, payment) = (await sit.Account("1811"), await sit.Account("6412"));
        (await sit.Post(new EntryDraft(new(2018, 2, 1), new(2018, 2, 1), "Z-1", "Zahlung",
        [
            new(bank, new(100), Payment: payment),
            new(item.Account, new(-100), Item: item.Id, Party: item.Party),
        ]))).Expect();
        var state = await world.State();
        var finding = Assert.Single(await world.Undo());
        Assert.Equal("merger.item-changed", finding.Why.Code);
        Assert.Equal(state, await world.State());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Old_numbers_resolve_after_the_merger(Engine engine)
    {
        await using var world = await Example(engine);
        await world.Run();
        Assert.Equal("ckm:R-1", await Number(MappingKind.Item, "ckm", "R-1"));
        Assert.Null(await Number(MappingKind.Item, "kdz", "F-9"));
        Assert.Equal("1811", await Number(MappingKind.Account, "kdz", "1811"));
        Assert.Equal("A-1", await Number(MappingKind.Asset, "kdz", "A-1"));
        await world.Undo();
        Assert.Equal("R-1", await Number(MappingKind.Item, "ckm", "R-1"));

        async Task<string?> Number(MappingKind kind, string body, string number) =>
            (await world.Database.Read(db => Resolution.Resolve(db, kind, body, number))).Expect().Number;
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_new_association_succeeds_both(Engine engine)
    {
        await using var world = await MergerWorld.On(engine);
        await world["kdz"].Given("""
            2017-01-01 Eröffnung
              1811   90 6811
              2011  -90
            """);
        await world["ckm"].Given("""
            2017-01-01 Eröffnung
              1811   40 6811
              2011  -40
            2017-06-01 Umlage
              1811   10 6182
              4182  -10
            """);
        await world.Create(MergerForm.Zusammenschluss);
        Assert.Empty((await world.Suggest()).Open);
        Assert.Empty((await world.Run()).Findings);
        var balances = await world["sit"].TrialBalance("2018-01-01");
        Assert.Equal(new Money(14_000), balances["1811"]);
        Assert.Equal(new Money(-1_000), balances["2081"]);
        Assert.Empty(await world.Undo());
        Assert.Empty((await world.Run()).Findings);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_merger_within_the_year_closes_the_source_on_the_day_before(Engine engine)
    {
        await using var world = await MergerWorld.On(engine, seeded: true);
        await world.Close("kdz", 2017);
        await world["kdz"].Given("""
            2018-03-31 Umlage
              1811   1000,00 6189
              4189  -1000,00
            """);
        await world.Create(effective: new DateOnly(2018, 7, 1), sources: "kdz");
        await world.Suggest();

        Assert.Empty((await world.Run()).Findings);
        Assert.Equal(new Money(100_000), (await world["sit"].TrialBalance("2018-07-01"))["1811"]);
        Assert.Equal(new Money(-100_000), (await world["sit"].TrialBalance("2018-07-01"))["2081"]);
        Assert.False((await world["sit"].TrialBalance("2018-06-30")).ContainsKey("1811"));
        Assert.Equal(0, (await world.Check()).Exit);

        Assert.Empty(await world.Undo());
        Assert.Equal(new Money(100_000), (await world["kdz"].TrialBalance("2018-07-31"))["1811"]);
    }
}
