using Gemeinwerk.Basics;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Storage;

public class BehindTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    static async Task<FreshDatabase> WithTable(Engine engine)
    {
        var fresh = await Databases.Fresh(engine);
        await Act(fresh, async db =>
        {
            await db.Script("create table sample (id bigint primary key)");
            return default(Nothing);
        });
        return fresh;
    }

    static Task<Result<Nothing>> Act(FreshDatabase fresh, Func<Session, Task<Result<Nothing>>> act) =>
        fresh.Database.Act("test", work => act(work.Db));

    static Task Put(Session db, params long[] ids) => db.Bulk("sample", "id", ids, (to, id) => to.Add(id));

    static Task<List<long>> Ids(Session db) => db.All($"select id from sample order by id", row => row.Number());

    static bool IsDuplicate(Exception? error) => error is DatabaseException or Npgsql.PostgresException
        && (error.Message.Contains("UNIQUE", StringComparison.Ordinal)
            || error.Message.Contains("sample_pkey", StringComparison.Ordinal));

    [Theory, MemberData(nameof(Engines))]
    public async Task The_act_goes_on_meanwhile_and_every_later_call_sees_the_rows(Engine engine)
    {
        await using var fresh = await WithTable(engine);
        (await Act(fresh, async db =>
        {
            var goOn = new TaskCompletionSource();
            await db.Behind(async inner =>
            {
                await goOn.Task;
                await Put(inner, 1, 2);
            });
            goOn.SetResult();
            Assert.Equal([1L, 2L], await Ids(db));
            await db.Behind(inner => Put(inner, 3));
            await db.Behind(inner => Put(inner, 4));
            await db.Run($"delete from sample where id = 4");
            await db.Behind(inner => Put(inner, 5));
            return default(Nothing);
        })).Expect();
        Assert.Equal([1L, 2L, 3L, 5L], await fresh.Database.Read(Ids));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_fails_behind_is_thrown_by_whatever_comes_next(Engine engine)
    {
        await using var fresh = await WithTable(engine);
        Func<Session, Task<Result<Nothing>>>[] rest =
        [
            db => Task.FromResult<Result<Nothing>>(default(Nothing)),
            db => Task.FromResult<Result<Nothing>>(new Rejection("test.no", "Nein.")),
            async db => await db.Run($"insert into sample (id) values (9)") > 0
                ? default(Nothing)
                : new Rejection("test.no", "Nein."),
            async db => await db.Any($"select 1 from sample") ? default(Nothing) : new Rejection("test.no", "Nein."),
            async db =>
            {
                await Put(db, 9);
                return default(Nothing);
            },
            async db =>
            {
                await db.Behind(inner => Put(inner, 9));
                return default(Nothing);
            },
        ];
        foreach (var next in rest)
        {
            var error = await Record.ExceptionAsync(() => Act(fresh, async db =>
            {
                await db.Behind(inner => Put(inner, 1, 1));
                return await next(db);
            }));
            Assert.True(IsDuplicate(error), $"{error}");
            Assert.Empty(await fresh.Database.Read(Ids));
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_rejection_and_an_exception_undo_what_is_written_behind(Engine engine)
    {
        await using var fresh = await WithTable(engine);
        var refused = await Act(fresh, async db =>
        {
            await db.Behind(inner => Put(inner, 1));
            return new Rejection("test.no", "Nein.");
        });
        Assert.Equal("test.no", refused.Rejection?.Code);
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Act(fresh, async db =>
        {
            await db.Behind(async inner =>
            {
                await Task.Delay(50);
                await Put(inner, 2, 2);
            });
            throw new InvalidTimeZoneException();
        }));
        Assert.Empty(await fresh.Database.Read(Ids));
    }
}
