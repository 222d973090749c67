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

    /// <summary>Where the keys of cookies, forms and second factors lie, outside the database.</summary>
    public string KeyFolder => keyFolder ?? Path.Combine(SigningKey.Folder, "web");

    /// <summary>How long requests and work in the background may go on when the program is told to stop.</summary>
    public TimeSpan LongestStop { get; } = TimeSpan.FromSeconds(read.Number("stop-seconds", 60, 1, 3600,
        "wie lange Anfragen und Arbeiten im Hintergrund beim Beenden noch fertig werden dürfen, in Sekunden"));

    static string? Refuse(string urls) => urls.Split(';').FirstOrDefault(url => !IsAddress(url)) is { } wrong
        ? $"„{Texts.Shown(wrong)}“ ist keine Adresse wie http://localhost:8080."
        : null;

    /// <summary>A star or a plus stands for all of a machine's addresses.</summary>
    static bool IsAddress(string url) =>
        Uri.TryCreate(url.Trim().Replace("//*", "//all", StringComparison.Ordinal)
            .Replace("//+", "//all", StringComparison.Ordinal), UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https" && uri.AbsolutePath == "/";
}
