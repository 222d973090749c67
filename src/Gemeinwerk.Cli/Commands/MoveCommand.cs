using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Dependencies;
using Gemeinwerk.DataCentre.Plan;
using Gemeinwerk.Ledger.Exports;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk centre waves</c>: in which nights virtual machines move.</summary>
static class MoveCommand
{
    static readonly Option<DateOnly> first = Inputs.Day("--first", "erste Nacht");
    static readonly Option<int> every = Inputs.NumberOption<int>("--every", "alle wie viele Tage eine Nacht ist", 1);
    static readonly Option<int> most = Inputs.NumberOption<int>("--most",
        "höchstens so viele virtuelle Server je Nacht", 20);
    static readonly Option<bool> together = new("--together")
    {
        Description = "was voneinander abhängt, zieht in derselben Nacht um",
    };

    static readonly Option<string[]> freezes = new("--freeze")
    {
        Description = "Sperrzeit, etwa 2026-12-15..2027-01-05; mehrmals möglich",
        HelpName = "VON..BIS",
    };

    internal static Command Create() => CentreCommands.Reading("waves",
        "plant den Umzug in Nächten, auch als Bild (SVG)",
        [first, every, most, together, freezes, OutFile.Out, OutFile.Force], (_, snapshot, _, parsed) =>
        {
            var closed = new List<Freeze>();
            foreach (var text in parsed.GetValue(freezes) ?? [])
            {
                if (!Freeze.Parse(text).Ok(out var freeze, out var wrong)) return wrong;
                closed.Add(freeze);
            }
            var options = new MoveOptions(parsed.GetValue(first), Math.Clamp(parsed.GetValue(every), 1, 366),
                Math.Max(1, parsed.GetValue(most)), parsed.GetValue(together), closed);
            if (!OutFile.Of(parsed).Ok(out var path, out var exists) && exists is not null) return exists;
            var moved = snapshot.Of(ItemKinds.VirtualMachine);
            if (!MoveWaves.Of(DependencyGraph.Of(snapshot), moved, options).Ok(out var plan, out var why)) return why;
            if (path is not null) NewFile.Write(path, MoveTimeline.Of(plan).File());
            return (Shown(plan, path), Text(plan));
        });

    static object Shown(MoveWaves plan, string? path) => new
    {
        waves = plan.Waves.Select(wave => new
        {
            wave.No,
            wave.Night,
            wave.Machines,
            units = wave.Units.Select(unit => new
            {
                applications = unit.Applications.Select(item => item.Name),
                machines = unit.Machines.Select(item => item.Name),
            }),
        }),
        oversized = plan.Oversized.Select(unit => unit.Name),
        file = path,
    };

    static string Text(MoveWaves plan) => MasterDataCommands.Rows(["Welle", "Nacht", "VM", "Was"], plan.Waves, wave =>
            [$"{wave.No}", German.Date(wave.Night), German.Count(wave.Machines),
                string.Join("; ", wave.Units.Select(unit => unit.Name))])
        + string.Concat(plan.Oversized.Select(unit =>
            $"Mehr als eine Nacht fasst, und nicht zu trennen: {unit.Name}.\n"));
}
