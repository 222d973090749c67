using Gemeinwerk.Basics;
using Gemeinwerk.Merger.Governance;
using Gemeinwerk.Merger.Roadmaps;
using Gemeinwerk.Web.Frame.Forms;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.Merger;

/// <summary>What the fields of a roadmap's events are called and how they are filled in.</summary>
static class RoadmapFields
{
    /// <summary>Longer values of an address are not taken into a form.</summary>
    internal const int MostOfAddress = 200;

    const string Cents = "centsPerYear";

    /// <summary>The kinds that a started roadmap offers, in the order in which they are needed.</summary>
    internal static readonly IReadOnlyList<string> Offered =
    [
        "stage-planned", "stage-opened", "task-planned", "task-moved", "task-done", "task-dropped", "amount-planned",
        "risk-named", "risk-closed",
    ];

    /// <summary>German, a key of the translations.</summary>
    internal static string Word(string kind) => kind switch
    {
        "roadmap-started" => "Fahrplan beginnen",
        "stage-planned" => "Stufe planen",
        "stage-opened" => "Stufe öffnen",
        "task-planned" => "Aufgabe oder Meilenstein planen",
        "task-moved" => "Aufgabe verschieben",
        "task-done" => "Aufgabe ist getan",
        "task-dropped" => "Aufgabe entfällt",
        "amount-planned" => "Kosten oder Einsparung planen",
        "risk-named" => "Risiko nennen",
        _ => "Risiko beenden",
    };

