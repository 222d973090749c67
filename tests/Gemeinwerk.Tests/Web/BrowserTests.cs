using System.Text.RegularExpressions;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Microsoft.Playwright;

namespace Gemeinwerk.Tests.Web;

/// <summary>
/// The pages in Chromium: no barriers (WCAG 2.2 AA), no errors, at a desk and on a phone, with script off.
/// </summary>
public class BrowserTests
{
    const string Home = "/b/testverband/finance";
    const float Patience = 30_000;

    internal static readonly string[] Pages =
    [
        "/", "/search?q=strom", "/b/testverband", $"{Home}/journal", $"{Home}/journal?q=gibt-es-nicht",
        $"{Home}/entries/2", $"{Home}/entries/2/reverse", $"{Home}/entries/2/attach",
        $"{Home}/accounts/1811", $"{Home}/trial-balance",
        $"{Home}/statements/results", $"{Home}/statements/cash-flow", $"{Home}/statements/balance-sheet",
        $"{Home}/journal?account=9999", $"{Home}/post", $"{Home}/budget", $"{Home}/budget/2026/52?product=0111",
        $"{Home}/items", $"{Home}/items/all", $"{Home}/items/one?number=R%2F1%20ü", $"{Home}/parties",
        $"{Home}/parties/one?number=P%2F1", $"{Home}/assets", $"{Home}/assets/one?number=A%2F1",
        $"{Home}/assets/schedule", $"{Home}/closing", $"{Home}/closing/2026", $"{Home}/closing/2026/months",
        $"{Home}/closing/2026/begin", $"{Home}/checkpoints", $"{Home}/verify",
        "/b/testverband/treasury/orders", "/b/testverband/treasury/orders/new", "/b/testverband/treasury/orders/1",
        "/b/testverband/treasury/orders/1/edit", "/b/testverband/treasury/orders/2", "/b/testverband/treasury/runs",
        "/b/testverband/treasury/runs/new", "/b/testverband/treasury/runs/1",
        "/b/testverband/centre/items", "/b/testverband/centre/items/device", "/b/testverband/centre/items/member/1",
        "/b/testverband/centre/items/vm", "/b/testverband/centre/items/prefix", "/b/testverband/centre/conflicts",
        "/b/testverband/centre/applications", "/b/testverband/centre/items/member/1/impact",
        "/b/testverband/centre/capacity", "/b/testverband/centre/placement",
        "/b/testverband/centre/placement?by=search", "/b/testverband/centre/waves?first=2026-01-05",
        "/b/testverband/centre/what-if?remove=site%3DRZ-Nord", "/b/testverband/centre/restart",
        "/sign-in", "/sign-in/code", "/b/testverband/people", "/b/testverband/protocol", "/gibt/es/nicht",
    ];

    [Theory, InlineData(true), InlineData(false)]
    public async Task No_page_has_a_barrier_or_an_error_or_needs_sideways_scrolling(bool withScript)
    {
        await using var browser = await Chromium.Start();
        await using var books = await Books.On(Engine.Sqlite);
        await books.Account("2081");
        await books.Given(FinancePageTests.Entries);
        await PostPageTests.Plan(books);
        await SubledgerPageTests.Fill(books);
        await TreasuryPageTests.Fill(books);
        await CentrePageTests.Fill(books);
        await using var site = await Site.Of(books);
        await using var context = await browser.NewContextAsync(new()
        {
            BaseURL = site.Address,
            JavaScriptEnabled = withScript,
            Locale = "de-DE",
        });
        var page = await context.NewPageAsync();
        if (withScript)
        {
            Assert.Equal(["/gibt/es/nicht: 404"], await Barriers.On(page, Pages));
            return;
        }
        foreach (var path in Pages)
        {
            await page.GotoAsync(path);
            Assert.True(await page.Locator("main h1").CountAsync() == 1, path);
        }
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_treasurer_finds_an_entry_and_reverses_it_by_keyboard(bool withScript)
    {
        await using var browser = await Chromium.Start();
        await using var books = await Books.On(Engine.Sqlite);
        await books.Given(FinancePageTests.Entries);
        await using var site = await Site.Of(books);
        await using var context = await browser.NewContextAsync(new()
        {
            BaseURL = site.Address,
            JavaScriptEnabled = withScript,
            Locale = "de-DE",
        });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{Home}/journal");
        await page.GetByLabel("Enthält den Text").FillAsync("strom");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1, new() { Timeout = Patience });
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("journal.*q=strom"), new() { Timeout = Patience });
        await page.GetByRole(AriaRole.Link, new() { Name = "2", Exact = true }).PressAsync("Enter");
        await page.GetByRole(AriaRole.Link, new() { Name = "Stornieren …" }).PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stornieren" }).PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Bitte bestätigen Sie das Storno.");
        await page.GetByRole(AriaRole.Checkbox).PressAsync("Space");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stornieren" }).PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Storniert: Buchung Nr. 4.");
        if (!withScript) return;
        await page.Keyboard.PressAsync("/");
        await Assertions.Expect(page.Locator("#search")).ToBeFocusedAsync();
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_bookkeeper_posts_an_entry_and_sees_the_budget_before(bool withScript)
    {
        await using var browser = await Chromium.Start();
        await using var books = await Books.On(Engine.Sqlite);
        await PostPageTests.Plan(books);
        await using var site = await Site.Of(books);
        await using var context = await browser.NewContextAsync(new()
        {
            BaseURL = site.Address,
            JavaScriptEnabled = withScript,
            Locale = "de-DE",
        });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{Home}/post");
        var second = page.GetByRole(AriaRole.Group, new() { Name = "Zeile 2" });
        await page.GetByLabel("Buchungstag").FillAsync("2026-05-04");
        await page.GetByLabel("Beleg", new() { Exact = true }).FillAsync("R-1");
        await page.Locator("#field-text").FillAsync("Strom");
        await page.Locator("#field-account-1").FillAsync("5241");
        await page.Locator("#field-product-1").FillAsync("0111");
        await page.Locator("#field-debit-1").FillAsync("130");
        if (!withScript) await page.GetByRole(AriaRole.Button, new() { Name = "Mittel prüfen" }).PressAsync("Enter");
        await Assertions.Expect(page.Locator("#budget")).ToContainTextAsync(
            "Es fehlen 30,00 €.", new() { Timeout = Patience });
        await page.GetByRole(AriaRole.Button, new() { Name = "Weitere Zeile" }).PressAsync("Enter");
        await Assertions.Expect(page.Locator("#line-3")).ToBeVisibleAsync();
        await page.Locator("#field-debit-1").FillAsync("30");
        await second.GetByLabel("Konto", new() { Exact = true }).FillAsync("3511");
        await second.GetByLabel("Haben").FillAsync("30");
        await second.GetByLabel("Haben").PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Gebucht: Nr. 1.");
    }
}
