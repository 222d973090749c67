using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Merger.Governance;

namespace Gemeinwerk.Merger.Roadmaps;

/// <summary>What the records of others say when something is to be written into a roadmap.</summary>
/// <param name="Assemblies">Of the bodies that a stage waits for, by code; null for a body that there is not.</param>
/// <param name="Gates">Of the mergers that tasks stand at, by code; null for a merger that there is not.</param>
public sealed record RoadmapFacts(
    Func<string, Assembly?> Assemblies, Func<string, IReadOnlyList<Gate>?> Gates);

/// <summary>What may be written into a roadmap: a pure function of it and of the records of others.</summary>
public static class RoadmapRules
{
    const int MostTasks = 2_000;

    public static Rejection? Refuse(Roadmap roadmap, RoadmapFacts facts, RoadmapEvent happened)
    {
        if (happened is not RoadmapStarted && roadmap.Title is null)
        {
            return new("roadmap.not-started", "Ein Fahrplan ist noch nicht begonnen.");
        }
        return Said(happened) ?? happened switch
        {
            RoadmapStarted when roadmap.Title is not null => new("roadmap.exists", "Ein Fahrplan ist schon begonnen."),
            StagePlanned it => Plan(roadmap, it),
            StageOpened it => Open(roadmap, facts, it),
            TaskPlanned it => Plan(roadmap, facts, it),
            TaskMoved it => Standing(roadmap, it.Key) ?? Order(it.From, it.Until),
            TaskDone it => Standing(roadmap, it.Key) ?? Finish(roadmap, facts, it),
            TaskDropped it => Standing(roadmap, it.Key),
            AmountPlanned it => Plan(roadmap, it),
            RiskNamed it => Name(roadmap, it),
            RiskClosed it => roadmap.Risks.Any(risk => risk.Key == it.Key && risk.ClosedOn is null)
                ? null
                : new("roadmap.risk-unknown", $"Ein offenes Risiko „{Texts.Shown(it.Key)}“ gibt es nicht."),
            _ => null,
        };
    }

    static Rejection? Said(RoadmapEvent happened)
    {
        foreach (var (name, text, most) in (IEnumerable<(string, string?, int)>)(happened switch
        {
            RoadmapStarted it => [("Titel", it.Title, 200)],
            StagePlanned it => [("Titel", it.Title, 200)],
            TaskPlanned it => [("Titel", it.Title, 200), ("zuständig", it.Responsible, 200)],
            TaskMoved it => [("Grund", it.Reason, 500)],
            TaskDone it => [("Bemerkung", it.Note, 500)],
            TaskDropped it => [("Grund", it.Reason, 500)],
            AmountPlanned it => [("Titel", it.Title, 200)],
            RiskNamed it => [("Titel", it.Title, 200), ("Maßnahme", it.Response, 1000), ("zuständig", it.Owner, 200)],
            RiskClosed it => [("Bemerkung", it.Note, 500)],
            _ => [],
        }))
        {
            if (text is not null && Texts.Refuse(text, most) is { } why)
            {
                return new Rejection("roadmap.text", $"{name}: {why}");
            }
        }
        return null;
    }

    static Rejection? Plan(Roadmap roadmap, StagePlanned it) => it.Stage != roadmap.Stages.Count + 1
        ? new("roadmap.number", $"Die nächste Stufe ist die {roadmap.Stages.Count + 1}.")
        : Order(it.From, it.Until);

    /// <summary>A stage opens by the resolutions of all the bodies that it waits for, never by itself.</summary>
    static Rejection? Open(Roadmap roadmap, RoadmapFacts facts, StageOpened it)
    {
        if (roadmap.Stage(it.Stage) is not { } stage) return Unknown(it.Stage);
        if (stage.OpenedOn is not null)
        {
            return new("roadmap.stage-open",
                $"Stufe {it.Stage} ist seit dem {German.Date(stage.OpenedOn.Value)} offen.");
        }
        return StageGate.Refuse(stage, facts.Assemblies, it.Resolutions ?? [], it.On);
    }

