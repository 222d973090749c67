using System.Net;
using System.Text.RegularExpressions;
using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Web;
using Gemeinwerk.Web.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gemeinwerk.Tests.Web;

/// <summary>A browser in front of the application, which asks who is there: cookies, forms, no script.</summary>
sealed partial class Browser : IAsyncDisposable
{
    internal const string Password = "vier kühe fliegen nach hemer";

    readonly WebApplication web;
    readonly CookieContainer cookies = new();
    readonly HttpClient client;

    Browser(WebApplication web, SetClock clock)
    {
        (this.web, Clock) = (web, clock);
        // Passkeys want a name, and browsers trust this one without encryption.
        client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = cookies })
        {
            BaseAddress = new(Address),
        };
    }

    internal SetClock Clock { get; }

    internal string Address => web.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    internal IEnumerable<string> Cookies => cookies.GetAllCookies().Select(cookie => cookie.Value);

    internal StringWriter Log { get; } = new();

    internal IEnumerable<RouteEndpoint> Routes => ((IEndpointRouteBuilder)web).DataSources
        .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    /// <param name="settings">Those that differ, as <c>("web.public-address", "https://…")</c>.</param>
    internal static async Task<Browser> At(
        Database database, SetClock clock, params (string Key, string Value)[] settings)
    {
        var web = WebApp.Create(
            database, SignInPages.Access(database, clock), TestSettings.Of(settings), clock: clock);
        await web.StartAsync();
        var browser = new Browser(web, clock);
        web.Services.GetRequiredService<ILoggerFactory>().AddProvider(new Recorder(browser.Log));
        return browser;
    }

    internal static async Task<string> FirstLink(Database database) =>
        (await database.Act("serve", async Task<Result<string>> (work) =>
            await Invitations.FirstAdministrator(work) ?? "")).Expect();

    internal void ForgetCookies()
    {
        foreach (Cookie cookie in cookies.GetAllCookies()) cookie.Expired = true;
    }

    /// <summary>For whom a proxy says that it asks.</summary>
    internal string Forwarded
    {
        set
        {
            client.DefaultRequestHeaders.Remove("X-Forwarded-For");
            client.DefaultRequestHeaders.Add("X-Forwarded-For", value);
        }
    }

    internal Task<HttpResponseMessage> Ask(HttpRequestMessage asked) => client.SendAsync(asked);

    internal Task<HttpResponseMessage> Get(string path) => client.GetAsync(path);

    internal async Task<string> Html(string path)
    {
        var answer = await client.GetAsync(path);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Sends the form of a page back to the page.</summary>
    internal Task<(HttpResponseMessage Answer, string Html)> Send(
        string page, params (string Name, string Value)[] fields) => Send(page, page, fields);

    /// <summary>Sends a form with the hidden fields of a page.</summary>
    internal async Task<(HttpResponseMessage Answer, string Html)> Send(
        string page, string path, params (string Name, string Value)[] fields)
    {
        var form = await (await client.GetAsync(page)).Content.ReadAsStringAsync();
        var answer = await Post(path, [.. HiddenIn(form), .. fields]);
        return (answer, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Sends these fields; of two with one name the last counts.</summary>
    internal Task<HttpResponseMessage> Post(string path, params (string Name, string Value)[] fields) =>
        client.PostAsync(path, new FormUrlEncodedContent(fields
            .GroupBy(it => it.Name, (name, values) => KeyValuePair.Create(name, values.Last().Value))));

    internal static IEnumerable<(string Name, string Value)> HiddenIn(string html) => Hidden().Matches(html)
        .Select(it => (it.Groups[1].Value, WebUtility.HtmlDecode(it.Groups[2].Value)));

    /// <summary>The recovery codes that a page shows.</summary>
    internal static string[] CodesIn(string html) => [.. Code().Matches(html).Select(it => it.Groups[1].Value)];

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
        return await Enrol();
    }

    /// <summary>Sets up the app after the first factor.</summary>
    /// <returns>The secret of the app, and the recovery codes.</returns>
    internal async Task<(string Secret, string[] Codes)> Enrol()
    {
        var page = await Html("/sign-in/enrol");
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        // Each visit offers another secret; the form carries its own, protected.
        var secret = Key().Match(page).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        var done = await Post("/sign-in/enrol", [.. HiddenIn(page), ("code", Totp.Code(secret, Clock.Now))]);
        var codes = await done.Content.ReadAsStringAsync();
        Assert.True(done.IsSuccessStatusCode, codes);
        return (secret, CodesIn(codes));
    }

    /// <summary>Signs in with password and app.</summary>
    internal async Task SignIn(string secret, string name = "chefin")
    {
        // Each code counts once.
        Clock.Now += TimeSpan.FromMinutes(1);
        await Send("/sign-in", ("name", name), ("password", Password));
        var (answer, html) = await Send("/sign-in/code", ("code", Totp.Code(secret, Clock.Now)));
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, html);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await web.StopAsync();
        await web.DisposeAsync();
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

    [GeneratedRegex("""<input type="hidden" name="([^"]+)" value="([^"]*)""")]
    private static partial Regex Hidden();

    [GeneratedRegex("<code>([A-Z2-7 ]{39})</code>")]
    private static partial Regex Key();

    [GeneratedRegex("<code>([a-z0-9-]{14})</code>")]
    private static partial Regex Code();
}
