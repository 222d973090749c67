using System.Text.Json.Nodes;
using Gemeinwerk.Identity;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Merger;

namespace Gemeinwerk.Tests.Web.Api;

/// <summary>What becomes of inventories, through the interface: the same as the plan says.</summary>
public class InventoryMappingApiTests
{
    const string Here = $"/api/v1/bodies/sit/mergers/{MergerWorld.Code}";

    public static TheoryData<Engine> Engines => Databases.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task A_program_reads_the_plan_decides_and_accepts(Engine engine)
    {
        await using var world = await InventoryMergerTests.Small(engine, isDecided: false);
        await using var api = await ApiSite.Of(world["sit"]);
        var program = await api.Program("Bestand", (world["sit"].Body, Role.Close), (world["kdz"].Body, Role.Audit));
        var plan = (await world.Plan()).Inventory!;
        var moves = (await program.Get($"{Here}/inventory?limit=500")).Json!["items"]!.AsArray();
        Assert.Equal(plan.Moves.Select(it => $"{it.Source.Code}:{it.From.Id.Value} {it.NewName}").ToHashSet(),
            moves.Select(it => $"{it!["source"]}:{it["item"]} {it["newName"]}").ToHashSet());
        var open = (await program.Get($"{Here}/inventory-proposals")).Json!["items"]!.AsArray();
        Assert.Equal(plan.Open.Select(it => it.Why).ToHashSet(), open.Select(it => (string)it!["why"]!).ToHashSet());
        var debt = (await program.Get($"{Here}/inventory-debt")).Json!.AsArray();
        Assert.Equal(["vorher", "nach Plan"], debt.Select(it => (string)it!["stage"]!));

        var item = $"{Here}/inventory/kdz/{plan.Open[0].Item.Id.Value}";
        var seen = await program.Get(item);
        var wrong = await program.Put(item, Decision("joined", target: "kein Stück"), seen.Tag);
        Assert.Equal((422, "merger.inventory-address"), (wrong.Status, wrong.Title));
        wrong = await program.Put(item, Decision("joined"), seen.Tag);
        Assert.Equal((422, "merger.inventory-decision"), (wrong.Status, wrong.Title));
        var decided = await program.Put(item, Decision("retired"), seen.Tag);
        Assert.Equal((200, "retired"), (decided.Status, (string?)decided.Json!["fate"]));
        Assert.Equal(412, (await program.Put(item, Decision("moved"), seen.Tag)).Status);
        Assert.Equal(204, (await program.Delete(item, decided.Tag)).Status);
        var accepted = await program.Post($"{Here}/inventory-acceptance", new { items = (string[]?)null });
        Assert.Equal((201, plan.Open.Count), (accepted.Status, (int)accepted.Json!["changed"]!));
        Assert.Empty((await program.Get($"{Here}/inventory-proposals")).Json!["items"]!.AsArray());
        Assert.Equal(404, (await program.Get($"{Here}/inventory/kdz/99999")).Status);
    }

    static JsonObject Decision(string fate, string? target = null) => new()
    {
        ["fate"] = fate,
        ["newName"] = null,
        ["target"] = target,
        ["reason"] = "Test",
    };
}
