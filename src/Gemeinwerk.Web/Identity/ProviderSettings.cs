using Gemeinwerk.Operating;

namespace Gemeinwerk.Web.Identity;

/// <summary>An existing provider (Anmeldedienst, OpenID Connect) with which people may sign in.</summary>
public sealed class ProviderSettings
{
    public ProviderSettings(SettingsReader read)
    {
        Authority = read.Address("authority",
            "Adresse des Anmeldedienstes (OpenID Connect), unter der /.well-known/openid-configuration liegt");
        Name = read.Text("name", "Anmeldedienst", "wie er auf der Anmeldeseite heißt");
        ClientId = read.Text("client-id", "gemeinwerk", "als wer Gemeinwerk dort eingetragen ist");
        ClientSecret = read.Secret("client-secret", "das Geheimnis dazu");
        StrongClasses = Words(read.Text("second-factor-acr", "",
            "Werte von acr, die einen zweiten Faktor bezeugen, mit Leerzeichen getrennt"));
        StrongMethods = Words(read.Text("second-factor-amr", "",
            "Werte von amr, die einen zweiten Faktor bezeugen, mit Leerzeichen getrennt; ohne beide fragt Gemeinwerk"));
        MaxAge = TimeSpan.FromMinutes(read.Number("max-age-minutes", 15, 0, 1440,
            "wie lange sich jemand dort höchstens zuvor ausgewiesen haben darf; 0 fragt nicht danach"));
        if (Authority is { Scheme: "http", IsLoopback: false })
        {
            read.Refuse("authority", "Ein Anmeldedienst ist nur über https:// zu erreichen.");
            Authority = null;
        }
    }

    /// <summary>Null where there is none.</summary>
    public Uri? Authority { get; }

    public string Name { get; }

    public string ClientId { get; }

    public Secret? ClientSecret { get; }

    /// <summary>What <c>acr</c> must be for its second factor to count.</summary>
    public IReadOnlyList<string> StrongClasses { get; }

    /// <summary>One of which <c>amr</c> must hold for its second factor to count.</summary>
    public IReadOnlyList<string> StrongMethods { get; }

    /// <summary>Zero does not ask.</summary>
    public TimeSpan MaxAge { get; }

    static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
