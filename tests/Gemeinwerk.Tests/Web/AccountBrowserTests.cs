using Gemeinwerk.Identity;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Microsoft.Playwright;

namespace Gemeinwerk.Tests.Web;

/// <summary>Signing in and the own account in Chromium, with its virtual device for passkeys.</summary>
public class AccountBrowserTests
{
    static readonly string[] pages =
    [
        "/account", "/account/passkeys", "/account/passkeys/1", "/account/password", "/account/codes", "/sign-in",
    ];

    /// <summary>The application and a page in front of it; the first administrator has set themselves up.</summary>
    sealed class World : IAsyncDisposable
    {
        readonly List<IAsyncDisposable> opened = [];

        internal required SetClock Clock { get; init; }
        internal required IPage Page { get; init; }
        internal required string Secret { get; init; }

        internal static async Task<World> With(BrowserNewContextOptions options, Engine engine = Engine.Sqlite)
        {
            var chromium = await Chromium.Start();
            var clock = new SetClock();
            var fresh = await Databases.Fresh(engine, clock);
            var browser = await Browser.At(fresh, clock);
            var (secret, _) = await browser.SetUp(await Browser.FirstLink(fresh));
            options.BaseURL = browser.Address;
            options.Locale = "de-DE";
            var context = await chromium.NewContextAsync(options);
            var world = new World { Clock = clock, Page = await context.NewPageAsync(), Secret = secret };
            world.opened.AddRange([context, browser, fresh, chromium]);
            clock.Now += TimeSpan.FromMinutes(1);
            return world;
        }

        internal async Task SignIn()
        {
            await Page.GotoAsync("/sign-in?back=/account");
            await Page.GetByLabel("Anmeldename").FillAsync("chefin");
            await Page.GetByLabel("Kennwort").FillAsync(Browser.Password);
            await Page.GetByRole(AriaRole.Button, new() { Name = "Weiter" }).PressAsync("Enter");
            await Page.GetByLabel("Code").FillAsync(Totp.Code(Secret, Clock.Now));
            await Page.GetByRole(AriaRole.Button, new() { Name = "Anmelden" }).PressAsync("Enter");
            await Heading("Mein Konto");
        }

        internal Task Heading(string text) =>
            Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = text, Level = 1 })).ToBeVisibleAsync();

        /// <summary>A device that makes passkeys and asks its owner.</summary>
        internal async Task AddDevice(bool isVerified = true)
        {
            var protocol = await Page.Context.NewCDPSessionAsync(Page);
            await protocol.SendAsync("WebAuthn.enable");
            await protocol.SendAsync("WebAuthn.addVirtualAuthenticator", new()
            {
                ["options"] = new Dictionary<string, object>
                {
                    ["protocol"] = "ctap2",
                    ["transport"] = "internal",
                    ["hasResidentKey"] = true,
                    ["hasUserVerification"] = true,
                    ["isUserVerified"] = isVerified,
                    ["automaticPresenceSimulation"] = true,
                },
            });
        }

        internal async Task AddPasskey(string name)
        {
            await Page.GotoAsync("/account/passkeys");
            await Page.GetByLabel("Name").FillAsync(name);
            await Page.GetByRole(AriaRole.Button, new() { Name = "Passkey anlegen" }).ClickAsync();
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var it in opened) await it.DisposeAsync();
        }
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Somebody_adds_a_passkey_and_signs_in_with_nothing_else(Engine engine)
    {
        await using var world = await World.With(new(), engine);
        var page = world.Page;
        await world.AddDevice();
        await world.SignIn();
        await world.AddPasskey("Dienst-Notebook");
        await Assertions.Expect(page.GetByRole(AriaRole.Status))
            .ToContainTextAsync("Passkey „Dienst-Notebook“ ist hinzugefügt.");
        await page.GotoAsync("/account");
        await page.GetByRole(AriaRole.Button, new() { Name = "Abmelden", Exact = true }).ClickAsync();
        await page.GotoAsync("/account/passkeys");
        await world.Heading("Anmelden");
        await page.GetByRole(AriaRole.Button, new() { Name = "Mit Passkey anmelden" }).PressAsync("Enter");
        await world.Heading("Passkeys");
        await page.GetByRole(AriaRole.Link, new() { Name = "Dienst-Notebook" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Passkey entfernen" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Der Passkey ist entfernt.");
    }

    [Fact]
    public async Task A_device_that_cannot_ask_its_owner_gives_no_passkey_and_the_page_says_so()
    {
        await using var world = await World.With(new());
        await world.AddDevice(isVerified: false);
        await world.SignIn();
        await world.AddPasskey("Fund");
        await Assertions.Expect(world.Page.GetByRole(AriaRole.Alert))
            .ToContainTextAsync("Das Gerät hat keinen Passkey gegeben.");
    }

    [Fact]
    public async Task Without_script_password_and_code_are_enough_and_nothing_offers_a_passkey()
    {
        await using var world = await World.With(new() { JavaScriptEnabled = false });
        await world.SignIn();
        await world.Page.GotoAsync("/account/passkeys");
        await Assertions.Expect(world.Page.GetByText("JavaScript ist aus")).ToBeVisibleAsync();
        await Assertions.Expect(world.Page.GetByText("Passkey anlegen")).ToBeHiddenAsync();
        await world.Page.GotoAsync("/sign-in");
        await Assertions.Expect(world.Page.GetByText("Mit Passkey anmelden")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task No_page_of_the_account_has_a_barrier_or_an_error_or_needs_sideways_scrolling()
    {
        await using var world = await World.With(new());
        await world.AddDevice();
        await world.SignIn();
        await world.AddPasskey("Dienst-Notebook");
        await Assertions.Expect(world.Page.GetByRole(AriaRole.Status)).ToBeVisibleAsync();
        Assert.Empty(await Barriers.On(world.Page, pages));
    }
}
