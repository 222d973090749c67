using Gemeinwerk.Tests.Web;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Gemeinwerk.Tests.Web;

/// <summary>
/// Debian's Chromium under Playwright, started with the first test that needs it and ended with the last of all; where
/// it is missing, tests are skipped and say so.
/// </summary>
public sealed class Chromium : IAsyncDisposable
{
    const string Program = "/usr/bin/chromium";

    static readonly string[] options =
    [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--no-first-run",
    ];

    static readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)>> running = new(Launch);

    internal static async Task<RunningBrowser> Start()
    {
        Assert.SkipUnless(File.Exists(Program), "Chromium is not installed: apt-get install chromium");
        return new RunningBrowser((await running.Value).Browser);
    }

    public async ValueTask DisposeAsync()
    {
        if (!running.IsValueCreated) return;
        var (playwright, browser) = await running.Value;
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    static async Task<(IPlaywright, IBrowser)> Launch()
    {
        Assertions.SetDefaultExpectTimeout(30_000);
        var playwright = await Playwright.CreateAsync();
        return (playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = options }));
    }
}

/// <summary>What one test has open in the browser of all.</summary>
sealed class RunningBrowser(IBrowser browser) : IAsyncDisposable
{
    readonly List<IBrowserContext> contexts = [];

    internal async Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions options)
    {
        var context = await browser.NewContextAsync(options);
        contexts.Add(context);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var context in contexts) await context.DisposeAsync();
    }
}
