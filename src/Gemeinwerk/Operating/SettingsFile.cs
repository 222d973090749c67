using System.Text;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Operating;

/// <summary>A line <c>key = value</c> of the file.</summary>
/// <param name="Where">File and line, as <c>gemeinwerk.ini:7</c>.</param>
sealed record SettingsLine(string Section, string Key, string Value, string Where)
{
    public override string ToString() => Section.Length == 0 ? Key : $"[{Section}] {Key}";
}

/// <summary>
/// The file with the settings: <c>[section]</c>, <c>key = value</c>, and comments on lines of their own that begin with
/// <c>#</c> or <c>;</c>. Read here and not by a library, so that each finding can name its line.
/// </summary>
sealed record SettingsFile(IReadOnlyList<SettingsLine> Lines, IReadOnlyList<SettingFinding> Findings)
{
    const long LongestBytes = 1 << 20;

    internal static readonly SettingsFile Empty = new([], []);

    static readonly UTF8Encoding utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal static SettingsFile Read(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > LongestBytes }) return Unreadable(path, "zu groß");
            return Parse(path, utf8.GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF'));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return Unreadable(path, "nicht vorhanden");
        }
        catch (UnauthorizedAccessException)
        {
            return Unreadable(path, "für diesen Benutzer nicht lesbar");
        }
        catch (DecoderFallbackException)
        {
            return Unreadable(path, "kein Text in UTF-8");
        }
    }

    internal static SettingsFile Parse(string path, string text)
    {
        var (lines, findings, section) = (new List<SettingsLine>(), new List<SettingFinding>(), "");
        var number = 0;
        foreach (var raw in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var (line, where) = (raw.Trim(), $"{path}:{++number}");
            if (line.Length == 0 || line[0] is '#' or ';') continue;
            if (line is ['[', .. var name, ']'])
            {
                section = name.Trim();
                continue;
            }
            if (line.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var at))
            {
                findings.Add(new(where, "", new Rejection("operating.settings-line",
                    $"„{Texts.Shown(line)}“ ist weder [Abschnitt] noch „Name = Wert“ noch ein Kommentar mit #.")));
                continue;
            }
            var found = new SettingsLine(section, line[..at].Trim(), Unquoted(line[(at + 1)..].Trim()), where);
            if (lines.Find(it => it.Section == section && it.Key == found.Key) is { } earlier)
            {
                findings.Add(new(where, found.ToString(), new Rejection("operating.setting-twice",
                    $"Diese Einstellung steht schon in {earlier.Where}.")));
                continue;
            }
            lines.Add(found);
        }
        return new SettingsFile(lines, findings);
    }

    static string Unquoted(string value) => value is ['"', .. var inner, '"'] ? inner : value;

    static SettingsFile Unreadable(string path, string why) => new([],
        [new(path, "", new Rejection("operating.settings-file", $"Die Datei mit den Einstellungen ist {why}."))]);
}
