using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Merger;

/// <summary>A merger that is killed at any point and run again ends as one that was never disturbed.</summary>
public class MergerCrashTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task Killed_anywhere_and_run_again_it_ends_the_same(Engine engine)
    {
        await using var undisturbed = await MergerTests.Example(engine);
        await undisturbed.Run();
        var expected = await undisturbed.State();
        var kills = Kills.Share(10);
        for (var kill = 0; kill < kills; kill++)
        {
            await using var world = await MergerTests.Example(engine);
            using (var child = ChildProcess.Start(MergerRunner.Verb, world.Address, MergerWorld.Keys))
            {
                Assert.Equal("ready", await child.StandardOutput.ReadLineAsync());
                await Task.Delay(Random.Shared.Next(500));
                child.Kill();
                await child.WaitForExitAsync();
            }
            await world.Reopen();
            Assert.Empty((await world.Run()).Findings);
            Assert.Equal(expected, await world.State());
        }
    }
}
