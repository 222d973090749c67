using System.Text;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Dependencies;
using Gemeinwerk.DataCentre.Plan;
using Gemeinwerk.Identity;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.DataCentre;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.DataCentre.Api;

namespace Gemeinwerk.Tests.Web.Api;

/// <summary>What programs are told of plans is what the library computes.</summary>
public class PlanApiTests
{
    const string Here = "/api/v1/bodies/testverband/inventory";
    const string On = "on=2026-01-01";

    static readonly DateOnly day = new(2026, 1, 1);

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task Every_plan_is_that_of_the_library(Engine engine)
    {
        await using var books = await Books.On(engine);
        (await books.Import(InventoryFixture.Folder("nord"))).Fine();
        await using var api = await ApiSite.Of(books);
        var program = await api.Program("Leitstand", (books.Body, Role.Audit));
        var snapshot = await books.Inventory();
        var (graph, usage) = (DependencyGraph.Of(snapshot), Usage.Of(snapshot, [], day));
        var rules = new CentreRules(day, OvercommitPercent: 500);
        var device = snapshot.Find(ItemKinds.Device, "esx03").Expect();
        var place = snapshot.Find(ItemKinds.Site, "RZ-Nord").Expect();

        await Same(ApiImpact.Of(Impact.Of(graph, usage, device)), $"impact?id={device.Id.Value}&{On}");
        await Same(ApiRestartPlan.Of(RestartPlan.Of(graph, usage), place), $"restart?site=RZ-Nord&{On}");
        await Same(ApiCapacity.Of(Capacity.Of(snapshot, rules)), $"capacity?overcommit=500&{On}");
        await Same(ApiPlacement.Of(Placement.Of(snapshot, new(rules with { IsAcross = true }, null, null, 3100))),
            $"placement?overcommit=500&across=true&kwhPriceCents=31&{On}");
        await Same(ApiPlacement.Of(Placement.Of(snapshot, new(rules, SpareHosts: 2))),
            $"placement?overcommit=500&spareHosts=2&{On}");
        await Same(ApiWhatIf.Of(WhatIf.Of(snapshot, [], new(rules),
                Scenario.Parse(snapshot, ["device=esx03", "site=RZ-Nord"], []).Expect())),
            $"what-if?overcommit=500&remove=device%3Desx03&remove=site%3DRZ-Nord&{On}");
        await Same(ApiMovePlan.Of(MoveWaves.Of(graph, snapshot.Of(ItemKinds.VirtualMachine),
                new(day, 7, 9, true, [new(new(2026, 1, 8), new(2026, 1, 8))])).Expect()),
            "waves?first=2026-01-01&every=7&most=9&together=true&freeze=2026-01-08");
        var applications = await program.Get($"{Here}/applications?{On}&limit=500");
        Assert.Equal(snapshot.Of(ItemKinds.Application).Count(), applications.Json!["items"]!.AsArray().Count);

        async Task Same<T>(T expected, string path)
        {
            var back = await program.Get($"{Here}/{path}");
            Assert.True(back.Status == 200, $"{path}: {back.Status} {back.Text}");
            Assert.Equal(Encoding.UTF8.GetString(ApiJson.Bytes(expected)), back.Text);
        }
    }

    [Fact]
    public async Task What_is_wrong_is_a_problem_with_a_code()
    {
        await using var books = await Books.On(Engine.Sqlite);
        (await books.Import(InventoryFixture.Folder("nord"))).Fine();
        await using var api = await ApiSite.Of(books);
        var program = await api.Program("Leitstand", (books.Body, Role.Audit));
        foreach (var (path, status, code) in new[]
        {
            ("impact?id=0", 422, "inventory.item-unknown"), ("restart?site=Nirgends", 422, "inventory.item-unknown"),
            ("capacity?overcommit=0", 422, "centre.number"), ("capacity?years=101", 422, "centre.number"),
            ("capacity?overcommit=99999999999", 400, "api.parameter"), ("capacity?on=2026-02-30", 400, "api.parameter"),
            ("placement?cluster=Nirgends", 422, "inventory.item-unknown"),
            ("placement?kwhPriceCents=-1", 422, "centre.number"), ("placement?spareHosts=101", 422, "centre.number"),
            ("placement/search", 404, "api.not-found"),
            ("what-if?remove=vm%3Desx03", 422, "centre.removed"), ("waves", 400, "api.parameter"),
            ("waves?first=2026-01-01&freeze=bald", 422, "centre.freeze"),
            ($"what-if?{string.Join('&', Enumerable.Repeat("delay=x", 51))}", 400, "api.parameter"),
        })
        {
            var back = await program.Get($"{Here}/{path}");
            Assert.Equal((path, status, code), (path, back.Status, back.Title));
        }
    }
}
