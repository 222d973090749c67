using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Imports;
using Gemeinwerk.Storage;

namespace Gemeinwerk.DataCentre.Imports;

/// <summary>What the user says about the files.</summary>
public sealed record InventoryImportOptions
{
    /// <summary>The system whose keys they carry; null for that of their form.</summary>
    public string? Source { get; init; }

    /// <summary>What they are about; null to find it out.</summary>
    public ItemKind? Kind { get; init; }

    /// <summary>The user's own columns: <c>kind;column;field;reading</c>.</summary>
    public ImportSource? Columns { get; init; }

    /// <summary>Sizes of disks are in gigabytes, as NetBox gave them before 4.1; null to find it out.</summary>
    public bool? IsBeforeNetBox41 { get; init; }

    public ImportLimits Limits { get; init; } = new();

    /// <summary>The files are only checked (Probelauf): the report says what would come of them, and nothing is
    /// written.</summary>
    public bool IsTrial { get; init; }

    /// <summary>What the act that takes the files writes beside them, so that both are there or none.</summary>
    public Func<Work, InventoryImportReport, Task>? Beside { get; init; }

    /// <summary>Whether a text may be the name of a system; <c>nord/netbox</c> is what came with a merger.</summary>
    public static bool IsSource(string name) =>
        name.Length is >= 1 and <= 40
        && name.All(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '/');
}

/// <summary>What came of an import.</summary>
/// <param name="Rows">Rows and objects read.</param>
/// <param name="Dependencies">How many were new.</param>
/// <param name="Ignored">What was seen and is not kept, with how often.</param>
public sealed record InventoryImportReport(
    long Rows, long Added, long Changed, long Known, long Dependencies, IReadOnlyDictionary<string, long> Ignored,
    IReadOnlyList<FileFinding> Findings, long FindingCount)
{
    /// <summary>Rows of things without a name, called by what tells them apart.</summary>
    public long Nameless { get; init; }

    /// <summary>How many items waited in memory at a time for what they name.</summary>
    internal int MostWaiting { get; init; }

    /// <summary>Nothing was written.</summary>
    public bool IsRefused => FindingCount > 0;

    /// <summary>The same in the form that the imports of all files have.</summary>
    public ImportReport Listed => new(Rows, Added, Known, 0, [.. Findings.Select(it => it.Finding)], FindingCount)
    {
        IsRefused = IsRefused,
        Changed = Changed,
        Nameless = Nameless,
        RejectedRows = Findings.Where(it => it.Finding.Line > 0).DistinctBy(it => (it.File, it.Finding.Line)).Count(),
        FindingFiles = [.. Findings.Select(it => it.File)],
        Ignored = [.. Ignored.Select(it => it.Value > 1 ? $"{it.Key} ({German.Count(it.Value)} mal)" : it.Key)],
    };
}

/// <summary>
/// Takes files of other systems into a body's inventory: all in one act or, with any finding, nothing. A second import
/// of the same files changes nothing. Items are known again by the other system's key, then by kind, scope and name.
/// </summary>
public static class InventoryImport
{
    const int MostFiles = 10_000;

    /// <summary>Why a body takes no files at all, to be asked before they are sent or read.</summary>
    /// <returns><c>ledger.book-sealed</c>, or null where it takes them.</returns>
    public static async Task<Rejection?> Refuse(Session db, Body body) =>
        Book.Refuse((await Book.State(db, body.Id)).SealedOn);

    /// <returns>The report, or <c>ledger.body-unknown</c>, <c>ledger.book-sealed</c>.</returns>
    public static async Task<Result<InventoryImportReport>> Run(
        Database database, string actor, string bodyCode, IReadOnlyList<ImportSource> files,
        InventoryImportOptions options, IProgress<ImportProgress>? progress = null)
    {
        Invariant.Holds(files.Count is > 0 and <= MostFiles);
        InventoryImportReport? report = null;
        var done = await database.Act(actor, async Task<Result<Nothing>> (work) =>
        {
            report = null;
            if (!(await Book.Open(work, bodyCode)).Ok(out var book, out var why)) return why;
            if (book.Sealed is { } isSealed) return isSealed;
            await AuditTrail.Hold(work, book.Body.AuditLog());
            report = await Import(work, book, files, options, progress);
            if (report.IsRefused) return new Rejection("inventory.refused", "Die Dateien wurden nicht übernommen.");
            if (options.IsTrial) return new Rejection("inventory.trial", "Die Dateien wurden nur geprüft.");
            if (options.Beside is { } write) await write(work, report);
            return default(Nothing);
        });
        return report ?? (Result<InventoryImportReport>)done.Rejection!;
    }

    static async Task<InventoryImportReport> Import(
        Work work, Book book, IReadOnlyList<ImportSource> files, InventoryImportOptions options,
        IProgress<ImportProgress>? progress)
    {
        using var names = await ItemNames.Load(work.Db, book.Body.Id);
        var writer = new InventoryWriter(work, book, names);
        var nameless = 0L;
        var sink = new ItemSink(files, options.Limits.Findings)
        {
            OnItem = draft =>
            {
                if (draft.IsNameless) nameless++;
                return writer.Add(draft);
            },
        };
        writer.OnFinding = sink.Find;
        var own = Own(sink, options);
        foreach (var (at, file) in ItemFile.Order(files, own, options).Index())
        {
            await ItemFile.Read(sink, files[file], file, own, options);
            progress?.Report(new ImportProgress(at + 1, files.Count, sink.Rows));
        }
        await writer.Complete(sink.Dependencies, sink.Releases);
        return new InventoryImportReport(sink.Rows, writer.Added, writer.Changed, writer.Known, writer.Dependencies,
            sink.Ignored, sink.Findings, sink.FindingCount)
        {
            Nameless = nameless,
            MostWaiting = writer.MostWaiting,
        };
    }

    static IReadOnlyList<FileForm> Own(ItemSink sink, InventoryImportOptions options)
    {
        if (options.Columns is null) return [];
        var (forms, report) = FileForms.Read(options.Columns);
        foreach (var (line, field, why) in report.Findings) sink.Find(0, line, $"{options.Columns.Name}: {field}", why);
        return forms;
    }
}
