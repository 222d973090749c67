using System.Text;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Imports;
using Gemeinwerk.Merger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using static Gemeinwerk.Tests.Ledger.Imports.ImportFixture;

namespace Gemeinwerk.Tests.Ledger.Imports;

/// <summary>What is wrong with the form of a file is the same finding in every import, and nothing is written; what is
/// only unusual is read by each of them.</summary>
public class EveryImportTests
{
    /// <param name="Head">The header; its first column is required.</param>
    /// <param name="Row">One good record, without line end, with a letter that encodings differ in.</param>
    sealed record Import(string Name, string Head, string Row, Func<Books, ImportSource, Task<ImportReport>> Run);

    static readonly Import[] imports =
    [
        new("journal", "entry;date;account;amount;text;counter_account", "1;2026-01-31;5241;10;Öl;3511",
            (books, source) => books.Import(source)),
        new("accounts", "account;name;kind", "5242;Öl;expense",
            (books, source) => AccountImport.Run(books.Database, "test", books.Body.Code, source)),
        new("parties", "number;name", "D-9;Öl GmbH",
            (books, source) => PartyImport.Run(books.Database, "test", books.Body.Code, source)),
        new("products", "code;name", "0901;Öl",
            (books, source) => DimensionImport.Products(books.Database, "test", books.Body.Code, source)),
        new("cost centres", "code;name", "K9;Öl",
            (books, source) => DimensionImport.CostCentres(books.Database, "test", books.Body.Code, source)),
        new("assets", "number;name;account;expense_account;in_service;life_months;cost;depreciation;"
            + "counter_account;date",
            "A-9;Ölheizung;0811;5711;2026-01-01;60;10;0;2011;2026-01-31",
            (books, source) => AssetImport.Run(books.Database, "test", books.Body.Code, source)),
        new("items", "number;account;party;originated;due;dunning;amount;counter_account;date;text",
            "R-9;1711;D-100;2026-01-01;2026-02-01;0;10;4012;2026-01-31;Öl",
            (books, source) => ItemImport.Run(books.Database, "test", books.Body.Code, source)),
        new("budget", "year;plan_actual;product_code;product_name;account_code;kind;amount_eur",
            "2026;plan;0111;Öl;5241;expense;10", async (books, source) =>
                await BudgetImport.Run(books.Database, "test", books.Body.Code, 2026, "Plan", source)),
        new("mapping", "kind;source_body;source;target;reason", "account;alt;5241;5242;Öl",
            (_, source) => Task.FromResult(MappingCsv.Read(source).Report)),
    ];

