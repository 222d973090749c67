using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger.Imports;

/// <summary>A file to be imported. It is read more than once: first to find out how it is encoded, then for its rows,
/// and again when two acts collide.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Open">Opens it from its beginning each time; the caller disposes the stream.</param>
public sealed record ImportSource(string Name, Func<Stream> Open)
{
    const int BufferBytes = 1 << 16;

    /// <summary>What the act that writes the file's content writes beside it, so that both are there or none.</summary>
    public Func<Work, ImportReport, Task>? Beside { get; init; }

    /// <summary>A list is only checked (Probelauf): the report says what would come of it, and nothing is written.
    /// </summary>
    public bool IsTrial { get; init; }

    public static ImportSource File(string path) => new(Path.GetFileName(path), () => new FileStream(
        path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.SequentialScan));

    internal Task WriteBeside(Work work, ImportReport report) =>
        Beside is { } write && !report.IsRefused ? write(work, report) : Task.CompletedTask;
}

/// <summary>How large a file and its parts may be; beyond that it is refused, so that memory stays flat.</summary>
/// <param name="RecordCharacters">One record with all its line breaks.</param>
/// <param name="EntryLines">Lines of one entry of a journal.</param>
/// <param name="Findings">How many findings are kept; the rest is only counted.</param>
public sealed record ImportLimits(
    long FileBytes = 64L << 30, int RecordCharacters = 1 << 20, int FieldCharacters = 1 << 16, int Columns = 256,
    int EntryLines = 200_000, int Findings = 1000);

/// <summary>How far an import is.</summary>
public readonly record struct ImportProgress(long BytesRead, long BytesTotal, long Rows);
