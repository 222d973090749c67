using System.Diagnostics;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Storage;

/// <summary>Other processes on the same database: one that is killed, and two that write at the same time.</summary>
public class CrashTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task What_a_killed_process_had_committed_is_there_and_nothing_else(Engine engine)
    {
        await using var fresh = await Databases.Fresh(engine);
        await Table(fresh);
        for (var run = 0; run < 3; run++)
        {
            var told = await WriteUntilKilled(fresh.Address, acts: 20 + run * 7);
            await fresh.Reopen();
            var (acts, incomplete) = await Counts(fresh);
            // The last act may be committed without its writer having lived to say so.
            Assert.InRange(acts, told, told + 1);
            Assert.Equal(0, incomplete);
            var counted = await fresh.Database.Read(db =>
                db.One($"select acts from sample_count", row => row.Number()));
            Assert.Equal(acts, counted);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Two_processes_that_write_the_same_row_lose_nothing(Engine engine)
    {
        await using var fresh = await Databases.Fresh(engine);
        await Table(fresh);
        using var first = Writer(fresh.Address, "60");
        using var second = Writer(fresh.Address, "60");
        await Task.WhenAll(first.StandardOutput.ReadToEndAsync(), second.StandardOutput.ReadToEndAsync());
        await Task.WhenAll(first.WaitForExitAsync(), second.WaitForExitAsync());
        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Equal((120L, 0L), await Counts(fresh));
    }

    static async Task Table(Database database) => (await database.Act("test", async Task<Result<Nothing>> (work) =>
    {
        await work.Db.Script("""
            create table sample (act bigint, line bigint, primary key (act, line));
            create table sample_count (acts bigint not null);
            insert into sample_count values (0);
            """);
        return default(Nothing);
    })).Expect();

    static Task<(long Acts, long Incomplete)> Counts(Database database) => database.Read(async db => (
        await db.One($"select count(distinct act) from sample", row => row.Number()),
        await db.One($"""
            select count(*)
            from (select act from sample group by act having count(*) <> {StorageWriter.LinesPerAct}) incomplete
            """, row => row.Number())));

    static async Task<long> WriteUntilKilled(string address, int acts)
    {
        using var writer = Writer(address, "1000000");
        var told = 0L;
        for (var i = 0; i < acts; i++)
        {
            told = await Next() ?? throw new InvalidOperationException("The writer ended too early.");
        }
        writer.Kill();
        while (await Next() is { } more) told = more;
        await writer.WaitForExitAsync();
        return told;

        async Task<long?> Next() =>
            long.TryParse(await writer.StandardOutput.ReadLineAsync(), out var number) ? number : null;
    }

    static Process Writer(string address, string acts) => ChildProcess.Start(StorageWriter.Verb, address, acts);
}