    static IEnumerable<(string Name, byte[] Bytes, string Finding)> Hostile(Import import)
    {
        var (head, row) = (import.Head, import.Row);
        var (first, good) = (head.Split(';')[0], $"{head}\n{row}\n");
        var cells = row.Split(';');
        yield return Text("empty", "", "0  import.empty");
        yield return Text("only a mark", "\uFEFF", "0  import.empty");
        yield return Text("only line ends", "\n\r\n\n", "0  import.empty");
        yield return ("UTF-16", Encoding.Unicode.GetBytes("\uFEFF" + good), "0  import.utf16");
        yield return ("UTF-16 without mark", Encoding.BigEndianUnicode.GetBytes(good), "0  import.utf16");
        var old = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        yield return ("two encodings", [.. Encoding.UTF8.GetBytes(good), .. old.GetBytes(row + "\n")],
            "0  import.encoding");
        yield return ("UTF-8 mark before Windows-1252", [0xEF, 0xBB, 0xBF, .. old.GetBytes(good)],
            "0  import.encoding");
        yield return ("truncated within a letter", [.. Encoding.UTF8.GetBytes(good), 0xC3], "0  import.encoding");
        yield return Text("no header", $"{row}\n{row}\n", "1  import.header-missing");
        yield return Text("column missing", good[(first.Length + 1)..], $"1 {first} import.column-missing");
        yield return Text("column twice", $"{head};{first}\n{row};\n", $"1 {first} import.column-twice");
        yield return Text("column unknown", $"{head};betrag\n{row};\n", "1  import.column-unknown");
        yield return Text("too many columns", head + new string(';', 300) + "\n", "1  import.columns");
        yield return Text("too many fields by far", $"{good}{new string(';', 20_000)}\n", "3  import.columns");
        yield return Text("too few fields", $"{good}{cells[0]}\n", "3  import.column-count");
        yield return Text("too many fields", $"{good}{row};;\n", "3  import.column-count");
        yield return Text("truncated", $"{good}{string.Join(';', cells[..^1])}", "3  import.truncated");
        yield return Text("truncated quote", $"{good}\"{row}", "3  import.quote");
        yield return Text("text behind a quote", $"{good}\"x\"{row}\n", "3  import.quote");
        yield return Text("NUL", $"{good}{row.Replace('Ö', '\0')}\n", "3  import.nul");
        yield return Text("field too long", $"{good}{row.Replace("Ö", new string('x', 70_000), Exactly)}\n",
            "3  import.field-too-long");
        yield return Text("record too long", $"{good}{row.Replace("Ö", new string('x', 2_000_000), Exactly)}\n",
            "3  import.record-too-long");
        yield return Text("unclosed quote over many lines",
            $"{good}\"{string.Concat(Enumerable.Repeat(row + "\n", 2_000_000 / row.Length))}",
            "3  import.record-too-long");
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_file_of_bad_form_is_one_clear_finding_and_writes_nothing(Engine engine)
    {
        await using var books = await Books.On(engine).WithAccounts();
        var before = await State(books);
        foreach (var import in imports)
        {
            foreach (var (name, bytes, expected) in Hostile(import))
            {
                var report = await import.Run(books, Source(bytes));
                var found = report.Findings.Select(it => $"{it.Line} {it.Field} {it.Why.Code}");
                Assert.Equal((import.Name, name, expected), (import.Name, name, string.Join(", ", found)));
                Assert.True(report.IsRefused, $"{import.Name}: {name}");
                Assert.EndsWith(".", report.Findings[0].Why.Message, StringComparison.Ordinal);
            }
        }
        Assert.Equal(before, await State(books));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task What_is_unusual_but_right_is_read(Engine engine)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        foreach (var import in imports)
        {
            var (lf, utf8) = ($"{import.Head}\n{import.Row}\n", Encoding.UTF8);
            ImportSource[] files =
            [
                Source(lf), Source("\uFEFF" + lf.ReplaceLineEndings("\r\n")), Source(lf.Replace('\n', '\r')),
                Source(lf.Replace(';', ',')), Source(lf.Replace(';', '\t')), Source("sep=;\r\n" + lf),
                Source($"\n\n{import.Head.ToUpperInvariant()}\n\n{import.Row}\n\n;;;\n"), Source(lf.TrimEnd(), utf8),
                Source($"\"{import.Head.Replace(";", "\";\"", Exactly)}\"\n{import.Row}"),
                Source(lf, Encoding.GetEncoding(1252)),
            ];
            await using var books = await Books.On(engine).WithAccounts();
            for (var i = 0; i < files.Length; i++)
            {
                // A year takes one budget.
                var into = import.Name == "budget" ? await books.Beside($"verband-{i}") : books;
                Assert.Equal(1, (await import.Run(into, files[i])).Fine().Rows);
            }
        }
    }

    const StringComparison Exactly = StringComparison.Ordinal;

    static (string, byte[], string) Text(string name, string text, string finding) =>
        (name, Encoding.UTF8.GetBytes(text), finding);

    static Task<string> State(Books books) => books.Database.Read(async db =>
    {
        var body = books.Body.Id;
        return string.Join(' ', (await Accounts.All(db, body)).Count, (await Parties.All(db, body)).Count,
            (await Dimensions.Products(db, body)).Count, (await Dimensions.CostCentres(db, body)).Count,
            (await Assets.InUse(db, body)).Count, (await OpenItems.Unsettled(db, body)).Count,
            await Checkpoints.Length(db, books.Body));
    });
}
