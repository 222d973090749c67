using System.Text;
using Gemeinwerk.Identity;
using Gemeinwerk.Merger;
using Gemeinwerk.Merger.Governance;
using Gemeinwerk.Merger.Roadmaps;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Merger;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Merger.Api;
using RecordTests = Gemeinwerk.Tests.Merger.GateTests;

namespace Gemeinwerk.Tests.Web.Api;

/// <summary>What programs are told of a roadmap and of gates is what the library says.</summary>
public class RoadmapApiTests
{
    const string Here = "/api/v1/bodies/sit";

    static readonly DateOnly day = new(2018, 7, 1);

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task Roadmap_amounts_and_gates_are_those_of_the_library(Engine engine)
    {
        await using var world = await RoadmapPageTests.World(engine);
        await using var api = await ApiSite.Of(world["sit"]);
        var program = await api.Program("Leitstand", (world["sit"].Body, Role.Close));
        await Same(ApiRoadmap.Of(await Roadmap(), day), "roadmap?on=2018-07-01");
        var amounts = await world.Database.Read(async db => await RoadmapAmounts.Of(db, await Roadmap(), 2018));
        Assert.Equal(2, amounts.Count);
        await Same(amounts.ConvertAll(ApiRoadmapAmount.Of), "roadmap/amounts?year=2018");
        var gates = (await world.Database.Read(db => MergerGates.Of(db, MergerWorld.Code, day))).Expect();
        await Same(ApiGate.Of(gates), $"mergers/{MergerWorld.Code}/gates");
        Assert.Equal(404, (await program.Get($"{Here}/mergers/nichts/gates")).Status);

        var done = await program.Post($"{Here}/roadmap/events",
            Entry("stage-opened", ("stage", "1"), ("on", "2017-01-01")));
        Assert.Equal((201, (await Roadmap()).Size), (done.Status, (long)done.Json!["events"]!));
        Assert.Equal(new DateOnly(2017, 1, 1), (await Roadmap()).Stage(1)!.OpenedOn);
        await Same(ApiRoadmap.Of(await Roadmap(), day), "roadmap?on=2018-07-01");
        foreach (var (entry, code) in new[]
        {
            (Entry("nichts"), "event.kind"), (Entry("task-done", ("key", "x")), "event.field-missing"),
            (Entry("task-done", ("key", "x"), ("key", "y")), "event.field"),
            (Entry("task-done", ("key", "x"), ("on", "2018-01-01")), "roadmap.task-unknown"),
            (Entry("task-done", ("key", "tor"), ("on", "2018-01-01")), "merger.gate"),
            (Entry("task-done", ("key", "x"), ("on", "2018-01-01"), ("mehr", "x")), "event.field-unknown"),
        })
        {
            var back = await program.Post($"{Here}/roadmap/events", entry);
            Assert.Equal((422, code), (back.Status, back.Title));
        }
        var reader = await api.Program("Leser", (world["sit"].Body, Role.Audit));
        Assert.Equal(403, (await reader.Post($"{Here}/roadmap/events", Entry("task-done"))).Status);

        Task<Roadmap> Roadmap() => world.Database.Read(db => RoadmapRecords.Read(db, world["sit"].Body.Id));

        async Task Same<T>(T expected, string path)
        {
            var back = await program.Get($"{Here}/{path}");
            Assert.True(back.Status == 200, $"{path}: {back.Status} {back.Text}");
            Assert.Equal(Encoding.UTF8.GetString(ApiJson.Bytes(expected)), back.Text);
        }
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task Day_and_final_seal_wait_for_their_gates(Engine engine)
    {
        const string merger = $"{Here}/mergers/{MergerWorld.Code}";
        await using var world = await RoadmapPageTests.World(engine);
        await using var api = await ApiSite.Of(world["sit"]);
        var program = await api.Program("Leitstand", (world["sit"].Body, Role.Close));
        var reader = await api.Program("Leser", (world["sit"].Body, Role.Audit));
        var effective = new { effectiveOn = "2018-01-01" };
        Assert.Equal(403, (await reader.Post($"{merger}/day", effective)).Status);
        Assert.Equal(404, (await program.Post($"{Here}/mergers/nichts/day", effective)).Status);
        var refused = await program.Post($"{merger}/day", effective);
        Assert.Equal((422, "merger.gate"), (refused.Status, refused.Title));
        Assert.Contains("ckm: der Beschluss der Verbandsversammlung fehlt.", refused.Text, StringComparison.Ordinal);
        await RecordTests.Record(world, "ckm", RecordTests.Resolved());
        refused = await program.Post($"{merger}/seal");
        Assert.Equal((422, "merger.not-executed"), (refused.Status, refused.Title));
        var done = await program.Post($"{merger}/day", effective);
        Assert.Equal((201, true), (done.Status, (bool)done.Json!["isDayFixed"]!));
        (await Execution.DryRun(world.Database, "test", MergerWorld.Code)).Expect();
        Assert.Empty((await world.Run()).Findings);
        done = await program.Post($"{merger}/seal");
        Assert.Equal((200, true), (done.Status, (bool)done.Json!["isSealed"]!));
        refused = await program.Post($"{merger}/undo");
        Assert.Equal((422, "merger.sealed"), (refused.Status, refused.Title));
    }

    static object Entry(string kind, params (string Name, string Value)[] fields) => new
    {
        @event = kind,
        fields = fields.Select(field => new { name = field.Name, value = field.Value }),
    };
}
