using System.Globalization;
using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger.Exports;

/// <summary>Writes one file of the data carrier, cell by cell, after a line with the names of its columns.</summary>
sealed class CarrierFile : IAsyncDisposable
{
    readonly CarrierTable table;
    readonly FileStream file;
    readonly StringBuilder text = new();
    int cells;

    internal CarrierFile(string folder, CarrierTable table)
    {
        this.table = table;
        file = new FileStream(Path.Combine(folder, table.File), FileMode.CreateNew, FileAccess.Write);
        foreach (var column in table.Columns) Text(column.Name);
        End();
    }

    internal void Text(string? value)
    {
        Next();
        if (value is not null) CarrierText.Append(text, value);
    }

    internal void Number(long? value)
    {
        Next();
        text.Append(CultureInfo.InvariantCulture, $"{value}");
    }

    internal void Amount(long cents)
    {
        Next();
        text.Append(new Money(cents).ToPlainText().Replace('.', ','));
    }

    internal void Date(long? day)
    {
        Next();
        if (day is { } number) text.Append(German.Date(Day.Of(number)));
    }

    /// <summary>Writes a row whose columns come in the order of the table's.</summary>
    internal void Row(Row row)
    {
        foreach (var column in table.Columns)
        {
            switch (column.Type)
            {
                case CarrierType.Text: Text(row.TextOrNull()); break;
                case CarrierType.Number: Number(row.NumberOrNull()); break;
                case CarrierType.Amount: Amount(row.Number()); break;
                case CarrierType.Date: Date(row.NumberOrNull()); break;
            }
        }
        End();
        if (text.Length > 1 << 20) Drain();
    }

    internal void End()
    {
        Invariant.Holds(cells == table.Columns.Count);
        cells = 0;
        text.Append("\r\n");
    }

    internal void Drain()
    {
        file.Write(Encoding.UTF8.GetBytes(text.ToString()));
        text.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        Drain();
        file.Flush(flushToDisk: true);
        await file.DisposeAsync();
    }

    void Next()
    {
        if (cells++ > 0) text.Append(';');
    }
}

/// <summary>
/// Texts as they stand in a cell: on one line, in quotes, never a formula, and without loss. A backslash stands before
/// a first character that spreadsheets take for a formula and before a backslash; with t, r and n it is a tab, CR, LF.
/// </summary>
static class CarrierText
{
    const string Formula = "=+-@＝＋－＠";

    internal static void Append(StringBuilder to, string value)
    {
        to.Append('"');
        if (value.Length > 0 && Formula.Contains(value[0])) to.Append('\\');
        foreach (var c in value)
        {
            _ = c switch
            {
                '\\' => to.Append(@"\\"),
                '\t' => to.Append(@"\t"),
                '\r' => to.Append(@"\r"),
                '\n' => to.Append(@"\n"),
                '"' => to.Append("\"\""),
                _ => to.Append(c),
            };
        }
        to.Append('"');
    }
}
