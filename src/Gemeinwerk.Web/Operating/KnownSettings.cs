using Gemeinwerk.Operating;
using Gemeinwerk.Web.Frame;
using Gemeinwerk.Web.Identity;

namespace Gemeinwerk.Web.Operating;

/// <summary>The sections of the settings; a module adds its own here, and nowhere else.</summary>
public static class KnownSettings
{
    public static IReadOnlyList<SettingsSection> All { get; } =
    [
        new("database", "Datenbank", read => new DatabaseSettings(read)),
        new("keys", "Schlüssel, mit denen unterschrieben wird", read => new KeysSettings(read)),
        new("web", "Webanwendung", read => new WebSettings(read)),
        new("sessions", "Dauer der Anmeldung", read => new SessionSettings(read)),
        new("provider", "Anmeldedienst", read => new ProviderSettings(read)),
        new("limits", "Grenzen", read => new LimitSettings(read)),
        new("public", "Öffentliche Seiten ohne Anmeldung", read => new PublicSettings(read)),
        new("log", "Meldungen der Webanwendung", read => new LogSettings(read)),
        new("health", "Zustand, nach dem Wächter fragen", read => new HealthSettings(read)),
        new("telemetry", "Abläufe und Messwerte (OpenTelemetry)", read => new TelemetrySettings(read)),
        new("backup", "Sicherungen", read => new BackupSettings(read)),
    ];
}
