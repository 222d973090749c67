using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Nkf;

/// <summary>A line's plan value.</summary>
/// <param name="Product">Its code, or null.</param>
/// <param name="Position">First digits of accounts, or a statement's line: <c>Z13</c>, <c>F26</c>.</param>
/// <param name="Original">As first decided (Ansatz), in the natural direction.</param>
/// <param name="Updated">With everything that changed it since (fortgeschriebener Ansatz).</param>
public sealed record PlanValue(string? Product, string Position, Money Original, Money Updated);

public static class PlanValues
{
    /// <summary>The plan values of a year, by product and position.</summary>
    public static Task<List<PlanValue>> Of(Session db, Id<Body> body, int year) => db.All($"""
        select p.code, l.position,
          cast(coalesce(sum(case when c.kind = 'original' then c.amount else 0 end), 0) as bigint),
          cast(coalesce(sum(c.amount), 0) as bigint)
        from nkf_budget_line l
        left join ledger_product p on p.body_id = l.body_id and p.product_id = l.product_id
        left join nkf_budget_change c on c.body_id = l.body_id and c.line_id = l.line_id
        where l.body_id = {body} and l.fiscal_year = {year}
        group by l.line_id, p.code, l.position
        order by p.code, l.position
        """, row => new PlanValue(row.TextOrNull(), row.Text(), row.Money(), row.Money()));
}
