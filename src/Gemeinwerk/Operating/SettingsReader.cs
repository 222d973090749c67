using System.Globalization;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Operating;

/// <summary>
/// How a section's class reads its keys: each call declares one with its default and what it is for, and gives the
/// value in force. What cannot be read becomes a finding, and the default stands.
/// </summary>
public sealed class SettingsReader
{
    internal const string FileSuffix = "-file", Environment = "Umgebung";
    const string Masked = "••••••••";

    readonly string section;
    readonly SettingsFile file;
    readonly IReadOnlyDictionary<string, string> environment;
    readonly List<Setting> all;
    readonly List<SettingFinding> findings;

    internal SettingsReader(
        string section, SettingsFile file, IReadOnlyDictionary<string, string> environment, List<Setting> all,
        List<SettingFinding> findings) =>
        (this.section, this.file, this.environment, this.all, this.findings) =
        (section, file, environment, all, findings);

    /// <param name="otherwise">What stands where nothing is given.</param>
    /// <param name="description">German, one sentence or part of one.</param>
    /// <param name="refuse">Why a value is not possible, as a German sentence; null where it is fine.</param>
    /// <param name="shown">How it may be shown, where it can hold a secret.</param>
    /// <param name="variable">Where the variable has a name of its own.</param>
    public string Text(
        string key, string otherwise, string description, string form = "Text", Func<string, string?>? refuse = null,
        Func<string, string>? shown = null, string? variable = null, string? defaultText = null) =>
        Value(key, variable, description, form, defaultText ?? otherwise, otherwise,
            text => refuse?.Invoke(text) is { } why ? Wrong(why) : text, shown ?? (text => text));

    /// <summary>A text that may be missing.</summary>
    public string? OptionalText(
        string key, string description, string form = "Text", Func<string, string?>? refuse = null,
        string? variable = null, string defaultText = "") =>
        Value<string?>(key, variable, description, form, defaultText, null,
            text => refuse?.Invoke(text) is { } why ? Wrong(why) : text, text => text ?? "");

    /// <summary>An absolute path of a folder, which need not exist yet.</summary>
    public string? Folder(string key, string description, string? variable = null, string defaultText = "") =>
        OptionalText(key, description, "Ordner mit vollem Pfad",
            text => Path.IsPathFullyQualified(text) ? null : $"„{Texts.Shown(text)}“ ist kein voller Pfad.",
            variable, defaultText);

    public int Number(string key, int otherwise, int least, int most, string description)
    {
        var form = $"{least} bis {most}";
        return Value(key, null, description, form, otherwise.ToString(CultureInfo.InvariantCulture), otherwise,
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= least && number <= most
                ? number
                : Wrong($"„{Texts.Shown(text)}“ ist keine ganze Zahl von {form}."),
            number => number.ToString(CultureInfo.InvariantCulture));
    }

    public bool Flag(string key, bool otherwise, string description) =>
        Value(key, null, description, "yes, no", otherwise ? "yes" : "no", otherwise,
            text => text switch
            {
                "yes" => true,
                "no" => false,
                _ => Wrong($"„{Texts.Shown(text)}“ ist weder yes noch no."),
            },
            flag => flag ? "yes" : "no");

    /// <summary>One of the members of an enumeration, by their codes.</summary>
    public T Choice<T>(string key, T otherwise, string description) where T : struct, Enum =>
        Value(key, null, description, Codes.All<T>(), otherwise.Code(), otherwise,
            text => Codes.TryParse(text, out T value)
                ? value
                : Wrong($"„{Texts.Shown(text)}“ ist nicht möglich; erlaubt sind: {Codes.All<T>()}."),
            value => value.Code());

    /// <summary>
    /// An address of the web, absolute, without user and password.
    /// </summary>
    public Uri? Address(string key, string description) =>
        Value<Uri?>(key, null, description, "Adresse mit http:// oder https://", "", null,
            text => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                && uri.UserInfo.Length == 0
                ? uri
                : Wrong("Das ist keine Adresse mit http:// oder https:// ohne Benutzer und Kennwort."),
            uri => uri?.ToString() ?? "");

    /// <summary>
    /// A secret, which stands in a file of its own; the key that names the file is <paramref name="key"/> with
    /// <c>-file</c>. A name without a folder is one of systemd's credentials.
    /// </summary>
    public Secret? Secret(string key, string description) =>
        Value<Secret?>(key + FileSuffix, null, description,
            "Datei mit vollem Pfad, oder Name eines Credentials von systemd", "", null, SecretOf,
            secret => secret is null ? "" : Masked);

    /// <summary>Says what is wrong with values that do not go together.</summary>
    public void Refuse(string key, string message)
    {
        var found = Given(key, Variable(section, key));
        findings.Add(new(found?.Where ?? $"[{section}]", key, Wrong(message)));
    }

    internal static string Variable(string section, string key) =>
        $"GEMEINWERK_{section}_{key}".Replace('-', '_').ToUpperInvariant();

    T Value<T>(
        string key, string? variable, string description, string form, string defaultText, T otherwise,
        Func<string, Result<T>> parse, Func<T, string> shown)
    {
        variable ??= Variable(section, key);
        var (value, source) = (otherwise, (string?)null);
        if (Given(key, variable) is { Value.Length: > 0 } given)
        {
            source = given.Where;
            if (parse(given.Value).Ok(out var parsed, out var why)) value = parsed;
            else findings.Add(new(given.Where, given.Key, why));
        }
        var text = source is null ? defaultText : shown(value);
        all.Add(new Setting(section, key, variable, description, form, defaultText, text, source));
        return value;
    }

    /// <summary>A variable that is empty counts as not set, as systemd cannot unset one in a file.</summary>
    (string Value, string Where, string Key)? Given(string key, string variable)
    {
        if (environment.TryGetValue(variable, out var text) && text.Length > 0) return (text, Environment, variable);
        return file.Lines.FirstOrDefault(it => it.Section == section && it.Key == key) is { } line
            ? (line.Value, line.Where, line.ToString())
            : null;
    }

    Result<Secret?> SecretOf(string path)
    {
        if (!Path.IsPathFullyQualified(path))
        {
            if (path.Contains('/', StringComparison.Ordinal)
                || !environment.TryGetValue("CREDENTIALS_DIRECTORY", out var folder))
            {
                return new Rejection("operating.secret-file",
                    "Das ist kein voller Pfad, und systemd hat keine Credentials übergeben.");
            }
            path = Path.Combine(folder, path);
        }
        try
        {
            return File.ReadAllText(path).TrimEnd('\r', '\n') is { Length: > 0 } text
                ? new Secret(text)
                : new Rejection("operating.secret-file", $"Die Datei {path} ist leer.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new Rejection("operating.secret-file", $"Die Datei {path} fehlt oder ist nicht lesbar.");
        }
    }

    static Rejection Wrong(string message) => new("operating.setting", message);
}

/// <summary>A text that no message, log or answer shows by accident.</summary>
public sealed class Secret(string text)
{
    public string Reveal() => text;

    public override string ToString() => "••••••••";
}
