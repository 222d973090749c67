using Gemeinwerk.Merger.Inventories;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.DataCentre;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Merger;

/// <summary>A merger that is killed at any point and run again ends as one that was never disturbed.</summary>
public class MergerCrashTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    [Theory, MemberData(nameof(Engines))]
    public Task Killed_anywhere_and_run_again_it_ends_the_same(Engine engine) =>
        KillAndCompare(() => MergerTests.Example(engine));

    [Theory, MemberData(nameof(Engines))]
    public Task Killed_while_inventories_become_one_nothing_of_them_is_lost(Engine engine) =>
        KillAndCompare(async () =>
        {
            var world = await UseMergerTests.Example(engine);
            (await world["ckm"].Import(RandomInventory.Files(new Random(7)))).Fine();
            (await world.Act(work => InventoryDecisions.Accept(work, MergerWorld.Code))).Expect();
            return world;
        });

    static async Task KillAndCompare(Func<Task<MergerWorld>> example)
    {
        await using var undisturbed = await example();
        var before = await undisturbed.State();
        await undisturbed.Run();
        var expected = await undisturbed.State();
        var kills = Kills.Share(10);
        for (var seed = 0; seed < kills; seed++)
        {
            var after = new Random(seed).Next(500);
            await using var world = await example();
            using (var child = ChildProcess.Start(MergerRunner.Verb, world.Address, MergerWorld.Keys))
            {
                Assert.Equal("ready", await child.StandardOutput.ReadLineAsync());
                await Task.Delay(after);
                child.Kill();
                await child.WaitForExitAsync();
            }
            await world.Reopen();
            // On PostgreSQL the session of a killed client may still be committing.
            var found = await world.State();
            Assert.True(found == before || found == expected,
                $"Seed {seed}, killed after {after} ms: something half is there.");
            Assert.Empty((await world.Run()).Findings);
            Assert.True(expected == await world.State(),
                $"Seed {seed}, killed after {after} ms: the books are not those of an undisturbed run.");
            Assert.True((await world.Run()).WasDone);
            if (seed == 0) await InventoryMergerTests.Passes(world);
        }
    }
}
