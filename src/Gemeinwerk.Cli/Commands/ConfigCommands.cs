using System.CommandLine;
using Gemeinwerk.Operating;
using Gemeinwerk.Web.Operating;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk config …</c>: the settings of this installation.</summary>
static class ConfigCommands
{
    internal static Command Create() => new("config", "Einstellungen aus Datei und Umgebung")
    {
        Check(), Show(), Example(),
    };

    static Command Check()
    {
        var command = new Command("check", "prüft alle Einstellungen und nennt, was nicht stimmt");
        Shell.RunWithoutDatabase(command, parsed =>
        {
            var settings = SettingsSource.Read(parsed);
            if (settings.Findings.Count > 0) return Task.FromResult(SettingsSource.Refuse(parsed, settings));
            var given = settings.All.Count(it => it.Source is not null);
            return Done(parsed, new { settings.File, findings = settings.Findings, given }, given == 1
                ? $"In Ordnung: {FileOf(settings)}, eine Einstellung weicht von der Vorgabe ab."
                : $"In Ordnung: {FileOf(settings)}, {given} Einstellungen weichen von der Vorgabe ab.");
        });
        return command;
    }

    static Command Show()
    {
        var command = new Command("show", "zeigt, was gilt und woher es kommt; Geheimnisse sind verdeckt");
        Shell.RunWithoutDatabase(command, parsed =>
        {
            var settings = SettingsSource.Read(parsed);
            var table = new Table("Einstellung", "Wert", "woher");
            foreach (var it in settings.All) table.Add($"{it.Section}.{it.Key}", it.Shown, it.Source ?? "Vorgabe");
            if (settings.Findings.Count == 0) return Done(parsed, settings.All, table.ToString());
            if (!parsed.GetValue(Shell.Json)) parsed.InvocationConfiguration.Output.WriteLine(table);
            return Task.FromResult(SettingsSource.Refuse(parsed, settings));
        });
        return command;
    }

    static Command Example()
    {
        var command = new Command("example", "zeigt eine Datei mit allen Einstellungen, zum Anpassen");
        Shell.RunWithoutDatabase(command, parsed =>
        {
            var settings = Settings.Load(KnownSettings.All, null, new Dictionary<string, string>());
            var text = SettingsText.File(KnownSettings.All, settings);
            return Done(parsed, new { text }, text.TrimEnd('\n'));
        });
        return command;
    }

    static string FileOf(Settings settings) => settings.File ?? "keine Datei";

    static Task<int> Done(ParseResult parsed, object value, string text) =>
        Task.FromResult(Answer.Of(parsed).Done(value, text));
}
