using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger.Imports;

/// <summary>How a journal file is imported.</summary>
public sealed record JournalImportOptions
{
    /// <summary>Regular, or Opening for opening balances (period 0).</summary>
    public EntryKind Kind { get; init; } = EntryKind.Regular;

    /// <summary>Products and cost centres that are missing are created, with their code as name.</summary>
    public bool CreateDimensions { get; init; }

    /// <summary>Fiscal years that are missing are opened.</summary>
    public bool OpenYears { get; init; }

    /// <summary>Entries without an external id are posted even if the same content was imported before; otherwise
    /// they get an id from their content, so that a file that comes twice is not posted twice.</summary>
    public bool Again { get; init; }

    /// <summary>Where the rows go that are not accepted; then the good entries are posted all the same. Without it
    /// nothing is posted as soon as one row is refused.</summary>
    public string? RejectedFile { get; init; }

    public ImportLimits Limits { get; init; } = new();

    /// <summary>A further rule, made at the start of each run of the act, such as budget control; it is asked for each
    /// entry that is new and passes all others.</summary>
    public Func<Work, Book, Task<Func<EntryDraft, Rejection?>>>? AlsoRefuse { get; init; }
}
