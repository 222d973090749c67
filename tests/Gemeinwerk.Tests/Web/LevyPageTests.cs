using System.Net;
using Gemeinwerk.Identity;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Treasury;
using Gemeinwerk.Tests.Web.Api;
using Gemeinwerk.Treasury;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Tests.Web;

/// <summary>Levies in the browser, by programs and from the command line: drafted by forms, explained for each member,
/// claimed through several hands.</summary>
public class LevyPageTests
{
    const string Home = "/b/testverband/council/levies", Claims = "/b/testverband/treasury/levies/1";
    const string Record = "/b/testverband/council/record";

    public static TheoryData<Engine> Engines => Databases.Engines;

    static Visitor Person(string name, BodyRoles roles) =>
        new(name, new Dictionary<string, BodyRoles> { ["testverband"] = roles });

    static async Task<string> Text(Site site, string path) => WebUtility.HtmlDecode(await site.Html(path));

    [Theory, MemberData(nameof(Engines))]
    public async Task What_each_member_pays_and_why_is_told_with_its_computation(Engine engine)
    {
        var (world, _) = await LevyClaimTests.Set(engine);
        await using var __ = world;
        await using var site = await Site.Of(world.Books, clock: new SetClock());
        var list = await Text(site, Home);
        Assert.Matches("Gesamtabschluss</th>\\s*<td[^>]*>gilt nicht</td>\\s*<td[^>]*>GkG NRW § 18 \\(1\\)</td>", list);
        Assert.Contains($"href=\"{Home}/1\"", await site.Html("/search?q=umlage%202026"), StringComparison.Ordinal);
        var page = await Text(site, $"{Home}/1");
        foreach (var says in (string[])["Umlage 1 für 2026", "Noch nicht erhoben", "600.000,00 €", ">40,00</td>",
            "30,76 %", "Am meisten zahlt Mitglied hemer mit 40,00 € von 130,00 €",
            "<title id=\"shares-picture-title\">"])
        {
            Assert.Contains(says, page, StringComparison.Ordinal);
        }
        var member = await Text(site, $"{Home}/1/members/hemer");
        Assert.Contains("130,00 € × 1.460 ÷ 4.745 (alle zusammen) = 40,00 €", member, StringComparison.Ordinal);
        Assert.Contains(">15.02.2026<", member, StringComparison.Ordinal);
        var pdf = await site.Client.GetAsync($"{Home}/1/members/hemer/notice");
        Assert.Equal("application/pdf", pdf.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("%PDF-", await pdf.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("Entwurf: Die Umlage ist nicht erhoben",
            await Text(site, $"{Home}/1/members/hemer/notice?format=html"), StringComparison.Ordinal);
        foreach (var nothing in (string[])["2", "1/members/fremd", "1/members/fremd/notice", "9/members/hemer"])
        {
            Assert.Equal(404, await site.Status($"{Home}/{nothing}"));
        }
        Assert.Contains("\"Mitglied hemer\"", await site.Html($"{Home}/1?format=csv"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task An_approved_levy_is_claimed_through_three_hands(Engine engine)
    {
        var (world, _) = await LevyClaimTests.Set(engine);
        await using var __ = world;
        await using var site = await Site.Of(world.Books, clock: new SetClock());
        (string, string)[] fields =
            [("day", "2026-01-08"), ("account", "4189"), ("claims", "1611"), ("confirm", "yes")];
        site.Visitor = Person("ines", BodyRoles.Certify | BodyRoles.Order);
        var unconfirmed = await site.Send($"{Claims}/claim", fields[..1]);
        Assert.Equal(422, (int)unconfirmed.StatusCode);
        Assert.Contains("Forderungskonto: bitte angeben.", WebUtility.HtmlDecode(
            await unconfirmed.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        foreach (var (field, says) in ((string, string)[])[("product", "Produkt: „9999“ gibt es nicht."),
            ("centre", "Kostenstelle: „9999“ gibt es nicht."), ("debts", "Erstattungen: „9999“ gibt es nicht.")])
        {
            var wrong = await site.Send($"{Claims}/claim", [.. fields, (field, "9999")]);
            var text = WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync());
            Assert.Contains(says, text, StringComparison.Ordinal);
            Assert.Contains("über die Haushaltssatzung ist nicht bekannt gemacht", text, StringComparison.Ordinal);
        }
        Assert.Equal(Claims, await Done($"{Claims}/claim", $"{Claims}/claim", fields));
        var again = await site.Send($"{Claims}/claim", fields);
        Assert.Contains("[treasury.levy-claimed]", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var claimed = await Text(site, Claims);
        Assert.Contains("10 Anordnungen, 130,00 €", claimed, StringComparison.Ordinal);
        Assert.Contains("über die Haushaltssatzung ist nicht bekannt gemacht", claimed, StringComparison.Ordinal);
        var own = await site.Send($"{Claims}/order", [("hash", await Hash(CashOrderState.Certified))], Claims);
        Assert.Contains("[treasury.same-person]", await own.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        site.Visitor = Person("otto", BodyRoles.Order);
        await Done($"{Claims}/order", Claims, ("hash", await Hash(CashOrderState.Certified)));
        site.Visitor = Person("berta", BodyRoles.Post);
        await Done($"{Claims}/post", Claims, ("hash", await Hash(CashOrderState.Ordered)), ("day", "2026-01-08"));
        Assert.Contains("erhoben mit Bescheid vom 08.01.2026", await Text(site, Claims), StringComparison.Ordinal);
        site.Visitor = Person("sina", BodyRoles.Clerk);
        Assert.Equal(403, await site.Status($"{Claims}/claim"));

        async Task<string> Done(string path, string form, params (string, string)[] sent)
        {
            var answer = await site.Send(path, sent, form);
            Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
            return answer.Headers.Location!.ToString();
        }

        async Task<string> Hash(CashOrderState state) => LevyClaims.HashOf(
            await world.Books.Database.Read(db => LevyClaims.Of(db, world.Books.Body, 1)), state);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_clerk_drafts_a_levy_by_forms_which_say_what_is_wrong_at_its_field(Engine engine)
    {
        var (world, _) = await LevyClaimTests.Set(engine);
        await using var __ = world;
        await using var site = await Site.Of(world.Books, BodyRoles.Clerk, new SetClock());
        (string, string)[] draft = [("year", "2027"), ("expensesCents", "1000,00"), ("revenuesCents", "400,00"),
            ("reserveCents", "0,00"), ("deficitCents", "0,00"), ("dueOn", "15.02.2027, 15.08.2027"),
            ("budget", "Haushaltssatzung 2027"), ("isOfSavingsBank", "no")];
        var wrong = await site.Send($"{Record}/levy-drafted", [("year", "2026"), .. draft[1..]]);
        Assert.Contains("href=\"#field-dueOn\"", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var endless = await site.Send($"{Record}/levy-drafted",
            [.. draft[..5], ("dueOn", "31.12.9999"), .. draft[6..]]);
        Assert.Contains("Fällig am: kein Tag zwischen 1900 und 2999.", WebUtility.HtmlDecode(
            await endless.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal(302, (int)(await site.Send($"{Record}/levy-drafted", draft)).StatusCode);
        (string, string)[] part = [("name", "Grundbetrag"), ("amountCents", "600,00"), ("key", "equal"),
            ("on", "2026-12-31"), ("task", ""), ("members", "")];
        var most = await site.Send($"{Record}/levy-part-added?levy=2", [.. part[..1], ("amountCents", "600,01"),
            .. part[2..]]);
        Assert.Contains("href=\"#field-amountCents\"", await most.Content.ReadAsStringAsync(),
            StringComparison.Ordinal);
        var done = await site.Send($"{Record}/levy-part-added?levy=2", part);
        Assert.Equal($"{Home}/2", done.Headers.Location!.ToString());
        Assert.Equal(302, (int)(await site.Send($"{Record}/levy-cap-set?levy=2",
            [("member", "hemer"), ("mostCents", "0,00"), ("source", "Satzung § 15")])).StatusCode);
        var shown = await Text(site, $"{Home}/2");
        Assert.Contains(">150,00</td>", shown, StringComparison.Ordinal);
        Assert.Contains("Höchstbeträge der Satzung", shown, StringComparison.Ordinal);
        Assert.Contains("Umlage 2 für 2027", await Text(site, $"{Record}/item-placed?sitting=1&kind=budget"),
            StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Programs_read_and_claim_levies(Engine engine)
    {
        var (world, scene) = await LevyClaimTests.Set(engine);
        await using var _ = world;
        await using var api = await ApiSite.Of(world.Books);
        const string Here = "/api/v1/bodies/testverband/levies";
        var reads = await api.Program("leser", (world.Books.Body, Role.Clerk));
        var levy = (await reads.Get($"{Here}/1")).Json!;
        Assert.Equal((130_00L, 600_000_00L, scene.Now.Levies.All[0].Hash), ((long)levy["amountCents"]!,
            (long)levy["mostCents"]!, (string)levy["hash"]!));
        var shares = (await reads.Get($"{Here}/1/shares")).Json!["items"]!.AsArray();
        Assert.Equal((5, 130_00L), (shares.Count, shares.Sum(it => (long)it!["amountCents"]!)));
        Assert.Equal(404, (await reads.Get($"{Here}/7")).Status);
        var claim = new { on = "2026-01-08", account = "4189", claims = "1611" };
        Assert.Equal(403, (await reads.Post($"{Here}/1/claim", claim, "a")).Status);
        var certifies = await api.Program("fach", (world.Books.Body, Role.Certify));
        var wrong = await certifies.Post($"{Here}/1/claim",
            new { claim.on, claim.account, claim.claims, product = "9999", costCentre = "9999" }, "b0");
        Assert.Equal((422, "product, costCentre"), (wrong.Status,
            string.Join(", ", wrong.Json!["errors"]!.AsArray().Select(it => (string)it!["field"]!))));
        var made = await certifies.Post($"{Here}/1/claim", claim, "b");
        Assert.Contains("nicht bekannt gemacht", (string)made.Json!["warnings"]![0]!, StringComparison.Ordinal);
        Assert.Equal((201, 10, 130_00L), (made.Status, (int)made.Json["certified"]!,
            (long)made.Json["claimedCents"]!));
        var orders = await api.Program("ordnet", (world.Books.Body, Role.Order));
        var ordered = await orders.Post($"{Here}/1/order", new { hash = (string)made.Json["certifiedHash"]! }, "c");
        var posts = await api.Program("bucht", (world.Books.Body, Role.Post));
        var posted = await posts.Post($"{Here}/1/post",
            new { hash = (string)ordered.Json!["orderedHash"]!, bookedOn = "2026-01-08" }, "d");
        Assert.Equal((201, 10), (posted.Status, (int)posted.Json!["posted"]!));
        Assert.Equal(10, (int)(await reads.Get($"{Here}/1/claims")).Json!["posted"]!);
    }
}
