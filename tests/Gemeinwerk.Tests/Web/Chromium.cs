using Microsoft.Playwright;

namespace Gemeinwerk.Tests.Web;

/// <summary>Debian's Chromium under Playwright; where it is missing, the test is skipped and says so.</summary>
static class Chromium
{
    const string Program = "/usr/bin/chromium";

    static readonly string[] options =
    [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--no-first-run",
    ];

    internal static async Task<RunningBrowser> Start()
    {
        Assert.SkipUnless(File.Exists(Program), "Chromium is not installed: apt-get install chromium");
        var playwright = await Playwright.CreateAsync();
        return new RunningBrowser(playwright, await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Program,
            Args = options,
        }));
    }
}

/// <summary>A browser that ends with its test.</summary>
sealed class RunningBrowser(IPlaywright playwright, IBrowser browser) : IAsyncDisposable
{
    internal Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions options) =>
        browser.NewContextAsync(options);

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
