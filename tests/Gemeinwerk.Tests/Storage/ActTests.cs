using Gemeinwerk.Basics;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Storage;

public class ActTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    static async Task Table(Database database) => (await database.Act("test", async Task<Result<Nothing>> (work) =>
    {
        await work.Db.Script("create table sample (id bigint primary key, amount bigint not null)");
        return default(Nothing);
    })).Expect();

    static Task<List<long>> Amounts(Database database) =>
        database.Read(db => db.All($"select amount from sample order by id", row => row.Number()));

    static Task<Result<Nothing>> Put(Database database, long id, long amount, Rejection? why = null) =>
        database.Act("test", async Task<Result<Nothing>> (work) =>
        {
            await work.Db.Run($"insert into sample (id, amount) values ({id}, {amount})");
            return why is null ? default(Nothing) : why;
        });

    [Theory, MemberData(nameof(Engines))]
    public async Task A_value_is_committed_and_read_back_after_a_restart(Engine engine)
    {
        await using var fresh = await Databases.Fresh(engine);
        await Table(fresh);
        (await Put(fresh, 1, 10)).Expect();
        await fresh.Reopen();
        Assert.Equal([10L], await Amounts(fresh));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_rejection_undoes_everything_and_is_handed_on(Engine engine)
    {
        await using var fresh = await Databases.Fresh(engine);
        await Table(fresh);
        var refused = await Put(fresh, 1, 10, new Rejection("test.no", "Nein."));
        Assert.Equal("test.no", refused.Rejection!.Code);
        Assert.Empty(await Amounts(fresh));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task An_exception_undoes_everything_and_the_database_goes_on(Engine engine)
    {
        await using var fresh = await Databases.Fresh(engine);
        await Table(fresh);
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => fresh.Database.Act<Nothing>("test", async work =>
        {
            await work.Db.Run($"insert into sample (id, amount) values (1, 10)");
            throw new InvalidTimeZoneException();
        }));
        Assert.Empty(await Amounts(fresh));
        (await Put(fresh, 2, 20)).Expect();
        Assert.Equal([20L], await Amounts(fresh));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Acts_on_the_same_row_at_the_same_time_lose_no_update(Engine engine)
    {
        await using var fresh = await Databases.Fresh(engine);
        await Table(fresh);
        (await Put(fresh, 1, 0)).Expect();
        var acts = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++) (await Increment(fresh.Database)).Expect();
        }));
        await Task.WhenAll(acts);
        Assert.Equal([100L], await Amounts(fresh));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_is_read_together_belongs_to_the_same_moment(Engine engine)
    {
        await using var fresh = await Databases.Fresh(engine);
        await Table(fresh);
        (await Put(fresh, 1, 10)).Expect();
        var seen = await fresh.Database.Read(async db =>
        {
            var before = await db.One($"select count(*) from sample", row => row.Number());
            (await Put(fresh, 2, 20)).Expect();
            return (before, after: await db.One($"select count(*) from sample", row => row.Number()));
        });
        Assert.Equal((1L, 1L), seen);
        Assert.Equal([10L, 20L], await Amounts(fresh));
    }

    static Task<Result<Nothing>> Increment(Database database) =>
        database.Act("test", async Task<Result<Nothing>> (work) =>
        {
            var amount = await work.Db.One($"select amount from sample where id = 1", row => row.Number());
            await Task.Yield();
            await work.Db.Run($"update sample set amount = {amount + 1} where id = 1");
            return default(Nothing);
        });
}
