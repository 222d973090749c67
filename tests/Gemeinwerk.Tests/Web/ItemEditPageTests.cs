using System.IO.Compression;
using System.Net;
using Gemeinwerk.DataCentre;
using Gemeinwerk.Identity;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.DataCentre;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Web.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Tests.Web;

/// <summary>Items changed, uses recorded and ended, the inventory fetched, in the browser and by programs.</summary>
public class ItemEditPageTests
{
    const string Home = "/b/testverband/centre", Here = "/api/v1/bodies/testverband/inventory";

    public static TheoryData<Engine> Engines => Databases.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task An_item_is_changed_by_its_form_and_an_old_form_is_refused(Engine engine)
    {
        await using var books = await Books.On(engine);
        await CentrePageTests.Fill(books);
        await using var site = await Site.Of(books);
        var device = await books.Item(ItemKinds.Device, "esx06");
        var page = $"{Home}/items/device/{device.Id.Value}";
        var fields = await Typed(site, $"{page}/edit");
        Assert.Equal("esx06", fields["name"]);
        fields["status"] = "retired";
        fields["power"] = "1.111";
        var done = await site.Send($"{page}/edit", fields.Select(it => (it.Key, it.Value)));
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        var html = WebUtility.HtmlDecode(await site.Html(page));
        Assert.Contains("Status: active → retired", html, StringComparison.Ordinal);
        Assert.Contains("1.111 W", html, StringComparison.Ordinal);
        var now = await books.Item(ItemKinds.Device, "esx06");
        Assert.Equal(device.Content.Values.Count(), now.Content.Values.Count());

        var late = await site.Send($"{page}/edit", fields.Select(it => (it.Key, it.Value)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.StatusCode);
        Assert.Contains("wurde inzwischen geändert", WebUtility.HtmlDecode(await late.Content.ReadAsStringAsync()),
            StringComparison.Ordinal);
        fields = await Typed(site, $"{page}/edit");
        fields["power"] = "viel";
        var wrong = await site.Send($"{page}/edit", fields.Select(it => (it.Key, it.Value)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("„viel“ ist bei Leistung keine Zahl",
            WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal(404, await site.Status($"{Home}/items/vm/{device.Id.Value}/edit"));
        site.Visitor = new("paul", new Dictionary<string, BodyRoles> { ["testverband"] = BodyRoles.Audit });
        Assert.Equal(403, await site.Status($"{page}/edit"));
        Assert.DoesNotContain("/edit", await site.Html(page), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_use_is_recorded_once_and_ended_and_what_is_wrong_is_said(Engine engine)
    {
        await using var books = await Books.On(engine);
        await CentrePageTests.Fill(books);
        await using var site = await Site.Of(books);
        var member = (await books.Item(ItemKinds.Member, "Kreis Eichscheid")).Id.Value;
        (string, string)[] use = [("kind", "application"), ("item", "Komsoft Meldewesen"), ("member", $"{member}"),
            ("since", "2026-01-01"), ("until", ""), ("share", "25 %")];
        Assert.Equal(HttpStatusCode.Redirect, (await site.Send($"{Home}/uses", use)).StatusCode);
        var page = WebUtility.HtmlDecode(await site.Html($"{Home}/uses"));
        Assert.Contains("1/4", page, StringComparison.Ordinal);
        var before = await site.Html($"{Home}/uses?on=2025-01-01&format=csv");
        Assert.DoesNotContain("1/4", before, StringComparison.Ordinal);
        foreach (var (field, value, said) in new[]
        {
            ("share", "2", "ist kein Anteil"), ("item", "Nichts", "gibt es nicht"), ("since", "bald", "kein Tag"),
            ("until", "2025-01-01", "nicht nach ihrem Beginn"), ("member", "0", "Ein solches Mitglied gibt es nicht"),
            ("kind", "ding", "gibt es nicht; es gibt"), ("share", "1/3", "in dieser Zeit schon"),
        })
        {
            var answer = await site.Send($"{Home}/uses", use.Select(it => it.Item1 == field ? (field, value) : it));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Contains(said, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()),
                StringComparison.Ordinal);
        }
        var early = await site.Send($"{Home}/uses/1/end", [("until", "2026-01-01")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, early.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect,
            (await site.Send($"{Home}/uses/1/end", [("until", "2027-01-01")])).StatusCode);
        var ended = Assert.Single(await books.Database.Read(db => Uses.All(db, books.Body.Id)));
        Assert.Equal(new DateOnly(2027, 1, 1), ended.Until);
        Assert.Equal(404, await site.Status($"{Home}/uses/2/end"));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Programs_do_the_same(Engine engine)
    {
        await using var books = await Books.On(engine);
        await CentrePageTests.Fill(books);
        await using var api = await ApiSite.Of(books);
        var program = await api.Program("RZ", (books.Body, Role.Operate));
        var device = (await books.Item(ItemKinds.Device, "esx06")).Id.Value;
        var seen = await program.Get($"{Here}/item?id={device}");
        var changes = new { name = "esx06", fields = new Dictionary<string, string> { ["power"] = "1.111" } };
        Assert.Equal(428, (await program.Put($"{Here}/item?id={device}", changes, null)).Status);
        Assert.Equal(200, (await program.Put($"{Here}/item?id={device}", changes, seen.Tag)).Status);
        Assert.Equal(412, (await program.Put($"{Here}/item?id={device}", changes, seen.Tag)).Status);
        var tag = (await program.Get($"{Here}/item?id={device}")).Tag;
        var wrong = new { name = "esx06", fields = new Dictionary<string, string> { ["rack"] = "nirgends" } };
        Assert.Equal("inventory.reference-unknown", (await program.Put($"{Here}/item?id={device}", wrong, tag)).Title);
        Assert.Equal(1_111L, (await books.Item(ItemKinds.Device, "esx06")).Content.Number(Fields.Power));

        var item = (await books.Item(ItemKinds.Application, "Komsoft Meldewesen")).Id.Value;
        var member = (await books.Item(ItemKinds.Member, "Kreis Eichscheid")).Id.Value;
        var added = await program.Post($"{Here}/uses", new { item, member, since = "2026-01-01", share = "1/3" });
        Assert.Equal((201, "1/3"), (added.Status, (string?)added.Json!["share"]));
        var ended = await program.Post($"{Here}/uses/{added.Json["id"]}/end", new { until = "2027-01-01" });
        Assert.Equal("2027-01-01", (string?)ended.Json!["until"]);
        Assert.Equal("inventory.use-unknown",
            (await program.Post($"{Here}/uses/99/end", new { until = "2027-01-01" })).Title);
        Assert.Single((await program.Get($"{Here}/uses")).Json!["items"]!.AsArray());

        Assert.Equal("inventory.format", (await program.Get($"{Here}/export?format=pdf")).Title);
        Assert.Equal(200, (await program.Get($"{Here}/export?format=json")).Status);
        await using var zip = await (await program.Get($"{Here}/export?format=netbox")).Message.Content
            .ReadAsStreamAsync();
        Assert.Contains(new ZipArchive(zip).Entries,
            entry => entry.Name.Contains("device", StringComparison.Ordinal));
        var reader = await api.Program("Prüfung", (books.Body, Role.Audit));
        Assert.Equal(403, (await reader.Put($"{Here}/item?id={device}", changes, tag)).Status);
    }

    /// <summary>What the fields of a form hold as it is shown.</summary>
    static async Task<Dictionary<string, string>> Typed(Site site, string page)
    {
        var html = await site.Html(page);
        var form = html[html.IndexOf("class=\"gw-form", StringComparison.Ordinal)..];
        var fields = new Dictionary<string, string>();
        foreach (System.Text.RegularExpressions.Match match in System.Text.RegularExpressions.Regex.Matches(form,
            "<input[^>]* name=\"([a-z_]+)\"[^>]* value=\"([^\"]*)\"|<textarea[^>]* name=\"([a-z_]+)\"[^>]*>([^<]*)<"
            + "|<select[^>]* name=\"([a-z_]+)\"[^>]*>(?:(?!</select>).)*?(?:value=\"([^\"]*)\" selected|</select>)",
            System.Text.RegularExpressions.RegexOptions.Singleline))
        {
            var at = match.Groups[1].Success ? 1 : match.Groups[3].Success ? 3 : 5;
            fields[match.Groups[at].Value] = WebUtility.HtmlDecode(match.Groups[at + 1].Value);
        }
        return fields;
    }
}
