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
        for (var seed = 0; seed < kills; seed++)
        {
            var after = new Random(seed).Next(500);
            await using var world = await MergerTests.Example(engine);
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
