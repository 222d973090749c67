using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger.Governance;
using Gemeinwerk.Merger.Roadmaps;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk roadmap …</c> and <c>gemeinwerk merger gates</c>: the way to a merger.</summary>
static class RoadmapCommands
{
    static readonly Argument<string> kind = new("EVENT")
    {
        Description = "was geplant oder getan wurde; „roadmap events“ zählt es auf",
    };

    static readonly Argument<string> template = new("TEMPLATE")
    {
        Description = $"Vorlage: {string.Join(", ", RoadmapTemplate.Names)}",
    };

    static readonly Option<string> title = Inputs.Text("--title", "wie der Fahrplan heißt");
    static readonly Option<DateOnly> start = Inputs.Day("--start", "erster Tag");

    static readonly Option<string[]> resolving = new("--resolved-by")
    {
        Description = "Körperschaft, deren Versammlung jede Stufe beschließt; mehrmals",
        HelpName = "KÖRPERSCHAFT",
    };

    static readonly Option<DateOnly?> on = Inputs.OptionalDay("--on", "Stichtag; heute, wenn er fehlt");

    internal static Command Create() => new("roadmap", "der Fahrplan einer Fusion: Stufen, Aufgaben, Risiken, Beträge")
    {
        BookShell.Writing("start", "beginnt einen Fahrplan nach einer Vorlage", [template, title, start, resolving],
            async (work, book, parsed) =>
                RoadmapTemplate.Events(parsed.GetRequiredValue(template), parsed.GetRequiredValue(title),
                    parsed.GetValue(start), parsed.GetValue(resolving) ?? []).Ok(out var events, out var why)
                    ? await RoadmapRecords.Record(work, book.Body, events)
                    : why,
            roadmap => $"{roadmap.Stages.Count} Stufen, {roadmap.Tasks.Count} Aufgaben."),
        Record(),
        EventInput.ListCommand("zählt auf, was aufgeschrieben werden kann", RoadmapRecords.Kinds,
            RoadmapRecords.Fields),
        BookShell.Reading("show", "Stufen und Aufgaben mit Stand und Verzug, auf Wunsch als Zeitleiste",
            [on, CentreCommands.Svg, OutFile.Force], Show, TasksText),
        BookShell.Reading("amounts", "Kosten und Einsparungen, geplant und nach den Büchern", [Inputs.Year()],
            async (db, body, parsed) => Amounts(await RoadmapAmounts.Of(db,
                await RoadmapRecords.Read(db, body.Id), parsed.GetValue<int>("--year"))), AmountsText),
        BookShell.Reading("risks", "Risiken nach Gewicht", [], async (db, body, parsed) =>
            Risks(await RoadmapRecords.Read(db, body.Id)), RisksText),
    };

    /// <summary><c>gemeinwerk merger gates CODE</c>.</summary>
    internal static Command Gates()
    {
        var code = MergerCommands.Code();
        var command = new Command("gates", "zeigt, welche Akten eine Fusion noch braucht") { code, on };
        Shell.Run(command, async (shell, parsed) =>
        {
            var found = await shell.Database.Read(db =>
                MergerGates.Of(db, parsed.GetRequiredValue(code), EventInput.Day(parsed, on)));
            if (!found.Ok(out var gates, out var why)) return shell.Refused(why);
            var table = new Table("Tor", "", "Was", "Fundstelle");
            foreach (var (gate, requirement) in gates.SelectMany(gate => gate.Requirements, (gate, it) => (gate, it)))
            {
                table.Add(gate.Step.Word(), requirement.IsMet ? "ja" : "FEHLT", requirement.Says, requirement.Source);
            }
            return shell.Done(gates.Select(gate => new
            {
                step = gate.Step.Code(),
                isOpen = gate.IsOpen,
                requirements = gate.Requirements,
            }), gates.Count == 0
                ? "Keine der Körperschaften führt hier die Akten ihrer Versammlung; Beschlüsse werden nicht geprüft."
                : $"{table}");
        });
        return command;
    }

