using System.Text.RegularExpressions;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Ledger;
using Gemeinwerk.Tests.Merger;
using Gemeinwerk.Web.Frame;
using Microsoft.Playwright;

namespace Gemeinwerk.Tests.Web;

/// <summary>The ways that people really walk through the application, in a browser, with script on and off.</summary>
public sealed partial class WalkTests
{
    const string Home = "/b/testverband";
    const float Patience = 30_000;

    static async Task<IPage> Open(RunningBrowser browser, Site site, bool withScript, int width)
    {
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = site.Address,
            JavaScriptEnabled = withScript,
            ViewportSize = new() { Width = width, Height = 900 },
            Locale = "de-DE",
            AcceptDownloads = true,
        });
        context.SetDefaultTimeout(Patience);
        return await context.NewPageAsync();
    }

    static ILocator Link(IPage page, string name) => page.GetByRole(AriaRole.Link, new() { Name = name });

    [Theory]
    [InlineData(true, 1280)]
    [InlineData(false, 360)]
    public async Task A_treasurer_goes_from_what_waits_to_the_entry_behind_a_statement(bool withScript, int width)
    {
        await using var browser = await Chromium.Start();
        await using var books = await StartPageTests.Busy(Engine.Sqlite);
        await using var site = await Site.Of(books, BodyRoles.Order | BodyRoles.Close, new SetClock());
        var page = await Open(browser, site, withScript, width);
        await page.GotoAsync("/");
        await Link(page, "0111/52").ClickAsync();
        await Assertions.Expect(page.Locator("main h1")).ToHaveTextAsync("Haushaltsposition 0111/52");
        await Link(page, "5241").ClickAsync();
        await Assertions.Expect(page.Locator("main h1")).ToContainTextAsync("Kontoblatt 5241");

        await page.GotoAsync($"{Home}/finance/statements/results?year=2026");
        await page.GetByRole(AriaRole.Link, new() { Name = "5241", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "6", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("main h1")).ToHaveTextAsync("Buchung Nr. 6");

        await page.GotoAsync(Home);
        await Link(page, "Haushaltsjahr 2026").ClickAsync();
        await Link(page, "Monate schließen …").ClickAsync();
        await page.GetByLabel("Bis einschließlich").SelectOptionAsync("2");
        await page.GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Monate schließen" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("2 Monate geschlossen.");
    }

    [Theory]
    [InlineData(true, 1280)]
    [InlineData(false, 360)]
    public async Task An_accountant_attaches_a_voucher_and_an_auditor_finds_reads_and_checks_it(
        bool withScript, int width)
    {
        await using var browser = await Chromium.Start();
        await using var books = await Books.On(Engine.Sqlite);
        await books.Given(FinancePageTests.Entries);
        await using var site = await Site.Of(books, BodyRoles.Post);
        var page = await Open(browser, site, withScript, width);
        await page.GotoAsync($"{Home}/finance/entries/2");
        await Link(page, "Beleg anhängen …").ClickAsync();
        await page.Locator("#field-voucher").SetInputFilesAsync(new FilePayload
        {
            Name = "Rechnung 7.pdf",
            MimeType = "application/pdf",
            Buffer = VoucherTests.Invoice,
        });
        await page.GetByRole(AriaRole.Button, new() { Name = "Anhängen" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("dass die Datei bleibt");
        await page.Locator("#field-voucher").SetInputFilesAsync(new FilePayload
        {
            Name = "Rechnung 7.pdf",
            MimeType = "application/pdf",
            Buffer = VoucherTests.Invoice,
        });
        await page.GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Anhängen" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Angehängt: Rechnung 7.pdf.");

        site.Visitor = new("karl", new Dictionary<string, BodyRoles> { ["testverband"] = BodyRoles.Audit });
        await page.GotoAsync("/");
        if (withScript) await page.Keyboard.PressAsync("/");
        else await page.Locator("#search").FocusAsync();
        await page.Keyboard.TypeAsync("strom");
        await page.Keyboard.PressAsync("Enter");
        await Link(page, "Nr. 2:").ClickAsync();
        await Assertions.Expect(Link(page, "Beleg anhängen …")).ToHaveCountAsync(0);
        Assert.Equal(VoucherTests.Invoice, await Download(page, "Rechnung 7.pdf"));
        var proof = System.Text.Encoding.UTF8.GetString(await Download(page, "Beweis herunterladen"));
        Assert.StartsWith("gemeinwerk-inclusion/1", proof, StringComparison.Ordinal);
        await page.GotoAsync($"{Home}/finance/verify");
        await page.GetByRole(AriaRole.Button, new() { Name = "Prüfung beginnen" }).ClickAsync();
        await Assertions.Expect(page.Locator("#verify")).ToContainTextAsync(Ends());
        while (!withScript && await Link(page, "Stand aktualisieren").CountAsync() > 0)
        {
            await Link(page, "Stand aktualisieren").ClickAsync();
        }
        await Assertions.Expect(page.GetByText("Belegdateien")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("weicht ab")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(true, 1280)]
    [InlineData(false, 360)]
    public async Task Two_people_bring_a_merger_from_its_mapping_to_its_certificate(bool withScript, int width)
    {
        await using var browser = await Chromium.Start();
        await using var world = await MergerTests.Example(Engine.Sqlite);
        await MergerApprovalTests.Appoint(world);
        await using var site = await Site.Of(world["sit"], () => MergerPageTests.Person("erika"));
        var page = await Open(browser, site, withScript, width);
        foreach (var (what, button) in new[] { ("Überleitung", "mapping"), ("Vollzug", "execution") })
        {
            site.Visitor = MergerPageTests.Person("erika");
            await page.GotoAsync(MergerPageTests.Here);
            await page.Locator($"button[name=what][value={button}]").ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Erbeten.");
            site.Visitor = MergerPageTests.Person("anna");
            await page.GotoAsync("/");
            await Link(page, "Freigabe erteilen oder ablehnen").ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = $"{what} freigeben" }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Freigegeben.");
        }
        await page.GotoAsync($"{MergerPageTests.Here}/run");
        await page.GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Fusion vollziehen" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Die Fusion ist vollzogen.");
        await Assertions.Expect(page.GetByRole(AriaRole.Img, new() { Name = "Aus mehreren Büchern wird eines" }))
            .ToBeVisibleAsync();
        Assert.Contains("mutual-claim", System.Text.Encoding.UTF8.GetString(
            await Download(page, "Zertifikat als Text")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_print_there_is_the_content_and_nothing_to_click()
    {
        await using var browser = await Chromium.Start();
        await using var books = await StartPageTests.Busy(Engine.Sqlite);
        await using var site = await Site.Of(books);
        var page = await Open(browser, site, withScript: true, width: 720);
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        foreach (var path in (string[])[
            "/", Home, $"{Home}/finance/journal", $"{Home}/finance/entries/6", $"{Home}/finance/trial-balance",
            $"{Home}/finance/statements/balance-sheet", $"{Home}/finance/budget?year=2026"])
        {
            await page.GotoAsync(path);
            await Assertions.Expect(page.Locator("main h1")).ToBeVisibleAsync();
            await Assertions.Expect(page.Locator("main table, .gw-facts").First).ToBeVisibleAsync();
            foreach (var gone in (string[])[".gw-header", ".gw-menu", ".gw-filter", ".gw-actions", ".gw-crumbs"])
            {
                foreach (var part in await page.Locator(gone).AllAsync())
                {
                    Assert.False(await part.IsVisibleAsync(), $"{path}: {gone} is printed");
                }
            }
            Assert.True((await page.PdfAsync(new() { Format = "A4" })).Length > 5_000, path);
        }
    }

    static async Task<byte[]> Download(IPage page, string name)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => Link(page, name).First.ClickAsync());
        return await File.ReadAllBytesAsync((await download.PathAsync())!);
    }

    [GeneratedRegex("Alles stimmt|Nicht alles konnte|Stand aktualisieren")]
    private static partial Regex Ends();
}
