using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Nkf;

/// <summary>A line of the budget that is in a cover group (Deckungskreis).</summary>
/// <param name="Code">Of the group, unique in its year.</param>
public sealed record CoverLine(int Year, BudgetKey Key, string Code, string Name);

/// <summary>A budget at one moment: its first changes, and beside them what no change dates.</summary>
/// <param name="Changes">How many changes it has; they are numbered without gaps from 1.</param>
public sealed record BudgetStanding(
    long Changes, IReadOnlyList<OpenCommitment> Commitments, IReadOnlyList<CoverLine> Covers)
{
    /// <summary>The budget as of now.</summary>
    public static async Task<BudgetStanding> Now(Session db, Id<Body> body) => new(
        await db.One($"select coalesce(max(change_id), 0) from nkf_budget_change where body_id = {body}", row =>
            row.Number()),
        await Nkf.Commitments.Open(db, body), await CoverGroups.Lines(db, body));
}

/// <summary>Cover groups (Deckungskreise): lines of a year's budget that share what they have.</summary>
public static class CoverGroups
{
    /// <summary>All lines that are in a group, by year, product and position.</summary>
    public static async Task<List<CoverLine>> Lines(Session db, Id<Body> body) =>
        [.. (await db.All($"""
            select l.fiscal_year, p.code, l.position, g.code, g.name
            from nkf_budget_line l
            join nkf_cover_group g on g.body_id = l.body_id and g.cover_group_id = l.cover_group_id
            left join ledger_product p on p.body_id = l.body_id and p.product_id = l.product_id
            where l.body_id = {body}
            """, row => new CoverLine(
            row.Int(), new BudgetKey(row.TextOrNull(), row.Text()), row.Text(), row.Text())))
            .OrderBy(line => line.Year).ThenBy(line => line.Key.Product, StringComparer.Ordinal)
            .ThenBy(line => line.Key.Position, StringComparer.Ordinal)];
}
