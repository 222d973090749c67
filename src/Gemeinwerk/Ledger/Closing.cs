using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>What closing a year has posted; a number is null where there was nothing to move.</summary>
/// <param name="Result">The result of the year, surplus positive.</param>
/// <param name="ResultEntryNo">Moves revenues and expenses to the account of role result.</param>
/// <param name="ClosingEntryNo">Moves all balance sheet accounts to zero.</param>
/// <param name="OpeningEntryNo">Its mirror image on 1 January of the next year.</param>
public sealed record ClosedYear(
    int Year, Money Result, long? ResultEntryNo, long? ClosingEntryNo, long? OpeningEntryNo);

/// <summary>
/// Closes months and years. A year is closed in two steps: first only year-end entries still go in, and that can be
/// taken back; then the accounts are closed for good and the next year opens with their balances, GO NRW § 95.
/// </summary>
public static class Closing
{
    /// <summary>Closes months of a year up to one for good (Monatsabschluss); closed ones stay as they are.</summary>
    /// <returns>How many were closed now, or <c>ledger.month</c>, <c>ledger.year-missing</c>.</returns>
    public static async Task<Result<int>> CloseMonths(Work work, Book book, int year, int throughMonth)
    {
        if (throughMonth is < 1 or > 12)
        {
            return new Rejection("ledger.month", $"{throughMonth} ist kein Monat von 1 bis 12.");
        }
        if (await book.Period(year, 1) == PeriodState.Missing) return Missing(year);
        var closed = 0;
        for (var month = 1; month <= throughMonth; month++)
        {
            if (await book.Period(year, month) != PeriodState.Closed) closed++;
        }
        await SetState(work, book, year, FiscalYears.Opening + 1, throughMonth, PeriodState.Closed);
        return closed;
    }

    /// <summary>
    /// First step of closing a year: its periods take only adjustments, depreciation, reversals and closing entries.
    /// <see cref="Reopen"/> takes it back until <see cref="Finish"/>.
    /// </summary>
    /// <returns><c>ledger.year-missing</c>, <c>ledger.year-closed</c>, <c>ledger.year-closing</c> (begun already),
    /// <c>ledger.earlier-year-open</c>.</returns>
    public static async Task<Result<Nothing>> BeginClosing(Work work, Book book, int year)
    {
        switch (await book.Period(year, FiscalYears.Opening))
        {
            case PeriodState.Missing: return Missing(year);
            case PeriodState.Closed: return IsClosed(year);
            case PeriodState.Closing:
                return new Rejection("ledger.year-closing",
                    $"Der Abschluss des Haushaltsjahres {year} ist schon begonnen.");
        }
        if (await EarlierOpen(work, book, year) is { } why) return why;
        await SetState(work, book, year, FiscalYears.Opening, 12, PeriodState.Closing);
        return default(Nothing);
    }

    /// <summary>Takes back the first step; months that were closed before stay closed.</summary>
    /// <returns><c>ledger.year-missing</c>, <c>ledger.year-closed</c>, <c>ledger.year-not-closing</c>.</returns>
    public static async Task<Result<Nothing>> Reopen(Work work, Book book, int year)
    {
        if (await NotClosing(book, year) is { } why) return why;
        await work.Db.Run($"""
            update ledger_period set state = {PeriodState.Open.Code()}
            where body_id = {book.Body.Id} and fiscal_year = {year} and state = {PeriodState.Closing.Code()}
            """);
        book.Periods.Clear();
        return default(Nothing);
    }

    /// <summary>
    /// Second step, all or nothing and final: moves the result to equity and every balance to zero, closes all periods,
    /// opens the next year where it is missing, and posts the opening balances per account, product and cost centre.
    /// </summary>
    /// <returns>What was posted, or <c>ledger.year-missing</c>, <c>ledger.year-closed</c>,
    /// <c>ledger.year-not-closing</c>, <c>ledger.earlier-year-open</c>, <c>ledger.opening-exists</c>,
    /// <c>ledger.result-account</c>, or a rejection of posting.</returns>
    public static async Task<Result<ClosedYear>> Finish(Work work, Book book, int year)
    {
        if (await NotClosing(book, year) is { } notClosing) return notClosing;
        if (await EarlierOpen(work, book, year) is { } earlier) return earlier;
        if (await OpeningOf(work, book, year + 1) is { } opening)
        {
            return new Rejection("ledger.opening-exists",
                $"{year + 1} hat schon eine Eröffnungsbuchung (Nr. {opening}); sie ist zu stornieren.");
        }

        if (!(await CloseResult(work, book, year)).Ok(out var result, out var why)) return why;
        var balances = await Balances.Of(work.Db, book.Body.Id, year, FiscalYears.ClosingOfAccounts);
        Posting[] toZero = [.. balances.Select(b => new Posting(b.Account, -b.Amount, b.Product, b.CostCentre))];
        if (!(await PostClosing(work, book, year, "Abschluss der Bestandskonten", toZero)).Ok(out var closing, out why))
        {
            return why;
        }
        await SetState(work, book, year, FiscalYears.Opening, FiscalYears.ClosingOfAccounts, PeriodState.Closed);
        if ((await FiscalYears.Open(work, book, year + 1)).Rejection is { } notOpened) return notOpened;
        var start = new DateOnly(year + 1, 1, 1);
        long? opened = null;
        if (toZero.Length > 0)
        {
            var posted = await Journal.Post(work, book, new EntryDraft(start, start, $"EB {year + 1}",
                $"Eröffnungsbilanz {year + 1}",
                [.. toZero.Select(posting => posting with { Amount = -posting.Amount })], EntryKind.Opening));
            if (!posted.Ok(out var entry, out why)) return why;
            opened = entry.EntryNo;
        }
        return new ClosedYear(year, result.Result, result.EntryNo, closing.EntryNo, opened);
    }

