using Gemeinwerk.Storage;

namespace Gemeinwerk.Operating;

/// <summary>Which database the program works on.</summary>
public sealed class DatabaseSettings
{
    readonly Secret? password;

    public DatabaseSettings(SettingsReader read)
    {
        var address = read.Text("address", Path.Combine(UserFolder, "gemeinwerk.db"),
            "die Datenbank", "Dateipfad oder postgres://benutzer@rechner:5432/datenbank", PostgresAddress.Refuse,
            PostgresAddress.Masked, "GEMEINWERK_DB", "gemeinwerk/gemeinwerk.db im Benutzerordner");
        var password = read.Secret("password", "das Kennwort bei PostgreSQL");
        if (password is not null && !PostgresAddress.Is(address))
        {
            read.Refuse("password-file", "Ein Kennwort gibt es nur bei PostgreSQL.");
            password = null;
        }
        this.password = password;
        Address = WithPassword(address);
    }

    /// <summary>As <see cref="Database.Open"/> takes it; with the password.</summary>
    public string Address { get; }

    /// <summary>An address on a server with the password of the settings, where they have one.</summary>
    public string WithPassword(string address) => password is not null && PostgresAddress.Is(address)
        ? PostgresAddress.With(address, password.Reveal())
        : address;

    /// <summary>An address as it may be shown: without its password.</summary>
    public static string Shown(string address) => PostgresAddress.Masked(address);

    /// <summary>Whether opening this address makes a file.</summary>
    public static bool IsNewFile(string address) => !PostgresAddress.Is(address) && !File.Exists(address);

    /// <summary>Where data lies that nobody gave another place.</summary>
    public static string UserFolder => Path.Combine(Environment.GetFolderPath(
        Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create),
        "gemeinwerk");
}

/// <summary>Where the keys lie that sign checkpoints, change logs and certificates.</summary>
public sealed class KeysSettings(SettingsReader read)
{
    /// <summary>Null for the usual place.</summary>
    public string? Folder { get; } = read.Folder("folder",
        "Ordner der Schlüssel, die Checkpoints und Zertifikate unterschreiben; nie in der Datenbank",
        "GEMEINWERK_KEYS", "gemeinwerk/keys im Benutzerordner");
}
