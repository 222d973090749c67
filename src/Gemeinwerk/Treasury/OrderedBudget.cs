using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Treasury;

/// <summary>Holds orders against the budget. What is ordered and not posted yet counts too: it will be posted. What it
/// lets pass counts for those after it in the same act, so budget and orders are read once however many there are.
/// </summary>
sealed class OrderedBudget(Session db, Body body)
{
    readonly Dictionary<int, Func<EntryDraft, Rejection?>> rules = [];

    /// <returns>Null, or <c>nkf.association-taxes</c>, <c>nkf.budget-exceeded</c>.</returns>
    internal async Task<Rejection?> Refuse(CashOrder order)
    {
        var year = order.Draft.EffectiveOn.Year;
        if (!rules.TryGetValue(year, out var rule)) rules[year] = rule = await Rule(year);
        return rule(EntryOf(order));
    }

    async Task<Func<EntryDraft, Rejection?>> Rule(int year)
    {
        var rule = await BudgetControl.Rule(db, body, year);
        foreach (var other in (await CashOrders.Open(db, body)).Where(it => it.State == CashOrderState.Ordered))
        {
            _ = rule(EntryOf(other));
        }
        return rule;
    }

    static EntryDraft EntryOf(CashOrder order) => CashOrders.EntryOf(order.Draft, order.Draft.EffectiveOn);
}
