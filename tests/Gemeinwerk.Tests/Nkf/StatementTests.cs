using CsCheck;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using MiniExcelLibs;

namespace Gemeinwerk.Tests.Nkf;

public sealed class StatementTests
{
    static readonly string[] formNames =
        ["teilergebnisplan", "finanzrechnung", "bilanz_aktiva", "bilanz_passiva", "ergebnisrechnung"];

    const string SmallBook = """
        2026-01-02 Eigenkapital und Kredit
          1811   100000,00  6927
          3251  -100000,00
        2026-01-03 Server
          0811    24000,00
          1811   -24000,00  7831
        2026-02-01 Verbandsumlage
          1721   80000,00
          4182  -80000,00
        2026-02-15 Zahlung der Umlage
          1811   60000,00  6182
          1721  -60000,00
        2026-03-31 Gehälter
          5012   45000,50
          1811  -45000,50  7012
        2026-04-30 Zinsen
          5517     900,00
          1811    -900,00  7517
        2026-06-30 Abschreibung
          5711    4000,00
          0811   -4000,00
        2026-07-01 Wertberichtigung
          5473     500,00
          2112    -500,00
        2026-07-15 Fremdes Geld
          1811     250,00  6999
          3791    -250,00
        2026-12-31 Überzahlung eines Lieferanten
          3511     120,00
          1811    -120,00  7431
        """;

    static async Task<Books> SmallBooks(Engine engine)
    {
        var books = await Books.On(engine);
        (await books.Act((work, book) => Charts.Seed(work, book))).Expect();
        await books.Given(SmallBook);
        return books;
    }

