namespace Gemeinwerk.Operating;

/// <summary>Where backups (Sicherungen) go, and how many are kept.</summary>
public sealed class BackupSettings(SettingsReader read)
{
    public string? Folder { get; } = read.Folder("folder", "wohin „backup create“ Sicherungen schreibt");

    /// <summary>0 keeps all.</summary>
    public int Keep { get; } = read.Number("keep", 0, 0, 10_000,
        "wie viele Sicherungen bleiben; ältere löscht „backup create“, bei 0 keine");

    /// <summary>Null to look for them.</summary>
    public string? PostgresTools { get; } = read.Folder("postgres-tools", "Ordner von pg_dump und pg_restore",
        defaultText: "werden gesucht");
}
