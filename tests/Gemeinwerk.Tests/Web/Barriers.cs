using Gemeinwerk.Tests.Fixtures;
using Microsoft.Playwright;

namespace Gemeinwerk.Tests.Web;

/// <summary>
/// Looks at pages for people who see, type or hold a screen in other ways (WCAG 2.2 AA): at a desk, there in the dark
/// as well, and on a phone. Each page is loaded once; what depends on colours or width only is looked at again.
/// </summary>
static class Barriers
{
    const int Desk = 1280, Phone = 360, Height = 900;

    // Evaluated past the pages' policy, which forbids scripts of others.
    static readonly string axe = File.ReadAllText(
        Repository.PathOf("src", "Gemeinwerk.Web", "node_modules", "axe-core", "axe.min.js"));

    /// <returns>What stands in the way, each with its address; an answer other than 200 by its status, an error of a
    /// script, a page wider than the screen.</returns>
    internal static async Task<List<string>> On(IPage page, params IEnumerable<string> paths)
    {
        var faults = new List<string>();
        void Note(object? _, IConsoleMessage message)
        {
            var isAnswer = message.Text.Contains("status of 404", StringComparison.Ordinal);
            if (message.Type == "error" && !isAnswer) faults.Add($"{page.Url}: {message.Text}");
        }

        page.Console += Note;
        foreach (var path in paths)
        {
            await page.SetViewportSizeAsync(Desk, Height);
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
            var answer = await page.GotoAsync(path);
            if (answer?.Status != 200) faults.Add($"{path}: {answer?.Status}");
            await page.EvaluateAsync(axe);
            await Look("at the desk", "'wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'");
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            await Look("in the dark", "'color-contrast', 'link-in-text-block'");
            await page.SetViewportSizeAsync(Phone, Height);
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
            await Look("on a phone", "'color-contrast', 'target-size', 'scrollable-region-focusable'");

            async Task Look(string how, string rules)
            {
                var found = await OfThisPage(page, rules);
                if (found.Length > 0) faults.Add($"{path} {how}: {found}");
                var overflow = await page.EvaluateAsync<int>(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth");
                if (overflow > 0) faults.Add($"{path} {how}: {overflow} pixels too wide");
            }
        }
        page.Console -= Note;
        return faults;
    }

    /// <summary>What axe finds, or nothing.</summary>
    /// <param name="rules">Tags or names of rules.</param>
    static Task<string> OfThisPage(IPage page, string rules) => page.EvaluateAsync<string>($$"""
        async () => {
          const found = await axe.run(document, { runOnly: [{{rules}}] });
          return found.violations.map(it => `${it.id}: ${it.nodes[0].html}`).join('\n');
        }
        """);
}
