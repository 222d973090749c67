using Gemeinwerk.Basics;
using Gemeinwerk.Ledger.Verification;
using Gemeinwerk.Nkf;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Ledger.Verification;

/// <summary>Closed years and statements that do not fit the entries are found, each by its own pass.</summary>
public class ClosingVerificationTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    static async Task<Books> Closed(Engine engine)
    {
        var books = await Books.On(engine);
        await books.Account("2081");
        await books.Given("""
            2026-01-31 Umlage
              1811   125 6182
              4182  -125
            2026-02-01 Strom
              5241    40
              3511   -40
            """);
        (await ClosingTests.Begin(books)).Expect();
        (await ClosingTests.Finish(books)).Expect();
        return books;
    }

    static async Task<PassReport> Verify(Books books, string pass) =>
        (await LedgerVerification.Run(books.Database, books.Body, others: [StatementVerification.Pass]))
            .Single(report => report.Name == pass);

    static async Task Tamper(Books books, string sql)
    {
        await Corruption.Unlock(books);
        (await books.Act(async Task<Result<Nothing>> (work, _) =>
        {
            await work.Db.Script(sql);
            return default(Nothing);
        })).Expect();
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_year_closed_by_the_book_passes(Engine engine)
    {
        await using var books = await Closed(engine);
        foreach (var pass in new[] { "ledger.periods", "ledger.closings", "nkf.statements" })
        {
            var report = await Verify(books, pass);
            Assert.True(report.Verdict == Verdict.Pass,
                $"{pass}: {string.Join("; ", report.Rows)} {string.Join("; ", report.Missing)}");
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_closed_year_that_was_opened_again_is_found(Engine engine)
    {
        await using var books = await Closed(engine);
        await Tamper(books, "update ledger_period set state = 'open' where fiscal_year = 2026 and period = 5");
        Assert.Contains((await Verify(books, "ledger.closings")).Rows,
            row => row.Table == "ledger_period" && row.Key == "2026 state");
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_year_that_was_closed_without_its_entries_is_found(Engine engine)
    {
        await using var books = await Closed(engine);
        await books.Given("""
            2027-01-31 Strom
              5241    40
              3511   -40
            """);
        await Tamper(books, "update ledger_period set state = 'closed' where fiscal_year = 2027");
        Assert.Contains((await Verify(books, "ledger.closings")).Rows, row => row.Table == "ledger_balance");
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task An_open_year_before_a_closed_one_is_found(Engine engine)
    {
        await using var books = await Closed(engine);
        await Tamper(books, """
            insert into ledger_period (body_id, fiscal_year, period, state)
            select body_id, 2025, period, 'open' from ledger_period where fiscal_year = 2026
            """);
        Assert.Contains((await Verify(books, "ledger.closings")).Rows, row => row.Key == "2025 state");
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task An_opening_that_is_not_the_closing_of_the_year_before_is_found(Engine engine)
    {
        await using var books = await Closed(engine);
        await Tamper(books, """
            update ledger_posting set amount = amount + 100 where booked_on = 20270101 and line_no = 1
            """);
        var row = Assert.Single((await Verify(books, "ledger.closings")).Rows);
        Assert.Equal(("ledger_posting", "(5, 1)"), (row.Table, row.Key));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_balance_that_was_changed_is_found_by_the_statements_too(Engine engine)
    {
        await using var books = await Closed(engine);
        await Tamper(books, "update ledger_balance set debit = debit + 100 where period = 1 and debit > 0");
        Assert.Contains((await Verify(books, "nkf.statements")).Rows,
            row => row.Key.StartsWith("(2026) Zeile SUM", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task An_account_that_fits_no_line_any_more_leaves_the_statements_incomplete(Engine engine)
    {
        await using var books = await Closed(engine);
        await Tamper(books, "update ledger_account set kind = 'asset' where number = '4182'");
        var report = await Verify(books, "nkf.statements");
        Assert.Equal(Verdict.Incomplete, report.Verdict);
        Assert.Contains("4182", Assert.Single(report.Missing), StringComparison.Ordinal);
    }
}
