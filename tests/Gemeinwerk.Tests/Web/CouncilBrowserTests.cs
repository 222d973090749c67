using Gemeinwerk.Council;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Microsoft.Playwright;

namespace Gemeinwerk.Tests.Web;

/// <summary>The assembly's pages in Chromium: no barriers, and a vote held with the keyboard.</summary>
public class CouncilBrowserTests
{
    const string Home = CouncilPageTests.Home;

    internal static readonly string[] Pages =
    [
        $"{Home}/members", $"{Home}/members/hemer", $"{Home}/association", $"{Home}/sittings",
        $"{Home}/sittings/1", $"{Home}/sittings/2",
        $"{Home}/sittings/2/items/1", $"{Home}/sittings/2/items/1/result", $"{Home}/sittings/2/items/2",
        $"{Home}/resolutions", $"{Home}/resolutions/1", $"{Home}/statutes", $"{Home}/statutes/2?against=1",
        $"{Home}/record/item-placed?sitting=2&kind=election", $"{Home}/record/statute-drafted",
        $"{Home}/record/vote-closed?sitting=2&item=1", $"{Home}/record/association-formed",
        $"{Home}/record/declaration-made", $"{Home}/record/publication-ordered?resolution=1", "/b/testverband",
    ];

    [Fact]
    public async Task No_page_of_the_assembly_has_a_barrier_or_needs_sideways_scrolling()
    {
        await using var browser = await Chromium.Start();
        await using var books = await Books.On(Engine.Sqlite);
        await CouncilPageTests.Fill(books);
        await using var site = await Site.With(books, ("public.bodies", "testverband"));
        await using var context = await browser.NewContextAsync(new() { BaseURL = site.Address, Locale = "de-DE" });
        var page = await context.NewPageAsync();
        Assert.Equal("", string.Join('\n', await Barriers.On(page, Pages)));
        site.Visitor = null;
        Assert.Equal("", string.Join('\n', await Barriers.On(page, PublicPageTests.Pages)));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_vote_is_recorded_with_the_keyboard_and_seen_elsewhere(bool withScript)
    {
        await using var browser = await Chromium.Start();
        await using var books = await Books.On(Engine.Sqlite);
        await CouncilPageTests.Fill(books);
        await using var site = await Site.Of(books);
        await using var context = await browser.NewContextAsync(new()
        {
            BaseURL = site.Address,
            JavaScriptEnabled = withScript,
            Locale = "de-DE",
        });
        var screen = await context.NewPageAsync();
        await screen.GotoAsync($"{Home}/sittings/2/items/1/result");
        await Assertions.Expect(screen.Locator("main")).ToContainTextAsync("Nach dem Stand jetzt nicht angenommen.");
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{Home}/sittings/2/items/1");
        var choice = page.GetByRole(AriaRole.Group, new() { Name = "Stimme von Mitglied iserlohn" })
            .GetByRole(AriaRole.Radio, new() { Name = "Ja" });
        await choice.FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stimmen aufschreiben" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("die Stimmen von 1 Mitgliedern");
        // The other page was told by itself, with script or without.
        await Assertions.Expect(screen.Locator("main")).ToContainTextAsync("Nach dem Stand jetzt angenommen.");
        var assembly = await books.Database.Read(db => Councils.Read(db, books.Body.Id));
        Assert.Equal(Choice.Yes, assembly.Sitting(2)!.Item(1)!.Ballots["iserlohn"]);
    }

    [Fact]
    public async Task Statutes_resolutions_and_public_pages_are_English_too()
    {
        await using var books = await Books.On(Engine.Sqlite);
        await CouncilPageTests.Fill(books);
        await using var site = await Site.With(books, ("public.bodies", "testverband"));
        await EnglishTests.Look(site, Pages.Concat(PublicPageTests.Pages));
    }
}
