using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>
/// A fiscal year (Haushaltsjahr) is the calendar year, GO NRW § 78 (4) [U]; it has the periods 0 to 14.
/// </summary>
/// <param name="States">The state of each period, index 0 to 14.</param>
public sealed record FiscalYear(int Year, IReadOnlyList<PeriodState> States)
{
    /// <summary>Closed for good: results are in equity, balances in the next year's opening.</summary>
    public bool IsClosed => States.All(state => state == PeriodState.Closed);
}

public static class FiscalYears
{
    public const int Opening = 0, Adjustments = 13, ClosingOfAccounts = 14;

    /// <summary>Opens a year: all its periods take entries. A year that is open already stays as it is.</summary>
    public static async Task Open(Work work, Book book, int year)
    {
        if (await book.Period(year, Opening) != PeriodState.Missing) return;
        await work.Db.Bulk("ledger_period", "body_id, fiscal_year, period, state",
            Enumerable.Range(Opening, ClosingOfAccounts + 1),
            (to, period) => to.Add(book.Body.Id).Add(year).Add(period).Add(PeriodState.Open.Code()));
        book.Periods.Clear();
    }

    /// <summary>A body's years, oldest first.</summary>
    public static async Task<List<FiscalYear>> All(Session db, Id<Body> body)
    {
        var periods = await db.All($"""
            select fiscal_year, period, state from ledger_period where body_id = {body} order by fiscal_year, period
            """, row => (Year: row.Int(), Period: row.Int(), State: Codes.Parse<PeriodState>(row.Text())));
        return [.. periods.GroupBy(p => p.Year)
            .Select(year => new FiscalYear(year.Key, [.. year.Select(p => p.State)]))];
    }

    internal static async Task SetState(Work work, Book book, int year, int from, int to, PeriodState state)
    {
        await work.Db.Run($"""
            update ledger_period set state = {state.Code()}
            where body_id = {book.Body.Id} and fiscal_year = {year} and period between {from} and {to}
              and state <> {state.Code()}
            """);
        book.Periods.Clear();
    }
}
