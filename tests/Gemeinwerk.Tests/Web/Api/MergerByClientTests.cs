using Gemeinwerk.Identity;
using Gemeinwerk.Merger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Merger;

namespace Gemeinwerk.Tests.Web.Api;

/// <summary>A whole merger through the interface, by a client that is generated from its description.</summary>
public class MergerByClientTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task A_generated_client_carries_two_associations_through_their_merger(Engine engine)
    {
        await using var world = await MergerTests.ExampleBooks(engine);
        await MergerApprovalTests.Appoint(world);
        var before = await world.State();
        await using var api = await ApiSite.Of(world["sit"]);
        var program = await api.Program("Fusion", (world["sit"].Body, Role.Close),
            (world["kdz"].Body, Role.Close), (world["ckm"].Body, Role.Close));
        using var folder = new TemporaryFolder();
        var driver = (await GeneratedClient.With(api.Site, "MergerDriver.cs"))
            .GetType($"{GeneratedClient.Namespace}.MergerDriver")!.GetMethod("Run")!
            .CreateDelegate<Func<HttpClient, Func<long, Task>, string, Task<(long, long)>>>();

        var (merged, undone) = await driver(program.Client, Approve, folder.Path);

        // 9,000 + 1,500 - 700 of kdz, 4,800 of ckm, 300 of its own.
        Assert.Equal((1_490_000, 30_000), (merged, undone));
        Assert.Equal(before, await world.State());
        var answer = MergerWorld.CheckFolder(folder.Path);
        Assert.True(answer.Exit == 0, answer.Text);

        async Task Approve(long no) => (await world.Database.Act("anna", work =>
            MergerApprovals.Decide(work, MergerWorld.Code, no, approves: true))).Expect();
    }
}
