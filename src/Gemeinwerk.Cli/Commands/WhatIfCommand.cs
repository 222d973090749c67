using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Plan;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk centre what-if</c>: a data centre before and after a change that is only thought
/// of.</summary>
static class WhatIfCommand
{
    static readonly Option<string[]> remove = new("--remove")
    {
        Description = "was wegfällt, als ART=NAME ("
            + $"{string.Join(", ", Scenario.Removable.Select(it => it.Code))}); mehrmals möglich",
        HelpName = "ART=NAME",
    };

    static readonly Option<string[]> delay = new("--delay")
    {
        Description = "geplantes Gerät, das später kommt; mehrmals möglich",
        HelpName = "NAME",
    };

    internal static Command Create() => CentreCommands.Reading("what-if",
        "vergleicht Kapazität, Belegung und Wiederanlauf vor und nach einer gedachten Änderung",
        [.. CentreCommands.RuleOptions, remove, delay, PlacementCommand.Search, PlacementCommand.Price],
        (_, snapshot, uses, parsed) =>
        {
            if (!Scenario.Parse(snapshot, parsed.GetValue(remove) ?? [], parsed.GetValue(delay) ?? [])
                .Ok(out var scenario, out var why))
            {
                return why;
            }
            using var interrupt = new Interrupt();
            var tried = WhatIf.Of(snapshot, uses, PlacementCommand.Options(parsed), scenario, interrupt.Token);
            return (new
            {
                before = Shown(tried.Before),
                after = Shown(tried.After),
                stopped = tried.Stopped.Select(item => item.Name),
                homeless = tried.Homeless.Select(item => item.Name),
            }, Text(tried));
        });

    static object Shown(CentreState state) => new
    {
        sites = state.Capacity.Sites.Select(CentreCommands.Shown),
        placement = PlacementCommand.Shown(state.Placement),
        restartLevels = state.Restart.Levels,
        restartSteps = state.Restart.Steps.Count,
        restartFindings = state.Restart.Findings.Select(finding => finding.Text),
    };

    static string Text(WhatIf tried) =>
        $"Vorher\n{Text(tried.Before)}\nNachher\n{Text(tried.After)}\n"
        + $"Fachverfahren, die stehen, bis ihre Server anderswo laufen: {Names(tried.Stopped)}.\n"
        + $"Ohne Platz: {Names(tried.Homeless)}.";

    static string Text(CentreState state) => CentreCommands.Text(state.Capacity.Sites)
        + PlacementCommand.Text(state.Placement)
        + $"\nWiederanlauf: {German.Count(state.Restart.Steps.Count)} Schritte in {German.Count(state.Restart.Levels)} "
        + $"Stufen, {German.Count(state.Restart.Findings.Count)} offene Punkte.\n";

    static string Names(IReadOnlyList<ConfigurationItem> items) =>
        items.Count == 0 ? "keine" : string.Join(", ", items.Select(item => item.Name));
}
