using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Nkf;

/// <summary>Turnover of a year on one account under one product and payment account.</summary>
/// <param name="Product">Null also where figures were read without products.</param>
/// <param name="IsOpening">In period 0.</param>
/// <param name="Amount">Debit positive.</param>
sealed record FigureRow(Account Account, string? Product, string? Payment, bool IsOpening, Money Amount);

/// <summary>
/// What the statements of one year are made of, up to one day; the closing of the accounts is left out.
/// </summary>
sealed record YearFigures(
    IReadOnlyList<FigureRow> Rows, IReadOnlyList<TrialBalanceLine> Balances)
{
    /// <summary>All revenues less all expenses, whichever line they belong to.</summary>
    internal Money Result => -Balances.Where(line => line.Account.IsResult)
        .Aggregate(Money.Zero, (sum, line) => sum + line.Balance);

    /// <summary>Balance of the accounts of these first digits at the start of the year, debit positive.</summary>
    internal Money Opening(string digits) => Balances
        .Where(line => line.Account.Number.StartsWith(digits, StringComparison.Ordinal))
        .Aggregate(Money.Zero, (sum, line) => sum + line.Opening);

    /// <summary>Turnover in the year, opening balances left out, debit positive.</summary>
    internal Money Movement(string digits) => Rows
        .Where(row => !row.IsOpening && row.Account.Number.StartsWith(digits, StringComparison.Ordinal))
        .Aggregate(Money.Zero, (sum, row) => sum + row.Amount);

    /// <param name="segment">Null for the whole body.</param>
    /// <param name="byProduct">Whether rows of the whole body tell products as well, which takes longer.</param>
    internal static async Task<YearFigures> Read(
        Session db, Id<Body> body, int year, DateOnly asOf, Segment? segment, bool byProduct = false)
    {
        var accounts = (await Accounts.All(db, body)).ToDictionary(account => account.Id);
        var products = (await Dimensions.Products(db, body))
            .ToDictionary(product => product.Id, product => product.Code);
        var isMonthEnd = asOf.AddDays(1).Day == 1;
        var lastPeriod = asOf is { Month: 12, Day: 31 } ? FiscalYears.Adjustments
            : isMonthEnd ? asOf.Month : asOf.Month - 1;
        var rows = new List<FigureRow>();
        if (segment is not null || byProduct) await ByProduct(db, body, year, lastPeriod, Add);
        else await ByAccount(db, body, year, lastPeriod, Add);
        if (!isMonthEnd)
        {
            await db.Scan($"""
                select p.account_id, p.product_id, p.payment_account_id, 0, cast(sum(p.amount) as bigint)
                from ledger_entry e join ledger_posting p on p.body_id = e.body_id and p.entry_no = e.entry_no
                where e.body_id = {body} and e.booked_on >= {new DateOnly(year, asOf.Month, 1)}
                  and e.booked_on <= {asOf} and e.period = {asOf.Month}
                group by p.account_id, p.product_id, p.payment_account_id
                """, Add);
        }
        return new YearFigures(rows, await Ledger.Balances.TrialBalance(db, body, asOf));

        void Add(Row row)
        {
            var (account, product, payment) = (row.Id<Account>(), row.IdOrNull<Product>(), row.IdOrNull<Account>());
            var code = product is { } id ? products[id] : null;
            if (segment is not null && !segment.Covers(code)) return;
            rows.Add(new FigureRow(accounts[account], code, payment is { } named ? accounts[named].Number : null,
                row.Number() == 1, row.Money()));
        }
    }

    static Task ByProduct(Session db, Id<Body> body, int year, int lastPeriod, Action<Row> add) => db.Scan($"""
        select account_id, nullif(product_id, 0), nullif(payment_account_id, 0),
          case when period = 0 then 1 else 0 end, cast(sum(debit - credit) as bigint)
        from ledger_balance
        where body_id = {body} and fiscal_year = {year} and period <= {lastPeriod}
        group by account_id, product_id, payment_account_id, case when period = 0 then 1 else 0 end
        """, add);

    /// <summary>In the order of the key, so that nothing is sorted but the few rows that name payments.</summary>
    static async Task ByAccount(Session db, Id<Body> body, int year, int lastPeriod, Action<Row> add)
    {
        await db.Scan($"""
            select account_id, cast(null as bigint), cast(null as bigint), case when period = 0 then 1 else 0 end,
              cast(sum(debit - credit) as bigint)
            from ledger_balance
            where body_id = {body} and fiscal_year = {year} and period <= {lastPeriod} and payment_account_id = 0
            group by period, account_id
            """, add);
        await db.Scan($"""
            select account_id, cast(null as bigint), payment_account_id, case when period = 0 then 1 else 0 end,
              cast(sum(debit - credit) as bigint)
            from ledger_balance
            where body_id = {body} and fiscal_year = {year} and period <= {lastPeriod} and payment_account_id <> 0
            group by account_id, payment_account_id, case when period = 0 then 1 else 0 end
            """, add);
    }
}
