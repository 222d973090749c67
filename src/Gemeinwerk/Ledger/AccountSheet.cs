using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>A posting on an account sheet.</summary>
/// <param name="Text">The posting's own text where it has one, else the entry's.</param>
/// <param name="CounterAccounts">Numbers of the accounts on the other side of the entry, in order.</param>
/// <param name="Balance">After this posting, debit positive.</param>
public sealed record SheetLine(
    DateOnly BookedOn, long EntryNo, string Document, string Text, IReadOnlyList<string> CounterAccounts,
    Money Debit, Money Credit, Money Balance);

/// <summary>A line's place in the order of a sheet.</summary>
public readonly record struct SheetPlace(DateOnly BookedOn, long EntryNo, long LineNo);

/// <summary>An account sheet without its lines.</summary>
/// <param name="Opening">Balance at the start of the first day, debit positive.</param>
public sealed record SheetTotals(Account Account, Money Opening, Money Debit, Money Credit, long Lines)
{
    public Money Closing => Opening + Debit - Credit;
}

/// <summary>
/// The account sheet (Kontoblatt): every posting of an account within a fiscal year. Opening balances stand in front,
/// the closing of the accounts (period 14) does not show, so that it ends with the balance of the trial balance.
/// </summary>
public static class AccountSheet
{
    const int LinesPerPage = 2048;

    /// <summary>Reads the sheet by booking day; memory stays flat however many lines there are.</summary>
    /// <returns>The totals, or <c>ledger.account-unknown</c>, <c>ledger.sheet-range</c> (the days are not in order or
    /// not in one year).</returns>
    public static async Task<Result<SheetTotals>> Read(
        Session db, Id<Body> body, string accountNumber, DateOnly from, DateOnly to, Action<SheetLine> each)
    {
        if (!(await Find(db, body, accountNumber, from, to)).Ok(out var account, out var why)) return why;
        var totals = new SheetTotals(account, await Opening(db, body, account, from), default, default, 0);
        var balance = totals.Opening;
        var after = new SheetPlace(from, 0, 0);
        while (true)
        {
            var page = await Page(db, body, account, after, to, LinesPerPage);
            if (page.Count == 0) return totals;
            foreach (var line in await Shown(db, body, account, page, after, to, LinesPerPage, balance))
            {
                balance = line.Balance;
                totals = totals with
                {
                    Debit = totals.Debit + line.Debit,
                    Credit = totals.Credit + line.Credit,
                    Lines = totals.Lines + 1,
                };
                each(line);
            }
            after = page[^1].Place;
        }
    }

    /// <summary>
    /// A part of the sheet. It costs the same wherever it lies: its balance starts from the maintained ones and the
    /// postings of one day.
    /// </summary>
    /// <param name="after">The last line of the part before; null at the start.</param>
    /// <returns>The part and where it ends (null at the end of the sheet), or as <see cref="Read"/>.</returns>
    public static async Task<Result<(IReadOnlyList<SheetLine> Lines, SheetPlace? End)>> Part(
        Session db, Id<Body> body, string accountNumber, DateOnly from, DateOnly to, SheetPlace? after, int most)
    {
        if (!(await Find(db, body, accountNumber, from, to)).Ok(out var account, out var why)) return why;
        var start = after is { } place && place.BookedOn >= from && place.BookedOn <= to
            ? place
            : new SheetPlace(from, 0, 0);
        var balance = await Opening(db, body, account, start.BookedOn) + await db.One($"""
            select cast(coalesce(sum(p.amount), 0) as bigint)
            from ledger_posting p join ledger_entry e on e.body_id = p.body_id and e.entry_no = p.entry_no
            where p.body_id = {body} and p.account_id = {account.Id} and p.booked_on = {start.BookedOn}
              and (p.entry_no, p.line_no) <= ({start.EntryNo}, {start.LineNo})
              and e.period not in ({FiscalYears.Opening}, {FiscalYears.ClosingOfAccounts})
            """, row => row.Money());
        var page = await Page(db, body, account, start, to, most);
        var lines = await Shown(db, body, account, page, start, to, most, balance);
        return (lines, page.Count < most ? (SheetPlace?)null : page[^1].Place);
    }

