using Gemeinwerk.Basics;

namespace Gemeinwerk.Ledger.Imports;

/// <summary>What came of an import.</summary>
/// <param name="Rows">Data rows read.</param>
/// <param name="Added">Entries or other things that are new in the books.</param>
/// <param name="Known">Those that were there before, with the same content; nothing was written for them.</param>
/// <param name="Findings">By line, up to the limit.</param>
/// <param name="FindingCount">How many there are altogether.</param>
public record ImportReport(
    long Rows, long Added, long Known, long Postings, IReadOnlyList<Finding> Findings, long FindingCount)
{
    /// <summary>Nothing was written.</summary>
    public bool IsRefused { get; init; }

    /// <summary>Rows that were not accepted; <see cref="RejectedFile"/> holds them with the reason.</summary>
    public long RejectedRows { get; init; }

    public string? RejectedFile { get; init; }

    /// <summary>What was there and has other content now; only imports of inventories change what is there.</summary>
    public long Changed { get; init; }

    /// <summary>The file of each finding, where several were imported at once; else empty.</summary>
    public IReadOnlyList<string> FindingFiles { get; init; } = [];

    /// <summary>Rows of things without a name, called by what tells them apart; only of inventories.</summary>
    public long Nameless { get; init; }

    /// <summary>What was seen and is not kept, for people.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>Products and cost centres that the import created.</summary>
    public long NewDimensions { get; init; }

    public long NewItems { get; init; }

    /// <summary>Of <see cref="Known"/> those that have no external id and were known by their content.</summary>
    public long KnownByContent { get; init; }

    internal static ImportReport Refused(Rejection why) =>
        new(0, 0, 0, 0, [new Finding(0, "", why)], 1) { IsRefused = true };

    internal static ImportReport Of(CsvTable? table, FindingList findings) =>
        new(table?.Rows ?? 0, 0, 0, 0, findings.With(new FindingList(0)), findings.Total)
        {
            IsRefused = findings.Total > 0,
        };

    /// <summary>What makes the act undo everything after a refusal.</summary>
    internal Result<Nothing> Outcome(bool isTrial) => IsRefused
        ? new Rejection("import.refused", "Die Datei wurde nicht übernommen.")
        : isTrial ? new Rejection("import.trial", "Die Datei wurde nur geprüft.") : new Nothing();
}
