using System.Net.Sockets;
using Gemeinwerk.Storage;
using Npgsql;

namespace Gemeinwerk.Cli;

/// <summary>What goes wrong outside of the program, as one German sentence: disks, files, servers, databases.</summary>
static class EnvironmentErrors
{
    const int NoSpaceOnUnix = 28, DiskFullOnWindows = unchecked((int)0x80070070);

    /// <param name="address">The database that the command works on.</param>
    /// <returns>The sentence, or null where it is none of these, but a bug.</returns>
    internal static string? Explain(Exception error, string address) => error switch
    {
        NewerDatabaseException =>
            $"Die Datenbank {address} ist von einer neueren Version von Gemeinwerk; bitte diese verwenden.",
        DatabaseException sqlite => OfSqlite(sqlite, address),
        PostgresException postgres => OfPostgres(postgres),
        NpgsqlException { InnerException: SocketException or TimeoutException or IOException } =>
            "Der PostgreSQL-Server ist unter der angegebenen Adresse nicht zu erreichen; läuft er, und stimmen Rechner "
            + "und Port?",
        NpgsqlException => "Die Verbindung zum PostgreSQL-Server kam nicht zustande oder ist abgerissen.",
        UriFormatException =>
            "Das ist keine Adresse einer Datenbank wie postgres://benutzer:kennwort@rechner:5432/datenbank.",
        FileNotFoundException { FileName: { } file } => $"Die Datei {file} gibt es nicht.",
        FileNotFoundException or DirectoryNotFoundException => $"Datei oder Ordner fehlt: {error.Message}",
        UnauthorizedAccessException => $"Dafür fehlen die Rechte: {PathIn(error)}",
        IOException { HResult: NoSpaceOnUnix or DiskFullOnWindows } =>
            "Auf dem Datenträger ist kein Platz mehr; es wurde nichts übernommen.",
        IOException => $"Lesen oder Schreiben ist fehlgeschlagen: {error.Message}",
        _ => null,
    };

    static string OfSqlite(DatabaseException error, string address) => (error.Code & 0xFF) switch
    {
        3 or 8 => $"Die Datenbank {address} darf nicht geändert werden; es fehlen die Rechte.",
        5 or 6 => $"Die Datenbank {address} wird gerade von einem anderen Programm geändert; bitte später noch einmal.",
        10 => $"Die Datenbank {address} ließ sich nicht lesen oder schreiben; Datenträger prüfen.",
        11 => $"Die Datenbank {address} ist beschädigt; bitte eine Sicherung einspielen.",
        13 => "Auf dem Datenträger ist kein Platz mehr; es wurde nichts übernommen.",
        14 => $"Die Datenbank {address} lässt sich nicht öffnen: kein Ordner und keine Rechte, oder keine Datei.",
        26 => $"Die Datei {address} ist keine Datenbank von Gemeinwerk.",
        _ => $"Die Datenbank meldet: {error.Message}.",
    };

    static string OfPostgres(PostgresException error) => error.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            "Der PostgreSQL-Server lehnt Benutzer oder Kennwort ab.",
        PostgresErrorCodes.InvalidCatalogName => "Diese Datenbank gibt es auf dem PostgreSQL-Server nicht.",
        PostgresErrorCodes.InsufficientPrivilege => "Dem Benutzer fehlen auf dem PostgreSQL-Server die Rechte.",
        PostgresErrorCodes.DiskFull => "Auf dem Datenträger des PostgreSQL-Servers ist kein Platz mehr.",
        PostgresErrorCodes.TooManyConnections => "Der PostgreSQL-Server nimmt keine weiteren Verbindungen an.",
        PostgresErrorCodes.CannotConnectNow => "Der PostgreSQL-Server startet oder endet gerade.",
        _ => $"Der PostgreSQL-Server meldet: {error.MessageText} ({error.SqlState}).",
    };

    static string PathIn(Exception error) =>
        error.Message.Split('\'') is [_, var path, ..] ? path : error.Message;
}
