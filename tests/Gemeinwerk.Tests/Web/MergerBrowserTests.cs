using Gemeinwerk.Merger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Merger;
using Microsoft.Playwright;

namespace Gemeinwerk.Tests.Web;

/// <summary>The pages of mergers in Chromium, as <see cref="BrowserTests"/> opens the others.</summary>
public class MergerBrowserTests
{
    const string Here = MergerPageTests.Here;

    internal static readonly string[] Before =
    [
        "/b/sit/merger", "/b/sit/merger-new", Here, $"{Here}/mapping", $"{Here}/mapping?kind=party",
        $"{Here}/mapping?state=mapped&q=1811", $"{Here}/mapping/account/kdz?number=1811", $"{Here}/plan",
        $"{Here}/dry-run", $"{Here}/run", "/b/kdz/merger", $"/b/kdz/merger/{MergerWorld.Code}/mapping",
    ];

    internal static readonly string[] After =
    [
        "/b/sit/merger", Here, $"{Here}/certificate", $"{Here}/certificate/sections/balances",
        $"{Here}/certificate/sections/items", $"{Here}/undo", $"{Here}/mapping",
    ];

    [Fact]
    public async Task No_page_has_a_barrier_or_an_error_or_needs_sideways_scrolling()
    {
        await using var browser = await Chromium.Start();
        await using var world = await World();
        await using var site = await Site.Of(world["sit"], () => MergerPageTests.Person("erika"));
        await using var context = await browser.NewContextAsync(new() { BaseURL = site.Address, Locale = "de-DE" });
        var page = await context.NewPageAsync();
        Assert.Empty(await Barriers.On(page, Before));
        await world.Suggest();
        Assert.Empty((await world.Run()).Findings);
        Assert.Empty(await Barriers.On(page, After));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Suggestions_are_accepted_and_a_dry_run_is_watched_to_its_end(bool withScript)
    {
        await using var browser = await Chromium.Start();
        await using var world = await World();
        await using var site = await Site.Of(world["sit"], () => MergerPageTests.Person("erika"));
        await using var context = await browser.NewContextAsync(new()
        {
            BaseURL = site.Address,
            JavaScriptEnabled = withScript,
            Locale = "de-DE",
        });
        var page = await context.NewPageAsync();
        await page.GotoAsync(Here);
        await page.GetByRole(AriaRole.Link, new() { Name = "Nächster Schritt: Überleitung bearbeiten" }).ClickAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "kdz 1811 annehmen" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Ausgewählte annehmen" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Angenommen: 1.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Alle Vorschläge annehmen" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Angenommen: 1.");
        await page.GotoAsync($"{Here}/dry-run");
        await page.GetByRole(AriaRole.Button, new() { Name = "Probelauf starten" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Der Probelauf ist gelungen."))
            .ToBeVisibleAsync(new() { Timeout = 30_000 });
        await page.GetByRole(AriaRole.Link, new() { Name = "Zertifikat des Probelaufs lesen" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Img, new() { Name = "Aus mehreren Büchern wird eines" }))
            .ToBeVisibleAsync();
    }

    /// <summary>A merger whose mapping lacks two lines that are suggested.</summary>
    static async Task<MergerWorld> World()
    {
        var world = await MergerTests.Example(Engine.Sqlite);
        foreach (var source in (string[])["kdz", "ckm"])
        {
            Assert.True((await world.Act(work => Mappings.Remove(
                work, MergerWorld.Code, MappingKind.Account, source, "1811"))).Expect());
        }
        return world;
    }
}
