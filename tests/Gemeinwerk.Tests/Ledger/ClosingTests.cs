using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Ledger;

public class ClosingTests
{
    const string Year2026 = """
        2026-01-31 Umlage
          1811   1.000 6182
          4182  -1.000
        2026-06-30 Strom
          5241    400
          1811   -400 7241
        """;

    static async Task<Books> Books2026(Engine engine)
    {
        var books = await Books.On(engine);
        await books.Account("2081");
        await books.Given(Year2026.Replace("1.000", "1000", StringComparison.Ordinal));
        return books;
    }

    internal static Task<Result<Nothing>> Begin(Books books, int year = 2026) =>
        books.Act((work, book) => Closing.BeginClosing(work, book, year));

    internal static Task<Result<ClosedYear>> Finish(Books books, int year = 2026) =>
        books.Act((work, book) => Closing.Finish(work, book, year));

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_closed_year_opens_the_next_with_what_the_trial_balance_said_before(Engine engine)
    {
        await using var books = await Books2026(engine);
        var december = await books.TrialBalance("2026-12-31");
        var january = await books.TrialBalance("2027-01-01");

        (await Begin(books)).Expect();
        var closed = (await Finish(books)).Expect();

        Assert.Equal(new Money(60_000), closed.Result);
        Assert.Equal(december, await books.TrialBalance("2026-12-31"));
        Assert.Equal(january, await books.TrialBalance("2027-01-01"));
        Assert.Equal(
            [("1811", new Money(60_000)), ("2081", new Money(-60_000))],
            january.Select(pair => (pair.Key, pair.Value)));
        var balances = await books.Database.Read(db =>
            Balances.Of(db, books.Body.Id, 2026, FiscalYears.ClosingOfAccounts));
        Assert.Empty(balances);
        var opening = await books.Database.Read(db => Entries.Find(db, books.Body, closed.OpeningEntryNo!.Value));
        Assert.Equal((EntryKind.Opening, new DateOnly(2027, 1, 1), 0),
            (opening!.Draft.Kind, opening.Draft.BookedOn, opening.Draft.Period));
        var years = await books.Database.Read(db => FiscalYears.All(db, books.Body.Id));
        Assert.Equal([(2026, true), (2027, false)], years.Select(year => (year.Year, year.IsClosed)));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task The_opening_keeps_product_and_cost_centre_and_the_result_has_neither(Engine engine)
    {
        await using var books = await Books.On(engine);
        await books.Account("2081");
        var (claim, revenue) = (await books.Account("1611"), await books.Account("4182"));
        await books.Act(async (work, book) =>
            await Dimensions.AddProducts(work, book, [("0111", "IT"), ("0112", "Rat")]));
        await books.Act(async (work, book) => await Dimensions.AddCostCentres(work, book, [("K1", "Netz")]));
        var (it, council, net) = (new Id<Product>(1), new Id<Product>(2), new Id<CostCentre>(1));
        var day = new DateOnly(2026, 3, 1);
        (await books.Post(new EntryDraft(day, day, "B-1", "Umlage",
            [
                new(claim, new(700), it, net), new(revenue, new(-700), it, net),
                new(claim, new(-700), council), new(revenue, new(700), council),
            ]))).Expect();
        (await Begin(books)).Expect();
        var closed = (await Finish(books)).Expect();

        Assert.Equal(Money.Zero, closed.Result);
        Assert.NotNull(closed.ResultEntryNo);
        var opening = await books.Database.Read(db => Balances.Of(db, books.Body.Id, 2027, FiscalYears.Opening));
        Assert.Equal([new Balance(claim, it, net, new(700)), new Balance(claim, council, null, new(-700))],
            opening.OrderByDescending(balance => balance.Amount));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task While_closing_only_year_end_entries_go_in_and_it_can_be_taken_back(Engine engine)
    {
        await using var books = await Books2026(engine);
        (await Begin(books)).Expect();
        var late = (await books.Drafts("""
            2026-12-31 Nachzügler
              5241    10
              3511   -10
            """))[0];

        Assert.Equal("ledger.period-closed", (await books.Post(late)).Rejection?.Code);
        Assert.Equal("ledger.period-closed",
            (await books.Post(late with { Kind = EntryKind.CarryOver })).Rejection?.Code);
        (await books.Post(late with { Kind = EntryKind.Adjustment })).Expect();
        (await books.Act((work, book) => Journal.Reverse(work, book, 2, new(2026, 12, 31), "S-1", "falsch"))).Expect();
        (await books.Act((work, book) => Closing.Reopen(work, book, 2026))).Expect();
        (await books.Post(late)).Expect();
        Assert.Equal("ledger.year-not-closing",
            (await books.Act((work, book) => Closing.Reopen(work, book, 2026))).Rejection?.Code);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Every_step_out_of_turn_is_refused_with_its_reason_and_changes_nothing(Engine engine)
    {
        await using var books = await Books2026(engine);
        Assert.Equal("ledger.year-missing", (await Begin(books, 2030)).Rejection?.Code);
        Assert.Equal("ledger.year-missing", (await Finish(books, 2030)).Rejection?.Code);
        Assert.Equal("ledger.year-not-closing", (await Finish(books)).Rejection?.Code);
        (await books.Act((work, book) => FiscalYears.Open(work, book, 2027))).Expect();
        Assert.Equal("ledger.earlier-year-open", (await Begin(books, 2027)).Rejection?.Code);
        (await Begin(books)).Expect();
        Assert.Equal("ledger.year-closing", (await Begin(books)).Rejection?.Code);

        var opening = (await books.Drafts("""
            2027-01-01 Eröffnung von Hand
              1811    5
              2081   -5
            """))[0] with { Kind = EntryKind.Opening };
        var byHand = (await books.Post(opening)).Expect().EntryNo;
        Assert.Equal("ledger.opening-exists", (await Finish(books)).Rejection?.Code);
        (await books.Act((work, book) =>
            Journal.Reverse(work, book, byHand, new(2027, 1, 1), "S-1", "zurück"))).Expect();

        var closed = (await Finish(books)).Expect();
        Assert.Equal("ledger.year-closed", (await Finish(books)).Rejection?.Code);
        Assert.Equal("ledger.year-closed", (await Begin(books)).Rejection?.Code);
        Assert.Equal("ledger.year-closed",
            (await books.Act((work, book) => Closing.Reopen(work, book, 2026))).Rejection?.Code);
        Assert.Equal("ledger.not-reversible", (await books.Act((work, book) =>
            Journal.Reverse(work, book, closed.OpeningEntryNo!.Value, new(2027, 1, 1), "S-2", "x"))).Rejection?.Code);
        Assert.Equal("ledger.year-too-early",
            (await books.Act((work, book) => FiscalYears.Open(work, book, 2025))).Rejection?.Code);
        Assert.Equal("ledger.year-range",
            (await books.Act((work, book) => FiscalYears.Open(work, book, 1))).Rejection?.Code);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Books_without_any_entry_close_too(Engine engine)
    {
        await using var books = await Books.On(engine);
        (await Begin(books)).Expect();
        Assert.Equal(new ClosedYear(2026, Money.Zero, null, null, null), (await Finish(books)).Expect());
        Assert.Empty(await books.TrialBalance("2027-01-01"));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_result_without_an_account_to_take_it_stops_the_closing_but_not_the_trial_balance(Engine engine)
    {
        await using var books = await Books.On(engine);
        await books.Given("""
            2026-01-31 Umlage
              1811   10 6182
              4182  -10
            """);
        (await Begin(books)).Expect();
        Assert.Equal("ledger.result-account", (await Finish(books)).Rejection?.Code);
        Assert.Equal(new Money(-1000), (await books.TrialBalance("2027-05-01"))["4182"]);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_closed_month_stays_closed_when_the_year_is_reopened(Engine engine)
    {
        await using var books = await Books2026(engine);
        Task<Result<int>> Close(int month) => books.Act((work, book) => Closing.CloseMonths(work, book, 2026, month));
        Assert.Equal(2, (await Close(2)).Expect());
        Assert.Equal(1, (await Close(3)).Expect());
        Assert.Equal(0, (await Close(1)).Expect());
        Assert.Equal("ledger.month", (await Close(13)).Rejection?.Code);
        Assert.Equal("ledger.year-missing",
            (await books.Act((work, book) => Closing.CloseMonths(work, book, 2031, 1))).Rejection?.Code);
        (await Begin(books)).Expect();
        (await books.Act((work, book) => Closing.Reopen(work, book, 2026))).Expect();

        Assert.Equal(3, (await books.Database.Read(db => FiscalYears.All(db, books.Body.Id)))[0].ClosedThrough);
        var drafts = await books.Drafts("""
            2026-03-31 zu spät
              5241    10
              3511   -10
            2026-04-01 gerade recht
              5241    10
              3511   -10
            """);
        Assert.Equal("ledger.period-closed", (await books.Post(drafts[0])).Rejection?.Code);
        (await books.Post(drafts[1])).Expect();
        (await Begin(books)).Expect();
        (await Finish(books)).Expect();
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Two_years_in_a_row_close_and_a_retired_account_is_carried_forward(Engine engine)
    {
        await using var books = await Books2026(engine);
        (await books.Act((work, book) => Accounts.Retire(work, book, "1811", new(2026, 7, 1)))).Expect();
        var (before2027, before2028) = (await books.TrialBalance("2027-01-01"), await books.TrialBalance("2028-03-31"));
        (await Begin(books)).Expect();
        (await Finish(books)).Expect();
        Assert.Equal(before2028, await books.TrialBalance("2028-03-31"));
        (await Begin(books, 2027)).Expect();
        (await Finish(books, 2027)).Expect();
        Assert.Equal(before2027, await books.TrialBalance("2027-12-31"));
        Assert.Equal(before2028, await books.TrialBalance("2028-03-31"));
    }
}