    /// <summary>German, a key of the translations.</summary>
    internal static string Label(string field) => field switch
    {
        "title" => "Titel",
        "stage" => "Stufe",
        "from" => "Von",
        "until" => "Bis",
        "resolvedBy" => "Beschluss nötig von",
        "on" => "Am",
        "resolutions" => "Beschlüsse",
        "key" => "Kürzel",
        "isMilestone" => "Meilenstein",
        "responsible" => "Zuständig",
        "after" => "Was zuerst kommt",
        "merger" => "Fusion",
        "gate" => "Tor",
        "reason" => "Grund",
        "note" => "Bemerkung",
        "isSaving" => "Einsparung",
        Cents => "Betrag im Jahr in Euro",
        "fromYear" => "Ab dem Jahr",
        "body" => "In den Büchern von",
        "accounts" => "Anfänge der Konten",
        "baselineYear" => "Vergleichsjahr",
        "isOfContracts" => "Statt Konten die Verträge des Rechenzentrums",
        "likelihood" => "Wahrscheinlichkeit",
        "impact" => "Auswirkung",
        "response" => "Maßnahme",
        "owner" => "Verantwortlich",
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "a field without a label"),
    };

    internal static string? Hint(string field) => field switch
    {
        "resolvedBy" => "Kürzel der Körperschaften, mit Komma getrennt, ohne deren Beschluss sie zu bleibt.",
        "resolutions" => "Körperschaft und Nummer wie kdz:3, mit Komma getrennt.",
        "after" => "Kürzel von Aufgaben, mit Komma getrennt.",
        "gate" => "Die Aufgabe ist erst getan, wenn dieses Tor der Fusion offen ist.",
        "accounts" => "Erste Ziffern, mit Komma getrennt, etwa 50, 52.",
        "baselineYear" => "Nur für Einsparungen.",
        "isOfContracts" => "Was am Jahresende laufende Verträge im Jahr kosten.",
        _ => null,
    };

    internal static string InputOf(EventField field) =>
        field.Name == Cents ? "amount" : field.Kind == "day" ? "day" : "text";

    internal static int Most(EventField field) => field.Name switch
    {
        "key" => 40,
        "title" or "responsible" or "owner" => 200,
        "reason" or "note" => 500,
        _ => 1000,
    };

    /// <summary>What can be chosen; null where it is typed.</summary>
    internal static IEnumerable<(string, string)>? Options(
        EventField field, RoadmapEventPage.Shown shown, IStringLocalizer<MergerWords> words)
    {
        IEnumerable<(string, string)>? options = (field.Name, field.Kind, shown.Kind) switch
        {
            (_, "flag", _) => [("no", words["nein"].Value), ("yes", words["ja"].Value)],
            ("gate", _, _) => Enum.GetValues<GateStep>().Select(step => (step.Code(), words[step.Word()].Value)),
            ("stage", _, "stage-opened") => Stages(shown.Roadmap.Stages.Where(stage => stage.OpenedOn is null)),
            ("stage", _, not "stage-planned") => Stages(shown.Roadmap.Stages),
            ("key", _, "task-moved" or "task-done" or "task-dropped") =>
                shown.Roadmap.Tasks.Where(task => !task.IsOver).Select(task => (task.Key, task.Title)),
            ("key", _, "risk-closed") =>
                shown.Roadmap.Risks.Where(risk => risk.ClosedOn is null).Select(risk => (risk.Key, risk.Title)),
            ("merger", _, _) => shown.Mergers.Select(merger => (merger.Code, merger.Code)),
            ("body", _, _) => shown.Bodies.Select(body => (body.Code, body.Name)),
            ("likelihood" or "impact", _, _) => Enumerable.Range(1, 5).Select(no => ($"{no}", $"{no}")),
            _ => null,
        };
        return options is not null && field.IsOptional
            ? options.Prepend(("", words["– keine Angabe –"].Value))
            : options;
    }

    static IEnumerable<(string, string)> Stages(IEnumerable<Stage> stages) =>
        stages.Select(stage => ($"{stage.No}", $"{stage.No}. {stage.Title}"));

    /// <summary>What was typed, by the fields that there are; an amount as integer cents.</summary>
    internal static Dictionary<string, string> Values(
        IReadOnlyList<EventField> fields, FormInput input, IStringLocalizer<MergerWords> words)
    {
        var values = fields.Select(field => (field.Name, Value: input.Typed(field.Name).Trim()))
            .Where(pair => pair.Value.Length > 0).ToDictionary(pair => pair.Name, pair => pair.Value);
        if (values.ContainsKey(Cents)) values[Cents] = $"{input.Amount(Cents, words[Label(Cents)]).Cents}";
        return values;
    }

    /// <summary>A finding with the name that its field has in the form.</summary>
    internal static string Said(Finding finding, IStringLocalizer<MergerWords> words)
    {
        var (prefix, text) = ($"{finding.Field}: ", $"{finding.Why}");
        return text.StartsWith(prefix, StringComparison.Ordinal)
            ? $"{words[Label(finding.Field)]}: {text[prefix.Length..]}"
            : text;
    }

    /// <summary>The field that a rejection is about; empty where it concerns the whole.</summary>
    internal static string FieldOf(Rejection why, IReadOnlyList<EventField> fields)
    {
        string[] candidates = why.Code switch
        {
            "roadmap.key" or "roadmap.key-exists" or "roadmap.risk-unknown" or "roadmap.task-over" => ["key"],
            "roadmap.task-unknown" => ["after", "key"],
            "roadmap.number" or "roadmap.stage-unknown" or "roadmap.stage-open" => ["stage"],
            "roadmap.stage-closed" => ["resolutions", "on"],
            "roadmap.task-waits" or "merger.gate" => ["key"],
            "roadmap.order" => ["until"],
            "roadmap.gate" => ["merger"],
            "roadmap.amount" => [Cents],
            "roadmap.risk" => ["likelihood"],
            "roadmap.text" => why.Message.Split(':')[0] switch
            {
                "Titel" => ["title"],
                "zuständig" => ["responsible", "owner"],
                "Grund" => ["reason"],
                "Maßnahme" => ["response"],
                _ => ["note"],
            },
            _ => [],
        };
        return candidates.FirstOrDefault(name => fields.Any(field => field.Name == name), "");
    }
}
