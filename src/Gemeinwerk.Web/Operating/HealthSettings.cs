using Gemeinwerk.Operating;

namespace Gemeinwerk.Web.Operating;

/// <summary>From when on the health of the installation is called degraded.</summary>
public sealed class HealthSettings(SettingsReader read)
{
    public long FreeBytes { get; } = 1_000_000L * read.Number("free-megabytes", 1000, 0, 100_000_000,
        "wie viel Platz auf dem Datenträger frei sein soll, in Megabyte; unter einem Zehntel gilt: nicht bereit");

    /// <summary>Null for never.</summary>
    public TimeSpan? Uncovered { get; } = Days(read.Number("checkpoint-days", 35, 0, 10_000,
        "wie alt die älteste Buchung sein darf, die kein Checkpoint deckt, in Tagen; 0 prüft es nicht"));

    public TimeSpan BackupAge { get; } = TimeSpan.FromHours(read.Number("backup-hours", 26, 1, 100_000,
        "wie alt die neueste Sicherung sein darf, in Stunden; geprüft, wo [backup] folder steht"));

    static TimeSpan? Days(int days) => days == 0 ? null : TimeSpan.FromDays(days);
}
