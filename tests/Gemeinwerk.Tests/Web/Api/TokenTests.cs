using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Gemeinwerk.Audit;
using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Tests.Web.Api;

/// <summary>Who may use the interface.</summary>
public partial class TokenTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task Only_a_token_opens_the_interface_and_a_cookie_does_not(Engine engine)
    {
        await using var books = await Books.On(engine);
        await using var api = await ApiSite.Of(books);
        Assert.Equal(401, (await api.Nobody.Get("/api/v1/bodies")).Status);
        var wrong = await api.Client("gw_falsch").Get("/api/v1/bodies");
        Assert.Equal((401, "api.token"), (wrong.Status, wrong.Title));
        Assert.Equal("Bearer error=\"invalid_token\"", wrong.Message.Headers.WwwAuthenticate.ToString());

        // Who is signed in in the browser is nobody here.
        api.Site.Visitor = new Visitor("erika",
            new Dictionary<string, BodyRoles> { [books.Body.Code] = BodyRoles.Staff });
        Assert.Equal(401, (await api.Nobody.Get("/api/v1/bodies/testverband")).Status);

        var program = await api.Program("Kasse", (books.Body, Role.Post));
        var bodies = (await program.Get("/api/v1/bodies")).Json!;
        Assert.Equal("testverband", (string?)bodies["items"]![0]!["code"]);
        Assert.Equal(["post"], bodies["items"]![0]!["roles"]!.AsArray().Select(role => (string?)role));
        Assert.Equal("token:Kasse", (string?)(await program.Get("/api/v1/token")).Json!["actor"]);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_token_ends_at_its_end_and_at_once_when_it_is_revoked(Engine engine)
    {
        var clock = new SetClock { Now = new(2026, 5, 1, 8, 0, 0, TimeSpan.Zero) };
        await using var fresh = await Databases.Fresh(engine, clock);
        var body = (await fresh.Database.Act("test", work => Bodies.Create(
            work, "hemer", "Stadt Hemer", BodyKind.Municipality, Framework.Nkf))).Expect();
        var key = (await fresh.Database.Act("test", work =>
            Tokens.Create(work, "Kasse", [(body.AuditLog(), Role.Post)], 10))).Expect();
        var found = await fresh.Database.Read(db => Tokens.Find(db, key, clock.Now));
        Assert.Equal((body.Id.Value, Role.Post), Assert.Single(found!.Scope));
        Assert.Null(await fresh.Database.Read(db => Tokens.Find(db, key, clock.Now.AddDays(10))));
        Assert.Null(await fresh.Database.Read(db => Tokens.Find(db, key + "0", clock.Now)));
        (await fresh.Database.Act("test", work => Tokens.Revoke(work, found.Id))).Expect();
        Assert.Null(await fresh.Database.Read(db => Tokens.Find(db, key, clock.Now)));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Another_body_does_not_exist_and_a_missing_role_is_told(Engine engine)
    {
        await using var books = await Books.On(engine);
        await using var other = await books.Beside("nachbar");
        await using var api = await ApiSite.Of(books);
        var program = await api.Program("Kasse", (books.Body, Role.Member));
        Assert.Equal((403, "api.scope"), await Told("testverband"));
        Assert.Equal((404, "api.not-found"), await Told("nachbar"));
        Assert.Equal((404, "api.not-found"), await Told("gibt-es-nicht"));

        async Task<(int, string?)> Told(string body)
        {
            var back = await program.Get($"/api/v1/bodies/{body}");
            return (back.Status, back.Title);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Every_query_of_an_auditing_program_is_recorded(Engine engine)
    {
        await using var books = await Books.On(engine);
        await using var api = await ApiSite.Of(books);
        var program = await api.Program("Prüfung", (books.Body, Role.Audit));
        await program.Get("/api/v1/bodies/testverband?zweck=test");
        var record = (await books.Database.Read(db => AuditTrail.Newest(db, books.Body.AuditLog(), 1)))[0];
        Assert.Equal(("token:Prüfung", "web.query", "/api/v1/bodies/testverband?zweck=test"),
            (record.Actor, record.Kind, record.Subject));
    }

    /// <summary>A program that bears the name of a person is not that person, and no second one.</summary>
    [Fact]
    public async Task A_token_never_gives_the_approval_of_a_second_person()
    {
        await using var books = await Books.On(Engine.Sqlite);
        var log = books.Body.AuditLog();
        (await books.Database.Act("test", async work =>
        {
            (await People.Add(work, "anna", "Anna")).Expect();
            return await Grants.Apply(work, log,
                new RoleChange(true, "anna", Role.Close, new DateOnly(2020, 1, 1), null, null), "test");
        })).Expect();
        var no = (await books.Database.Act("erika", async Task<Gemeinwerk.Basics.Result<long>> (work) =>
            await Approvals.Ask(work, log, "merger.mapping", "x", "{}", Role.Close))).Expect();
        var key = (await books.Database.Act("test", work =>
            Tokens.Create(work, "anna", [(log, Role.Close)], 9))).Expect();
        var actor = (await books.Database.Read(db => Tokens.Find(db, key, TimeProvider.System.GetUtcNow())))!.Actor;
        var decided = await books.Database.Act(actor, work => Approvals.Decide(work, log, no, approves: true));
        Assert.Equal("identity.approval-role", decided.Rejection?.Code);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task An_administrator_makes_a_token_that_another_approved_and_sees_it_once(Engine engine)
    {
        await using var books = await Books.On(engine);
        foreach (var name in (string[])["erika", "anna"])
        {
            (await books.Database.Act("test", work => People.Add(work, name, name))).Expect();
            (await books.Database.Act("test", work => Grants.Apply(work, books.Body.AuditLog(), new RoleChange(
                true, name, Role.Administer, new DateOnly(2020, 1, 1), null, null), "test"))).Expect();
        }
        await using var site = await Site.Of(books, () => Administrator("erika"));
        const string page = "/b/testverband/tokens";
        Assert.Equal(422, (int)(await site.Send(page, [("name", "Kasse"), ("days", "30")])).StatusCode);
        Assert.Equal(302, (int)(await site.Send(page,
            [("name", "Kasse"), ("role", "post"), ("days", "30")])).StatusCode);
        Assert.Equal(422, (int)(await site.Send($"{page}/make", [("name", "Kasse")], page)).StatusCode);
        Assert.Equal(422, (int)(await site.Send($"{page}/approvals/1", [("answer", "yes")], page)).StatusCode);
        site.Visitor = Administrator("anna");
        Assert.Equal(302, (int)(await site.Send($"{page}/approvals/1", [("answer", "yes")], page)).StatusCode);

        site.Visitor = Administrator("erika");
        var made = await (await site.Send($"{page}/make", [("name", "Kasse")], page)).Content.ReadAsStringAsync();
        var key = Key().Match(made).Value;
        Assert.DoesNotContain(key, await site.Html(page), StringComparison.Ordinal);
        Assert.Equal(422, (int)(await site.Send($"{page}/make", [("name", "Kasse")], page)).StatusCode);
        Assert.Equal(200, await Status(site, key));

        var id = (await books.Database.Read(Tokens.All)).Single().Id;
        Assert.Equal(302, (int)(await site.Send($"{page}/revoke", [("token", $"{id}")], page)).StatusCode);
        Assert.Equal(401, await Status(site, key));
        Assert.Contains("widerrufen", await site.Html(page), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task No_token_stands_in_the_log_or_a_change_log(Engine engine)
    {
        var clock = new SetClock();
        await using var fresh = await Databases.Fresh(engine, clock);
        await using var books = await Books.In(fresh, "testverband", Framework.Nkf, 2026);
        await using var browser = await Browser.At(fresh, clock);
        await browser.SetUp(await Browser.FirstLink(fresh));
        (await fresh.Database.Act("test", work => People.Add(work, "anna", "Anna"))).Expect();
        (await fresh.Database.Act("test", work => Grants.Apply(work, books.Body.AuditLog(), new RoleChange(
            true, "anna", Role.Administer, new DateOnly(2020, 1, 1), null, null), "test"))).Expect();
        const string page = "/b/testverband/tokens";
        await browser.Send(page, ("name", "Kasse"), ("role", "post"), ("days", "30"));
        (await fresh.Database.Act("anna", work =>
            Approvals.Decide(work, books.Body.AuditLog(), 1, approves: true))).Expect();
        var (_, made) = await browser.Send(page, $"{page}/make", ("name", "Kasse"));
        var key = Key().Match(made).Value;
        foreach (var (method, path, status) in new[]
        {
            (HttpMethod.Get, "/api/v1/bodies/testverband", 200), (HttpMethod.Get, "/api/v1/bodies/fremd", 404),
            (HttpMethod.Post, "/api/v1/bodies/testverband/entries", 415),
            (HttpMethod.Post, "/api/v1/bodies/testverband/years/2026/close", 404),
        })
        {
            using var asked = new HttpRequestMessage(method, path);
            asked.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            Assert.Equal(status, (int)(await browser.Ask(asked)).StatusCode);
        }
        using var wrong = new HttpRequestMessage(HttpMethod.Get, "/api/v1/bodies/testverband");
        wrong.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key[..^1]);
        Assert.Equal(401, (int)(await browser.Ask(wrong)).StatusCode);
        Written.Hides(await Written.By(browser, fresh.Database, books.Body.AuditLog()), key, key[..^1], key[3..]);
    }

    static Visitor Administrator(string name) =>
        new(name, new Dictionary<string, BodyRoles> { ["testverband"] = BodyRoles.Administer });

    static async Task<int> Status(Site site, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/bodies/testverband");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return (int)(await site.Client.SendAsync(request)).StatusCode;
    }

    [GeneratedRegex("gw_[0-9a-f]{64}")]
    private static partial Regex Key();
}
