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

    /// <summary>Only year-end entries go in; it can still be taken back.</summary>
    public bool IsClosing => States[FiscalYears.Opening] == PeriodState.Closing;

    /// <summary>The last month that is closed for good, 0 for none.</summary>
    public int ClosedThrough => Enumerable.Range(1, 12).TakeWhile(month => States[month] == PeriodState.Closed).Count();
}

public static class FiscalYears
{
    public const int Opening = 0, Adjustments = 13, ClosingOfAccounts = 14;

    /// <summary>Opens a year: all its periods take entries. A year that is open already stays as it is.</summary>
    /// <returns><c>ledger.year-range</c>, or <c>ledger.year-too-early</c> (a later year is closed, so that its opening
    /// balances would no longer follow from this one).</returns>
    public static async Task<Result<Nothing>> Open(Work work, Book book, int year)
    {
        if (year is < 1900 or > 2999)
        {
            return new Rejection("ledger.year-range", $"{year} ist kein Haushaltsjahr von 1900 bis 2999.");
        }
        if (await book.Period(year, Opening) != PeriodState.Missing) return default(Nothing);
        if (await work.Db.Any($"""
            select 1 from ledger_period
            where body_id = {book.Body.Id} and fiscal_year > {year} and period = {Opening}
              and state = {PeriodState.Closed.Code()}
            """))
        {
            return new Rejection("ledger.year-too-early",
                $"Vor einem abgeschlossenen Haushaltsjahr kann {year} nicht mehr eröffnet werden.");
        }
        await work.Db.Bulk("ledger_period", "body_id, fiscal_year, period, state",
            Enumerable.Range(Opening, ClosingOfAccounts + 1),
            (to, period) => to.Add(book.Body.Id).Add(year).Add(period).Add(PeriodState.Open.Code()));
        book.Periods.Clear();
        return default(Nothing);
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
}
