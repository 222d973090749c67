using System.Net;
using System.Text.Json.Nodes;
using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Web;

/// <summary>Passkeys with a device of our own, which also cheats; over HTTP, as the page's script sends it.</summary>
public sealed class PasskeyTests
{
    const string Add = "/account/passkeys";

    public static TheoryData<Engine> Engines => Databases.Engines;

    /// <summary>The first administrator, signed in, and a device.</summary>
    sealed class World(FreshDatabase fresh, Browser browser) : IAsyncDisposable
    {
        internal Browser Browser { get; } = browser;

        internal Database Database => fresh;

        internal string Secret { get; private set; } = "";

        internal static async Task<World> On(Engine engine)
        {
            var clock = new SetClock();
            var fresh = await Databases.Fresh(engine, clock);
            var world = new World(fresh, await Browser.At(fresh, clock));
            (world.Secret, _) = await world.Browser.SetUp(await Browser.FirstLink(fresh));
            return world;
        }

        internal Authenticator Device() => new() { Origin = Browser.Address.TrimEnd('/') };

        internal async Task<(HttpResponseMessage Answer, string Html)> Register(
            Authenticator device, string name = "Notebook", string? page = null)
        {
            page ??= await Browser.Html(Add);
            var answer = await Browser.Post(
                Add, [.. Browser.HiddenIn(page), ("name", name), ("credential", device.Create(page))]);
            return (answer, await answer.Content.ReadAsStringAsync());
        }

        /// <summary>Signs in from a browser without cookies.</summary>
        internal async Task<(HttpResponseMessage Answer, string Html)> SignIn(Authenticator device)
        {
            Browser.ForgetCookies();
            var page = await Browser.Html("/sign-in");
            return await Answer(page, device.Get(page));
        }

        internal async Task<(HttpResponseMessage Answer, string Html)> Answer(string page, string credential)
        {
            var answer = await Browser.Post(
                "/sign-in/passkey?back=/account", [.. Browser.HiddenIn(page), ("credential", credential)]);
            return (answer, await answer.Content.ReadAsStringAsync());
        }

        internal async Task<List<Passkey>> Held(string name = "chefin") => await Database.Read(async db =>
            await Passkeys.Of(db, (await People.Find(db, name)).Expect().Id));

        public async ValueTask DisposeAsync()
        {
            await Browser.DisposeAsync();
            await fresh.DisposeAsync();
        }
    }

