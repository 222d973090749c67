using System.CommandLine;
using System.Globalization;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Dependencies;
using Gemeinwerk.DataCentre.Pictures;
using Gemeinwerk.DataCentre.Plan;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Exports;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk centre …</c>: what is computed from the inventory of a data centre. Nothing is
/// written.</summary>
static class CentreCommands
{
    internal static readonly Option<DateOnly> On = Inputs.Day("--on", "Tag, für den gerechnet wird");

    static readonly Argument<string> kind = new("KIND") { Description = "Art, etwa device" };
    static readonly Argument<string> name = new("NAME") { Description = "Name, wie er im Bestand steht" };
    static readonly Option<string?> site = new("--site") { Description = "nur dieser Standort", HelpName = "NAME" };

    static readonly Option<int> overcommit = Inputs.NumberOption<int>(
        "--overcommit", "wie viele virtuelle Prozessoren ein Kern trägt, in Prozent", 400);

    static readonly Option<int> reserve = Inputs.NumberOption<int>(
        "--reserve", "wie viel Arbeitsspeicher eines Servers frei bleibt, in Prozent", 5);

    static readonly Option<int> years = Inputs.NumberOption<int>(
        "--hardware-years", "auf ältere Server wird nichts gelegt", 8);

    static readonly Option<bool> deliveries = new("--with-deliveries")
    {
        Description = "zählt auch geplante Server mit",
    };

    internal static readonly Option<string?> Svg = new("--svg")
    {
        Description = "Datei für das Bild (SVG)",
        HelpName = "DATEI",
    };

    internal static readonly IReadOnlyList<Option> RuleOptions = [On, overcommit, reserve, years];

    internal static Command Create() => new("centre",
        "rechnet mit dem Bestand: Kapazität, Umzug, Ausfall, Wiederanlauf")
    {
        CapacityCommand(),
        PlacementCommand.Create(),
        MoveCommand.Create(),
        ImpactCommand(),
        RestartCommand(),
        WhatIfCommand.Create(),
    };

    internal static CentreRules Rules(ParseResult parsed) => new(parsed.GetValue(On),
        Math.Clamp(parsed.GetValue(overcommit), 1, 10_000), Math.Min(parsed.GetValue(reserve), 100),
        Math.Clamp(parsed.GetValue(years), 0, 100), CountsDeliveries: parsed.GetValue(deliveries));

    /// <summary>A command on one inventory and its uses, which answers for people and for programs.</summary>
    internal static Command Reading(
        string called, string description, IEnumerable<Symbol> symbols,
        Func<Shell, InventorySnapshot, IReadOnlyList<ItemUse>, ParseResult,
            Result<(object Value, string Text)>> compute)
    {
        var command = BookShell.With(called, description, symbols);
        Shell.Run(command, async (shell, parsed) =>
        {
            var read = await shell.Database.Read(async Task<Result<(InventorySnapshot, List<ItemUse>)>> (db) =>
                (await Bodies.Find(db, parsed.GetRequiredValue(ChartCommands.BodyCode)))
                    .Ok(out var body, out var unknown)
                    ? (await InventorySnapshot.Load(db, body), await Uses.All(db, body.Id))
                    : unknown);
            if (!read.Ok(out var found, out var why)) return shell.Refused(why);
            return compute(shell, found.Item1, found.Item2, parsed).Ok(out var answer, out why)
                ? shell.Done(answer.Value, answer.Text)
                : shell.Refused(why);
        });
        return command;
    }

    static Command CapacityCommand() => Reading("capacity", "zeigt, was da ist, benutzt wird und frei ist",
        [.. RuleOptions, deliveries, Svg, OutFile.Force], (_, snapshot, _, parsed) =>
        {
            var capacity = Capacity.Of(snapshot, Rules(parsed));
            if (!Picture(parsed, () => CapacityPicture.Of(capacity)).Ok(out var file, out var why)) return why;
            return (new { sites = capacity.Sites.Select(Shown), pools = capacity.Pools.Select(Shown), file },
                $"Standorte\n{Text(capacity.Sites)}\nCluster\n{Text(capacity.Pools)}");
        });

    /// <summary>Writes a picture where one is asked for.</summary>
    /// <returns>Its file, null without, or <c>cli.out-exists</c>.</returns>
    internal static Result<string?> Picture(ParseResult parsed, Func<Drawing> draw)
    {
        if (parsed.GetValue(Svg) is not { } path) return (string?)null;
        if (OutFile.Refuse(path, parsed) is { } exists) return exists;
        NewFile.Write(path, draw().File());
        return (string?)path;
    }

