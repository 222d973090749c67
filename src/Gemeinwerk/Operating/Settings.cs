using Gemeinwerk.Basics;

namespace Gemeinwerk.Operating;

/// <summary>A section of the settings: one class per module, whose constructor reads its keys.</summary>
/// <param name="Name">As it stands in brackets in the file, and in the names of variables.</param>
/// <param name="Title">What it is about, in German.</param>
/// <param name="Read">Makes the typed values; a key is declared by being read.</param>
public sealed record SettingsSection(string Name, string Title, Func<SettingsReader, object> Read);

/// <summary>One key, and what stands for it.</summary>
/// <param name="Variable">The variable of the environment that wins over the file.</param>
/// <param name="Form">What is allowed, in German.</param>
/// <param name="Default">What stands where nothing is given, in German; empty for nothing.</param>
/// <param name="Shown">The value in force, with secrets masked; empty for none.</param>
/// <param name="Source">Where it was given, or null where the default stands.</param>
public sealed record Setting(
    string Section, string Key, string Variable, string Description, string Form, string Default, string Shown,
    string? Source);

/// <summary>What is wrong with a setting.</summary>
/// <param name="Where">The file with its line, or the environment.</param>
/// <param name="Key">As it is written there.</param>
public sealed record SettingFinding(string Where, string Key, Rejection Why)
{
    public override string ToString() => Key.Length == 0 ? $"{Where}: {Why}" : $"{Where}, {Key}: {Why}";
}

/// <summary>
/// The settings of an installation, from one file and the environment, which wins. Whoever starts work with them asks
/// for <see cref="Findings"/> first: where there is one, the value is the default.
/// </summary>
public sealed class Settings
{
    /// <summary>Where the file lies on a server.</summary>
    public const string UsualFile = "/etc/gemeinwerk/gemeinwerk.ini";

    readonly List<object> values = [];

    Settings(string? file) => File = file;

    /// <summary>The file that was read, or null.</summary>
    public string? File { get; }

    public IReadOnlyList<SettingFinding> Findings { get; private set; } = [];

    /// <summary>All keys there are, section by section.</summary>
    public IReadOnlyList<Setting> All { get; private set; } = [];

    /// <summary>The typed values of one section.</summary>
    public T Of<T>() => values.OfType<T>().Single();

    /// <param name="file">Null for none.</param>
    /// <param name="environment">Only what begins with <c>GEMEINWERK_</c> counts, and where systemd keeps
    /// credentials.</param>
    public static Settings Load(
        IReadOnlyList<SettingsSection> sections, string? file, IReadOnlyDictionary<string, string> environment)
    {
        var given = file is null ? SettingsFile.Empty : SettingsFile.Read(file);
        var findings = given.Findings.ToList();
        var settings = new Settings(file);
        var all = new List<Setting>();
        foreach (var section in sections)
        {
            var read = new SettingsReader(section.Name, given, environment, all, findings);
            settings.values.Add(section.Read(read));
        }
        findings.AddRange(Unknown(sections, given, all));
        findings.AddRange(Unknown(sections, environment.Keys, all));
        settings.All = all;
        settings.Findings = findings;
        return settings;
    }

    static IEnumerable<SettingFinding> Unknown(
        IReadOnlyList<SettingsSection> sections, SettingsFile file, List<Setting> all)
    {
        foreach (var line in file.Lines)
        {
            if (all.Exists(it => it.Section == line.Section && it.Key == line.Key)) continue;
            var known = all.Where(it => it.Section == line.Section).Select(it => it.Key).ToList();
            var isSecret = known.Contains($"{line.Key}{SettingsReader.FileSuffix}");
            yield return new SettingFinding(line.Where, line.ToString(), (known, isSecret) switch
            {
                (_, true) => new Rejection("operating.setting-secret", "Geheimnisse stehen in einer Datei für sich; "
                    + $"„{line.Key}{SettingsReader.FileSuffix}“ nennt sie."),
                ({ Count: 0 }, _) => new Rejection("operating.setting-unknown",
                    $"Den Abschnitt [{line.Section}] gibt es nicht; bekannt sind: "
                    + $"{string.Join(", ", sections.Select(it => it.Name))}."),
                _ => new Rejection("operating.setting-unknown",
                    $"Diese Einstellung gibt es nicht; bekannt sind: {string.Join(", ", known)}."),
            });
        }
    }

    /// <summary>A variable whose first word is no section is somebody else's.</summary>
    static IEnumerable<SettingFinding> Unknown(
        IReadOnlyList<SettingsSection> sections, IEnumerable<string> variables, List<Setting> all)
    {
        foreach (var variable in variables.Order(StringComparer.Ordinal))
        {
            if (all.Exists(it => it.Variable == variable)) continue;
            var section = sections.FirstOrDefault(it =>
                variable.StartsWith(SettingsReader.Variable(it.Name, ""), StringComparison.Ordinal));
            if (section is null) continue;
            var known = all.Where(it => it.Section == section.Name).Select(it => it.Variable);
            yield return new SettingFinding(SettingsReader.Environment, variable, new Rejection(
                "operating.setting-unknown",
                $"Diese Variable gibt es nicht; bekannt sind: {string.Join(", ", known)}."));
        }
    }
}
