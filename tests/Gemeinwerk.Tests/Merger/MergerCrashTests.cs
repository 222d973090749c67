using Gemeinwerk.Storage;
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
        KillAndCompare(() => InventoryMergerTests.Decided(engine));

    static async Task KillAndCompare(Func<Task<MergerWorld>> example)
    {
        await using var undisturbed = await example();
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
            Assert.Empty((await world.Run()).Findings);
            Assert.True(expected == await world.State(),
                $"Seed {seed}, killed after {after} ms: the books are not those of an undisturbed run.");
        }
    }
}