    static Rejection? Plan(Roadmap roadmap, RoadmapFacts facts, TaskPlanned it)
    {
        if (BadKey(it.Key) is { } bad) return bad;
        if (roadmap.Task(it.Key) is not null) return Exists(it.Key);
        if (roadmap.Tasks.Count >= MostTasks)
        {
            return new("roadmap.number", $"Mehr als {German.Count(MostTasks)} Aufgaben fasst ein Fahrplan nicht.");
        }
        if (roadmap.Stage(it.Stage) is null) return Unknown(it.Stage);
        if (it.After?.FirstOrDefault(key => roadmap.Task(key) is null) is { } unknown)
        {
            return new("roadmap.task-unknown", $"Eine Aufgabe „{Texts.Shown(unknown)}“ gibt es nicht.");
        }
        if (it.Gate is not null != it.Merger is not null || (it.Merger is { } merger && facts.Gates(merger) is null))
        {
            return new("roadmap.gate", "Zu einem Tor gehört eine Fusion, die es gibt.");
        }
        return Order(it.From, it.Until);
    }

    static Rejection? Finish(Roadmap roadmap, RoadmapFacts facts, TaskDone it)
    {
        var task = roadmap.Task(it.Key)!;
        if (roadmap.Stage(task.Stage)!.OpenedOn is not { } opened || opened > it.On)
        {
            return new("roadmap.stage-closed", $"Stufe {task.Stage} ist am {German.Date(it.On)} nicht offen.");
        }
        if (task.After.Select(key => roadmap.Task(key)!).FirstOrDefault(before => !before.IsOver) is { } open)
        {
            return new("roadmap.task-waits", $"Zuerst kommt „{open.Title}“.");
        }
        var gate = task.Gate is { } step ? facts.Gates(task.Merger!)?.FirstOrDefault(gate => gate.Step == step) : null;
        return gate?.Missing.FirstOrDefault() is { } missing
            ? new("merger.gate", missing.Says, missing.Source)
            : null;
    }

    static Rejection? Plan(Roadmap roadmap, AmountPlanned it)
    {
        if (BadKey(it.Key) is { } bad) return bad;
        if (roadmap.Amounts.Any(amount => amount.Key == it.Key)) return Exists(it.Key);
        if (roadmap.Stage(it.Stage) is null) return Unknown(it.Stage);
        return it is { CentsPerYear: > 0 and < 100_000_000_000_000, FromYear: >= 1900 and <= 9999 }
            && it.BaselineYear is null or (>= 1900 and <= 9999)
            ? null
            : new("roadmap.amount", "Ein Betrag ist positiv und kleiner als eine Billion Euro, ein Jahr vierstellig.");
    }

    static Rejection? Name(Roadmap roadmap, RiskNamed it)
    {
        if (BadKey(it.Key) is { } bad) return bad;
        if (roadmap.Risks.Any(risk => risk.Key == it.Key)) return Exists(it.Key);
        return it is { Likelihood: >= 1 and <= 5, Impact: >= 1 and <= 5 }
            ? null
            : new("roadmap.risk", "Wahrscheinlichkeit und Auswirkung sind Zahlen von 1 bis 5.");
    }

    static Rejection? Standing(Roadmap roadmap, string key) => roadmap.Task(key) switch
    {
        null => new("roadmap.task-unknown", $"Eine Aufgabe „{Texts.Shown(key)}“ gibt es nicht."),
        { IsOver: true } => new("roadmap.task-over", $"„{key}“ ist erledigt oder entfallen."),
        _ => null,
    };

    static Rejection? Order(DateOnly from, DateOnly until) =>
        until < from ? new("roadmap.order", "Das Ende liegt vor dem Beginn.") : null;

    static Rejection? BadKey(string key) => key.Length is >= 1 and <= 40
        && key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            ? null
            : new("roadmap.key",
                $"„{Texts.Shown(key)}“ ist kein Kürzel aus 1 bis 40 Kleinbuchstaben, Ziffern oder Bindestrichen.");

    static Rejection Exists(string key) => new("roadmap.key-exists", $"„{key}“ gibt es schon.");

    static Rejection Unknown(int stage) => new("roadmap.stage-unknown", $"Eine Stufe {stage} gibt es nicht.");
}
