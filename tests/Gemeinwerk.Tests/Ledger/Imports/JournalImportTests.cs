using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Imports;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using static Gemeinwerk.Tests.Ledger.Imports.ImportFixture;

namespace Gemeinwerk.Tests.Ledger.Imports;

public class JournalImportTests
{
    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_spreadsheet_file_in_windows_1252_is_posted_as_it_is(Engine engine)
    {
        await using var books = await Books.On(engine).WithAccounts();
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var report = (await books.Import(Source(
            "entry;date;account;amount;text;product;payment_account;document\r\n"
            + "1;31.01.2026;1811;125,00;\"Gebühr \"\"Müll\"\"\r\nzweite Zeile\";1101;6012;B-7\r\n"
            + "1;;4012;-125,00;=SUMME(A1);1101;;\r\n", Encoding.GetEncoding(1252)))).Fine();

        Assert.Equal((2, 1, 2), (report.Rows, report.Added, report.Postings));
        var entry = (await books.Entry(1)).Draft;
        Assert.Equal(("B-7", "Gebühr \"Müll\"\r\nzweite Zeile"), (entry.Document, entry.Text));
        Assert.Equal("=SUMME(A1)", entry.Postings[1].Text);
        Assert.Equal(new Money(12_500), (await books.TrialBalance("2026-01-31"))["1811"]);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task The_example_can_be_imported(Engine engine)
    {
        await using var books = await Books.On(engine).WithAccounts();
        Assert.Equal(2, (await books.Import(JournalImport.Example)).Fine().Added);
        Assert.Equal(new Money(8_500), (await books.TrialBalance("2026-12-31"))["1811"]);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_counter_account_balances_each_line(Engine engine)
    {
        await using var books = await Books.On(engine).WithAccounts();
        (await books.Import("""
            entry,date,account,debit,credit,text,counter_account,payment_account,product
            ,2026-02-01,5241,40.5,,Strom,1811,7241,0111
            ,2026-02-02,5241,9.5,0.00,Gas,1811,7241,0111
            7,2026-02-03,4012,,100,Steuer,1811,6012,1101
            7,,4012,,50,,1811,6012,1101
            """)).FindingCodes("import.document-missing", "import.document-missing");

        var report = (await books.Import("""
            entry,date,account,debit,credit,text,counter_account,payment_account,product,document
            ,2026-02-01,5241,40.5,,Strom,1811,7241,0111,R1
            ,2026-02-02,5241,9.5,0.00,Gas,1811,7241,0111,R2
            7,2026-02-03,4012,,100,Steuer,1811,6012,1101,
            7,,4012,,50,,1811,6012,1101,
            """)).Fine();
        Assert.Equal((3, 8), (report.Added, report.Postings));
        Assert.Equal(new Money(10_000), (await books.TrialBalance("2026-02-28"))["1811"]);
        var last = (await books.Entry(3)).Draft;
        Assert.Equal("7", last.Document);
        Assert.All(last.Postings, posting => Assert.NotNull(posting.Product));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task The_same_file_again_writes_nothing_even_after_the_month_is_closed(Engine engine)
    {
        await using var books = await Books.On(engine).WithAccounts();
        const string File = """
            entry;date;account;amount;text;external_id
            1;2026-01-31;5241;10;Strom;X1
            1;;3511;-10;;
            2;2026-01-31;5241;20;Strom;X2
            2;;3511;-20;;X2
            """;
        Assert.Equal(2, (await books.Import(File)).Fine().Added);
        Assert.Equal((0, 2), ((await books.Import(File)).Fine() is var again ? (again.Added, again.Known) : default));

        (await books.Act((work, book) => Closing.CloseMonths(work, book, 2026, 1))).Expect();
        Assert.Equal(2, (await books.Import(File)).Fine().Known);
        (await books.Import(File.Replace("20", "30", StringComparison.Ordinal))).FindingCodes(
            "import.date-range", "import.date-range");
        (await books.Import(File.Replace(";20;", ";30;", StringComparison.Ordinal)
            .Replace("-20", "-30", StringComparison.Ordinal))).FindingCodes("ledger.external-id-conflict");
        (await books.Import(File.Replace("X2", "X3", StringComparison.Ordinal))).FindingCodes("ledger.period-closed");
        Assert.Equal(2, await books.EntryCount());
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_file_without_external_ids_is_not_posted_twice(Engine engine)
    {
        await using var books = await Books.On(engine).WithAccounts();
        const string File = """
            entry;date;account;amount;text;product;counter_account;document
            ;2026-01-31;5241;2,00;Parkgebühr;9999;3511;B-1
            ;2026-01-31;5241;2,00;Parkgebühr;9999;3511;B-1
            7;2026-02-01;5241;10;Strom;;;
            7;;3511;-10;;;;
            """;
        var options = new JournalImportOptions { CreateDimensions = true };
        Assert.Equal(3, (await books.Import(File, options)).Fine().Added);
        (await books.Act((work, book) => Closing.CloseMonths(work, book, 2026, 1))).Expect();
        var second = (await books.Import(File)).Fine();
        Assert.Equal((0, 3, 3), (second.Added, second.Known, second.KnownByContent));

        // A corrected file: what was not touched is known, whatever stands around it.
        var corrected = File.Replace("10", "12", StringComparison.Ordinal)
            + "\n;2026-02-01;5241;2,00;Parkgebühr;9999;3511;B-1\n";
        var third = (await books.Import(corrected)).Fine();
        Assert.Equal((2, 2, 2), (third.Added, third.Known, third.KnownByContent));

        var deliberate = (await books.Import(File.Replace("01-31", "02-28", StringComparison.Ordinal),
            new() { Again = true })).Fine();
        Assert.Equal((3, 0), (deliberate.Added, deliberate.Known));
        Assert.Equal(3, (await books.Import(File.Replace("01-31", "02-28", StringComparison.Ordinal),
            new() { Again = true })).Fine().Added);
        Assert.Null((await books.Entry(11)).Draft.ExternalId);
        Assert.Equal(11, await books.EntryCount());
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Missing_dimensions_years_and_items_are_created_only_when_asked_for(Engine engine)
    {
        await using var books = await Books.On(engine).WithAccounts();
        const string File = """
            entry;date;account;amount;text;product;cost_centre;party;item;due
            1;2027-01-31;1711;10;Umlage;9999;K9;D-100;R-1;2027-02-28
            1;;4012;-10;;9999;K9;;;
            2;2027-03-01;3511;10;Ausgleich;;;;;
            2;2027-03-01;1711;-10;;;;;R-1;
            """;
        (await books.Import(File)).FindingCodes("import.dimension-unknown", "import.dimension-unknown",
            "import.dimension-unknown", "import.dimension-unknown", "ledger.year-missing");

        var report = (await books.Import(File, new() { CreateDimensions = true, OpenYears = true })).Fine();
        Assert.Equal((2, 2, 1), (report.Added, report.NewDimensions, report.NewItems));
        var item = await books.Database.Read(db => OpenItems.Find(db, books.Body.Id, "R-1"));
        Assert.Equal((Money.Zero, new DateOnly(2027, 2, 28)), (item!.Open, item.DueOn));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_good_entry_behind_an_unbalanced_one_is_posted(Engine engine)
    {
        await using var books = await Books.On(engine).WithAccounts();
        var rest = Path.GetTempFileName();
        var report = await books.Import("""
            entry;date;account;amount;text
            1;2026-03-01;5241;10.00;x
            1;;3511;-9.99;
            2;2026-03-02;5241;20.00;gut
            2;;3511;-20.00;
            3;2026-03-02;5241;20.00;y
            3;;3511;-20.01;
            4;2026-13-02;5241;20.00;z
            4;;3511;-20.00;
            """, new() { RejectedFile = rest });

        Assert.Equal((1, 6), (report.Added, report.RejectedRows));
        Assert.Equal([(2, "ledger.unbalanced"), (6, "ledger.unbalanced"), (8, "import.date-missing")],
            report.Findings.Select(finding => ((int)finding.Line, finding.Why.Code)));
        var rejected = await File.ReadAllLinesAsync(rest);
        Assert.Contains("„1“ ist nicht ausgeglichen", rejected[1], StringComparison.Ordinal);
        Assert.DoesNotContain("ausgeglichen", rejected[5], StringComparison.Ordinal);
        Assert.Equal("gut", (await books.Entry(1)).Draft.Text);
        File.Delete(rest);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Good_entries_are_accepted_and_the_rest_lies_in_a_file_to_be_mended(Engine engine)
    {
        await using var books = await Books.On(engine).WithAccounts();
        var rest = Path.GetTempFileName();
        var report = await books.Import("""
            entry;date;account;amount;text;external_id;party;item;due
            1;2026-01-31;5241;10;Strom;X1;;;
            1;;3511;-10;;;;;
            2;2026-02-30;5241;20;"Gas; Öl";X2;;;
            2;;3511;-20;;;;;
            3;2026-01-31;5241;5;Wasser;X1;;;
            3;;3511;-5;;;;;
            4;2028-01-31;1711;5;Umlage;;D-100;R-9;2028-03-01
            4;;4012;-5;;;;;
            """, new() { RejectedFile = rest });

        Assert.False(report.IsRefused);
        Assert.Equal((1, 6, 0), (report.Added, report.RejectedRows, report.NewItems));
        Assert.Equal(["import.date-missing", "ledger.external-id-conflict", "ledger.year-missing"],
            report.Findings.Select(finding => finding.Why.Code));
        Assert.Equal([4, 6, 8], report.Findings.Select(finding => finding.Line));
        Assert.Null(await books.Database.Read(db => OpenItems.Find(db, books.Body.Id, "R-9")));
        var rejected = await File.ReadAllTextAsync(rest);
        Assert.Contains("external_id;party;item;due;reason\r\n", rejected, StringComparison.Ordinal);
        Assert.Contains("2;2026-02-30;5241;20;\"Gas; Öl\";X2;;;;\"Den Tag", rejected, StringComparison.Ordinal);

        var mended = rejected.Replace("02-30", "02-28", StringComparison.Ordinal)
            .Replace("X1", "X3", StringComparison.Ordinal).Replace("2028", "2026", StringComparison.Ordinal);
        Assert.Equal(3, (await books.Import(mended)).Fine().Added);
        File.Delete(rest);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task The_file_of_the_rest_holds_no_formula_and_every_text_comes_back_however_often(Engine engine)
    {
        await using var books = await Books.On(engine).WithAccounts();
        var rest = Path.GetTempFileName();
        string[] texts = ["=1+1", "\"=1+1\"", "+x", "-", "@a", "\\=1", "\\\\", "＝1", "\"=\"\"a\"\";b\"", "-1+2", "a=b"];
        string[] plain = ["=1+1", "=1+1", "+x", "-", "@a", "\\=1", "\\\\", "＝1", "=\"a\";b", "-1+2", "a=b"];
        var file = "entry;date;account;amount;text\n" + string.Concat(texts.Select((text, at) =>
            $"{at};2026-02-30;5241;10,00;{text}\n{at};;3511;-10,00;\n"));
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var report = await books.Import(file, new() { RejectedFile = rest });
            Assert.Equal((0, 2 * texts.Length), (report.Added, report.RejectedRows));
            file = await File.ReadAllTextAsync(rest);
            Assert.DoesNotMatch("(?m)(^|;|;\")[=+@＝]|;\"?-[^0-9]", file);
            Assert.Contains(";-10,00;;\"", file, StringComparison.Ordinal);
        }
        Assert.Equal(texts.Length, (await books.Import(file.Replace("02-30", "02-28", StringComparison.Ordinal)))
            .Fine().Added);
        foreach (var (at, text) in plain.Index()) Assert.Equal(text, (await books.Entry(at + 1)).Draft.Text);
        File.Delete(rest);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_further_rule_is_asked_for_new_entries_only_and_names_their_line(Engine engine)
    {
        await using var books = await Books.On(engine).WithAccounts();
        var asked = 0;
        var options = new JournalImportOptions
        {
            AlsoRefuse = (_, _) => Task.FromResult<Func<EntryDraft, Rejection?>>(draft =>
            {
                asked++;
                return draft.Text == "Gas" ? new Rejection("nkf.budget", "Es fehlen 5,00 €.") : null;
            }),
        };
        var file = """
            entry;date;account;amount;text;external_id
            1;2026-01-31;5241;10;Strom;X1
            1;;3511;-10;;
            2;2026-01-31;5241;20;Gas;X2
            2;;3511;-20;;
            """;
        var report = await books.Import(file, options);
        Assert.Equal("Zeile 4: Es fehlen 5,00 €. [nkf.budget]", Assert.Single(report.Findings).ToString());
        (await books.Import(file.Replace("Gas", "Öl", StringComparison.Ordinal), options)).Fine();
        Assert.Equal(4, asked);
        (await books.Import(file.Replace("Gas", "Öl", StringComparison.Ordinal), options)).Fine();
        Assert.Equal(4, asked);
    }
}

static class ReportAssertions
{
    internal static void FindingCodes(this ImportReport report, params string[] codes)
    {
        Assert.True(report.IsRefused);
        Assert.Equal(codes, report.Findings.Select(finding => finding.Why.Code));
    }
}
