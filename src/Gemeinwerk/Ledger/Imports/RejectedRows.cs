using System.Text;

namespace Gemeinwerk.Ledger.Imports;

/// <summary>
/// The file of rows that were not accepted, as they stood in the original and in its encoding, with the reason in a
/// further column; people mend it in a spreadsheet, so no cell acts as a formula there (<see cref="SpreadsheetText"/>).
/// It takes its place only when the import is about to be committed.
/// </summary>
sealed class RejectedRows : IDisposable
{
    const string PartOfRefused = "gehört zu einer abgelehnten Buchung";

    readonly string path;
    readonly StreamWriter writer;
    readonly char separator;
    readonly bool isMended;
    readonly int? cellsWithReason;

    internal RejectedRows(string path, CsvTable table, string header, Encoding encoding)
    {
        this.path = path;
        (separator, isMended) = (table.Separator, table.IsMended);
        writer = new StreamWriter(Partial, append: false, encoding) { NewLine = "\r\n" };
        var hasReason = header.EndsWith($"{separator}{CsvShape.Reason}", StringComparison.OrdinalIgnoreCase);
        if (hasReason) cellsWithReason = SpreadsheetText.Cells(header, separator).Count;
        writer.WriteLine(hasReason ? header : $"{header}{separator}{CsvShape.Reason}");
    }

    internal long Count { get; private set; }

    string Partial => path + ".part";

    internal void Add(List<RawRow> rows, string? reason)
    {
        foreach (var row in rows)
        {
            var why = row.Reason ?? reason ?? PartOfRefused;
            var text = SpreadsheetText.Record(WithoutReason(row.Text), separator, isMended);
            writer.WriteLine($"{text}{separator}\"{why.Replace('"', '\'')}\"");
            reason = null;
            Count++;
        }
    }

    /// <summary>The reason of an earlier import makes way for today's.</summary>
    string WithoutReason(string row) =>
        cellsWithReason is { } count && SpreadsheetText.Cells(row, separator) is var cells && cells.Count == count
            ? row[..(cells[^1].From - 1)]
            : row;

    internal void Keep()
    {
        writer.Dispose();
        if (Count > 0) File.Move(Partial, path, overwrite: true);
    }

    public void Dispose()
    {
        writer.Dispose();
        File.Delete(Partial);
    }
}
