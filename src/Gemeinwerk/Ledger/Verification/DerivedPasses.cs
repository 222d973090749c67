using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger.Verification;

/// <summary>
/// Compares the derived tables with what the journal adds up to; what is right is taken out of the sums.
/// </summary>
static class DerivedPasses
{
    internal static async Task Balances(
        Session db, Body body, Dictionary<BalanceKey, (long Debit, long Credit)> expected, PassReport report)
    {
        await db.Scan($"""
            select fiscal_year, period, account_id, product_id, cost_centre_id, payment_account_id, debit, credit
            from ledger_balance where body_id = {body.Id}
            """, row =>
        {
            var (year, period, account) = (row.Number(), row.Number(), row.Number());
            var (product, centre, payment) = (row.Number(), row.Number(), row.Number());
            var found = (Debit: row.Number(), Credit: row.Number());
            var isThere = expected.Remove(
                new((int)Math.Clamp(year, -1, 10_000), (int)Math.Clamp(period, -1, 100), account, product, centre,
                    payment), out var sum);
            if (isThere && sum == found) return;
            report.Fail("ledger_balance", $"({year}, {period}, {account}, {product}, {centre}, {payment})",
                isThere ? sum : null, found);
        });
        foreach (var (key, sum) in expected)
        {
            report.Fail("ledger_balance",
                $"({key.Year}, {key.Period}, {key.Account}, {key.Product}, {key.CostCentre}, {key.Payment})",
                sum, null);
        }
    }

    internal static async Task Days(
        Session db, Body body, Dictionary<DayKey, (long Debit, long Credit)> expected, PassReport report)
    {
        await db.Scan($"""
            select fiscal_year, period, booked_on, account_id, debit, credit from ledger_day where body_id = {body.Id}
            """, row =>
        {
            var (year, period, day, account) = (row.Number(), row.Number(), row.Number(), row.Number());
            var found = (Debit: row.Number(), Credit: row.Number());
            var isThere = expected.Remove(
                new((int)Math.Clamp(year, -1, 10_000), (int)Math.Clamp(period, -1, 100), day, account), out var sum);
            if (isThere && sum == found) return;
            report.Fail("ledger_day", $"({year}, {period}, {day}, {account})", isThere ? sum : null, found);
        });
        foreach (var (key, sum) in expected)
        {
            report.Fail("ledger_day", $"({key.Year}, {key.Period}, {key.BookedOn}, {key.Account})", sum, null);
        }
    }

    internal static Task Items(Session db, Body body, Dictionary<long, long> expected, PassReport report) =>
        db.Scan($"select item_id, number, open from ledger_item where body_id = {body.Id}", row =>
        {
            var (id, number, open) = (row.Number(), row.Text(), row.Number());
            var sum = expected.GetValueOrDefault(id);
            if (sum != open) report.Fail("ledger_item", $"{id} ({number}) open", sum, open);
        });

    internal static Task Assets(
        Session db, Body body, Dictionary<long, (long Cost, long Depreciation)> expected, PassReport report) =>
        db.Scan($"select asset_id, number, cost, depreciation from ledger_asset where body_id = {body.Id}", row =>
        {
            var (id, number) = (row.Number(), row.Text());
            var found = (Cost: row.Number(), Depreciation: row.Number());
            var sum = expected.GetValueOrDefault(id);
            if (sum != found) report.Fail("ledger_asset", $"{id} ({number}) cost, depreciation", sum, found);
        });

    /// <summary>A reversal names an earlier entry and mirrors it line by line.</summary>
    internal static Task Reversals(Session db, Body body, PassReport report) => db.Scan($"""
        select e.entry_no, e.reverses_no, p.line_no, p.amount, q.amount
        from ledger_entry e
        join ledger_posting p on p.body_id = e.body_id and p.entry_no = e.entry_no
        left join ledger_posting q
          on q.body_id = e.body_id and q.entry_no = e.reverses_no and q.line_no = p.line_no
          and q.account_id = p.account_id and q.amount = -p.amount and q.item_id is not distinct from p.item_id
          and q.asset_id is not distinct from p.asset_id
        where e.body_id = {body.Id} and e.reverses_no is not null
          and (q.amount is null or e.reverses_no >= e.entry_no)
        """, row =>
    {
        var (no, reversed, line, amount) = (row.Number(), row.Number(), row.Number(), row.Number());
        report.Fail("ledger_posting", $"({no}, {line})", $"Gegenstück zu Zeile {line} von Buchung {reversed}", amount);
    });

    /// <summary>
    /// Each year has its fifteen periods, each of them a known state, and entries stand in one of them.
    /// </summary>
    internal static async Task Periods(
        Session db, Body body, HashSet<(long Year, long Period)> used, PassReport report)
    {
        var years = new Dictionary<long, int>();
        await db.Scan($"""
            select fiscal_year, period, state from ledger_period where body_id = {body.Id}
            order by fiscal_year, period
            """, row =>
        {
            var (year, period, state) = (row.Number(), row.Number(), row.Text());
            years[year] = years.GetValueOrDefault(year) + 1;
            used.Remove((year, period));
            if (state is not ("open" or "closing" or "closed") || period is < 0 or > 14)
            {
                report.Fail("ledger_period", $"({year}, {period}) state", "open, closing oder closed", state);
            }
        });
        foreach (var (year, count) in years)
        {
            if (count != 15) report.Fail("ledger_period", $"{year}", "15 Perioden", count);
        }
        foreach (var (year, period) in used) report.Fail("ledger_period", $"({year}, {period})", "eine Periode", null);
    }
}