    static async Task<Result<(Money Result, long? EntryNo)>> CloseResult(Work work, Book book, int year)
    {
        var accounts = (await Accounts.All(work.Db, book.Body.Id)).ToDictionary(account => account.Id);
        var balances = await Balances.Of(work.Db, book.Body.Id, year, FiscalYears.ClosingOfAccounts);
        var postings = balances
            .Where(balance => !accounts[balance.Account].IsOnBalanceSheet)
            .Select(b => new Posting(b.Account, -b.Amount, b.Product, b.CostCentre))
            .ToList();
        if (postings.Count == 0) return (Money.Zero, (long?)null);
        if (accounts.Values.SingleOrDefault(account => account.Role == AccountRole.Result) is not
            { IsOnBalanceSheet: true } resultAccount)
        {
            return new Rejection("ledger.result-account",
                $"Der Kontenplan hat kein Bilanzkonto, das das Ergebnis des Haushaltsjahres {year} aufnimmt.");
        }
        var result = postings.Aggregate(Money.Zero, (sum, posting) => sum + posting.Amount);
        if (!result.IsZero) postings.Add(new Posting(resultAccount.Id, -result));
        var posted = await PostClosing(work, book, year, "Abschluss der Ergebniskonten", postings);
        return posted.Ok(out var entry, out var why) ? (result, entry.EntryNo) : why;
    }

    static async Task<Result<(long? EntryNo, int Lines)>> PostClosing(
        Work work, Book book, int year, string text, IReadOnlyList<Posting> postings)
    {
        if (postings.Count == 0) return ((long?)null, 0);
        var day = new DateOnly(year, 12, 31);
        var posted = await Journal.Post(work, book, new EntryDraft(
            day, day, $"JA {year}", $"{text} {year}", postings, EntryKind.Closing));
        return posted.Ok(out var entry, out var why) ? (entry.EntryNo, postings.Count) : why;
    }

    static async Task<Rejection?> NotClosing(Book book, int year) =>
        await book.Period(year, FiscalYears.Opening) switch
        {
            PeriodState.Missing => Missing(year),
            PeriodState.Closed => IsClosed(year),
            PeriodState.Open => new Rejection("ledger.year-not-closing",
                $"Der Abschluss des Haushaltsjahres {year} ist nicht begonnen."),
            _ => null,
        };

    static async Task<Rejection?> EarlierOpen(Work work, Book book, int year)
    {
        var earlier = await work.Db.Maybe($"""
            select fiscal_year from ledger_period
            where body_id = {book.Body.Id} and fiscal_year < {year} and state <> {PeriodState.Closed.Code()}
            order by fiscal_year limit 1
            """, row => row.NumberOrNull());
        return earlier is null
            ? null
            : new("ledger.earlier-year-open", $"Das Haushaltsjahr {earlier} ist noch nicht abgeschlossen.");
    }

    /// <summary>The number of a year's opening entry that is not reversed, or null.</summary>
    static Task<long?> OpeningOf(Work work, Book book, int year) => work.Db.Maybe($"""
        select e.entry_no from ledger_entry e
        where e.body_id = {book.Body.Id} and e.booked_on = {new DateOnly(year, 1, 1)}
          and e.kind = {EntryKind.Opening.Code()}
          and not exists (select 1 from ledger_entry r where r.body_id = e.body_id and r.reverses_no = e.entry_no)
        order by e.entry_no limit 1
        """, row => row.NumberOrNull());

    internal static async Task SetState(Work work, Book book, int year, int from, int to, PeriodState state)
    {
        await work.Db.Run($"""
            update ledger_period set state = {state.Code()}
            where body_id = {book.Body.Id} and fiscal_year = {year} and period between {from} and {to}
              and state not in ({PeriodState.Closed.Code()}, {state.Code()})
            """);
        book.Periods.Clear();
    }

    static Rejection Missing(int year) => new("ledger.year-missing", $"Das Haushaltsjahr {year} ist nicht eröffnet.");

    static Rejection IsClosed(int year) =>
        new("ledger.year-closed", $"Das Haushaltsjahr {year} ist endgültig abgeschlossen.");
}
