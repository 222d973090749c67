using System.Diagnostics;
using System.Globalization;
using Gemeinwerk.Operating;
using Gemeinwerk.Storage;
using Gemeinwerk.Web;
using Gemeinwerk.Web.Identity;
using Gemeinwerk.Web.Operating;

namespace Gemeinwerk.Bench.Load;

/// <summary>The web application in a process of its own, so that its memory is its own.</summary>
sealed class LoadServer : IAsyncDisposable
{
    readonly Process process;

    LoadServer(Process process, string address) => (this.process, Address) = (process, new Uri(address));

    internal Uri Address { get; }

    internal double ResidentMegabytes => Measured.Resident(process.Id);

    internal double PeakMegabytes => Measured.Peak(process.Id);

    internal static async Task<LoadServer> Start(string database, string keyFolder)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["serve", database, keyFolder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        var address = await process.StandardOutput.ReadLineAsync();
        return new LoadServer(process, address ?? throw new InvalidOperationException("The server did not start."));
    }

    /// <summary>What the process itself runs: prints its address and ends when its input does.</summary>
    internal static async Task Serve(string address, string keyFolder)
    {
        await using var database = await Database.Open(address);
        var settings = Settings.Load(KnownSettings.All, null, new Dictionary<string, string>
        {
            ["GEMEINWERK_WEB_URLS"] = "http://127.0.0.1:0",
            ["GEMEINWERK_WEB_KEY_FOLDER"] = keyFolder,
        });
        await using var web = WebApp.Create(database, SignInPages.Access(database), settings);
        await web.StartAsync();
        Console.WriteLine(web.Urls.First());
        await Console.In.ReadToEndAsync();
        await web.StopAsync();
    }

    /// <summary>Lets it end what it is doing.</summary>
    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        var code = process.ExitCode;
        process.Dispose();
        if (code != 0) throw new InvalidOperationException(
            string.Create(CultureInfo.InvariantCulture, $"The server ended with exit code {code}."));
    }
}
