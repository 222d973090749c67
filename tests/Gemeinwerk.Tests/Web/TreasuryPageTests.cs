using System.Net;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Treasury;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Tests.Web;

/// <summary>From an invoice to its payment in the browser, through the hands that the law wants.</summary>
public class TreasuryPageTests
{
    const string Home = "/b/testverband/treasury";

    public static TheoryData<Engine> Engines => Databases.Engines;

    /// <summary>An order on its way, one that is paid, one up for payment, and a proposal.</summary>
    internal static async Task Fill(Books books) => await Fill(await TreasuryWorld.In(books));

    internal static async Task Fill(TreasuryWorld world)
    {
        var draft = await world.Draft();
        (await world.As("ines", (work, book) => Gemeinwerk.Treasury.CashOrders.Draft(work, book, draft))).Expect();
        (await world.Propose("pia", await world.Posted(50_00))).Expect();
        await world.Posted(7_00, "K-2");
    }

    static Visitor Person(string name, BodyRoles roles) =>
        new(name, new Dictionary<string, BodyRoles> { ["testverband"] = roles });

    [Theory, MemberData(nameof(Engines))]
    public async Task An_invoice_is_paid_through_six_hands(Engine engine)
    {
        await using var world = await TreasuryWorld.On(engine);
        await using var site = await Site.Of(world.Books);
        async Task<string> Done(
            string person, BodyRoles roles, string page, string path, params (string, string)[] fields)
        {
            site.Visitor = Person(person, roles);
            var answer = await site.Send(path, fields, page);
            Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
            return answer.Headers.Location!.ToString();
        }
        var order = await Done("ines", BodyRoles.Certify, $"{Home}/orders/new", $"{Home}/orders/new",
            ("kind", "payment"), ("party", "K-1"), ("document", "R-9"), ("text", "Strom"), ("effective", "2026-03-02"),
            ("due", "2026-03-16"), ("account", "3511"), ("account-1", "5241"), ("amount-1", "119,00"));
        Assert.Equal($"{Home}/orders/1", order);
        var hash = ("hash", await world.Hash(1));
        await Done("ines", BodyRoles.Certify, order, $"{order}/certify", hash, ("facts", "yes"), ("figures", "yes"));
        site.Visitor = Person("ines", BodyRoles.Certify | BodyRoles.Order);
        var own = await site.Send($"{order}/order", [hash], order);
        Assert.Equal(422, (int)own.StatusCode);
        Assert.Contains("[treasury.same-person]", await own.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await Done("otto", BodyRoles.Order, order, $"{order}/order", hash);
        await Done("berta", BodyRoles.Post, order, $"{order}/post", hash, ("day", "2026-03-02"));
        var run = await Done("pia", BodyRoles.Pay, $"{Home}/runs/new", $"{Home}/runs/new",
            ("day", "2026-03-16"), ("account", "1811"), ("order", "1"));
        Assert.Equal($"{Home}/runs/1", run);
        site.Visitor = Person("pia", BodyRoles.Pay);
        Assert.Contains("Freigeben muss jemand anderes", await site.Html(run), StringComparison.Ordinal);
        await Done("paul", BodyRoles.Pay, run, $"{run}/release");
        await Done("petra", BodyRoles.Pay, run, $"{run}/release");
        site.Visitor = Person("karl", BodyRoles.Audit);
        var list = await site.Html($"{run}?format=csv");
        Assert.Contains(TreasuryWorld.Iban, list, StringComparison.Ordinal);
        Assert.Contains("119,00", list, StringComparison.Ordinal);
        var shown = WebUtility.HtmlDecode(await site.Html(order));
        foreach (var person in (string[])["ines", "otto", "berta"])
        {
            Assert.Contains(person, shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_change_log_calls_each_step_by_its_word()
    {
        await using var world = await TreasuryWorld.On(Engine.Sqlite);
        await Fill(world);
        await using var site = await Site.Of(world.Books, BodyRoles.Audit);
        var html = WebUtility.HtmlDecode(await site.Html("/b/testverband/protocol?size=200"));
        foreach (var word in (string[])["Anordnung sachlich festgestellt", "Zahllauf vorgeschlagen", "Konto angelegt",
            "Geschäftspartner angelegt", "Offener Posten angelegt"])
        {
            Assert.Contains($">{word}<", html, StringComparison.Ordinal);
        }
        Assert.DoesNotMatch(">(treasury|ledger|nkf|approval)\\.[a-z]", html);
        Assert.Contains("""<p class="gw-paper kern-body">Verband testverband</p>""", html, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Each_step_is_for_its_role_alone(Engine engine)
    {
        await using var world = await TreasuryWorld.On(engine);
        await Fill(world);
        await using var site = await Site.Of(world.Books);
        foreach (var (path, roles) in new[]
        {
            ("orders/1/certify", BodyRoles.Certify), ("orders/1/order", BodyRoles.Order),
            ("orders/1/post", BodyRoles.Post), ("runs/1/release", BodyRoles.Pay), ("runs/1/cancel", BodyRoles.Pay),
            ("runs/new", BodyRoles.Pay),
        })
        {
            foreach (var role in Enum.GetValues<BodyRoles>().Where(role => int.PopCount((int)role) == 1))
            {
                site.Visitor = Person("erika", role);
                var answer = await site.Client.PostAsync($"{Home}/{path}", null);
                // Whoever may is stopped a door later, because the form is not one of ours.
                Assert.Equal(role == roles ? 400 : 403, (int)answer.StatusCode);
            }
        }
    }

    [Fact]
    public async Task A_draft_is_typed_corrected_and_given_back()
    {
        await using var world = await TreasuryWorld.On(Engine.Sqlite);
        await using var site = await Site.Of(world.Books, BodyRoles.Certify);
        var sent = await site.Send($"{Home}/orders/new", [("kind", "payment"), ("party", "X"), ("amount-1", "1")]);
        var html = WebUtility.HtmlDecode(await sent.Content.ReadAsStringAsync());
        Assert.Equal(422, (int)sent.StatusCode);
        Assert.Contains("Geschäftspartner: „X“ gibt es nicht.", html, StringComparison.Ordinal);
        Assert.Contains("id=\"error-account-1\"", html, StringComparison.Ordinal);
        var more = await site.Send($"{Home}/orders/new", [("do", "row"), ("rows", "2")]);
        Assert.Contains("id=\"line-3\"", await more.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await Fill(world);
        Assert.Contains("value=\"R-77\"", await site.Html($"{Home}/orders/1/edit"), StringComparison.Ordinal);
        Assert.Equal(404, await site.Status($"{Home}/orders/2/edit"));
        Assert.Equal(404, await site.Status($"{Home}/orders/99"));
        Assert.Equal(404, await site.Status($"{Home}/runs/99"));
        var withdrawn = await site.Send($"{Home}/orders/1/end", [("what", "withdraw"), ("reason", "falsch")],
            $"{Home}/orders/1");
        Assert.Equal(302, (int)withdrawn.StatusCode);
        Assert.Contains("zurückgezogen", WebUtility.HtmlDecode(await site.Html($"{Home}/orders?state=withdrawn")),
            StringComparison.Ordinal);
    }
}
