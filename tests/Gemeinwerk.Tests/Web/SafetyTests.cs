using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Tests.Web;

/// <summary>What stands around every page: headers, limits, proxies, keys.</summary>
public sealed partial class SafetyTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    [Fact]
    public async Task Every_page_file_and_failure_carries_the_headers_and_no_page_an_inline_script_or_style()
    {
        await using var books = await Books.On(Engine.Sqlite);
        await books.Given(FinancePageTests.Entries);
        await using var site = await Site.Of(books);
        var paths = site.Routes.Select(route => GateTests.Filled(route, "testverband"))
            .Concat(["/gibt/es/nicht", WebFiles.Path("htmx.min.js"), WebFiles.Path("gemeinwerk.css"),
                WebFiles.Path("passkeys.js"), "/b/testverband/finance/journal?format=csv"]).Distinct().ToList();
        Assert.True(paths.Count > 40);
        var statuses = new HashSet<int>();
        foreach (var path in paths) statuses.Add(await Check(path));
        site.Visitor = null;
        statuses.Add(await Check("/"));
        site.Failure = new InvalidOperationException("kaputt");
        statuses.Add(await Check("/"));
        Assert.Superset(new HashSet<int> { 200, 302, 401, 404, 422, 500 }, statuses);

        async Task<int> Check(string path)
        {
            var answer = await site.Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
            string Header(string name) => answer.Headers.TryGetValues(name, out var values)
                ? string.Join(' ', values)
                : $"{path}: no {name}";
            var policy = Header("Content-Security-Policy");
            foreach (var part in (string[])["default-src 'none'", "script-src 'self'", "style-src 'self'",
                "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"])
            {
                Assert.Contains(part, policy, StringComparison.Ordinal);
            }
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("DENY", Header("X-Frame-Options"));
            Assert.Equal("nosniff", Header("X-Content-Type-Options"));
            Assert.Equal("same-origin", Header("Referrer-Policy"));
            Assert.Contains("camera=()", Header("Permissions-Policy"), StringComparison.Ordinal);
            Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
            Assert.Equal("same-origin", Header("Cross-Origin-Resource-Policy"));
            Assert.Contains(path.StartsWith("/assets/", StringComparison.Ordinal) && answer.IsSuccessStatusCode
                ? "immutable"
                : "no-store", Header("Cache-Control"), StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Server"));
            if (answer.Content.Headers.ContentType?.MediaType == "text/html")
            {
                var inline = Inline().Match(await answer.Content.ReadAsStringAsync());
                Assert.False(inline.Success, $"{path}: {inline.Value}");
            }
            return (int)answer.StatusCode;
        }
    }

    [Fact]
    public async Task Encryption_is_demanded_from_now_on_where_there_is_some_and_only_a_trusted_proxy_can_say_so()
    {
        await using var fresh = await Databases.Fresh(Engine.Sqlite);
        foreach (var (trusted, isExpected) in ((string, bool)[])[("", false), ("192.0.2.0/24", false),
            ("127.0.0.1/32", true)])
        {
            await using var browser = await Browser.At(fresh, new SetClock(), ("web.trusted-proxies", trusted));
            using var asked = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
            asked.Headers.Host = "gemeinwerk.example";
            asked.Headers.Add("X-Forwarded-Proto", "https");
            asked.Headers.Add("X-Forwarded-For", "203.0.113.7");
            var answer = await browser.Ask(asked);
            Assert.Equal(isExpected, answer.Headers.TryGetValues("Strict-Transport-Security", out var said)
                && said.Single() == "max-age=31536000");
            Assert.Equal(isExpected, answer.Headers.GetValues("Set-Cookie")
                .All(cookie => cookie.Contains("secure", StringComparison.OrdinalIgnoreCase)));
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Behind_a_trusted_proxy_guessing_is_delayed_for_the_guesser_and_not_for_everybody(Engine engine)
    {
        var clock = new SetClock();
        await using var fresh = await Databases.Fresh(engine, clock);
        await using var browser = await Browser.At(
            fresh, clock, ("web.trusted-proxies", "127.0.0.0/8; 192.0.2.0/24"));
        await browser.SetUp(await Browser.FirstLink(fresh));
        browser.ForgetCookies();
        // The guesser claims another address each time; the proxy before ours adds the real one.
        for (var i = 0; i < 6; i++) await Guess($"10.0.0.{i}, 203.0.113.7, 192.0.2.1");
        Assert.Contains("identity.wait", await Guess("198.51.100.1, 203.0.113.9"), StringComparison.Ordinal);
        Assert.Contains("identity.sign-in", await Guess("198.51.100.1"), StringComparison.Ordinal);
        var places = await fresh.Database.Read(db => db.All(
            $"select place from identity_attempt order by place", row => row.Text()));
        Assert.Contains("network 203.0.113.0/24", places);
        Assert.DoesNotContain(places, place => place.Contains("10.0.0.", StringComparison.Ordinal));

        async Task<string> Guess(string forwarded)
        {
            browser.Forwarded = forwarded;
            return (await browser.Send("/sign-in", ("name", "chefin"), ("password", "falsch falsch falsch"))).Html;
        }
    }

    [Fact]
    public async Task Who_asks_too_much_is_told_when_to_come_again_by_address_and_by_person()
    {
        await using var books = await Books.On(Engine.Sqlite);
        await using (var site = await Site.With(books, ("limits.address-per-second", "1")))
        {
            await IsLimited(() => site.Client.GetAsync("/health/live"), free: 6);
        }
        await using (var site = await Site.With(books, ("limits.person-per-second", "1")))
        {
            await IsLimited(() => site.Client.GetAsync("/b/testverband"), free: 6);
            site.Visitor = new("karl", new Dictionary<string, BodyRoles> { ["testverband"] = BodyRoles.Post });
            Assert.Equal(200, await site.Status("/b/testverband"));
            Assert.Equal(200, await site.Status("/health/live"));
        }
        await using (var site = await Site.With(books, ("limits.sign-ins-per-minute", "3")))
        {
            foreach (var path in (string[])["/sign-in", "/sign-in/code"])
            {
                await IsLimited(() => site.Client.PostAsync(path, null), free: path == "/sign-in" ? 3 : 0);
            }
            Assert.Equal(200, await site.Status("/sign-in"));
        }

        static async Task IsLimited(Func<Task<HttpResponseMessage>> ask, int free)
        {
            for (var i = 0; i < free; i++) Assert.NotEqual(429, (int)(await ask()).StatusCode);
            HttpResponseMessage answer;
            var asked = 0;
            // While the test runs, a few more become free.
            do answer = await ask();
            while ((int)answer.StatusCode != 429 && ++asked < 200);
            Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
            Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        }
    }

    [Fact]
    public async Task What_is_sent_is_limited_in_size()
    {
        await using var books = await Books.On(Engine.Sqlite);
        await using var site = await Site.Of(books);
        // Only forms that take voucher files may be longer.
        foreach (var (path, bytes) in ((string, int)[])[("/sign-in", 2 << 20),
            ("/b/testverband/finance/post/preview", 2 << 20), ("/b/testverband/finance/post", 32 << 20)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = new StringContent($"a={new string('x', bytes)}", Encoding.ASCII,
                    "application/x-www-form-urlencoded"),
            };
            // The server answers before it has read so much, and a client that asks first is not cut off.
            request.Headers.ExpectContinue = true;
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await site.Client.SendAsync(request)).StatusCode);
        }
    }

    [Fact]
    public async Task What_cannot_be_read_is_a_line_in_the_log_and_no_failure()
    {
        await using var fresh = await Databases.Fresh(Engine.Sqlite);
        await using var browser = await Browser.At(fresh, new SetClock());
        const string Form = "application/x-www-form-urlencoded", Part = "multipart/form-data";
        var (large, many) = ($"a={new string('x', 2 << 20)}", string.Join('&', Enumerable.Repeat("geheim=1", 2000)));
        foreach (var (content, type, status, title) in new[]
        {
            (large, Form, 413, "Zu groß"), (many, Form, 413, "Zu groß"),
            ($"--b\r\nContent-Disposition: form-data; name={new string('x', 20_000)}\r\n\r\n",
                $"{Part}; boundary=b", 413, "Zu groß"),
            ("geheim", Part, 400, "Anfrage abgelehnt"),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in")
            {
                Content = new ByteArrayContent(Encoding.UTF8.GetBytes(content)),
            };
            request.Content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);
            request.Headers.ExpectContinue = true;
            browser.Log.GetStringBuilder().Clear();
            var answer = await browser.Ask(request);
            Assert.Equal(status, (int)answer.StatusCode);
            Assert.Contains($"<h1 class=\"kern-heading-large\">{title}</h1>",
                WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
            var lines = browser.Log.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal($"POST /sign-in {status}: the request could not be read.", Assert.Single(lines).Trim());
        }
    }

    [Fact]
    public async Task What_a_program_sends_too_large_is_a_line_in_the_log_too()
    {
        await using var books = await Books.On(Engine.Sqlite);
        var key = (await books.Database.Act("test", work => Tokens.Create(
            work, "kasse", [(books.Body.AuditLog(), Role.Post)], 30))).Expect();
        await using var browser = await Browser.At(books.Database, new SetClock { Now = DateTimeOffset.UtcNow });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/bodies/testverband/entries")
        {
            Content = new StringContent(new string(' ', 2 << 20), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", key);
        request.Headers.ExpectContinue = true;
        Assert.Equal(413, (int)(await browser.Ask(request)).StatusCode);
        var lines = browser.Log.ToString().Split('\n').Where(line =>
            line.Contains("could not be read", StringComparison.Ordinal));
        Assert.Equal("POST /api/v1/bodies/{body}/entries 413: the request could not be read.",
            Assert.Single(lines).Trim());
    }

    [Fact]
    public async Task Keys_lie_outside_the_database_readable_by_their_owner_alone()
    {
        var folder = Directory.CreateTempSubdirectory("gemeinwerk-web-keys-");
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }
        folder.UnixFileMode |= UnixFileMode.OtherRead | UnixFileMode.GroupRead;
        await using var fresh = await Databases.Fresh(Engine.Sqlite);
        await using (var browser = await Browser.At(fresh, new SetClock(), ("web.key-folder", folder.FullName)))
        {
            await browser.Html("/sign-in");
        }
        folder.Refresh();
        const UnixFileMode owners = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(owners | UnixFileMode.UserExecute, folder.UnixFileMode);
        var files = folder.GetFiles();
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Equal(owners, file.UnixFileMode));
        folder.Delete(recursive: true);
    }

    // A script without an address, a style, or an attribute that would run.
    [GeneratedRegex("""<script(?![^>]*\ssrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=|javascript:""")]
    private static partial Regex Inline();
}
