using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Merger;
using static Gemeinwerk.Tests.Web.MergerPageTests;

namespace Gemeinwerk.Tests.Web;

/// <summary>Two data centres become one through the pages of their merger.</summary>
public class InventoryPlanPageTests
{
    const string Page = $"{MergerPageTests.Here}/inventory";

    public static TheoryData<Engine> Engines => Databases.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task Proposals_are_decided_one_by_one_or_accepted_and_the_certificate_shows_what_became(Engine engine)
    {
        await using var world = await InventoryMergerTests.Small(engine, isDecided: false);
        await MergerApprovalTests.Appoint(world);
        await using var site = await Site.Of(world["sit"], () => Person("erika"));
        Assert.Contains($"\"{Page}\"", await site.Html(Here), StringComparison.Ordinal);
        var open = (await world.Plan()).Inventory!.Open;
        var html = await site.Html(Page);
        Assert.All(open, it => Assert.Contains($"{Page}/kdz/{it.Item.Id.Value}", html, StringComparison.Ordinal));
        var device = open.Single(it => it.Item.Name == "esx1");
        var its = $"{Page}/kdz/{device.Item.Id.Value}";

        (var status, html) = await Send(site, its, its, ("fate", "joined"), ("target", "../sit"), ("reason", "falsch"));
        Assert.Equal(422, status);
        Assert.Contains("id=\"error-target\"", html, StringComparison.Ordinal);
        (status, html) = await Send(site, its, its, ("fate", "joined"), ("reason", "ohne Ziel"));
        Assert.Equal(422, status);
        Assert.Contains("[merger.inventory-decision]", html, StringComparison.Ordinal);
        (status, _) = await Send(site, its, its, ("fate", "verloren"), ("reason", "unbekannt"));
        Assert.Equal(400, status);
        (status, html) = await Send(
            site, its, its, ("fate", "moved"), ("name", "esx1-siegen"), ("reason", "so heißt er"));
        Assert.True(status == 302, html);
        Assert.DoesNotContain($"value=\"kdz:{device.Item.Id.Value}\"", html, StringComparison.Ordinal);
        (_, html) = await Send(site, its, $"{its}/remove");
        Assert.Contains($"value=\"kdz:{device.Item.Id.Value}\"", html, StringComparison.Ordinal);
        await Send(site, its, its, ("fate", "moved"), ("name", "esx1-siegen"), ("reason", "so heißt er"));

        var chosen = open.First(it => it != device);
        (_, html) = await Send(site, Page, $"{Page}/accept", ("what", "chosen"),
            ("item", $"kdz:{chosen.Item.Id.Value}"), ("item", "kdz:99999"));
        Assert.Contains("Angenommen: 1.", html, StringComparison.Ordinal);
        (_, html) = await Send(site, Page, $"{Page}/accept", ("what", "all"));
        Assert.Contains("Nichts: jedes Stück hat seinen Platz.", html, StringComparison.Ordinal);
        Assert.Contains("esx1-siegen", await site.Html($"{Page}/items"), StringComparison.Ordinal);

        await Approved(site, "mapping", 1);
        await Approved(site, "execution", 2);
        await Send(site, $"{Here}/run", $"{Here}/run", ("confirm", "yes"));
        html = await site.Html($"{Here}/certificate");
        Assert.Contains("Bestände vorher und nachher", html, StringComparison.Ordinal);
        html = await site.Html($"{Here}/certificate/sections/inventory?q=esx1");
        Assert.Contains("esx1-siegen", html, StringComparison.Ordinal);
        Assert.Equal(404, await site.Status(Page));
    }

