using System.Net;
using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Web.Frame;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Gemeinwerk.Tests.Web;

/// <summary>Signing in as a browser does it, over HTTP, with cookies and forms.</summary>
public sealed class SignInTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task Nobody_gets_past_the_second_factor(Engine engine)
    {
        var clock = new SetClock();
        await using var fresh = await Databases.Fresh(engine, clock);
        await using var books = await Books.In(fresh, "testverband", Framework.Nkf, 2026);
        await using var browser = await Browser.At(fresh, clock);
        var key = await Browser.FirstLink(fresh);
        var toSignIn = await browser.Get("/b/testverband/finance/journal?q=a");
        Assert.Equal("/sign-in?back=%2Fb%2Ftestverband%2Ffinance%2Fjournal%3Fq%3Da",
            toSignIn.Headers.Location!.ToString());

        var (secret, codes) = await browser.SetUp(key);
        Assert.Equal(10, codes.Length);
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/b/testverband/finance/journal")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.Get($"/invitation/{key}")).StatusCode);

        browser.ForgetCookies();
        clock.Now += TimeSpan.FromMinutes(1);
        var (answer, _) = await browser.Send(
            "/sign-in?back=/account", ("name", "Chefin"), ("password", Browser.Password));
        Assert.Equal("/sign-in/code?back=%2Faccount", answer.Headers.Location!.ToString());
        // The password alone opens nothing, and nothing but the code page; a new app cannot be set up either.
        var closed = browser.Routes.Where(route => !route.Metadata.OfType<Need>().Single().IsPublic).ToList();
        Assert.True(closed.Count > 8);
        foreach (var route in closed)
        {
            var path = GateTests.Filled(route, "testverband");
            var refused = await browser.Get(path);
            if (GateTests.IsOfInterface(route)) Assert.True((int)refused.StatusCode is 401 or 405, path);
            else Assert.StartsWith("/sign-in?", refused.Headers.Location?.ToString() ?? path, StringComparison.Ordinal);
        }
        Assert.Equal("/sign-in", (await browser.Get("/sign-in/enrol")).Headers.Location!.ToString());
        (answer, _) = await browser.Send("/sign-in/code", ("code", "000000"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        (answer, _) = await browser.Send("/sign-in/code?back=//example.org", ("code", Totp.Code(secret, clock.Now)));
        Assert.Equal("/", answer.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/account")).StatusCode);

        browser.ForgetCookies();
        await browser.Send("/sign-in", ("name", "chefin"), ("password", Browser.Password));
        (answer, _) = await browser.Send("/sign-in/code", ("code", codes[0]));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var (everywhere, _) = await browser.Send("/account", "/account/sign-out-everywhere");
        Assert.Equal("/sign-in", everywhere.Headers.Location!.ToString());
        Assert.StartsWith("/sign-in?",
            (await browser.Get("/account")).Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Guessing_over_the_form_is_delayed_even_with_the_right_password(Engine engine)
    {
        var clock = new SetClock();
        await using var fresh = await Databases.Fresh(engine, clock);
        await using var browser = await Browser.At(fresh, clock);
        await browser.SetUp(await Browser.FirstLink(fresh));
        browser.ForgetCookies();
        for (var i = 0; i < 5; i++)
        {
            var (_, wrong) = await browser.Send("/sign-in", ("name", "chefin"), ("password", $"falsch {i} falsch"));
            Assert.Contains("identity.sign-in", wrong, StringComparison.Ordinal);
        }
        var (answer, html) = await browser.Send("/sign-in", ("name", "chefin"), ("password", Browser.Password));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("identity.wait", html, StringComparison.Ordinal);
        clock.Now += TimeSpan.FromSeconds(1);
        (answer, _) = await browser.Send("/sign-in", ("name", "chefin"), ("password", Browser.Password));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_new_password_ends_all_other_sessions_and_new_codes_replace_the_old(Engine engine)
    {
        const string other = "sieben schafe gehen nach siegen";
        var clock = new SetClock();
        await using var fresh = await Databases.Fresh(engine, clock);
        await using var browser = await Browser.At(fresh, clock);
        await using var second = await Browser.At(fresh, clock);
        var (secret, codes) = await browser.SetUp(await Browser.FirstLink(fresh));
        await second.SignIn(secret);
        var (answer, html) = await browser.Send("/account/password", ("password", "Passwort1234"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("identity.password-common", html, StringComparison.Ordinal);
        (answer, _) = await browser.Send("/account/password", ("password", other));
        Assert.Equal("/account", answer.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/account")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await second.Get("/account")).StatusCode);
        (_, html) = await second.Send("/sign-in", ("name", "chefin"), ("password", Browser.Password));
        Assert.Contains("identity.sign-in", html, StringComparison.Ordinal);

        (_, html) = await browser.Send("/account/codes");
        var fresher = Browser.CodesIn(html);
        Assert.Equal(10, fresher.Except(codes).Count());
        await second.Send("/sign-in", ("name", "chefin"), ("password", other));
        (_, html) = await second.Send("/sign-in/code", ("code", codes[0]));
        Assert.Contains("identity.code", html, StringComparison.Ordinal);
        (answer, _) = await second.Send("/sign-in/code", ("code", fresher[0]));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains("9 gelten noch", await second.Html("/account"), StringComparison.Ordinal);

        clock.Now += TimeSpan.FromMinutes(15);
        foreach (var path in (string[])["/account/password", "/account/codes"])
        {
            (answer, html) = await browser.Send("/account", path, ("password", other));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Contains("identity.sign-in-again", html, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_password_that_was_kept_cheaply_is_kept_anew_when_it_is_used(Engine engine)
    {
        var clock = new SetClock();
        await using var fresh = await Databases.Fresh(engine, clock);
        await using var browser = await Browser.At(fresh, clock);
        await browser.SetUp(await Browser.FirstLink(fresh));
        var person = await fresh.Database.Read(async db => (await People.Find(db, "chefin")).Expect());
        var cheap = new PasswordHasher<Person>(Options.Create(new PasswordHasherOptions { IterationCount = 1_000 }))
            .HashPassword(person, Browser.Password);
        await fresh.Database.Act("test", async Task<Result<Nothing>> (work) =>
        {
            await People.Rehash(work, person, cheap);
            return default(Nothing);
        });
        Assert.Equal(cheap, await Kept());
        await browser.Send("/sign-in", ("name", "chefin"), ("password", "falsch falsch falsch"));
        Assert.Equal(cheap, await Kept());
        await browser.Send("/sign-in", ("name", "chefin"), ("password", Browser.Password));
        var kept = await Kept();
        Assert.NotEqual(cheap, kept);
        await browser.Send("/sign-in", ("name", "chefin"), ("password", Browser.Password));
        Assert.Equal(kept, await Kept());

        async Task<string?> Kept() =>
            (await fresh.Database.Read(db => People.Credentials(db, person.Id))).PasswordHash;
    }

    [Fact]
    public async Task Sessions_end_when_the_settings_say()
    {
        var clock = new SetClock();
        await using var fresh = await Databases.Fresh(Engine.Sqlite, clock);
        await using var browser = await Browser.At(
            fresh, clock, ("sessions.idle-minutes", "10"), ("sessions.longest-hours", "1"));
        var (secret, _) = await browser.SetUp(await Browser.FirstLink(fresh));
        clock.Now += TimeSpan.FromMinutes(11);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.Get("/account")).StatusCode);
        await browser.SignIn(secret);
        for (var minutes = 0; minutes < 60; minutes += 6)
        {
            Assert.Equal(HttpStatusCode.OK, (await browser.Get("/account")).StatusCode);
            clock.Now += TimeSpan.FromMinutes(6);
        }
        Assert.Equal(HttpStatusCode.Redirect, (await browser.Get("/account")).StatusCode);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task No_secret_stands_in_the_log_or_the_change_log_or_in_a_table_but_as_a_hash(Engine engine)
    {
        var clock = new SetClock();
        await using var fresh = await Databases.Fresh(engine, clock);
        await using var browser = await Browser.At(fresh, clock);
        var key = await Browser.FirstLink(fresh);
        var (secret, codes) = await browser.SetUp(key);
        await browser.Send("/sign-in", ("name", Browser.Password), ("password", secret));
        var forged = await browser.Post("/sign-in", ("password", Browser.Password));
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        var sessions = Written.SessionsOf(browser);
        await browser.SignIn(secret);
        const string other = "drei ziegen segeln nach siegen";
        await browser.Send("/account/password", ("password", "vier zu kurz"));
        var (changed, _) = await browser.Send("/account/password", ("password", other));
        Assert.Equal("/account", changed.Headers.Location!.ToString());
        var (_, html) = await browser.Send("/account/codes");
        var fresher = Browser.CodesIn(html);
        Assert.NotEmpty(fresher);
        var texts = await Written.By(browser, fresh.Database);
        Written.Hides(texts, [Browser.Password, other, secret, key, .. codes, .. fresher, .. sessions,
            .. Written.SessionsOf(browser)]);
        Assert.DoesNotContain(texts, text => text.Contains("127.0.0.1", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Contains("127.0.0.0/24", StringComparison.Ordinal));
    }
}
