using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Ledger;

public class SheetTests
{
    internal static async Task<(Result<SheetTotals> Totals, List<SheetLine> Lines)> Read(
        Books books, string account, DateOnly from, DateOnly to)
    {
        var lines = new List<SheetLine>();
        var totals = await books.Database.Read(db =>
            AccountSheet.Read(db, books.Body.Id, account, from, to, lines.Add));
        return (totals, lines);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_sheet_runs_from_the_opening_to_the_balance_of_the_trial_balance(Engine engine)
    {
        await using var books = await Books.On(engine);
        await books.Account("2081");
        await books.Given("""
            2026-01-31 Umlage
              1811   125 6182
              4182  -125
            2026-02-01 Strom und Wasser
              5241    40
              5242     5
              1811   -45 7241
            2026-02-01 Bankgebühr
              5431     1
              1811    -1 7431
            """);
        var (totals, lines) = await Read(books, "1811", new(2026, 2, 1), new(2026, 12, 31));
        Assert.Equal((new Money(12_500), new Money(7_900), 2L),
            (totals.Expect().Opening, totals.Expect().Closing, totals.Expect().Lines));
        Assert.Equal([new Money(8_000), new Money(7_900)], lines.Select(line => line.Balance));
        Assert.Equal(["5241", "5242"], lines[0].CounterAccounts);
        Assert.Equal((2L, "B-2", "Strom und Wasser", Money.Zero, new Money(4_500)),
            (lines[0].EntryNo, lines[0].Document, lines[0].Text, lines[0].Debit, lines[0].Credit));

        (await ClosingTests.Begin(books)).Expect();
        (await ClosingTests.Finish(books)).Expect();
        Assert.Equal(totals.Expect(), (await Read(books, "1811", new(2026, 2, 1), new(2026, 12, 31))).Totals.Expect());
        var next = (await Read(books, "1811", new(2027, 1, 1), new(2027, 12, 31))).Totals.Expect();
        Assert.Equal((new Money(7_900), 0L), (next.Opening, next.Lines));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_sheet_longer_than_a_page_misses_and_doubles_nothing(Engine engine)
    {
        await using var books = await Books.On(engine);
        var draft = (await books.Drafts("""
            2026-01-31 viele
              1611   0,01
              1611   0,02
              4182  -0,03
            """))[0];
        var findings = new List<Finding>();
        await books.Act(async Task<Result<long>> (work, book) => await Journal.PostAll(work, book,
            Enumerable.Range(0, 5_000).Select(i => draft with { BookedOn = new(2026, 1, 1 + i % 20) }), findings));
        var (totals, lines) = await Read(books, "1611", new(2026, 1, 1), new(2026, 12, 31));
        Assert.Equal((10_000L, new Money(15_000)), (totals.Expect().Lines, totals.Expect().Closing));
        Assert.Equal(10_000, lines.Count);
        Assert.Equal(lines.OrderBy(line => line.BookedOn).ThenBy(line => line.EntryNo), lines);
        Assert.All(lines, line => Assert.Equal(["4182"], line.CounterAccounts));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_sheet_over_two_years_or_of_no_account_is_refused(Engine engine)
    {
        await using var books = await Books.On(engine);
        await books.Account("1811");
        Assert.Equal("ledger.sheet-range",
            (await Read(books, "1811", new(2026, 12, 31), new(2027, 1, 1))).Totals.Rejection?.Code);
        Assert.Equal("ledger.sheet-range",
            (await Read(books, "1811", new(2026, 2, 1), new(2026, 1, 1))).Totals.Rejection?.Code);
        Assert.Equal("ledger.account-unknown",
            (await Read(books, "9999", new(2026, 2, 1), new(2026, 2, 1))).Totals.Rejection?.Code);
    }
}
