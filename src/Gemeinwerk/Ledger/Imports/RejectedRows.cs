using System.Text;

namespace Gemeinwerk.Ledger.Imports;

/// <summary>
/// The file of rows that were not accepted, as they stood in the original and in its encoding, with the reason in a
/// further column. It takes its place only when the import is about to be committed.
/// </summary>
sealed class RejectedRows : IDisposable
{
    const string PartOfRefused = "gehört zu einer abgelehnten Buchung";

    readonly string path;
    readonly StreamWriter writer;
    readonly char separator;

    internal RejectedRows(string path, CsvTable table, string header, Encoding encoding)
    {
        this.path = path;
        separator = table.Separator;
        writer = new StreamWriter(Partial, append: false, encoding) { NewLine = "\r\n" };
        writer.WriteLine(header.EndsWith($"{separator}{CsvShape.Reason}", StringComparison.OrdinalIgnoreCase)
            ? header : $"{header}{separator}{CsvShape.Reason}");
    }

    internal long Count { get; private set; }

    string Partial => path + ".part";

    internal void Add(List<RawRow> rows, string? reason)
    {
        foreach (var row in rows)
        {
            var why = row.Reason ?? reason ?? PartOfRefused;
            writer.WriteLine($"{row.Text}{separator}\"{why.Replace('"', '\'')}\"");
            reason = null;
            Count++;
        }
    }

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