    [Fact]
    public async Task Sources_read_what_becomes_of_them_and_decide_nothing()
    {
        await using var world = await InventoryMergerTests.Small(Engine.Sqlite, isDecided: false);
        await using var site = await Site.Of(world["sit"], () => Person("erika"));
        var item = (await world.Plan()).Inventory!.Open[0].Item.Id.Value;
        var html = await site.Html(Page.Replace("/b/sit/", "/b/kdz/", StringComparison.Ordinal));
        Assert.Contains("Zu entscheiden", html, StringComparison.Ordinal);
        Assert.DoesNotContain("/accept", html, StringComparison.Ordinal);
        Assert.Equal(404, await site.Status($"/b/kdz/merger/{MergerWorld.Code}/inventory/kdz/{item}"));
        Assert.Equal(404, await site.Status($"{Page}/kdz/99999"));
        Assert.Equal(404, await site.Status($"{Page}/nirgends/{item}"));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Weights_of_a_joint_item_are_decided_on_its_page_and_the_certificate_shows_its_uses(Engine engine)
    {
        await using var world = await UseMergerTests.Example(engine, isDecided: false);
        await MergerApprovalTests.Appoint(world);
        await using var site = await Site.Of(world["sit"], () => Person("erika"));
        var open = (await world.Plan()).Inventory!.Open.Single(it => it.Weights.Count > 0);
        var its = $"{Page}/weights/kdz/{open.Item.Id.Value}";
        Assert.Contains($"\"{its}\"", await site.Html(Page), StringComparison.Ordinal);
        Assert.Contains($"\"{its}\"", await site.Html($"{Here}/plan"), StringComparison.Ordinal);
        var html = await site.Html(its);
        Assert.Equal(2, html.Split("value=\"2\"").Length - 1);
        foreach (var wrong in new[] { "", "0", "1000001", "-1", "halb", "1,5", "99999999999999999999" })
        {
            (var refused, html) = await Send(site, its, its, ("weight1", wrong), ("weight2", "3"), ("reason", "x"));
            Assert.Equal(422, refused);
            Assert.Contains("id=\"error-weight1\"", html, StringComparison.Ordinal);
        }
        (var status, html) = await Send(
            site, its, its, ("weight1", "1"), ("weight2", "3"), ("reason", "wie beschlossen"));
        Assert.True(status == 302, html);
        Assert.Contains("value=\"3\"", await site.Html(its), StringComparison.Ordinal);
        await Send(site, its, $"{its}/remove");
        Assert.Contains("value=\"2\"", await site.Html(its), StringComparison.Ordinal);
        await Send(site, Page, $"{Page}/accept", ("what", "all"));
        html = await site.Html($"{Page}/uses");
        Assert.Contains("neu geteilt", html, StringComparison.Ordinal);
        Assert.Contains("Stadt Olpe", html, StringComparison.Ordinal);
        Assert.Equal(404, await site.Status($"{Page}/weights/kdz/99999"));
        Assert.Equal(404, await site.Status($"{Page}/weights/fremd/{open.Item.Id.Value}"));
        Assert.Equal(404, await site.Status(its.Replace("/b/sit/", "/b/kdz/", StringComparison.Ordinal)));
        html = await site.Html($"{Here}/debt");
        Assert.Contains("nach Plan", html, StringComparison.Ordinal);
        Assert.Contains("<svg", html, StringComparison.Ordinal);

        await Approved(site, "mapping", 1);
        await Approved(site, "execution", 2);
        await Send(site, $"{Here}/run", $"{Here}/run", ("confirm", "yes"));
        html = await site.Html($"{Here}/certificate");
        Assert.Contains("Nutzungen vorher und nachher", html, StringComparison.Ordinal);
        Assert.Contains("7/12", await site.Html($"{Here}/certificate/sections/new-uses"), StringComparison.Ordinal);
        Assert.Contains("neu geteilt", await site.Html($"{Here}/certificate/sections/uses"), StringComparison.Ordinal);
        Assert.Contains("heute", await site.Html($"{Here}/debt"), StringComparison.Ordinal);
        // Without a way back into the mapping.
        Assert.Equal(404, await site.Status(its));
    }
}
