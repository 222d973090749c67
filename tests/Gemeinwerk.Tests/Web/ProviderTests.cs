using System.Net;
using System.Text.Json.Nodes;
using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Operating;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Web.Operating;

namespace Gemeinwerk.Tests.Web;

/// <summary>Signing in with an existing provider, one on this machine that also says what does not hold.</summary>
public sealed class ProviderTests
{
    const string Begin = "/sign-in/provider?back=/account";

    public static TheoryData<Engine> Engines => Databases.Engines;

    /// <summary>A provider, the application, and karl, who is invited.</summary>
    sealed class World : IAsyncDisposable
    {
        readonly string secretFile = Path.Combine(
            Directory.CreateTempSubdirectory("gemeinwerk-provider-").FullName, "secret");

        internal required FreshDatabase Fresh { get; init; }
        internal required TestProvider Provider { get; init; }
        internal Browser Browser { get; private set; } = null!;
        internal string Invitation { get; private set; } = "";

        internal static async Task<World> On(Engine engine, params (string Key, string Value)[] settings)
        {
            var clock = new SetClock { Now = DateTimeOffset.UtcNow };
            var world = new World
            {
                Fresh = await Databases.Fresh(engine, clock),
                Provider = await TestProvider.Start(),
            };
            await File.WriteAllTextAsync(world.secretFile, TestProvider.ClientSecret);
            world.Browser = await Browser.At(world.Fresh, clock,
            [
                ("provider.authority", world.Provider.Address), ("provider.name", "Kreis-Konto"),
                ("provider.client-secret-file", world.secretFile), .. settings,
            ]);
            world.Invitation = (await world.Fresh.Database.Act("cli", async Task<Result<string>> (work) =>
                await Invitations.For(work, (await People.Add(work, "karl", "Karl")).Expect()))).Expect();
            return world;
        }

        /// <summary>To the provider and back.</summary>
        internal async Task<(HttpResponseMessage Answer, string Html)> Go(string from = Begin)
        {
            var back = await Provider.Visit(await Browser.Get(from));
            var answer = await Browser.Get(back);
            return (answer, await answer.Content.ReadAsStringAsync());
        }

        /// <summary>Karl joins with the provider, and sets up our second factor.</summary>
        internal async Task Join()
        {
            var (answer, html) = await Go($"/invitation/{Invitation}/provider");
            Assert.True(answer.StatusCode == HttpStatusCode.Redirect, html);
            Assert.StartsWith("/sign-in/enrol", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
            await Browser.Enrol();
        }

        public async ValueTask DisposeAsync()
        {
            await Browser.DisposeAsync();
            await Provider.DisposeAsync();
            await Fresh.DisposeAsync();
            Directory.Delete(Path.GetDirectoryName(secretFile)!, recursive: true);
        }
    }