    static async Task<Statement> Compute(
        Books books, StatementKind kind, int year = 2026, Segment? segment = null, DateOnly? asOf = null) =>
        (await books.Database.Read(db => Statements.Compute(db, books.Body, kind, year, segment, asOf))).Expect();

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task The_statements_of_a_small_book_are_as_they_were_approved(Engine engine)
    {
        await using var books = await SmallBooks(engine);
        foreach (var kind in Enum.GetValues<StatementKind>())
        {
            var statement = await Compute(books, kind);
            Golden.Same(File($"{kind.Code()}.txt"), StatementText.Text(statement));
            Golden.Same(File($"{kind.Code()}.csv"), StatementText.Csv(statement));
            Golden.Same(File($"{kind.Code()}.json"), StatementText.Json(statement));
        }
        Assert.Empty(await books.Database.Read(db => StatementChecks.Run(db, books.Body, 2026)));

        static string File(string name) => Repository.PathOf("tests", "Gemeinwerk.Tests", "Nkf", "Golden", name);
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task A_spreadsheet_holds_numbers_as_numbers(Engine engine)
    {
        await using var books = await SmallBooks(engine);
        var statement = await Compute(books, StatementKind.Results);
        using var file = new MemoryStream();
        StatementSheet.Write(statement, file);
        file.Position = 0;
        var rows = file.Query(useHeaderRow: true).Cast<IDictionary<string, object>>().ToList();

        Assert.Equal(statement.Lines.Count, rows.Count);
        var staff = rows.Single(row => (string)row["Nr."] == "11");
        Assert.Equal(45000.50, Assert.IsType<double>(staff["Ist"]));
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task Nothing_is_netted_and_the_wrong_side_moves_over(Engine engine)
    {
        await using var books = await SmallBooks(engine);
        await books.Given("""
            2026-12-31 Gutschrift an ein Mitglied
              4182    30000,00
              1721   -30000,00
            """);
        var sheet = await Compute(books, StatementKind.BalanceSheet);

        Assert.Equal(new Money(-500_00), sheet.Line("2.2.2", "aktiva").Actual);
        Assert.Equal(new Money(120_00), sheet.Line("2.2.3", "aktiva").Actual);
        Assert.Equal(new Money(10_250_00), sheet.Line("4.7", "passiva").Actual);
        Assert.Equal(new Money(400_50), sheet.Line("4", "aktiva").Actual);
        Assert.Equal(Money.Zero, sheet.Line("1", "passiva").Actual);
        Assert.Equal(sheet.Line("SUM", "aktiva").Actual, sheet.Line("SUM", "passiva").Actual);
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task A_day_within_the_year_covers_what_was_booked_until_then(Engine engine)
    {
        await using var books = await SmallBooks(engine);
        var february = await Compute(books, StatementKind.CashFlow, asOf: new DateOnly(2026, 2, 14));
        Assert.Equal(new Money(76_000_00), february.Line("41").Actual);
        Assert.Equal(Money.Zero, february.Line("02").Actual);
        var day = await Compute(books, StatementKind.CashFlow, asOf: new DateOnly(2026, 2, 15));
        Assert.Equal(new Money(60_000_00), day.Line("02").Actual);
        var month = await Compute(books, StatementKind.CashFlow, asOf: new DateOnly(2026, 3, 31));
        Assert.Equal(new Money(45_000_50), month.Line("10").Actual);
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task A_commercial_body_has_results_and_balance_sheet_but_no_cash_flow(Engine engine)
    {
        await using var books = await Books.On(engine, framework: Framework.Hgb);
        (await books.Act((work, book) => Charts.Seed(work, book))).Expect();
        await books.Given("""
            2026-01-01 Stammkapital
              2510   50000,00
              3010  -50000,00
            2026-05-01 Rechnung
              2110   90000,00
              5010  -90000,00
            2026-06-01 Gehälter
              6210   70000,00
              2510  -70000,00
            """);
        var results = await Compute(books, StatementKind.Results);
        Assert.Equal(new Money(90_000_00), results.Line("1").Actual);
        Assert.Equal(new Money(20_000_00), results.Line("17").Actual);
        var sheet = await Compute(books, StatementKind.BalanceSheet);
        Assert.Equal(new Money(20_000_00), sheet.Line("A.V", "passiva").Actual);
        Assert.Equal(new Money(20_000_00), sheet.Line("C.8", "passiva").Actual);
        Assert.Equal(sheet.Line("SUM", "aktiva").Actual, sheet.Line("SUM", "passiva").Actual);
        Assert.Empty(await books.Database.Read(db => StatementChecks.Run(db, books.Body, 2026)));

        foreach (var (kind, segment, day, code) in new (StatementKind, Segment?, DateOnly?, string)[]
        {
            (StatementKind.CashFlow, null, null, "nkf.statement-unavailable"),
            (StatementKind.BalanceSheet, Segment.Unassigned, null, "nkf.statement-unavailable"),
            (StatementKind.Results, null, new DateOnly(2025, 1, 1), "nkf.statement-day"),
        })
        {
            var refused = await books.Database.Read(db => Statements.Compute(db, books.Body, kind, 2026, segment, day));
            Assert.Equal(code, refused.Rejection?.Code);
        }
    }

    [Fact]
    public void The_cash_flow_formulas_give_the_published_figures_of_muenster_2024()
    {
        var given = new Dictionary<string, long>
        {
            ["01"] = 150409131148,
            ["10"] = 153702113262,
            ["18"] = 7443409141,
            ["24"] = 30259156327,
            ["33"] = 26964841156,
            ["39"] = 2435312849,
            ["40"] = 942860389,
        };
        var values = StatementForm.Of(Framework.Nkf, "finanzrechnung")!
            .Evaluate(line => new Money(given.GetValueOrDefault(line.Number)));

        Assert.Equal(-3292982114, values["17"].Cents);
        Assert.Equal(-22815747186, values["31"].Cents);
        Assert.Equal(-26108729300, values["32"].Cents);
        Assert.Equal(26964841156, values["37"].Cents);
        Assert.Equal(856111856, values["38"].Cents);
        Assert.Equal(4234285094, values["41"].Cents);
    }

    [Fact]
    public void Every_posting_account_of_a_chart_has_a_line()
    {
        foreach (var framework in Enum.GetValues<Framework>())
        {
            var forms = formNames.Select(name => StatementForm.Of(framework, name)).OfType<StatementForm>().ToList();
            Assert.All(Chart.Of(framework).PostingAccounts(), account =>
                Assert.Contains(forms, form => form.LineOf(account.Number.Digits) is not null));
        }
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task For_any_book_both_sides_agree_and_the_cash_flow_ends_with_the_cash(Engine engine)
    {
        string[] accounts = ["0811", "1811", "1721", "1631", "1911", "2041", "2311", "2811", "3251", "3511", "3911",
            "4012", "4182", "5012", "5711", "2112"];
        var entry = Gen.Select(Gen.Int[0, accounts.Length - 1], Gen.Int[0, accounts.Length - 1],
            Gen.Long[1, 1_000_000], Gen.Int[0, 2], Gen.Int[1, 12]);
        await entry.List[1, 25].SampleAsync(async draws =>
        {
            await using var books = await Books.On(engine);
            (await books.Act((work, book) => Charts.Seed(work, book))).Expect();
            await AddProducts(books);
            foreach (var (debit, credit, cents, product, month) in draws)
            {
                if (debit == credit) continue;
                var day = new DateOnly(2026, month, 5);
                (await books.Post(new EntryDraft(day, day, "B", "Zufall",
                [
                    await Line(books, accounts[debit], cents, product),
                    await Line(books, accounts[credit], -cents, product),
                ]))).Expect();
            }
            Assert.Empty(await books.Database.Read(db => StatementChecks.Run(db, books.Body, 2026)));
            var sheet = await Compute(books, StatementKind.BalanceSheet);
            Assert.Equal(sheet.Line("SUM", "aktiva").Actual, sheet.Line("SUM", "passiva").Actual);
            Assert.All(sheet.Lines.Where(line => !line.IsSum && line.Section == "aktiva" && line.Number != "2.2.2"),
                line => Assert.True(line.Actual >= Money.Zero, line.Number));
            await SegmentsAddUp(books, StatementKind.Results, "01", "02", "11", "26");
            await SegmentsAddUp(books, StatementKind.CashFlow, "01", "02", "10", "31");
        }, iter: engine == Engine.Sqlite ? 25 : 8, threads: 1);
    }

    static async Task SegmentsAddUp(Books books, StatementKind kind, params string[] numbers)
    {
        var whole = await Compute(books, kind);
        var sums = numbers.ToDictionary(number => number, _ => Money.Zero);
        foreach (var segment in ProductAreas.All.Select(area => Segment.OfArea(area.Code)).Append(Segment.Unassigned))
        {
            var part = await Compute(books, kind, segment: segment);
            foreach (var number in numbers) sums[number] += part.Line(number).Actual;
        }
        Assert.All(numbers, number => Assert.Equal(whole.Line(number).Actual, sums[number]));
    }

    static async Task AddProducts(Books books) => (await books.Act((work, book) =>
        Dimensions.AddProducts(work, book, [("010101", "Gremien"), ("160101", "Steuern")]))).Expect();

    static async Task<Posting> Line(Books books, string account, long cents, int product) => new(
        await books.Account(account), new Money(cents), product == 0 ? null : new Id<Product>(product),
        Payment: account == "1811" ? await books.Account(cents > 0 ? "6012" : "7012") : null);

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task Checks_name_what_does_not_fit(Engine engine)
    {
        await using var books = await SmallBooks(engine);
        await books.Given("""
            2026-08-01 Konto ohne Zeile und einseitige Verrechnung
              2021   100,00
              4811  -100,00
            2026-08-02 Unmittelbar gegen die Rücklage
              2011   70,00
              0811  -70,00
            """);
        var findings = await books.Database.Read(db => StatementChecks.Run(db, books.Body, 2026));
        Assert.Equal(
            ["nkf.account-without-line", "nkf.check-balance-sheet", "nkf.check-internal", "nkf.check-reserve",
                "nkf.check-result"],
            findings.Select(finding => finding.Why.Code).Order(StringComparer.Ordinal));
    }
}
