using Gemeinwerk.Merger;
using Gemeinwerk.Merger.Roadmaps;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Ledger;

namespace Gemeinwerk.Tests.Merger;

/// <summary>What direct SQL must not be able to do to a merger and to the books that it sealed.</summary>
public class MergerLockTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task A_sealed_book_opens_only_by_the_undo_of_its_merger(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        await world.Run();
        await LockTests.Refused(world["kdz"], "ledger.book-sealed", "update ledger_book set sealed_on = null");
        await LockTests.Refused(world["kdz"], "ledger.book-sealed",
            "update ledger_book set sealed_on = 20190101 where sealed_on is not null");
        Assert.Empty(await world.Undo());
        await world.Run();
        // The first run is undone, but not the one that sealed the book now.
        await LockTests.Refused(world["kdz"], "ledger.book-sealed", "update ledger_book set sealed_on = null");
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_a_run_wrote_down_stays(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        await world.Run();
        foreach (var sql in new[]
        {
            "update merger_certificate set certificate = 'anders'", "delete from merger_certificate",
            "update merger_run set executed_at = 0, undone_at = 0",
            "delete from merger_run", "update merger_moment set size_done = size_done + 1", "delete from merger_moment",
            "delete from merger_dunning", "update merger_dunning set dunning_level = 3",
            "update merger_source set place = place + 10", "delete from merger_source",
            "update merger_case set effective_on = 20190101", "delete from merger_case",
            "delete from merger_event", "delete from merger_move",
        })
        {
            await LockTests.Refused(world["sit"], "merger.immutable", sql);
        }
        Assert.Empty(await world.Undo());
        await LockTests.Refused(world["sit"], "merger.immutable", "update merger_run set undone_at = null");
        await LockTests.Refused(world["sit"], "merger.immutable", "update merger_run set undone_at = undone_at + 1");
    }

    /// <summary>A row that is put out of the way by another with its key fires no trigger of its own there.</summary>
    [Fact]
    public async Task Insert_or_replace_on_sqlite_is_refused()
    {
        await using var world = await UseMergerTests.Example(Engine.Sqlite);
        await GateTests.Record(world, "sit", GateTests.Completed());
        foreach (var source in (string[])["kdz", "ckm"]) await GateTests.Record(world, source, GateTests.Resolved());
        (await world.Act(work => RoadmapRecords.Record(work, world["sit"].Body, [new RoadmapStarted("Weg")]))).Expect();
        Assert.Empty(await world.FixDay());
        Assert.Empty((await Execution.DryRun(world.Database, "test", MergerWorld.Code)).Expect().Findings);
        Assert.Empty((await world.Run()).Findings);
        Assert.Empty(await world.Seal());
        foreach (var table in (string[])["merger_step", "merger_rehearsal", "merger_roadmap_event", "merger_run",
            "merger_certificate", "merger_event", "merger_inventory_move", "merger_inventory_state", "merger_use_move",
            "merger_use_new", "council_event"])
        {
            await LockTests.Refused(world["sit"], table[..table.IndexOf('_', StringComparison.Ordinal)] + ".immutable",
                $"insert or replace into {table} select * from {table}");
        }
    }
}