    static Command Record()
    {
        var command = new Command("record", "schreibt auf, was geplant oder getan wurde")
        {
            kind, EventInput.Fields, ChartCommands.BodyCode,
        };
        Shell.Run(command, async (shell, parsed) =>
        {
            if (!EventInput.Values(parsed).Ok(out var values, out var wrong)) return shell.Refused(wrong);
            var (happened, findings) = RoadmapRecords.ReadFields(parsed.GetRequiredValue(kind), values);
            if (happened is null) return shell.Refused(findings);
            var done = await shell.Act(async work =>
                (await Book.Open(work, parsed.GetValue(ChartCommands.BodyCode)!)).Ok(out var book, out var why)
                    ? await RoadmapRecords.Record(work, book.Body, [happened])
                    : why);
            return done.Ok(out var roadmap, out var refused)
                ? shell.Done(new { recorded = roadmap.Size }, "Aufgeschrieben.")
                : shell.Refused(refused);
        });
        return command;
    }

    static async Task<Result<List<ShownTask>>> Show(Session db, Body body, ParseResult parsed)
    {
        var (roadmap, today) = (await RoadmapRecords.Read(db, body.Id), EventInput.Day(parsed, on));
        return CentreCommands.Picture(parsed, () => RoadmapPicture.Of(roadmap, today)).Ok(out _, out var why)
            ? Shown(roadmap, today)
            : why;
    }

    static Result<List<ShownTask>> Shown(Roadmap roadmap, DateOnly today) => roadmap.Tasks.Select(task => new ShownTask(
        task.Stage, roadmap.Stage(task.Stage)!.OpenedOn, task.Key, task.Title, task.IsMilestone, task.Responsible,
        task.PlannedUntil, task.Until, task.DoneOn, roadmap.State(task, today).Code(), task.Delay)).ToList();

    static string TasksText(List<ShownTask> tasks) => tasks.Count == 0
        ? "Noch keiner. „gemeinwerk roadmap start“ beginnt einen nach einer Vorlage."
        : MasterDataCommands.Rows(
            ["Stufe", "Kürzel", "Aufgabe", "zuständig", "geplant bis", "jetzt bis", "getan", "Stand", "Verzug"], tasks,
            task => [$"{task.Stage}", task.Key, task.IsMilestone ? $"◆ {task.Title}" : task.Title, task.Responsible,
                German.Date(task.PlannedUntil), German.Date(task.Until),
                task.DoneOn is { } done ? German.Date(done) : "",
                Codes.Parse<TaskState>(task.State).Word(), task.DelayDays is 1 or -1
                    ? $"{task.DelayDays} Tag" : $"{task.DelayDays} Tage"]);

    static Result<List<ShownAmount>> Amounts(List<AmountStanding> all) => all.Select(it => new ShownAmount(
        it.Amount.Stage, it.Amount.Title, it.Amount.IsSaving, it.Year, it.Planned, it.Actual)).ToList();

    static string AmountsText(List<ShownAmount> all) => all.Count == 0
        ? "Keine geplant."
        : MasterDataCommands.Rows(["Stufe", "Was", "Art", "Jahr", "geplant", "nach den Büchern"], all, it =>
            [$"{it.Stage}", it.Title, it.IsSaving ? "Einsparung" : "Kosten", $"{it.Year}", German.Amount(it.Planned),
                it.Actual is { } actual ? German.Amount(actual) : "unbekannt"]);

    static Result<List<Risk>> Risks(Roadmap roadmap) => roadmap.Risks.OrderBy(risk => risk.ClosedOn is not null)
        .ThenByDescending(risk => risk.Weight).ToList();

    static string RisksText(List<Risk> all) => all.Count == 0
        ? "Keine genannt."
        : MasterDataCommands.Rows(["Kürzel", "Risiko", "W", "A", "Gewicht", "Maßnahme", "zuständig", "beendet"], all,
            it => [it.Key, it.Title, $"{it.Likelihood}", $"{it.Impact}", $"{it.Weight}", it.Response, it.Owner,
                it.ClosedOn is { } closed ? German.Date(closed) : ""]);

    sealed record ShownTask(
        int Stage, DateOnly? StageOpenedOn, string Key, string Title, bool IsMilestone, string Responsible,
        DateOnly PlannedUntil, DateOnly Until, DateOnly? DoneOn, string State, int DelayDays);

    sealed record ShownAmount(int Stage, string Title, bool IsSaving, int Year, Money Planned, Money? Actual);
}