    static Command ImpactCommand() => Reading("impact",
        "zeigt, was ausfällt, wenn etwas ausfällt, und was es selbst braucht",
        [kind, name, On, Svg, OutFile.Force], (_, snapshot, uses, parsed) =>
        {
            if (!InventoryCommands.Find(snapshot, parsed.GetRequiredValue(kind), parsed.GetRequiredValue(name))
                .Ok(out var item, out var why))
            {
                return why;
            }
            var impact = Impact.Of(DependencyGraph.Of(snapshot), Usage.Of(snapshot, uses, parsed.GetValue(On)), item);
            if (!Picture(parsed, () => ImpactPicture.Of(impact)).Ok(out var file, out why)) return why;
            return (new
            {
                fails = impact.Fails.Select(Shown),
                degraded = impact.Degraded.Select(Shown),
                needs = impact.Needs.Select(Shown),
                needsSoft = impact.NeedsSoft.Select(Shown),
                members = impact.Members.Select(it => new { name = it.Member.Name, it.IsDown, it.Inhabitants }),
                impact.Inhabitants,
                file,
            }, ImpactText.Of(impact));
        });

    static Command RestartCommand() => Reading("restart", "rechnet den Wiederanlaufplan und druckt ihn je Standort",
        [On, site, OutFile.Out, OutFile.Force], (shell, snapshot, uses, parsed) =>
        {
            var plan = RestartPlan.Of(DependencyGraph.Of(snapshot), Usage.Of(snapshot, uses, parsed.GetValue(On)));
            ConfigurationItem? only = null;
            if (parsed.GetValue(site) is { } called
                && !snapshot.Find(ItemKinds.Site, called).Ok(out only, out var why))
            {
                return why;
            }
            if (!OutFile.Of(parsed).Ok(out var path, out var exists) && exists is not null) return exists;
            var paper = RestartPaper.Of(plan, snapshot.Body, parsed.GetValue(On), only);
            if (path is not null) NewFile.Write(path, paper);
            var steps = (only is null ? plan.Steps : [.. plan.At(only)]).ToList();
            return (new
            {
                plan.Levels,
                steps = steps.Select(Shown),
                bottlenecks = plan.Bottlenecks.Select(Shown),
                findings = plan.Findings.Select(finding => new { kind = finding.Kind.Code(), finding.Text }),
                file = path,
            }, path is null ? paper : $"{path}: {German.Count(steps.Count)} Schritte, "
                + $"{German.Count(plan.Findings.Count)} offene Punkte.");
        });

    static object Shown(RestartStep step) => new
    {
        step.No,
        step.Level,
        kind = step.Item.Kind.Code,
        name = step.Item.Name,
        step.Priority,
        step.RecoveryHours,
        step.Waiting,
        step.Inhabitants,
        waitingFor = step.WaitingFor.Select(item => item.Name),
        sites = step.Sites.Select(place => place.Name),
    };

    static object Shown(Reached reached) => new
    {
        kind = reached.Item.Kind.Code,
        name = reached.Item.Name,
        reached.Distance,
        via = reached.Via?.Name,
    };

    internal static object Shown(CapacityLine line) => new
    {
        line.Name,
        line.Hosts,
        line.Machines,
        there = Shown(line.There),
        used = Shown(line.Used),
        free = Shown(line.Free),
        line.Unknown,
    };

    static object Shown(Resources resources) => new
    {
        virtualProcessorsHundredths = resources.Processors,
        memoryMegabytes = resources.Memory,
        diskMegabytes = resources.Disk,
        heightUnitsTenths = resources.Height,
        powerWatts = resources.Power,
    };

    internal static string Text(IEnumerable<CapacityLine> lines) => MasterDataCommands.Rows(
        ["Wo", "Server", "VM", "vCPU frei", "von", "RAM frei GB", "von", "Platte frei GB", "von", "HE frei", "von",
            "Watt",
            "ohne Angaben"], lines, line =>
            [line.Name, $"{line.Hosts}", $"{line.Machines}", Of(line.Free.Processors, 100),
                Of(line.There.Processors, 100),
                Of(line.Free.Memory, 1024), Of(line.There.Memory, 1024),
                line.There.Disk == 0 ? "" : Of(line.Free.Disk, 1024), Known(line.There.Disk, 1024),
                line.There.Height == 0 ? "" : Of(line.Free.Height, 10), Known(line.There.Height, 10),
                German.Count(line.Used.Power), line.Unknown.ToString(CultureInfo.InvariantCulture)]);

    /// <summary>Nothing where the inventory does not say how much there is.</summary>
    static string Known(long amount, int unit) => amount == 0 ? "" : Of(amount, unit);

    static string Of(long amount, int unit) => German.Count(amount / unit);
}