    static void IsRefused((HttpResponseMessage Answer, string Html) got, string code = "identity.provider")
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, got.Answer.StatusCode);
        Assert.Contains($"[{code}]", got.Html, StringComparison.Ordinal);
    }

    static async Task IsOut(World world) =>
        Assert.Equal(HttpStatusCode.Redirect, (await world.Browser.Get("/account")).StatusCode);

    [Theory, MemberData(nameof(Engines))]
    public async Task An_invited_person_joins_with_the_provider_and_our_second_factor_is_asked(Engine engine)
    {
        await using var world = await World.On(engine);
        Assert.Contains("Kreis-Konto", await world.Browser.Html("/sign-in"), StringComparison.Ordinal);
        await world.Join();
        Assert.Contains("(karl)", await world.Browser.Html("/account"), StringComparison.Ordinal);
        // What the provider says of factors counts only where the settings say so.
        world.Browser.ForgetCookies();
        world.Provider.Says = claims => claims["amr"] = new JsonArray("pwd", "mfa");
        var (answer, _) = await world.Go();
        Assert.Equal("/sign-in/code?back=%2Faccount", answer.Headers.Location!.ToString());
        await IsOut(world);
        IsRefused(await world.Go($"/invitation/{world.Invitation}/provider"), "identity.invitation");
        var records = await world.Fresh.Database.Read(db => AuditTrail.Newest(db, AuditLog.Installation, 100));
        Assert.Contains(records, it => it.Kind == "identity.login-added" && it.Subject == "karl");
        Assert.Contains(records, it => it.Kind == "identity.provider-accepted");
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Signing_in_elsewhere_creates_nobody_and_gives_no_rights(Engine engine)
    {
        await using var world = await World.On(engine, ("provider.second-factor-amr", "mfa"));
        world.Provider.Says = claims => claims["amr"] = new JsonArray("mfa");
        IsRefused(await world.Go(), "identity.provider-unknown");
        await IsOut(world);
        Assert.Equal(["karl"], (await world.Fresh.Database.Read(People.All)).ConvertAll(it => it.SignInName));
        var (joined, _) = await world.Go($"/invitation/{world.Invitation}/provider");
        Assert.Equal(HttpStatusCode.Redirect, joined.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await world.Browser.Get("/account")).StatusCode);
        Assert.Contains("noch keine Körperschaft", await world.Browser.Html("/"), StringComparison.Ordinal);
        // Another subject of the same provider is not karl, and a locked karl is nobody.
        world.Browser.ForgetCookies();
        world.Provider.Subject = "someone-else";
        IsRefused(await world.Go(), "identity.provider-unknown");
        world.Provider.Subject = "5f2c-karl";
        await world.Fresh.Database.Act("cli", async Task<Result<Nothing>> (work) =>
        {
            await People.SetState(work, (await People.Find(work.Db, "karl")).Expect(), PersonState.Locked);
            return default(Nothing);
        });
        IsRefused(await world.Go(), "identity.provider-unknown");
        await IsOut(world);
    }

    [Theory, InlineData("amr"), InlineData("acr")]
    public async Task The_providers_second_factor_counts_only_as_configured(string how)
    {
        await using var world = await World.On(Engine.Sqlite,
            ("provider.second-factor-amr", "mfa hwk"), ("provider.second-factor-acr", "urn:loa:high"));
        await world.Join();
        foreach (var (value, isStrong) in ((string, bool)[])[("pwd", false), ("MFA", false), ("mf", false),
            (how == "amr" ? "hwk" : "urn:loa:high", true)])
        {
            world.Browser.ForgetCookies();
            world.Provider.Says = claims =>
                claims[how] = how == "amr" ? new JsonArray("pwd", value) : JsonValue.Create(value);
            var (answer, _) = await world.Go();
            Assert.Equal(isStrong ? "/account" : "/sign-in/code?back=%2Faccount", answer.Headers.Location!.ToString());
            Assert.Equal(isStrong ? HttpStatusCode.OK : HttpStatusCode.Redirect,
                (await world.Browser.Get("/account")).StatusCode);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_token_that_does_not_hold_opens_nothing(Engine engine)
    {
        await using var world = await World.On(engine, ("provider.second-factor-amr", "mfa"));
        await world.Go($"/invitation/{world.Invitation}/provider");
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        await Tampered("issuer", claims => claims["iss"] = "https://boese.example");
        await Tampered("audience", claims => claims["aud"] = "jemand-anders");
        await Tampered("nonce", claims => claims["nonce"] = "von gestern");
        await Tampered("no nonce", claims => claims.Remove("nonce"));
        await Tampered("expired", claims => (claims["exp"], claims["iat"]) = (now - 300, now - 600));
        await Tampered("no end", claims => claims.Remove("exp"));
        await Tampered("not yet", claims => claims["nbf"] = now + 600);
        await Tampered("no subject", claims => claims.Remove("sub"));
        foreach (var signature in (string[])["none", "stripped", "HS256", "foreign"])
        {
            world.Provider.Signature = signature;
            await Tampered(signature, _ => { });
        }
        world.Provider.Signature = "RS256";
        await Tampered("auth_time", claims => claims["auth_time"] = now - 3600, "identity.provider-old");
        await Tampered("no auth_time", claims => claims.Remove("auth_time"), "identity.provider-old");
        var records = await world.Fresh.Database.Read(db => AuditTrail.Newest(db, AuditLog.Installation, 100));
        Assert.True(records.Count(it => it.Kind == "identity.sign-in-failed" && it["factor"] == "provider") > 8);
        world.Provider.Says = claims => claims["amr"] = new JsonArray("mfa");
        Assert.Equal("/account", (await world.Go()).Answer.Headers.Location!.ToString());

        async Task Tampered(string what, Action<JsonObject> how, string code = "identity.provider")
        {
            world.Browser.ForgetCookies();
            world.Provider.Says = claims =>
            {
                claims["amr"] = new JsonArray("mfa");
                how(claims);
            };
            var got = await world.Go();
            Assert.True(got.Html.Contains($"[{code}]", StringComparison.Ordinal), $"{what}: {got.Html}");
            await IsOut(world);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_comes_back_counts_once_and_in_the_browser_that_left(Engine engine)
    {
        await using var world = await World.On(engine, ("provider.second-factor-amr", "mfa"));
        world.Provider.Says = claims => claims["amr"] = new JsonArray("mfa");
        await world.Go($"/invitation/{world.Invitation}/provider");
        var back = await world.Provider.Visit(await world.Browser.Get(Begin));
        world.Browser.ForgetCookies();
        await Refuses(back);
        back = await world.Provider.Visit(await world.Browser.Get(Begin));
        await Refuses(back.Replace("state=", "state=x", StringComparison.Ordinal));
        Assert.Equal("/account", (await world.Browser.Get(back)).Headers.Location!.ToString());
        world.Browser.ForgetCookies();
        await Refuses(back);
        await Refuses("/sign-in/provider/return?error=access_denied&state=x");
        await Refuses("/sign-in/provider/return?code=x");

        async Task Refuses(string path)
        {
            var answer = await world.Browser.Get(path);
            IsRefused((answer, await answer.Content.ReadAsStringAsync()));
            await IsOut(world);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Somebody_connects_and_disconnects_their_account_there_and_signs_out_there_too(Engine engine)
    {
        await using var world = await World.On(engine, ("provider.second-factor-amr", "mfa"));
        world.Provider.Says = claims => claims["amr"] = new JsonArray("mfa");
        await world.Browser.SetUp(await Browser.FirstLink(world.Fresh));
        Assert.Contains("noch nicht", await world.Browser.Html("/account/provider"), StringComparison.Ordinal);
        var (connected, html) = await world.Go("/account/provider/connect");
        Assert.True(connected.Headers.Location?.ToString() == "/account/provider", html);
        // Karl's invitation cannot take the same account.
        IsRefused(await world.Go($"/invitation/{world.Invitation}/provider"), "identity.login-taken");
        world.Browser.ForgetCookies();
        await world.Go();
        Assert.Contains("(chefin)", await world.Browser.Html("/account"), StringComparison.Ordinal);
        // What one person began does not connect another.
        var begun = await world.Provider.Visit(await world.Browser.Get("/account/provider/connect"));
        await world.Browser.Send("/account", "/sign-out");
        var answer = await world.Browser.Get(begun);
        IsRefused((answer, await answer.Content.ReadAsStringAsync()), "identity.session");

        await world.Go();
        (answer, html) = await world.Browser.Send("/account", "/sign-out");
        Assert.Contains("/sign-in/provider/sign-out", html, StringComparison.Ordinal);
        await IsOut(world);
        answer = await world.Browser.Get("/sign-in/provider/sign-out");
        Assert.StartsWith($"{world.Provider.Address}/sign-out?client_id=gemeinwerk&post_logout_redirect_uri=",
            answer.Headers.Location!.ToString().Replace("&x-client", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
        await world.Go();
        await world.Browser.Send("/account/provider");
        world.Browser.ForgetCookies();
        IsRefused(await world.Go(), "identity.provider-unknown");
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Nothing_that_provider_and_application_tell_each_other_stands_in_a_log(Engine engine)
    {
        await using var world = await World.On(engine);
        await world.Join();
        var joined = Written.SessionsOf(world.Browser);
        world.Browser.ForgetCookies();
        world.Provider.Signature = "none";
        IsRefused(await world.Go());
        world.Provider.Signature = "RS256";
        var back = await world.Provider.Visit(await world.Browser.Get(Begin));
        await world.Browser.Get(back);
        var sessions = Written.SessionsOf(world.Browser);
        var again = await world.Browser.Get(back);
        IsRefused((again, await again.Content.ReadAsStringAsync()));
        string Of(string name) => back.Split($"{name}=")[1].Split('&')[0];
        Assert.True(world.Provider.Tokens.Count >= 3);
        Written.Hides(await Written.By(world.Browser, world.Fresh.Database),
            [TestProvider.ClientSecret, world.Invitation, Of("code"), Of("state"), .. joined, .. sessions,
                .. world.Provider.Tokens.SelectMany(it => it.Split('.')).Where(part => part.Length > 0)]);
    }

    [Fact]
    public async Task Without_a_provider_its_addresses_lead_nowhere_and_nothing_offers_it()
    {
        await using var fresh = await Databases.Fresh(Engine.Sqlite);
        await using var browser = await Browser.At(fresh, new SetClock());
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get("/sign-in/provider")).StatusCode);
        var returned = await browser.Get("/sign-in/provider/return?code=x&state=y");
        Assert.Equal("/sign-in", returned.Headers.Location!.ToString());
        Assert.DoesNotContain("/sign-in/provider", await browser.Html("/sign-in"), StringComparison.Ordinal);
        var settings = Settings.Load(KnownSettings.All, null, new Dictionary<string, string>
        {
            ["GEMEINWERK_PROVIDER_AUTHORITY"] = "http://anmeldung.example",
        });
        Assert.Contains("https://", Assert.Single(settings.Findings).Why.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_is_away_is_said_so_and_is_no_failure_of_ours()
    {
        await using var fresh = await Databases.Fresh(Engine.Sqlite);
        await using var browser = await Browser.At(
            fresh, new SetClock(), ("provider.authority", "http://127.0.0.1:9"));
        var answer = await browser.Get(Begin);
        IsRefused((answer, await answer.Content.ReadAsStringAsync()));
    }
}
