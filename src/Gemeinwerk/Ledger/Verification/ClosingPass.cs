using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger.Verification;

/// <summary>
/// Whether a closed year is one: nothing stands on any account at its end, all years before it are closed, and its last
/// closing entry is mirrored by the opening of the next year, which the same act posted right behind it.
/// </summary>
static class ClosingPass
{
    /// <param name="lastYear">Of a sealed book: the year that its merger closed, which opens in another book.</param>
    internal static async Task Run(Session db, Body body, int? lastYear, PassReport report)
    {
        var years = await db.All($"""
            select fiscal_year, min(case when state = 'closed' then 1 else 0 end) from ledger_period
            where body_id = {body.Id} group by fiscal_year order by fiscal_year
            """, row => (Year: row.Number(), IsClosed: row.Number() == 1));
        long? open = null;
        foreach (var (year, isClosed) in years)
        {
            if (!isClosed)
            {
                open ??= year;
                await NotOpened(db, body, year, report);
                continue;
            }
            if (open is { } earlier) report.Fail("ledger_period", $"{earlier} state", "closed", "nicht geschlossen");
            await Emptied(db, body, year, report);
            if (year != lastYear) await Opened(db, body, year, report);
        }
    }

    /// <summary>An opening right behind a closing entry says that its year was closed for good.</summary>
    static Task NotOpened(Session db, Body body, long year, PassReport report) => db.Scan($"""
        select o.entry_no from ledger_entry o
        join ledger_entry c on c.body_id = o.body_id and c.entry_no = o.entry_no - 1
        where o.body_id = {body.Id} and o.booked_on = {(year + 1) * 10_000 + 101} and o.kind = 'opening'
          and c.kind = 'closing' and c.fiscal_year = {year}
        """, row => report.Fail("ledger_period", $"{year} state", "closed", $"Eröffnung Nr. {row.Number()}"));

    static Task Emptied(Session db, Body body, long year, PassReport report) => db.Scan($"""
        select account_id, product_id, cost_centre_id, cast(sum(debit - credit) as bigint)
        from ledger_balance where body_id = {body.Id} and fiscal_year = {year}
        group by account_id, product_id, cost_centre_id having sum(debit - credit) <> 0
        order by account_id, product_id, cost_centre_id
        """, row => report.Fail("ledger_balance",
            $"({year}) Konto {row.Number()}, Produkt {row.Number()}, Kostenstelle {row.Number()}", 0, row.Number()));

    /// <summary>An entry that closes result accounts has no mirror; nor has a year without balances.</summary>
    static async Task Opened(Session db, Body body, long year, PassReport report)
    {
        var closing = await db.One($"""
            select coalesce(max(entry_no), 0) from ledger_entry
            where body_id = {body.Id} and booked_on = {year * 10_000 + 1231} and kind = 'closing'
            """, row => row.Number());
        if (closing == 0 || await db.Any($"""
            select 1 from ledger_posting p
            join ledger_account a on a.body_id = p.body_id and a.account_id = p.account_id
            where p.body_id = {body.Id} and p.entry_no = {closing}
              and a.kind not in ('asset', 'equity', 'special-item', 'provision', 'liability') limit 1
            """)) return;
        var opening = closing + 1;
        if (!await db.Any($"""
            select 1 from ledger_entry
            where body_id = {body.Id} and entry_no = {opening} and kind = 'opening' and fiscal_year = {year + 1}
            """))
        {
            report.Fail("ledger_entry", $"{opening}", $"Eröffnung {year + 1}", null);
            return;
        }
        await db.Scan($"""
            select coalesce(c.line_no, o.line_no), c.amount, o.amount
            from (select * from ledger_posting where body_id = {body.Id} and entry_no = {closing}) c
            full join (select * from ledger_posting where body_id = {body.Id} and entry_no = {opening}) o
              on o.line_no = c.line_no
            where c.amount is null or o.amount is null or o.amount <> -c.amount or o.account_id <> c.account_id
              or o.product_id is distinct from c.product_id or o.cost_centre_id is distinct from c.cost_centre_id
            """, row => report.Fail("ledger_posting", $"({opening}, {row.Number()})",
                $"Gegenstück zu {row.NumberOrNull()} aus Buchung {closing}", row.NumberOrNull()));
    }
}
