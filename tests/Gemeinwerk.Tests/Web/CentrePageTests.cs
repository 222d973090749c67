using System.Net;
using Gemeinwerk.DataCentre;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.DataCentre;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Tests.Web;

/// <summary>The inventory in the browser, and what two of them have against each other.</summary>
public class CentrePageTests
{
    const string Home = "/b/testverband/centre";

    public static TheoryData<Engine> Engines => Databases.Engines;

    /// <summary>Two inventories of some size, the second that of a body beside.</summary>
    internal static async Task<Body> Fill(Books books)
    {
        (await books.Import(InventoryFixture.Folder("nord"))).Fine();
        var sued = await books.Beside("sued");
        (await sued.Import(InventoryFixture.Folder("sued"))).Fine();
        return sued.Body;
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task An_item_is_found_from_its_kind_and_leads_on(Engine engine)
    {
        await using var books = await Books.On(engine);
        await Fill(books);
        await using var site = await Site.Of(books);
        var kinds = WebUtility.HtmlDecode(await site.Html($"{Home}/items"));
        Assert.Contains("Virtuelle Server", kinds, StringComparison.Ordinal);
        var list = WebUtility.HtmlDecode(await site.Html($"{Home}/items/device?q=esx06"));
        Assert.Contains("HN85047204", list, StringComparison.Ordinal);
        var device = (await books.Item(ItemKinds.Device, "esx06")).Id.Value;
        var page = WebUtility.HtmlDecode(await site.Html($"{Home}/items/device/{device}"));
        Assert.Contains("786.432 MB", page, StringComparison.Ordinal);
        Assert.Contains("Läuft auf", page, StringComparison.Ordinal);
        var site1 = (await books.Item(ItemKinds.Site, "RZ-Nord")).Id.Value;
        Assert.Contains($"{Home}/items/site/{site1}", page, StringComparison.Ordinal);
        var csv = await site.Html($"{Home}/items/contract?format=csv");
        Assert.Contains("\"V-3610\"", csv, StringComparison.Ordinal);
        Assert.Contains("esx06", await site.Html("/search?q=HN85047204"), StringComparison.Ordinal);
        foreach (var gone in new[] { $"{Home}/items/ding", $"{Home}/items/device/0", $"{Home}/items/vm/{device}" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await site.Client.GetAsync(gone)).StatusCode);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Two_inventories_are_checked_only_by_who_may_see_both(Engine engine)
    {
        await using var books = await Books.On(engine);
        await Fill(books);
        await using var site = await Site.Of(books);
        var address = $"{Home}/conflicts?other=sued&on=2025-12-31";
        site.Visitor = Both(BodyRoles.Post);
        var page = WebUtility.HtmlDecode(await site.Html(address));
        Assert.Contains("„ESX01“ in „ESX01-sued“ umbenennen.", page, StringComparison.Ordinal);
        Assert.Contains("Eichscheid, Kreis", page, StringComparison.Ordinal);
        Assert.Contains("65.382,22 €", page, StringComparison.Ordinal);
        Assert.Contains("10.16.6.128/25", await site.Html($"{address}&format=csv"), StringComparison.Ordinal);

        foreach (var roles in new[] { BodyRoles.None, BodyRoles.Member })
        {
            site.Visitor = Both(roles);
            Assert.Equal(HttpStatusCode.NotFound, (await site.Client.GetAsync(address)).StatusCode);
            Assert.DoesNotContain("value=\"sued\"", await site.Html($"{Home}/conflicts"), StringComparison.Ordinal);
        }
    }

    static Visitor Both(BodyRoles inOther) => new("vera", new Dictionary<string, BodyRoles>
    {
        ["testverband"] = BodyRoles.Post,
        ["sued"] = inOther,
    });
}
