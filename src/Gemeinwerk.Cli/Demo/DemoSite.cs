using System.Net;
using System.Net.Sockets;
using Gemeinwerk.Identity;
using Gemeinwerk.Operating;
using Gemeinwerk.Storage;
using Gemeinwerk.Web;
using Gemeinwerk.Web.Identity;
using Gemeinwerk.Web.Operating;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gemeinwerk.Cli.Demo;

/// <summary>The web application at the end of the demo, with sample people who can sign in.</summary>
sealed class DemoSite : IAsyncDisposable
{
    const int Port = 8080;
    const string Wanted = "http://localhost:8080", AnyPort = "http://127.0.0.1:0";

    readonly WebApplication web;

    DemoSite(WebApplication web, DemoPeople.SignIn signIn) => (this.web, SignIn) = (web, signIn);

    internal DemoPeople.SignIn SignIn { get; }

    internal string Address => web.Urls.First();

    bool IsElsewhere => Address != Wanted;

    /// <summary>Starts it on port 8080, or on a free one where that is taken.</summary>
    internal static async Task<DemoSite> Start(Database database, string actor)
    {
        // What this machine is set up with is for the books that count.
        var settings = Settings.Load(KnownSettings.All, null, new Dictionary<string, string>());
        var web = WebApp.Create(database, SignInPages.Access(database), settings, IsFree(Port) ? Wanted : AnyPort);
        try
        {
            var signIn = await DemoPeople.Create(database, actor, web.Services.GetRequiredService<SignIns>());
            await web.StartAsync();
            return new DemoSite(web, signIn);
        }
        catch
        {
            await web.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asked first, because a server that finds its port taken says so at great length.</summary>
    static bool IsFree(int port)
    {
        try
        {
            foreach (var address in (IPAddress[])[IPAddress.Loopback, IPAddress.IPv6Loopback])
            {
                if (address.AddressFamily == AddressFamily.InterNetworkV6 && !Socket.OSSupportsIPv6) continue;
                using var listener = new TcpListener(address, port);
                listener.Start();
            }
            return true;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode == SocketError.AddressNotAvailable;
        }
    }

    /// <summary>Address, people, and how they sign in.</summary>
    internal string Text()
    {
        var people = new Table("Anmeldename", "Beispielperson", "was sie darf");
        foreach (var it in DemoPeople.All) people.Add(it.SignInName, it.Name, it.Does);
        return $"""
            IM BROWSER: {Address}{(IsElsewhere ? " (Port 8080 ist belegt)" : "")}

            NUR FÜR DIE VORFÜHRUNG: Beispielpersonen mit bekanntem Kennwort. Es gibt sie nur in dieser Datenbank.

            {Indented(people.ToString())}
              Kennwort für alle    {SignIn.Password}
              Zweiter Faktor       der Code unten, oder eine Authenticator-App mit dem Schlüssel
                                   {string.Join(' ', SignIn.Secret.Chunk(4).Select(part => new string(part)))}
              Zum Ausprobieren     die Fusion „{DemoQuarter.RehearsalMerger}“ als abschluss, Freigabe als kaemmerei;
                                   eine Auszahlung der Südwestfalen-IT (Rechnungen erfunden):
                                   fachdienst stellt fest, kaemmerei ordnet an, buchhaltung
                                   bucht, kasse schlägt vor, zahlung und freigabe geben frei

            """;
    }

    /// <summary>Shows the code that is valid now, again and again, until somebody stops the program.</summary>
    internal async Task Run(TextWriter output, TimeProvider clock, bool isTerminal)
    {
        using var stopping = new CancellationTokenSource();
        var codes = isTerminal ? ShowCodes(output, clock, stopping.Token) : ShowCode(output, clock);
        await web.WaitForShutdownAsync();
        await stopping.CancelAsync();
        await codes;
        await output.WriteLineAsync(isTerminal ? $"{Environment.NewLine}Beendet." : "Beendet.");
    }

    async Task ShowCodes(TextWriter output, TimeProvider clock, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var now = clock.GetUtcNow();
            var seconds = 30 - now.ToUnixTimeSeconds() % 30;
            var until = clock.GetLocalNow().AddSeconds(seconds);
            await output.WriteAsync($"\r  Code                 {Code(now)} (bis {until:HH:mm:ss})   Strg+C beendet ");
            await output.FlushAsync(stop);
            await Task.Delay(TimeSpan.FromSeconds(seconds), clock, stop)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    Task ShowCode(TextWriter output, TimeProvider clock) =>
        output.WriteLineAsync(
            $"  Code                 {Code(clock.GetUtcNow())} (jetzt; der nächste kommt aus dem Schlüssel)");

    string Code(DateTimeOffset at)
    {
        var code = Totp.Code(SignIn.Secret, at);
        return $"{code[..3]} {code[3..]}";
    }

    static string Indented(string text) =>
        string.Join('\n', text.Split('\n').Select(line => line.Length > 0 ? $"  {line}" : line));

    public ValueTask DisposeAsync() => web.DisposeAsync();
}
