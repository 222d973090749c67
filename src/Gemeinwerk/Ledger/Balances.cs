using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>What stands on an account under one assignment.</summary>
/// <param name="Amount">Debit positive.</param>
public sealed record Balance(Id<Account> Account, Id<Product>? Product, Id<CostCentre>? CostCentre, Money Amount);

/// <summary>A line of the trial balance (Summen- und Saldenliste).</summary>
/// <param name="Opening">Balance at the start of the year, debit positive.</param>
/// <param name="Debit">Turnover since then, never negative.</param>
/// <param name="Credit">Turnover since then, never negative.</param>
public sealed record TrialBalanceLine(Account Account, Money Opening, Money Debit, Money Credit)
{
    /// <summary>Debit positive.</summary>
    public Money Balance => Opening + Debit - Credit;
}

/// <summary>Reads the maintained balances.</summary>
public static class Balances
{
    /// <summary>
    /// The trial balance at the end of a day. Years before it that are not closed yet are carried forward here: balance
    /// sheet accounts as opening balances, results into the account of role result. The closing of the accounts
    /// (period 14) does not show, but for a body that is dissolved by then: its balances have passed to its successor.
    /// Accounts without any balance or turnover are left out. A chart without an account of role result cannot be
    /// closed; its results stay where they are.
    /// </summary>
    public static Task<IReadOnlyList<TrialBalanceLine>> TrialBalance(Session db, Id<Body> body, DateOnly day) =>
        Lines(db, body, day, null);

    /// <summary>The line of one account; null where neither balance nor turnover stands on it.</summary>
    internal static async Task<TrialBalanceLine?> Line(Session db, Id<Body> body, DateOnly day, Account account)
    {
        // The results of earlier years, which stand on many accounts, are carried into this one.
        var only = account.Role == AccountRole.Result ? (Id<Account>?)null : account.Id;
        return (await Lines(db, body, day, only)).FirstOrDefault(line => line.Account.Id == account.Id);
    }

    static async Task<IReadOnlyList<TrialBalanceLine>> Lines(
        Session db, Id<Body> body, DateOnly day, Id<Account>? only)
    {
        var accounts = (await Accounts.All(db, body)).ToDictionary(account => account.Id.Value);
        var lines = new Dictionary<long, (long Opening, long Debit, long Credit)>();
        var result = accounts.Values.SingleOrDefault(account => account.Role == AccountRole.Result);
        var start = await FirstOpenYear(db, body, day.Year);
        var lastPeriod = day is { Month: 12, Day: 31 } ? FiscalYears.Adjustments : day.Month - 1;
        var isDissolved = await db.Any($"select 1 from ledger_book where body_id = {body} and sealed_on <= {day}");
        var closing = isDissolved ? FiscalYears.ClosingOfAccounts : -1;

        Sql counted = $"""
            t.body_id = {body} and t.fiscal_year >= {start} and t.fiscal_year <= {day.Year}
              and (t.period <= {lastPeriod} or t.period = {closing}
                or (t.fiscal_year < {day.Year} and t.period <= {FiscalYears.Adjustments}))
            """;
        // By way of the periods, in each of which one account has a known place.
        if (only is { } one)
        {
            await db.Scan($"""
                select b.fiscal_year, b.period, b.account_id,
                  cast(sum(b.debit) as bigint), cast(sum(b.credit) as bigint)
                from ledger_period t cross join ledger_balance b
                where {counted}
                  and b.body_id = t.body_id and b.fiscal_year = t.fiscal_year and b.period = t.period
                  and b.account_id = {one}
                group by b.fiscal_year, b.period, b.account_id
                """, Add);
        }
        else
        {
            await db.Scan($"""
                select t.fiscal_year, t.period, t.account_id,
                  cast(sum(t.debit) as bigint), cast(sum(t.credit) as bigint)
                from ledger_balance t
                where {counted}
                group by t.fiscal_year, t.period, t.account_id
                """, Add);
        }
        if (lastPeriod < FiscalYears.Adjustments)
        {
            await db.Scan($"""
                select account_id, cast(sum(debit) as bigint), cast(sum(credit) as bigint) from ledger_day
                where body_id = {body} and fiscal_year = {day.Year} and period = {day.Month} and booked_on <= {day}
                  and account_id = coalesce({only}, account_id)
                group by account_id
                """, row => Sum(day.Year, day.Month, row.Number(), row.Number(), row.Number()));
        }

        return [.. lines
            .Select(pair => new TrialBalanceLine(accounts[pair.Key],
                new(pair.Value.Opening), new(pair.Value.Debit), new(pair.Value.Credit)))
            .Where(line => line is not { Opening.Cents: 0, Debit.Cents: 0, Credit.Cents: 0 })
            .OrderBy(line => line.Account.Number, StringComparer.Ordinal)];

        void Add(Row row) => Sum(row.Int(), row.Int(), row.Number(), row.Number(), row.Number());

        void Sum(int year, int period, long account, long debit, long credit)
        {
            var carried = year < day.Year;
            if (carried && !accounts[account].IsOnBalanceSheet) account = result?.Id.Value ?? account;
            var line = lines.GetValueOrDefault(account);
            lines[account] = carried || period == FiscalYears.Opening
                ? (line.Opening + debit - credit, line.Debit, line.Credit)
                : (line.Opening, line.Debit + debit, line.Credit + credit);
        }
    }

    /// <summary>Balances of one year per account, product and cost centre; zeros are left out.</summary>
    /// <param name="lastPeriod">0 to 14; 14 includes the closing of the accounts.</param>
    public static Task<List<Balance>> Of(Session db, Id<Body> body, int year, int lastPeriod) => db.All($"""
        select account_id, nullif(product_id, 0), nullif(cost_centre_id, 0), cast(sum(debit - credit) as bigint)
        from ledger_balance where body_id = {body} and fiscal_year = {year} and period <= {lastPeriod}
        group by account_id, product_id, cost_centre_id
        having sum(debit - credit) <> 0
        order by account_id, product_id, cost_centre_id
        """, row => new Balance(row.Id<Account>(), row.IdOrNull<Product>(), row.IdOrNull<CostCentre>(), row.Money()));

    /// <summary>The oldest year that is not closed, or the given one where all before it are.</summary>
    static async Task<int> FirstOpenYear(Session db, Id<Body> body, int year) =>
        (int)await db.One($"""
            select coalesce(min(fiscal_year), {year}) from ledger_period
            where body_id = {body} and fiscal_year < {year} and state <> {PeriodState.Closed.Code()}
            """, row => row.Number());
}
