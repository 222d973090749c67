using Gemeinwerk.Basics;
using MiniExcelLibs;

namespace Gemeinwerk.Nkf;

/// <summary>Writes a statement as a spreadsheet (XLSX): numbers as numbers, no formulas.</summary>
public static class StatementSheet
{
    public static void Write(Statement statement, Stream to)
    {
        var columns = StatementText.Columns(statement);
        var rows = statement.Lines.Select(line =>
        {
            var row = new Dictionary<string, object?>
            {
                ["Seite"] = line.Section,
                ["Nr."] = line.Number,
                ["Position"] = line.Name,
            };
            foreach (var (title, value) in columns) row[title] = Euros(value(line));
            return row;
        });
        to.SaveAs(rows.ToList(), sheetName: statement.Kind switch
        {
            StatementKind.Results => "Ergebnis",
            StatementKind.CashFlow => "Finanzen",
            _ => "Bilanz",
        });
    }

    // The file format has no integers with an implied decimal point; a decimal keeps every cent.
    static object? Euros(Money? money) => money is { } known ? known.Cents / 100m : null;
}
