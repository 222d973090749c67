using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger;

public enum WorkbenchState { Open, Suggested, Mapped }

/// <summary>A number of a source beside what it becomes.</summary>
/// <param name="Target">Null where nobody and nothing knows.</param>
/// <param name="TargetName">Null for a new one and where the target has no such number.</param>
/// <param name="Reason">Of the line or the suggestion; why there is none where it is open.</param>
public sealed record WorkbenchLine(
    MappingKind Kind, Body Source, string Number, string Name, string? Target, string? TargetName, string Reason,
    WorkbenchState State);

/// <summary>A number of the target with the numbers that arrive on it, as <c>kdz 1811</c>.</summary>
public sealed record WorkbenchTarget(string Number, string Name, IReadOnlyList<string> Arriving);

/// <summary>How many numbers of a kind are in which state.</summary>
public sealed record WorkbenchCount(MappingKind Kind, int Open, int Suggested, int Mapped);

/// <summary>
/// The two charts of a merger side by side, for one kind of number: what a source has used, and what the target has.
/// </summary>
public sealed record Workbench(
    IReadOnlyList<WorkbenchLine> Lines, IReadOnlyList<WorkbenchTarget> Targets, IReadOnlyList<WorkbenchCount> Counts)
{
    /// <summary>What people map; items and assets follow from their accounts.</summary>
    public static readonly IReadOnlyList<MappingKind> Kinds =
        [MappingKind.Account, MappingKind.Product, MappingKind.CostCentre, MappingKind.Party];

    /// <summary>Reads all books of the merger; costs as much as its plan.</summary>
    public static async Task<Workbench> Read(Session db, MergerCase merger, MappingKind kind)
    {
        var mapped = await Mappings.All(db, merger);
        var suggested = merger.State == MergerState.Draft
            ? await Suggestions.Of(db, merger)
            : new Suggested([], []);
        var open = suggested.Open.Select(finding => (At: finding.Field.Split('/', 3), finding.Why.Message))
            .Select(it => new MappingLine(Codes.Parse<MappingKind>(it.At[0]), it.At[1], it.At[2], "", it.Message))
            .ToList();
        var all = open.Select(line => (Line: line, State: WorkbenchState.Open))
            .Concat(suggested.Lines.Select(line => (Line: line, State: WorkbenchState.Suggested)))
            .Concat(mapped.Select(line => (Line: line, State: WorkbenchState.Mapped))).ToList();
        var names = await Names(db, merger.Target, kind);
        var lines = new List<WorkbenchLine>();
        foreach (var source in merger.Sources)
        {
            var theirs = await Names(db, source, kind);
            lines.AddRange(all.Where(it => it.Line.Kind == kind && it.Line.SourceBody == source.Code)
                .Select(it => new WorkbenchLine(kind, source, it.Line.Source,
                    theirs.GetValueOrDefault(it.Line.Source, ""),
                    it.State == WorkbenchState.Open ? null : it.Line.Target,
                    names.GetValueOrDefault(it.Line.Target), it.Line.Reason, it.State))
                .OrderBy(line => line.Number, StringComparer.Ordinal));
        }
        var arriving = lines.Where(line => line.TargetName is not null)
            .ToLookup(line => line.Target!, line => $"{line.Source.Code} {line.Number}");
        return new Workbench(lines,
            [.. names.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => new WorkbenchTarget(pair.Key, pair.Value, [.. arriving[pair.Key]]))],
            [.. Kinds.Select(each => new WorkbenchCount(each, Count(each, WorkbenchState.Open),
                Count(each, WorkbenchState.Suggested), Count(each, WorkbenchState.Mapped)))]);

        int Count(MappingKind each, WorkbenchState state) =>
            all.Count(it => it.Line.Kind == each && it.State == state);
    }

    static async Task<Dictionary<string, string>> Names(Session db, Body body, MappingKind kind) => kind switch
    {
        MappingKind.Account => (await Accounts.All(db, body.Id)).ToDictionary(it => it.Number, it => it.Name),
        MappingKind.Product => (await Dimensions.Products(db, body.Id)).ToDictionary(it => it.Code, it => it.Name),
        MappingKind.CostCentre =>
            (await Dimensions.CostCentres(db, body.Id)).ToDictionary(it => it.Code, it => it.Name),
        MappingKind.Party => (await Parties.All(db, body.Id)).ToDictionary(it => it.Number, it => it.Name),
        _ => [],
    };
}
