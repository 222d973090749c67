using Gemeinwerk.Basics;

namespace Gemeinwerk.Merger.Roadmaps;

/// <summary>Ways that others went, as data with their source: a start, never a fixed number of stages.</summary>
public static class RoadmapTemplate
{
    sealed record Row(
        string Template, int Stage, string Key, string Kind, string Title, int Start, int Months, string After);

    static readonly List<Row> rows = DataFile.Read("roadmap-templates.csv", cell => new Row(cell("template"),
        int.Parse(cell("stage"), null), cell("key"), cell("kind"), cell("title"), int.Parse(cell("start_month"), null),
        int.Parse(cell("months"), null), cell("after")), ';');

    public static IReadOnlyList<string> Names => [.. rows.Select(row => row.Template).Distinct()];

    /// <summary>The events of a roadmap that goes such a way.</summary>
    /// <param name="start">Its first day.</param>
    /// <param name="bodies">Codes of the bodies that resolve on each stage, and are responsible together.</param>
    /// <returns>The events, or <c>roadmap.template</c>.</returns>
    public static Result<IReadOnlyList<RoadmapEvent>> Events(
        string name, string title, DateOnly start, IReadOnlyList<string> bodies)
    {
        var own = rows.FindAll(row => row.Template == name);
        if (own.Count == 0)
        {
            return new Rejection("roadmap.template",
                $"„{Texts.Shown(name)}“ ist keine Vorlage; es gibt: {string.Join(", ", Names)}.");
        }
        if (start.Year is < 1900 or > 2999)
        {
            return new Rejection("roadmap.template", "Der erste Tag liegt nicht in den Jahren 1900 bis 2999.");
        }
        return (List<RoadmapEvent>)
        [
            new RoadmapStarted(title),
            .. own.Where(row => row.Kind == "stage").Select(row => new StagePlanned(
                row.Stage, row.Title, From(row), Until(row), bodies)),
            .. own.Where(row => row.Kind != "stage").Select(row => new TaskPlanned(row.Key, row.Stage, row.Title,
                row.Kind == "milestone", bodies.Count > 0 ? string.Join(", ", bodies) : "Projektleitung", From(row),
                row.Kind == "milestone" ? From(row) : Until(row),
                row.After.Split(' ', StringSplitOptions.RemoveEmptyEntries), null, null)),
        ];

        DateOnly From(Row row) => start.AddMonths(row.Start);

        DateOnly Until(Row row) => start.AddMonths(row.Start + row.Months).AddDays(-1);
    }
}
