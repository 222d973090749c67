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

    [Theory, MemberData(nameof(Engines))]
    public async Task A_program_weighs_joint_items_and_reads_what_becomes_of_uses(Engine engine)
    {
        await using var world = await UseMergerTests.Example(engine, isDecided: false);
        await using var api = await ApiSite.Of(world["sit"]);
        var program = await api.Program("Bestand", (world["sit"].Body, Role.Close), (world["kdz"].Body, Role.Audit));
        var plan = (await world.Plan()).Inventory!;
        var open = plan.Open.Single(it => it.Weights.Count > 0);
        var proposal = (await program.Get($"{Here}/inventory-proposals")).Json!["items"]!.AsArray()
            .Single(it => it!["weights"] is not null)!;
        Assert.Equal(open.Weights.Select(it => $"{it.Item} {it.Weight}"), proposal["weights"]!.AsArray()
            .Select(it => $"{it!["body"]}:{it["item"]} {it["weight"]}"));
        var uses = (await program.Get($"{Here}/inventory-uses")).Json!["items"]!.AsArray();
        Assert.Equal(plan.Uses!.Moves.Count, uses.Count);
        Assert.Equal(2, uses.Count(it => (string)it!["fate"]! == "reshared"));

        var weight = $"{Here}/inventory-weights/kdz/{open.Item.Id.Value}";
        var seen = await program.Get(weight);
        Assert.Equal((2, false), ((int)seen.Json!["weight"]!, (bool)seen.Json["isDecided"]!));
        var wrong = await program.Put(weight, new JsonObject { ["weight"] = 0, ["reason"] = "Test" }, seen.Tag);
        Assert.Equal((422, "merger.inventory-decision"), (wrong.Status, wrong.Title));
        var set = await program.Put(weight, new JsonObject { ["weight"] = 6, ["reason"] = "Test" }, seen.Tag);
        Assert.Equal((200, 6, true),
            (set.Status, (int)set.Json!["weight"]!, (bool)set.Json["isDecided"]!));
        var added = (await program.Get($"{Here}/new-uses")).Json!["items"]!.AsArray();
        // One third of six eighths.
        Assert.Contains(added, it => (string)it!["share"]! == "1/4");
        Assert.Equal(204, (await program.Delete(weight, set.Tag)).Status);
        Assert.Equal(404, (await program.Get($"{Here}/inventory-weights/kdz/99999")).Status);
        var accepted = await program.Post($"{Here}/inventory-acceptance", new { items = (string[]?)null });
        Assert.Equal(201, accepted.Status);
        Assert.Empty((await program.Get($"{Here}/inventory-proposals")).Json!["items"]!.AsArray());
    }

    static JsonObject Decision(string fate, string? target = null) => new()
    {
        ["fate"] = fate,
        ["newName"] = null,
        ["target"] = target,
        ["reason"] = "Test",
    };
}
