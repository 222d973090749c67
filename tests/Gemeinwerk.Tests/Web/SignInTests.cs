using System.Net;
using System.Text.RegularExpressions;
using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Web;
using Gemeinwerk.Web.Frame;
using Gemeinwerk.Web.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gemeinwerk.Tests.Web;

/// <summary>Signing in as a browser does it, over HTTP, with cookies and forms.</summary>
public sealed partial class SignInTests
{
    const string Password = "vier kühe fliegen nach hemer";

    public static TheoryData<Engine> Engines => Databases.Engines;

    /// <summary>A browser in front of the application.</summary>
    sealed class Browser : IAsyncDisposable
    {
        readonly WebApplication web;
        readonly CookieContainer cookies = new();
        readonly HttpClient client;

        Browser(WebApplication web, SetClock clock)
        {
            (this.web, Clock) = (web, clock);
            client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = cookies })
            {
                BaseAddress = new(web.Urls.First()),
            };
        }

        internal SetClock Clock { get; }
        internal IEnumerable<string> Cookies => cookies.GetAllCookies().Select(cookie => cookie.Value);
        internal StringWriter Log { get; } = new();

        internal IEnumerable<RouteEndpoint> Routes => ((IEndpointRouteBuilder)web).DataSources
            .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

        internal void ForgetCookies()
        {
            foreach (Cookie cookie in cookies.GetAllCookies()) cookie.Expired = true;
        }

        internal static async Task<Browser> At(Database database, SetClock clock)
        {
            var web = WebApp.Create(
                database, SignInPages.Access(database, clock), TestSettings.Of(), clock: clock);
            await web.StartAsync();
            var browser = new Browser(web, clock);
            web.Services.GetRequiredService<ILoggerFactory>().AddProvider(new Recorder(browser.Log));
            return browser;
        }

        internal Task<HttpResponseMessage> Get(string path) => client.GetAsync(path);

        internal async Task<(HttpResponseMessage Answer, string Html)> Send(
            string page, params (string Name, string Value)[] fields)
        {
            var form = await (await client.GetAsync(page)).Content.ReadAsStringAsync();
            var values = Hidden().Matches(form).ToDictionary(
                it => it.Groups[1].Value, it => WebUtility.HtmlDecode(it.Groups[2].Value));
            foreach (var (name, value) in fields) values[name] = value;
            var answer = await client.PostAsync(page, new FormUrlEncodedContent(values));
            return (answer, await answer.Content.ReadAsStringAsync());
        }

        internal Task<HttpResponseMessage> Post(string path, params (string Name, string Value)[] fields) =>
            client.PostAsync(path, new FormUrlEncodedContent(
                fields.Select(it => KeyValuePair.Create(it.Name, it.Value))));

        /// <summary>From the link on the console to the start page.</summary>
        /// <returns>The secret of the app, and the recovery codes.</returns>
        internal async Task<(string Secret, string[] Codes)> SetUp(string key, string name = "chefin")
        {
            var (answer, html) = await Send(
                $"/invitation/{key}", ("name", name), ("display", "Die Chefin"), ("password", Password));
            Assert.True(answer.StatusCode == HttpStatusCode.Redirect, html);
            Assert.Equal("/sign-in", answer.Headers.Location!.ToString());
            (answer, _) = await Send("/sign-in", ("name", name), ("password", Password));
            Assert.StartsWith("/sign-in/enrol", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
            var page = await (await Get("/sign-in/enrol")).Content.ReadAsStringAsync();
            Assert.Contains("<svg", page, StringComparison.Ordinal);
            // Each visit offers another secret; the form carries its own, protected.
            var secret = Key().Match(page).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
            var values = Hidden().Matches(page).ToDictionary(
                it => it.Groups[1].Value, it => WebUtility.HtmlDecode(it.Groups[2].Value));
            values["code"] = Totp.Code(secret, Clock.Now);
            var done = await client.PostAsync("/sign-in/enrol", new FormUrlEncodedContent(values));
            var codes = await done.Content.ReadAsStringAsync();
            Assert.True(done.IsSuccessStatusCode, codes);
            return (secret, [.. Code().Matches(codes).Select(it => it.Groups[1].Value)]);
        }

        public async ValueTask DisposeAsync()
        {
            client.Dispose();
            await web.StopAsync();
            await web.DisposeAsync();
        }
    }

    /// <summary>Keeps everything that the program logs.</summary>
    sealed class Recorder(StringWriter log) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => true;
        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => log.WriteLine($"{formatter(state, exception)} {exception}");
        public void Dispose() => log.Flush();
    }

    static async Task<string> FirstLink(Database database) =>
        (await database.Act("serve", async Task<Result<string>> (work) =>
            await Invitations.FirstAdministrator(work) ?? "")).Expect();

    [Theory, MemberData(nameof(Engines))]
    public async Task Nobody_gets_past_the_second_factor(Engine engine)
    {
        var clock = new SetClock();
        await using var fresh = await Databases.Fresh(engine, clock);
        await using var books = await Books.In(fresh, "testverband", Framework.Nkf, 2026);
        await using var browser = await Browser.At(fresh, clock);
        var key = await FirstLink(fresh);
        var toSignIn = await browser.Get("/b/testverband/finance/journal?q=a");
        Assert.Equal("/sign-in?back=%2Fb%2Ftestverband%2Ffinance%2Fjournal%3Fq%3Da",
            toSignIn.Headers.Location!.ToString());

        var (secret, codes) = await browser.SetUp(key);
        Assert.Equal(10, codes.Length);
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/b/testverband/finance/journal")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.Get($"/invitation/{key}")).StatusCode);

        browser.ForgetCookies();
        clock.Now += TimeSpan.FromMinutes(1);
        var (answer, _) = await browser.Send("/sign-in?back=/account", ("name", "Chefin"), ("password", Password));
        Assert.Equal("/sign-in/code?back=%2Faccount", answer.Headers.Location!.ToString());
        // The password alone opens nothing, and nothing but the code page; a new app cannot be set up either.
        var closed = browser.Routes.Where(route => !route.Metadata.OfType<Need>().Single().IsPublic).ToList();
        Assert.True(closed.Count > 8);
        foreach (var path in closed.Select(route => GateTests.Filled(route, "testverband")))
        {
            Assert.StartsWith("/sign-in?", (await browser.Get(path)).Headers.Location?.ToString() ?? path,
                StringComparison.Ordinal);
        }
        Assert.Equal("/sign-in", (await browser.Get("/sign-in/enrol")).Headers.Location!.ToString());
        (answer, _) = await browser.Send("/sign-in/code", ("code", "000000"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        (answer, _) = await browser.Send("/sign-in/code?back=//example.org", ("code", Totp.Code(secret, clock.Now)));
        Assert.Equal("/", answer.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/account")).StatusCode);

        browser.ForgetCookies();
        await browser.Send("/sign-in", ("name", "chefin"), ("password", Password));
        (answer, _) = await browser.Send("/sign-in/code", ("code", codes[0]));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var (everywhere, _) = await Everywhere(browser);
        Assert.Equal("/sign-in", everywhere.Headers.Location!.ToString());
        Assert.StartsWith("/sign-in?",
            (await browser.Get("/account")).Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    static async Task<(HttpResponseMessage, string)> Everywhere(Browser browser)
    {
        var page = await (await browser.Get("/account")).Content.ReadAsStringAsync();
        Assert.Contains("/account/sign-out-everywhere", page, StringComparison.Ordinal);
        var token = Hidden().Match(page);
        return await browser.Send("/account/sign-out-everywhere",
            (token.Groups[1].Value, WebUtility.HtmlDecode(token.Groups[2].Value)));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Guessing_over_the_form_is_delayed_even_with_the_right_password(Engine engine)
    {
        var clock = new SetClock();
        await using var fresh = await Databases.Fresh(engine, clock);
        await using var browser = await Browser.At(fresh, clock);
        await browser.SetUp(await FirstLink(fresh));
        browser.ForgetCookies();
        for (var i = 0; i < 5; i++)
        {
            var (_, wrong) = await browser.Send("/sign-in", ("name", "chefin"), ("password", $"falsch {i} falsch"));
            Assert.Contains("identity.sign-in", wrong, StringComparison.Ordinal);
        }
        var (answer, html) = await browser.Send("/sign-in", ("name", "chefin"), ("password", Password));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("identity.wait", html, StringComparison.Ordinal);
        clock.Now += TimeSpan.FromSeconds(1);
        (answer, _) = await browser.Send("/sign-in", ("name", "chefin"), ("password", Password));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task No_secret_stands_in_the_log_or_the_change_log_or_in_a_table_but_as_a_hash(Engine engine)
    {
        var clock = new SetClock();
        await using var fresh = await Databases.Fresh(engine, clock);
        await using var browser = await Browser.At(fresh, clock);
        var key = await FirstLink(fresh);
        var (secret, codes) = await browser.SetUp(key);
        await browser.Send("/sign-in", ("name", Password), ("password", secret));
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.Post("/sign-in", ("password", Password))).StatusCode);
        var session = browser.Cookies.Where(value => value.Length == 64).ToList();
        Assert.NotEmpty(session);
        var texts = await fresh.Database.Read(async db => (await AuditTrail.Newest(db, AuditLog.Installation, 1000))
            .ConvertAll(it => $"{it.Actor} {it.Kind} {it.Subject} {it.Content}")
            .Concat(await db.All(
                $"select coalesce(password_hash, '') || coalesce(totp_secret, '') from identity_person",
                row => row.Text()))
            .Append(browser.Log.ToString())
            .Concat(await db.All($"select device || ' ' || network from identity_session", row => row.Text()))
            .Concat(await db.All($"select place from identity_attempt", row => row.Text())).ToList());
        foreach (var hidden in (string[])[Password, secret, key, .. codes, .. session])
        {
            Assert.DoesNotContain(texts, text => text.Contains(hidden, StringComparison.OrdinalIgnoreCase));
        }
        Assert.DoesNotContain(texts, text => text.Contains("127.0.0.1", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Contains("127.0.0.0/24", StringComparison.Ordinal));
    }

    [GeneratedRegex("""<input type="hidden" name="([^"]+)" value="([^"]*)""")]
    private static partial Regex Hidden();

    [GeneratedRegex("<code>([A-Z2-7 ]{39})</code>")]
    private static partial Regex Key();

    [GeneratedRegex("<code>([a-z0-9-]{14})</code>")]
    private static partial Regex Code();
}
