using System.Collections;
using System.CommandLine;
using Gemeinwerk.Operating;
using Gemeinwerk.Web.Operating;

namespace Gemeinwerk.Cli;

/// <summary>Which settings a command works with: those of one file and of the environment.</summary>
static class SettingsSource
{
    internal static readonly Option<string?> File = new("--config")
    {
        Description = $"Datei mit Einstellungen; sonst GEMEINWERK_CONFIG, sonst {Settings.UsualFile}, wenn es sie gibt",
        HelpName = "DATEI",
        Recursive = true,
    };

    /// <summary>The settings, or false where something is wrong with them, which then has been said.</summary>
    internal static bool Of(ParseResult parsed, out Settings settings)
    {
        settings = Read(parsed);
        if (settings.Findings.Count > 0)
        {
            Refuse(parsed, settings);
            return false;
        }
        // Keys are asked for in many places, which know the environment only.
        if (settings.Of<KeysSettings>().Folder is { } keys) Environment.SetEnvironmentVariable("GEMEINWERK_KEYS", keys);
        return true;
    }

    internal static Settings Read(ParseResult parsed)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(it => (string)it.Key, it => (string)it.Value!);
        var file = parsed.GetValue(File) ?? environment.GetValueOrDefault("GEMEINWERK_CONFIG") switch
        {
            { Length: > 0 } path => path,
            _ => System.IO.File.Exists(Settings.UsualFile) ? Settings.UsualFile : null,
        };
        return Settings.Load(KnownSettings.All, file, environment);
    }

    internal static int Refuse(ParseResult parsed, Settings settings)
    {
        var (asJson, output, error) = Answer.Of(parsed);
        if (asJson) output.WriteLine(JsonAnswer.Of(settings.Findings));
        else
        {
            foreach (var finding in settings.Findings) error.WriteLine(finding);
            error.WriteLine("Abgelehnt: Die Einstellungen sind zu berichtigen; „config check“ prüft sie.");
        }
        return ExitCode.Refused;
    }
}
