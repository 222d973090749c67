using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gemeinwerk.Basics;
using MiniExcelLibs;

namespace Gemeinwerk.Web.Frame.Tables;

/// <summary>
/// Writes a table as a file: everything that its filters leave, on all pages. The file is complete before the first
/// byte is sent, so that a slow client holds no transaction, and lies on disk meanwhile, so that memory stays flat.
/// </summary>
static class TableFile
{
    /// <summary>The formats of <c>?format=</c> and what they are called.</summary>
    internal static readonly IReadOnlyList<(string Format, string Name, string Type)> Formats =
    [
        ("csv", "CSV", "text/csv; charset=utf-8"),
        ("xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("json", "JSON", "application/json"),
    ];

    static readonly JsonWriterOptions jsonForm = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>How many rows a sheet of a spreadsheet has, the one with the headers included.</summary>
    internal const int MostSheetRows = 1_048_576;

    /// <returns>The file, or <c>web.sheet-rows</c> where a spreadsheet cannot hold that many rows.</returns>
    internal static async Task<Result<Stream>> Write<T>(string format, Table<T> table, IAsyncEnumerable<T> rows)
    {
        var path = Path.Combine(Path.GetTempPath(), $"gemeinwerk-{Guid.NewGuid():N}");
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        });
        switch (format)
        {
            case "csv": await Csv(file, table, rows); break;
            case "xlsx" when !Sheet(file, table, rows):
                await file.DisposeAsync();
                return new Rejection("web.sheet-rows", $"Das sind mehr als {German.Count(MostSheetRows - 1)} Zeilen, "
                    + "und mehr nimmt ein Excel-Blatt nicht auf. Bitte filtern oder CSV wählen.");
            case "xlsx": break;
            default: await Json(file, table, rows); break;
        }
        file.Position = 0;
        return file;
    }

    static async Task Csv<T>(Stream to, Table<T> table, IAsyncEnumerable<T> rows)
    {
        // The mark tells Excel that it is UTF-8; semicolons and commas are what a German one expects.
        await using var text = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
            leaveOpen: true)
        { NewLine = "\r\n" };
        await text.WriteLineAsync(string.Join(';', table.Columns.Select(column => Quoted(column.Header))));
        await foreach (var row in rows)
        {
            await text.WriteLineAsync(string.Join(';', table.Columns.Select(column =>
                column.Value(row) is string value ? Quoted(Cells.Plain(value)) : Cells.Plain(column.Value(row)))));
        }

        static string Quoted(string value) => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <returns>False where there are too many rows; what was written is then of no use.</returns>
    static bool Sheet<T>(Stream to, Table<T> table, IAsyncEnumerable<T> rows)
    {
        var count = 0;
        // The library pulls; reading SQLite is not asynchronous anyway, so little is lost by waiting here.
        to.SaveAs(rows.ToBlockingEnumerable().TakeWhile(_ => ++count < MostSheetRows).Select(row =>
            table.Columns.ToDictionary(column => column.Header, column => Cells.Sheet(column.Value(row)))),
            sheetName: "Tabelle");
        return count < MostSheetRows;
    }

    static async Task Json<T>(Stream to, Table<T> table, IAsyncEnumerable<T> rows)
    {
        await using var json = new Utf8JsonWriter(to, jsonForm);
        json.WriteStartArray();
        await foreach (var row in rows)
        {
            json.WriteStartObject();
            foreach (var column in table.Columns)
            {
                json.WritePropertyName(column.Kind == ColumnKind.Amount ? $"{column.Key}Cents" : column.Key);
                JsonSerializer.Serialize(json, Cells.Json(column.Value(row)));
            }
            json.WriteEndObject();
            if (json.BytesPending > 1 << 16) await json.FlushAsync();
        }
        json.WriteEndArray();
    }
}
