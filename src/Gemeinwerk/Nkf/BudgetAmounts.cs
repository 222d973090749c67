using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Nkf;

/// <summary>What changes of one kind come to on a line of the budget, in the natural direction.</summary>
public sealed record BudgetAmount(int Year, BudgetKey Key, BudgetChangeKind Kind, Money Amount);

/// <summary>Funds that are still bound on a line of the budget.</summary>
public sealed record OpenCommitment(int Year, BudgetKey Key, string Number, string Text, Money Open);

/// <summary>What a body's budget holds, for whoever succeeds it.</summary>
public static class BudgetAmounts
{
    /// <summary>All amounts from a year on, by year, line and kind, zeros left out.</summary>
    /// <param name="changes">After so many changes of the budget; null for all.</param>
    public static async Task<List<BudgetAmount>> From(Session db, Id<Body> body, int year, long? changes = null) =>
        Sorted(await db.All($"""
            select l.fiscal_year, p.code, l.position, c.kind, cast(sum(c.amount) as bigint)
            from nkf_budget_change c
            join nkf_budget_line l on l.body_id = c.body_id and l.line_id = c.line_id
            left join ledger_product p on p.body_id = l.body_id and p.product_id = l.product_id
            where l.body_id = {body} and l.fiscal_year >= {year} and c.change_id <= {changes ?? long.MaxValue}
            group by l.fiscal_year, p.code, l.position, c.kind having sum(c.amount) <> 0
            """, Read));

    /// <summary>The changes that have one reference.</summary>
    public static Task<List<BudgetAmount>> Of(Session db, Id<Body> body, string reference) => db.All($"""
        select l.fiscal_year, p.code, l.position, c.kind, c.amount
        from nkf_budget_change c
        join nkf_budget_line l on l.body_id = c.body_id and l.line_id = c.line_id
        left join ledger_product p on p.body_id = l.body_id and p.product_id = l.product_id
        where c.body_id = {body} and c.reference = {reference}
        """, Read);

    /// <summary>
    /// As <see cref="From"/>, but of the first year only what is not used yet: its original values less the actual
    /// ones. What was overspent is negative, so that nothing becomes available by it.
    /// </summary>
    public static async Task<List<BudgetAmount>> Unused(Session db, Body body, int year)
    {
        var amounts = await From(db, body.Id, year);
        if (!amounts.Exists(amount => amount.Year == year)) return amounts;
        var used = (await BudgetState.Load(db, body, year)).Uses.Where(use => !use.Actual.IsZero)
            .Select(use => new BudgetAmount(year, use.Key, BudgetChangeKind.Original, -use.Actual));
        return Sorted(amounts.Concat(used).GroupBy(amount => (amount.Year, amount.Key, amount.Kind))
            .Select(same => same.First() with { Amount = new Money(same.Sum(amount => amount.Amount.Cents)) })
            .Where(amount => !amount.Amount.IsZero));
    }

    static BudgetAmount Read(Row row) => new(row.Int(), new BudgetKey(row.TextOrNull(), row.Text()),
        Codes.Parse<BudgetChangeKind>(row.Text()), row.Money());

    static List<BudgetAmount> Sorted(IEnumerable<BudgetAmount> amounts) =>
        [.. amounts.OrderBy(amount => amount.Year).ThenBy(amount => amount.Key.Product, StringComparer.Ordinal)
            .ThenBy(amount => amount.Key.Position, StringComparer.Ordinal).ThenBy(amount => amount.Kind)];
}
