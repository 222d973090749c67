using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>How many open items should have been settled before a day, and how much they come to.</summary>
/// <param name="ClaimSum">Owed to the body, positive.</param>
/// <param name="DebtSum">Owed by it, negative.</param>
public sealed record OverdueItems(long Claims, Money ClaimSum, long Debts, Money DebtSum)
{
    public static Task<OverdueItems> Of(Session db, Id<Body> body, DateOnly day) => db.One($"""
        select count(*) filter (where open > 0), cast(coalesce(sum(open) filter (where open > 0), 0) as bigint),
          count(*) filter (where open < 0), cast(coalesce(sum(open) filter (where open < 0), 0) as bigint)
        from ledger_item where body_id = {body} and open <> 0 and due_on < {day}
        """, row => new OverdueItems(row.Number(), row.Money(), row.Number(), row.Money()));
}
