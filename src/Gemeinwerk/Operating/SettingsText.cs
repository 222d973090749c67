using System.Text;

namespace Gemeinwerk.Operating;

/// <summary>The settings as texts that follow from the code, so that none is missing in them.</summary>
public static class SettingsText
{
    /// <summary>A file to start from: every key as a comment with what it is for, its default beside.</summary>
    public static string File(IReadOnlyList<SettingsSection> sections, Settings settings)
    {
        var text = new StringBuilder("""
            # Einstellungen von Gemeinwerk. Zeilen mit # sind Kommentare; hier gilt überall die Vorgabe.
            # Variablen der Umgebung gehen vor. Geheimnisse stehen in Dateien für sich.
            # Prüfen: gemeinwerk config check

            """);
        foreach (var section in sections)
        {
            text.Append(null, $"\n# {section.Title}\n[{section.Name}]\n");
            foreach (var it in settings.All.Where(it => it.Section == section.Name))
            {
                text.Append(null, $"# {it.Description} ({it.Form})\n");
                text.Append($"#{it.Key} = {it.Default}".TrimEnd()).Append('\n');
            }
        }
        return text.ToString();
    }

    /// <summary>The reference as a page: a table per section.</summary>
    public static string Page(IReadOnlyList<SettingsSection> sections, Settings settings)
    {
        var text = new StringBuilder("""
            # Settings

            What can be set, in the file (`/etc/gemeinwerk/gemeinwerk.ini`, unless `--config` or `GEMEINWERK_CONFIG`
            names another) or by a variable of the environment, which wins. `gemeinwerk config check` names what is
            wrong with file and line, `gemeinwerk config show` what is in force, `gemeinwerk config example` prints a
            file to start from. Secrets stand in files of their own, or in systemd's credentials, and are never shown.
            This page is written from the source by a test.

            """);
        foreach (var section in sections)
        {
            text.Append(null, $"\n## [{section.Name}] {section.Title}\n\n");
            text.Append("| key | variable | allowed | default | what for |\n|---|---|---|---|---|\n");
            foreach (var it in settings.All.Where(it => it.Section == section.Name))
            {
                var otherwise = it.Default.Length > 0 ? $"`{it.Default}`" : "";
                text.Append(null, $"| `{it.Key}` | `{it.Variable}` | {it.Form} | {otherwise} | {it.Description} |\n");
            }
        }
        return text.ToString();
    }
}
