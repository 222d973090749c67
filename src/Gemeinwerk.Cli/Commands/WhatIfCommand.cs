using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Plan;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk centre what-if</c>: a data centre before and after a change that is only thought
/// of.</summary>
static class WhatIfCommand
{
    static readonly string[] removable = ["site", "room", "rack", "cluster", "device"];

    static readonly Option<string[]> remove = new("--remove")
    {
        Description = $"was wegfällt, als ART=NAME ({string.Join(", ", removable)}); mehrmals möglich",
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
            if (!Scenario(snapshot, parsed).Ok(out var scenario, out var why)) return why;
            var tried = WhatIf.Of(snapshot, uses, PlacementCommand.Options(parsed), scenario);
            return (new
            {
                before = Shown(tried.Before),
                after = Shown(tried.After),
                stopped = tried.Stopped.Select(item => item.Name),
                homeless = tried.Homeless.Select(item => item.Name),
            }, Text(tried));
        });

    static Result<Scenario> Scenario(InventorySnapshot snapshot, ParseResult parsed)
    {
        var (removed, delayed) = (new List<ConfigurationItem>(), new List<ConfigurationItem>());
        foreach (var text in parsed.GetValue(remove) ?? [])
        {
            if (text.Split('=', 2) is not [var kind, var called] || !removable.Contains(kind))
            {
                return new Rejection("centre.removed",
                    $"„{Texts.Shown(text)}“ ist nichts der Form ART=NAME mit der Art "
                    + $"{string.Join(", ", removable)}.");
            }
            if (!InventoryCommands.Find(snapshot, kind, called).Ok(out var item, out var why)) return why;
            removed.Add(item);
        }
        foreach (var called in parsed.GetValue(delay) ?? [])
        {
            if (!InventoryCommands.Find(snapshot, ItemKinds.Device, called).Ok(out var item, out var why)) return why;
            delayed.Add(item);
        }
        return new Scenario(removed, delayed);
    }

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
