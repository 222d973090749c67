using System.Net;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Space;
using Gemeinwerk.Identity;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.DataCentre;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Web.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Tests.Web;

/// <summary>Racks and networks in the browser and for programs.</summary>
public class SpacePageTests
{
    const string Home = "/b/testverband/centre", Here = "/api/v1/bodies/testverband/inventory";

    public static TheoryData<Engine> Engines => Databases.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task Racks_are_drawn_with_what_is_in_them_and_the_table_says_the_same(Engine engine)
    {
        await using var books = await Books.On(engine);
        await CentrePageTests.Fill(books);
        await SpaceTests.FillRacks(books);
        await using var site = await Site.Of(books);
        Assert.Contains("RZ-Nord", await site.Html($"{Home}/sites"), StringComparison.Ordinal);
        var place = (await books.Item(ItemKinds.Site, "RZ")).Id.Value;
        var page = WebUtility.HtmlDecode(await site.Html($"{Home}/sites/{place}"));
        Assert.Contains("Schrank „R1“, Vorderseite", page, StringComparison.Ordinal);
        var rack = Assert.Single((await books.Inventory()).Of(ItemKinds.Rack),
            it => it.Name == "R1" && it.Content.Link(Fields.Site) == place).Id.Value;
        page = WebUtility.HtmlDecode(await site.Html($"{Home}/racks/{rack}"));
        foreach (var said in (string[])
            ["Frei sind die Höheneinheiten 3–3,5, 6–9.", "4,5–5", "gleich", "Platz nicht bekannt"])
        {
            Assert.Contains(said, page, StringComparison.Ordinal);
        }
        SpaceTests.Check(await site.Html($"{Home}/racks/{rack}?format=svg"));
        Assert.Contains("unten", await site.Html($"{Home}/racks/{rack}?format=csv"), StringComparison.Ordinal);
        foreach (var gone in (string[])[$"racks/{place}", "racks/0", $"sites/{rack}", "sites/0"])
        {
            Assert.Equal(404, await site.Status($"{Home}/{gone}"));
        }
        site.Visitor = new("mia", new Dictionary<string, BodyRoles> { ["testverband"] = BodyRoles.Member });
        foreach (var closed in new[] { "sites", $"sites/{place}", $"racks/{rack}", "networks" })
        {
            Assert.Equal(403, await site.Status($"{Home}/{closed}"));
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Networks_are_shown_as_a_tree_and_a_free_one_is_found_or_refused_in_German(Engine engine)
    {
        await using var books = await Books.On(engine);
        await CentrePageTests.Fill(books);
        await using var site = await Site.Of(books);
        var page = WebUtility.HtmlDecode(await site.Html($"{Home}/networks?in=10.16.0.0/24&length=26"));
        Assert.Contains("Das nächste freie Netz ist 10.16.0.0/26.", page, StringComparison.Ordinal);
        SpaceTests.Check(await site.Html($"{Home}/networks?format=svg"));
        foreach (var (query, said) in new[]
        {
            ("in=10.16.0.0/24&length=viel", "keine Zahl wie 24"), ("in=10.16.0.0/24&length=8", "möglich ist 24"),
            ("in=10.99.0.0/24&length=26&vrf=X", "hat im Bestand kein Netz"),
            ("in=%3Cb%3E&length=26", "ist kein Netz wie"),
        })
        {
            page = WebUtility.HtmlDecode(await site.Html($"{Home}/networks?{query}"));
            Assert.Contains(said, page, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Programs_are_answered_what_the_library_says(Engine engine)
    {
        await using var books = await Books.On(engine);
        await CentrePageTests.Fill(books);
        await SpaceTests.FillRacks(books);
        await using var api = await ApiSite.Of(books);
        var program = await api.Program("RZ", (books.Body, Role.Audit));
        var snapshot = await books.Inventory();
        var racks = RackElevation.All(snapshot);
        var listed = (await program.Get($"{Here}/racks?limit=500")).Json!["items"]!.AsArray();
        Assert.Equal(racks.OrderBy(it => it.Rack.Id.Value)
                .Select(it => $"{it.Rack.Name} {it.Used} {it.Free} {it.PowerUsed}"),
            listed.Select(it => $"{it!["name"]} {it["usedTenths"]} {it["freeTenths"]} {it["usedWatts"]}"));
        var rack = racks.Single(it => it.Rack.Name == "R1" && it.Site!.Name == "RZ");
        var view = (await program.Get($"{Here}/rack?id={rack.Rack.Id.Value}")).Json!;
        Assert.Equal(rack.Slots.Select(slot => $"{slot.Device.Name} {slot.From}"),
            view["slots"]!.AsArray().Select(it => $"{it!["name"]} {it["fromTenths"]}"));
        Assert.Equal(["3–3,5", "6–9"], view["gaps"]!.AsArray().Select(it => (string)it!));
        SpaceTests.Check((await program.Get($"{Here}/rack.svg?id={rack.Rack.Id.Value}")).Text);
        Assert.Equal("inventory.item-unknown", (await program.Get($"{Here}/rack?id=0")).Title);

        var space = NetworkSpace.Of(snapshot);
        var networks = (await program.Get($"{Here}/networks?limit=500")).Json!["items"]!.AsArray();
        Assert.Equal(space.All.Select(node => $"{node.Network} {node.Depth} {node.Size} {node.Used} {node.Free}"),
            networks.Select(it => $"{it!["network"]} {it["depth"]} {it["size"]} {it["used"]} {it["free"]}"));
        var free = await program.Get($"{Here}/free-network?network=10.16.0.0/24&length=26");
        Assert.Equal("10.16.0.0/26", (string)free.Json!["network"]!);
        Assert.Equal((422, "inventory.network-length"), Said(await program.Get(
            $"{Here}/free-network?network=10.16.0.0/24&length=23")));

        static (int, string?) Said(Back back) => (back.Status, back.Title);
    }
}
