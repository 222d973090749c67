using System.Net;
using Gemeinwerk.Basics;
using Gemeinwerk.Operating;
using Gemeinwerk.Proofs;

namespace Gemeinwerk.Web.Operating;

/// <summary>Where the application listens, and how it stops.</summary>
public sealed class WebSettings(SettingsReader read)
{
    readonly string? keyFolder = read.Folder("key-folder",
        "Ordner der Schlüssel für Cookies, Formulare und zweite Faktoren", defaultText: "web im Ordner der Schlüssel");

    /// <summary>Several with semicolons.</summary>
    public string Urls { get; } = read.Text("urls", "http://localhost:8080",
        "Adressen, auf denen gelauscht wird, mit Semikolon getrennt", "http://rechner:port", Refuse);

    /// <summary>Where people find the application, if not where it listens; null where these are the same.</summary>
    public Uri? PublicAddress { get; } = read.Address("public-address",
        "Adresse, unter der die Anwendung im Browser erreicht wird, wenn ein Proxy davor steht");

    /// <summary>Whose word counts about who asks.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; } = Networks(read.Text("trusted-proxies", "",
        "Proxys, deren Angabe zur Adresse des Aufrufers zählt, mit Semikolon getrennt", "Netze wie 192.0.2.0/24",
        RefuseNetworks));

    /// <summary>Where the keys of cookies, forms and second factors lie, outside the database.</summary>
    public string KeyFolder => keyFolder ?? Path.Combine(SigningKey.Folder, "web");

    /// <summary>How long requests and work in the background may go on when the program is told to stop.</summary>
    public TimeSpan LongestStop { get; } = TimeSpan.FromSeconds(read.Number("stop-seconds", 60, 1, 3600,
        "wie lange Anfragen und Arbeiten im Hintergrund beim Beenden noch fertig werden dürfen, in Sekunden"));

    /// <summary>Scheme, host and port under which whoever asks finds the application.</summary>
    public string OriginFor(HttpRequest request) =>
        PublicAddress?.GetLeftPart(UriPartial.Authority) ?? $"{request.Scheme}://{request.Host}";

    static IPNetwork[] Networks(string text) => [.. Split(text).Select(IPNetwork.Parse)];

    static string? RefuseNetworks(string text) =>
        Split(text).FirstOrDefault(it => !IPNetwork.TryParse(it, out _)) is { } wrong
            ? $"„{Texts.Shown(wrong)}“ ist kein Netz wie 192.0.2.0/24 oder 192.0.2.7/32."
            : null;

    static string[] Split(string text) =>
        text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    static string? Refuse(string urls) => urls.Split(';').FirstOrDefault(url => !IsAddress(url)) is { } wrong
        ? $"„{Texts.Shown(wrong)}“ ist keine Adresse wie http://localhost:8080."
        : null;

    /// <summary>A star or a plus stands for all of a machine's addresses.</summary>
    static bool IsAddress(string url) =>
        Uri.TryCreate(url.Trim().Replace("//*", "//all", StringComparison.Ordinal)
            .Replace("//+", "//all", StringComparison.Ordinal), UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https" && uri.AbsolutePath == "/";
}