    /// <summary>What stands above and below the sheet, without reading its lines (their number stays 0).</summary>
    public static async Task<Result<SheetTotals>> Totals(
        Session db, Id<Body> body, string accountNumber, DateOnly from, DateOnly to)
    {
        if (!(await Find(db, body, accountNumber, from, to)).Ok(out var account, out var why)) return why;
        var isNewYear = from is { Month: 1, Day: 1 };
        var before = isNewYear ? null : await Balances.Line(db, body, from.AddDays(-1), account);
        var end = await Balances.Line(db, body, to, account);
        return new SheetTotals(account, before?.Balance ?? (isNewYear ? end?.Opening : null) ?? Money.Zero,
            (end?.Debit ?? Money.Zero) - (before?.Debit ?? Money.Zero),
            (end?.Credit ?? Money.Zero) - (before?.Credit ?? Money.Zero), 0);
    }

    static async Task<Result<Account>> Find(
        Session db, Id<Body> body, string accountNumber, DateOnly from, DateOnly to)
    {
        if (from > to || from.Year != to.Year)
        {
            return new Rejection("ledger.sheet-range", "Ein Kontoblatt umfasst Tage eines Haushaltsjahres.");
        }
        return (await Accounts.All(db, body)).Find(one => one.Number == accountNumber) is { } account
            ? account
            : new Rejection("ledger.account-unknown", $"Das Konto {accountNumber} gibt es nicht.");
    }

    /// <summary>The lines of a page with their counter accounts and running balance.</summary>
    static async Task<List<SheetLine>> Shown(Session db, Id<Body> body, Account account, List<Line> page,
        SheetPlace after, DateOnly to, int most, Money balance)
    {
        var shown = new List<SheetLine>();
        var counters = await Counters(db, body, account, after, to, most);
        foreach (var line in page)
        {
            if (line.Period is FiscalYears.Opening or FiscalYears.ClosingOfAccounts) continue;
            balance += line.Amount;
            var (debit, credit) = line.Amount > Money.Zero ? (line.Amount, Money.Zero) : (Money.Zero, -line.Amount);
            var others = counters.GetValueOrDefault((line.Place.EntryNo, line.Amount < Money.Zero)) ?? [];
            shown.Add(new SheetLine(line.Place.BookedOn, line.Place.EntryNo, line.Document, line.Text,
                [.. others.Order(StringComparer.Ordinal)], debit, credit, balance));
        }
        return shown;
    }

    static async Task<Money> Opening(Session db, Id<Body> body, Account account, DateOnly from)
    {
        var isNewYear = from is { Month: 1, Day: 1 };
        var line = await Balances.Line(db, body, isNewYear ? from : from.AddDays(-1), account);
        return line is null ? Money.Zero : isNewYear ? line.Opening : line.Balance;
    }

    sealed record Line(SheetPlace Place, Money Amount, int Period, string Document, string Text);

    static Task<List<Line>> Page(
        Session db, Id<Body> body, Account account, SheetPlace after, DateOnly to, int most) =>
        db.All($"""
            select p.booked_on, p.entry_no, p.line_no, p.amount, e.period, e.document, coalesce(p.text, e.text)
            from ledger_posting p join ledger_entry e on e.body_id = p.body_id and e.entry_no = p.entry_no
            where p.body_id = {body} and p.account_id = {account.Id} and p.booked_on between {after.BookedOn} and {to}
              and (p.booked_on, p.entry_no, p.line_no) > ({after.BookedOn}, {after.EntryNo}, {after.LineNo})
            order by p.booked_on, p.entry_no, p.line_no limit {most}
            """, row => new Line(
            new(row.Day(), row.Number(), row.Number()), row.Money(), row.Int(), row.Text(), row.Text()));

    /// <summary>The accounts on either side of the page's entries; true for the debit side.</summary>
    static async Task<Dictionary<(long EntryNo, bool IsDebit), List<string>>> Counters(
        Session db, Id<Body> body, Account account, SheetPlace after, DateOnly to, int most)
    {
        var counters = new Dictionary<(long, bool), List<string>>();
        await db.Scan($"""
            with page as (
              select entry_no from ledger_posting
              where body_id = {body} and account_id = {account.Id} and booked_on between {after.BookedOn} and {to}
                and (booked_on, entry_no, line_no) > ({after.BookedOn}, {after.EntryNo}, {after.LineNo})
              order by booked_on, entry_no, line_no limit {most})
            select distinct p.entry_no, case when p.amount > 0 then 1 else 0 end, a.number
            from (select distinct entry_no from page) e cross join ledger_posting p
            join ledger_account a on a.body_id = p.body_id and a.account_id = p.account_id
            where p.entry_no = e.entry_no and p.body_id = {body}
            """, row =>
            {
                var key = (row.Number(), row.Number() == 1);
                if (!counters.TryGetValue(key, out var accounts)) counters[key] = accounts = [];
                accounts.Add(row.Text());
            });
        return counters;
    }
}
