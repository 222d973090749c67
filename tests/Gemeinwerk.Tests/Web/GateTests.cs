using Gemeinwerk.Audit;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Gemeinwerk.Tests.Web;

public class GateTests
{
    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Every_address_of_a_body_exists_only_for_those_who_have_a_role_in_it(Engine engine)
    {
        await using var books = await Books.On(engine);
        await using var other = await books.Beside("nachbar");
        await using var site = await Site.Of(books);
        // Programs come with tokens, not like this; their tests walk the interface.
        var ofBody = site.Routes.Where(route => route.RoutePattern.GetParameter("body") is not null
            && !IsOfInterface(route)).ToList();
        Assert.NotEmpty(ofBody);
        foreach (var route in ofBody)
        {
            var path = Filled(route, "nachbar");
            Assert.Equal(404, await site.Status(path));
            Assert.Equal(404, await site.Status(Filled(route, "gibt-es-nicht")));
        }
        site.Visitor = null;
        foreach (var route in site.Routes.Where(route => !route.Metadata.OfType<Need>().Single().IsPublic))
        {
            Assert.Equal(401, await site.Status(Filled(route, "testverband")));
        }
    }

    [Fact]
    public async Task Every_query_of_an_auditor_is_recorded_and_that_of_others_is_not()
    {
        await using var books = await Books.On(Engine.Sqlite);
        await using var site = await Site.Of(books, BodyRoles.Post);
        Task<List<AuditRecord>> Queries(AuditLog log) => books.Database.Read(async db =>
            (await AuditTrail.Newest(db, log, 10)).FindAll(record => record.Kind == "web.query"));
        await site.Html("/b/testverband/finance/journal?q=strom");
        Assert.Empty(await Queries(books.Body.AuditLog()));
        site.Visitor = new("karl", new Dictionary<string, BodyRoles> { [books.Body.Code] = BodyRoles.Audit });
        await site.Html("/b/testverband/finance/journal?q=strom");
        await site.Html("/search?q=umlage");
        foreach (var (log, asked) in new[]
        {
            (books.Body.AuditLog(), "/b/testverband/finance/journal?q=strom"),
            (AuditLog.Installation, "/search?q=umlage"),
        })
        {
            var record = Assert.Single(await Queries(log));
            Assert.Equal(("karl", asked), (record.Actor, record.Subject));
        }
    }

    /// <summary>Seen on PostgreSQL as „Es ist ein Fehler aufgetreten“.</summary>
    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_nul_in_an_address_is_refused(Engine engine)
    {
        await using var books = await Books.On(engine);
        await using var site = await Site.Of(books);
        foreach (var path in (string[])["/b/testverband/finance/assets/one?number=%00", "/search?q=a%00b"])
        {
            Assert.Equal(400, await site.Status(path));
        }
        Assert.Equal(404, await site.Status("/b/testverband/finance/assets/one?number=%2500"));
    }

    [Fact]
    public async Task A_role_that_is_not_enough_is_told_so()
    {
        await using var books = await Books.On(Engine.Sqlite);
        await using var site = await Site.Of(books, BodyRoles.Member);
        Assert.Equal(403, await site.Status("/b/testverband/finance/journal"));
    }

    [Fact]
    public async Task Without_sign_in_nothing_but_health_is_shown()
    {
        await using var books = await Books.On(Engine.Sqlite);
        await using var site = await Site.WithoutSignIn(books);
        Assert.Equal("ok", await site.Html("/health/live"));
        var answer = await site.Client.GetAsync("/b/testverband/finance/journal");
        Assert.Equal(503, (int)answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("Anmeldung ist noch nicht eingerichtet", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Verband testverband", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_declares_no_need_stops_the_start()
    {
        static void Start(Action<IEndpointRouteBuilder> map)
        {
            var web = WebApplication.Create();
            map(web);
            Needs.Complete(((IEndpointRouteBuilder)web).DataSources);
        }

        Start(routes => routes.MapGet("/a", () => "").Public());
        Assert.ThrowsAny<Exception>(() => Start(routes => routes.MapGet("/a", () => "")));
        Assert.ThrowsAny<Exception>(() => Start(routes => routes.MapGet("/b/{body}/a", () => "").NeedsSignIn()));
        Assert.ThrowsAny<Exception>(() => Start(routes => routes.MapGet("/a", () => "").NeedsRole(BodyRoles.Staff)));
    }

    [Fact]
    public async Task A_failure_is_told_with_a_reference_and_without_its_details()
    {
        await using var books = await Books.On(Engine.Sqlite);
        await using var site = await Site.Of(books, () => throw new InvalidOperationException("geheimes Kennwort"));
        var page = await site.Client.GetAsync("/");
        Assert.Equal(500, (int)page.StatusCode);
        var text = await page.Content.ReadAsStringAsync();
        Assert.Contains("Es ist ein Fehler aufgetreten", text, StringComparison.Ordinal);
        Assert.Contains("Kennung für die Verwaltung", text, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", text, StringComparison.Ordinal);
        var problem = await site.Client.GetAsync("/api/v1/nichts");
        Assert.Equal("application/problem+json", problem.Content.Headers.ContentType!.MediaType);
        var json = await problem.Content.ReadAsStringAsync();
        Assert.Contains("traceId", json, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_after_the_choice_of_language_stays_here()
    {
        await using var books = await Books.On(Engine.Sqlite);
        await using var site = await Site.Of(books);
        async Task<string> Target(string back) => (await site.Client.GetAsync(
            $"/language/en?back={Uri.EscapeDataString(back)}")).Headers.Location!.ToString();
        Assert.Equal("/search?q=a", await Target("/search?q=a"));
        foreach (var foreign in (string[])["//example.org", "/\\example.org", "https://example.org", ""])
        {
            Assert.Equal("/", await Target(foreign));
        }
    }

    internal static bool IsOfInterface(RouteEndpoint route) =>
        route.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal);

    internal static string Filled(RouteEndpoint route, string body) => string.Concat(
        route.RoutePattern.PathSegments.Select(segment => "/" + string.Concat(segment.Parts.Select(part => part switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: "body" } => body,
            _ => "1",
        }))));
}
