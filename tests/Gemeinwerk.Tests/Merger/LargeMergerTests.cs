using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Merger;

/// <summary>Entries that are too long become several, and values move along the dimensions they stand on.</summary>
public class LargeMergerTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task A_carry_over_too_long_for_one_entry_becomes_several_balanced_ones(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        var before = await world.State();
        (await world.Act(work => Execution.Run(work, MergerWorld.Code, mostPostings: 4))).Expect();
        var longest = await world.Database.Read(db => db.One($"""
            select cast(max(lines) as bigint), cast(max(parts) as bigint) from (
              select count(*) as lines, 0 as parts from ledger_posting p
              join ledger_entry e on e.body_id = p.body_id and e.entry_no = p.entry_no
              where e.kind in ('carry-over', 'closing') group by e.body_id, e.entry_no
              union all
              select 0, count(*) from ledger_entry where kind = 'carry-over' group by body_id, document) as entries
            """, row => (Lines: row.Number(), Parts: row.Number())));
        Assert.InRange(longest.Lines, 2, 4);
        Assert.True(longest.Parts > 1);
        Assert.Equal(new Money(1_490_000), (await world["sit"].TrialBalance("2018-01-01"))["1811"]);
        var answer = await world.Check();
        Assert.True(answer.Exit == 0, answer.Text);
        Assert.Empty(await world.Undo());
        Assert.Equal(before, await world.State());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task An_asset_moves_along_the_products_that_its_postings_name(Engine engine)
    {
        await using var world = await MergerWorld.On(engine);
        var product = await world.Product("kdz", "0111");
        var other = await world.Product("kdz", "0112");
        var (account, expense, equity) = (await world["kdz"].Account("0811"), await world["kdz"].Account("5711"),
            await world["kdz"].Account("2011"));
        (await world["kdz"].Act(async (work, book) =>
        {
            var day = new DateOnly(2017, 3, 31);
            var made = await Assets.Create(work, book, new Asset(default, "A-1", "Server", account, expense, product,
                null, new(2015, 1, 1), 60, null, default, default));
            if (!made.Ok(out var id, out var why)) return why;
            Posting Value(long cents, AssetMovement movement, Id<Product>? of) =>
                new(account, new(cents), of, Asset: id, Movement: movement);
            return await Journal.Post(work, book, new EntryDraft(day, day, "A-1", "Zugang",
            [
                Value(10_000, AssetMovement.Addition, null), Value(500, AssetMovement.Addition, other),
                new(equity, new(-10_500)), Value(-1_000, AssetMovement.Depreciation, null), new(expense, new(1_000)),
            ]));
        })).Expect();
        await world.Create(sources: "kdz");
        await world.Suggest();
        Assert.Empty((await world.Run()).Findings);

        foreach (var body in new[] { "kdz", "sit" })
        {
            var rest = await world.Database.Read(db => db.One($"""
                select count(*) from ledger_posting p join ledger_account a
                  on a.body_id = p.body_id and a.account_id = p.account_id
                where p.body_id = {world[body].Body.Id} and a.number = '0811' and p.asset_id is null
                """, row => row.Number()));
            Assert.Equal(0, rest);
        }
        var asset = (await world.Database.Read(db => Assets.Find(db, world["sit"].Body.Id, "A-1")))!;
        Assert.Equal((new Money(10_500), new Money(-1_000)), (asset.Cost, asset.Depreciation));
        Assert.NotNull(asset.Product);
        Assert.Equal(0, (await world.Check()).Exit);
    }
}