    static void IsRefused((HttpResponseMessage Answer, string Html) got, string code = "identity.passkey")
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, got.Answer.StatusCode);
        Assert.Contains($"[{code}]", got.Html, StringComparison.Ordinal);
    }

    static void IsIn((HttpResponseMessage Answer, string Html) got)
    {
        Assert.True(got.Answer.StatusCode == HttpStatusCode.Redirect, got.Html);
        Assert.Equal("/account", got.Answer.Headers.Location!.ToString());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_passkey_is_added_named_listed_used_and_removed(Engine engine)
    {
        await using var world = await World.On(engine);
        var device = world.Device();
        var (added, html) = await world.Register(device, "Dienst-Notebook <b>");
        Assert.True(added.StatusCode == HttpStatusCode.Redirect, html);
        html = await world.Browser.Html(Add);
        Assert.Contains("Dienst-Notebook &lt;b&gt;", html, StringComparison.Ordinal);
        Assert.Contains("nur auf diesem Gerät", html, StringComparison.Ordinal);

        IsIn(await world.SignIn(device));
        Assert.Contains("Die Chefin", await world.Browser.Html("/account"), StringComparison.Ordinal);
        var used = Assert.Single(await world.Held());
        Assert.Equal((1, world.Browser.Clock.Now), (used.SignCount, used.UsedAt));

        await world.Browser.Send($"{Add}/1", ("name", "Schlüssel am Bund"));
        Assert.Equal("Schlüssel am Bund", Assert.Single(await world.Held()).Name);
        await world.Browser.Send($"{Add}/1", $"{Add}/1/remove");
        Assert.Empty(await world.Held());
        IsRefused(await world.SignIn(device));
        var records = await world.Database.Read(db => AuditTrail.Newest(db, AuditLog.Installation, 100));
        foreach (var kind in (string[])["identity.passkey-added", "identity.passkey-renamed",
            "identity.passkey-removed"])
        {
            Assert.Contains(records, it => it.Kind == kind);
        }
        Assert.Contains(records, it => it.Kind == "identity.sign-in" && it["factor"] == "passkey");
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task An_answer_from_another_origin_or_for_another_site_is_refused(Engine engine)
    {
        await using var world = await World.On(engine);
        var device = world.Device();
        var ours = device.Origin;
        foreach (var origin in (string[])["https://gemeinwerk.example", ours.Replace("http", "https",
            StringComparison.Ordinal), "http://localhost", $"{ours}.example", ""])
        {
            device.Origin = origin;
            IsRefused(await world.Register(device));
        }
        device.Origin = ours;
        device.Site = "gemeinwerk.example";
        IsRefused(await world.Register(device));
        device.Site = "localhost";
        Assert.Equal(HttpStatusCode.Redirect, (await world.Register(device)).Answer.StatusCode);

        device.Origin = "http://localhost:1";
        IsRefused(await world.SignIn(device));
        device.Origin = ours;
        device.Site = "gemeinwerk.example";
        IsRefused(await world.SignIn(device));
        device.Site = "localhost";
        IsIn(await world.SignIn(device));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task An_answer_counts_once_and_only_for_the_question_that_was_asked(Engine engine)
    {
        await using var world = await World.On(engine);
        // A synchronised passkey does not count, so the count cannot be what stops a second time.
        var device = new Authenticator { Origin = world.Device().Origin, Counts = false, IsBackedUp = true };
        await world.Register(device);
        Assert.Contains("vom Anbieter abgeglichen", await world.Browser.Html(Add), StringComparison.Ordinal);
        world.Browser.ForgetCookies();
        var page = await world.Browser.Html("/sign-in");
        var (other, credential) = (await world.Browser.Html("/sign-in"), device.Get(page));
        IsRefused(await world.Answer(other, credential));
        IsIn(await world.Answer(page, credential));
        world.Browser.ForgetCookies();
        var token = Browser.HiddenIn(await world.Browser.Html("/sign-in"))
            .First(it => it.Name.StartsWith("__", StringComparison.Ordinal));
        var again = await world.Browser.Post("/sign-in/passkey",
            [.. Browser.HiddenIn(page), token, ("credential", credential)]);
        IsRefused((again, await again.Content.ReadAsStringAsync()));
        Assert.Equal(0, Assert.Single(await world.Held()).SignCount);
        Assert.Equal("/sign-in?back=%2Faccount",
            (await world.Browser.Get("/account")).Headers.Location!.ToString());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task An_answer_to_a_page_that_was_open_too_long_is_refused(Engine engine)
    {
        await using var world = await World.On(engine);
        var device = world.Device();
        await world.Register(device);
        world.Browser.ForgetCookies();
        var page = await world.Browser.Html("/sign-in");
        world.Browser.Clock.Now += TimeSpan.FromMinutes(15);
        IsRefused(await world.Answer(page, device.Get(page)), "identity.passkey-old");
        IsRefused(await world.Answer(
            page.Replace("name=\"state\" value=\"C", "name=\"state\" value=\"D", StringComparison.Ordinal),
            device.Get(page)), "identity.passkey-old");
        IsIn(await world.SignIn(device));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_count_that_goes_back_or_stands_still_is_refused(Engine engine)
    {
        await using var world = await World.On(engine);
        var device = world.Device();
        device.SignCount = 7;
        await world.Register(device);
        IsIn(await world.SignIn(device));
        Assert.Equal(8, Assert.Single(await world.Held()).SignCount);
        foreach (var before in (uint[])[7, 3])
        {
            device.SignCount = before;
            IsRefused(await world.SignIn(device));
        }
        device.SignCount = 8;
        IsIn(await world.SignIn(device));
        var (person, held) = (await world.Database.Read(async db => (await People.Find(db, "chefin")).Expect()),
            Assert.Single(await world.Held()));
        // Two answers at once with the same count: the second one finds the count taken.
        Assert.True(await Use(10));
        Assert.False(await Use(10));
        Assert.False(await Use(0));

        async Task<bool> Use(long count) => (await world.Database.Act("chefin", async Task<Result<bool>> (work) =>
            await Passkeys.Used(work, person, held.CredentialId, count, held.Backup))).Expect();
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_passkey_opens_its_own_account_only_and_others_can_neither_see_nor_remove_it(Engine engine)
    {
        await using var world = await World.On(engine);
        var chefin = world.Device();
        await world.Register(chefin);
        var key = (await world.Database.Act("cli", async Task<Result<string>> (work) =>
            await Invitations.For(work, (await People.Add(work, "karl", "Karl")).Expect()))).Expect();
        world.Browser.ForgetCookies();
        var (secret, _) = await world.Browser.SetUp(key, "karl");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await world.Browser.Get($"{Add}/1")).StatusCode);
        var (removed, _) = await world.Browser.Send(Add, $"{Add}/1/remove");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, removed.StatusCode);
        Assert.Single(await world.Held());

        // The same credential cannot be added by somebody else, and not with the question that the other was asked.
        IsRefused(await world.Register(new() { Origin = chefin.Origin, CredentialId = chefin.CredentialId }));
        var asked = await world.Browser.Html(Add);
        await world.Browser.SignIn(world.Secret);
        IsRefused(await world.Register(world.Device(), page: asked));

        await world.Browser.SignIn(secret, "karl");
        var karl = world.Device();
        await world.Register(karl);
        (karl.UserHandle, chefin.UserHandle) = (chefin.UserHandle, karl.UserHandle);
        IsRefused(await world.SignIn(karl));
        IsRefused(await world.SignIn(chefin));
        (karl.UserHandle, chefin.UserHandle) = (chefin.UserHandle, karl.UserHandle);
        IsIn(await world.SignIn(karl));
        Assert.Contains("(karl)", await world.Browser.Html("/account"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_device_that_did_not_ask_its_owner_is_refused(Engine engine)
    {
        await using var world = await World.On(engine);
        var device = world.Device();
        device.IsVerified = false;
        IsRefused(await world.Register(device));
        device.IsVerified = true;
        await world.Register(device);
        device.IsVerified = false;
        IsRefused(await world.SignIn(device));
        Assert.StartsWith("/sign-in", (await world.Browser.Get("/account")).Headers.Location!.ToString(),
            StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_lock_and_a_reset_close_the_passkeys_too(Engine engine)
    {
        await using var world = await World.On(engine);
        var device = world.Device();
        await world.Register(device);
        Task Do(Func<Work, Person, Task> act) => world.Database.Act("cli", async Task<Result<Nothing>> (work) =>
        {
            await act(work, (await People.Find(work.Db, "chefin")).Expect());
            return default(Nothing);
        });

        await Do((work, person) => People.SetState(work, person, PersonState.Locked));
        IsRefused(await world.SignIn(device));
        await Do((work, person) => People.SetState(work, person, PersonState.Active));
        IsIn(await world.SignIn(device));
        await Do((work, person) => Invitations.For(work, person, forgetsFactors: true));
        IsRefused(await world.SignIn(device));
        Assert.Empty(await world.Held());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Passkeys_are_changed_only_shortly_after_signing_in(Engine engine)
    {
        await using var world = await World.On(engine);
        await world.Register(world.Device());
        var page = await world.Browser.Html(Add);
        world.Browser.Clock.Now += TimeSpan.FromMinutes(15);
        Assert.Contains("Neu anmelden", await world.Browser.Html(Add), StringComparison.Ordinal);
        Assert.Contains("Neu anmelden", await world.Browser.Html($"{Add}/1"), StringComparison.Ordinal);
        IsRefused(await world.Register(world.Device(), page: page), "identity.sign-in-again");
        var fields = Browser.HiddenIn(page).ToArray();
        foreach (var path in (string[])[$"{Add}/1", $"{Add}/1/remove"])
        {
            var answer = await world.Browser.Post(path, [.. fields, ("name", "x")]);
            IsRefused((answer, await answer.Content.ReadAsStringAsync()), "identity.sign-in-again");
        }
        Assert.Equal("Notebook", Assert.Single(await world.Held()).Name);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task No_answer_of_a_passkey_and_no_question_stands_in_the_log_or_the_change_log(Engine engine)
    {
        await using var world = await World.On(engine);
        var device = world.Device();
        var adding = await world.Browser.Html(Add);
        await world.Register(device, page: adding);
        world.Browser.ForgetCookies();
        var page = await world.Browser.Html("/sign-in");
        var credential = device.Get(page);
        IsIn(await world.Answer(page, credential));
        var sessions = Written.SessionsOf(world.Browser);
        IsRefused(await world.Answer(page, credential));
        IsRefused(await world.Answer(page, credential.Replace("signature", "unterschrift", StringComparison.Ordinal)));
        var answer = JsonNode.Parse(credential)!["response"]!;
        Written.Hides(await Written.By(world.Browser, world.Database),
            [credential, (string)answer["signature"]!, (string)answer["clientDataJSON"]!, .. sessions,
                .. Browser.HiddenIn(adding).Concat(Browser.HiddenIn(page)).Select(it => it.Value)
                    .Where(value => value.Length > 40)]);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Guessing_with_passkeys_is_delayed_by_network_and_never_locks_one_out(Engine engine)
    {
        await using var world = await World.On(engine);
        var device = world.Device();
        await world.Register(device);
        var attempts = 0;
        while ((await world.Database.Act("test", work => Attempts.Begin(work, null, "127.0.0.0/24"))).Ok(out _, out _))
        {
            attempts++;
        }
        Assert.InRange(attempts, 45, 50);
        IsRefused(await world.SignIn(device), "identity.wait");
        world.Browser.Clock.Now += TimeSpan.FromMinutes(1);
        IsIn(await world.SignIn(device));
    }
}
