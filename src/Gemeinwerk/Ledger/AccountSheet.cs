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
        if (from > to || from.Year != to.Year)
        {
            return new Rejection("ledger.sheet-range", "Ein Kontoblatt umfasst Tage eines Haushaltsjahres.");
        }
        var accounts = (await Accounts.All(db, body)).ToDictionary(account => account.Id.Value);
        if (accounts.Values.FirstOrDefault(one => one.Number == accountNumber) is not { } account)
        {
            return new Rejection("ledger.account-unknown", $"Das Konto {accountNumber} gibt es nicht.");
        }
        var totals = new SheetTotals(account, await Opening(db, body, account, from), default, default, 0);
        var balance = totals.Opening;
        var after = (BookedOn: from, EntryNo: 0L, LineNo: 0L);
        while (true)
        {
            var page = await Page(db, body, account, after, to);
            if (page.Count == 0) return totals;
            var counters = await Counters(db, body, account, after, to);
            foreach (var line in page)
            {
                if (line.Period is FiscalYears.Opening or FiscalYears.ClosingOfAccounts) continue;
                balance += line.Amount;
                var (debit, credit) = line.Amount > Money.Zero ? (line.Amount, Money.Zero) : (Money.Zero, -line.Amount);
                totals = totals with
                {
                    Debit = totals.Debit + debit,
                    Credit = totals.Credit + credit,
                    Lines = totals.Lines + 1,
                };
                var others = counters.GetValueOrDefault((line.EntryNo, line.Amount < Money.Zero)) ?? [];
                each(new SheetLine(line.BookedOn, line.EntryNo, line.Document, line.Text,
                    [.. others.Select(id => accounts[id].Number).Order(StringComparer.Ordinal)],
                    debit, credit, balance));
            }
            after = (page[^1].BookedOn, page[^1].EntryNo, page[^1].LineNo);
        }
    }

    static async Task<Money> Opening(Session db, Id<Body> body, Account account, DateOnly from)
    {
        var isNewYear = from is { Month: 1, Day: 1 };
        var trial = await Balances.TrialBalance(db, body, isNewYear ? from : from.AddDays(-1));
        var line = trial.FirstOrDefault(line => line.Account.Id == account.Id);
        return line is null ? Money.Zero : isNewYear ? line.Opening : line.Balance;
    }

    sealed record Line(
        DateOnly BookedOn, long EntryNo, long LineNo, Money Amount, int Period, string Document, string Text);

    static Task<List<Line>> Page(Session db, Id<Body> body, Account account,
        (DateOnly BookedOn, long EntryNo, long LineNo) after, DateOnly to) =>
        db.All($"""
            select p.booked_on, p.entry_no, p.line_no, p.amount, e.period, e.document, coalesce(p.text, e.text)
            from ledger_posting p join ledger_entry e on e.body_id = p.body_id and e.entry_no = p.entry_no
            where p.body_id = {body} and p.account_id = {account.Id} and p.booked_on between {after.BookedOn} and {to}
              and (p.booked_on, p.entry_no, p.line_no) > ({after.BookedOn}, {after.EntryNo}, {after.LineNo})
            order by p.booked_on, p.entry_no, p.line_no limit {LinesPerPage}
            """, row => new Line(
            row.Day(), row.Number(), row.Number(), row.Money(), row.Int(), row.Text(), row.Text()));

    /// <summary>The accounts on either side of the page's entries; true for the debit side.</summary>
    static async Task<Dictionary<(long EntryNo, bool IsDebit), List<long>>> Counters(
        Session db, Id<Body> body, Account account, (DateOnly BookedOn, long EntryNo, long LineNo) after, DateOnly to)
    {
        var counters = new Dictionary<(long, bool), List<long>>();
        await db.Scan($"""
            with page as (
              select entry_no from ledger_posting
              where body_id = {body} and account_id = {account.Id} and booked_on between {after.BookedOn} and {to}
                and (booked_on, entry_no, line_no) > ({after.BookedOn}, {after.EntryNo}, {after.LineNo})
              order by booked_on, entry_no, line_no limit {LinesPerPage})
            select distinct p.entry_no, case when p.amount > 0 then 1 else 0 end, p.account_id
            from (select distinct entry_no from page) e join ledger_posting p on p.entry_no = e.entry_no
            where p.body_id = {body}
            """, row =>
            {
                var key = (row.Number(), row.Number() == 1);
                if (!counters.TryGetValue(key, out var accounts)) counters[key] = accounts = [];
                accounts.Add(row.Number());
            });
        return counters;
    }
}
