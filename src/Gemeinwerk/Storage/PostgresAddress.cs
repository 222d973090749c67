using System.Text.RegularExpressions;
using Npgsql;

namespace Gemeinwerk.Storage;

/// <summary>
/// Reads <c>postgres://user:password@host:port/database?sslmode=require</c>, the form that everyone knows.
/// </summary>
static partial class PostgresAddress
{
    internal static bool Is(string address) =>
        address.StartsWith("postgres://", StringComparison.Ordinal)
        || address.StartsWith("postgresql://", StringComparison.Ordinal);

    /// <summary>An address of something else, as <c>mysql://…</c>; nobody means a folder of that name.</summary>
    internal static bool IsForeign(string address) => !Is(address) && Scheme().IsMatch(address);

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]*://")]
    private static partial Regex Scheme();

    /// <summary>Why an address is none, as a German sentence; null where it is fine. A file path always is.</summary>
    internal static string? Refuse(string address)
    {
        const string None = "Das ist keine Adresse wie postgres://benutzer@rechner:5432/datenbank.";
        if (!Is(address)) return IsForeign(address) ? None : null;
        try
        {
            _ = ConnectionString(address);
            return null;
        }
        catch (Exception error) when (error is UriFormatException or ArgumentException or FormatException)
        {
            return None;
        }
    }

    /// <summary>The address with another password.</summary>
    internal static string With(string address, string password)
    {
        var (start, user, rest) = Split(address);
        return $"{start}{user.Split(':')[0]}:{Uri.EscapeDataString(password)}@{rest}";
    }

    /// <summary>The address as it may be shown: without its password.</summary>
    internal static string Masked(string address)
    {
        if (!Is(address)) return address;
        var (start, user, rest) = Split(address);
        rest = PasswordOption().Replace(rest, "$1••••••••");
        return user.Split(':') switch
        {
            [""] => start + rest,
            [var name] => $"{start}{name}@{rest}",
            [var name, ..] => $"{start}{name}:••••••••@{rest}",
            _ => start + rest,
        };
    }

    static (string Start, string User, string Tail) Split(string address)
    {
        var start = address.IndexOf("//", StringComparison.Ordinal) + 2;
        var end = address.IndexOf('/', start) is > 0 and var slash ? slash : address.Length;
        var at = address.LastIndexOf('@', end - 1);
        return at < start
            ? (address[..start], "", address[start..])
            : (address[..start], address[start..at], address[(at + 1)..]);
    }

    internal static string ConnectionString(string address)
    {
        var uri = new Uri(address);
        var user = uri.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = Uri.UnescapeDataString(uri.Host),
            Port = uri.Port > 0 ? uri.Port : 5432,
            Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')),
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            MaxAutoPrepare = 128,
            AutoPrepareMinUsages = 2,
            CommandTimeout = 0,
        };
        foreach (var option in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = option.Split('=', 2);
            builder[Uri.UnescapeDataString(parts[0])] = Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? "");
        }
        return builder.ConnectionString;
    }

    [GeneratedRegex("(?<=[?&])((?:pass(?:word|phrase)?|pwd|ssl(?:\\+|%20)?password)=)[^&]*", RegexOptions.IgnoreCase)]
    private static partial Regex PasswordOption();
}
