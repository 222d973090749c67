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

    /// <summary>All groups, also those without lines.</summary>
    public static Task<List<(int Year, string Code, string Name)>> All(Session db, Id<Body> body) => db.All($"""
        select fiscal_year, code, name from nkf_cover_group where body_id = {body} order by fiscal_year, code
        """, row => (row.Int(), row.Text(), row.Text()));

    /// <summary>Puts lines into groups of a body that this one succeeds; groups and lines are created where they are
    /// missing.</summary>
    internal static async Task<Result<Nothing>> TakeOver(Work work, Book book, IEnumerable<CoverLine> lines)
    {
        foreach (var group in lines.GroupBy(line => (line.Year, line.Code, line.Name)))
        {
            var (year, code, name) = group.Key;
            List<BudgetKey> keys = [.. group.Select(line => line.Key).Distinct()];
            if ((await BudgetLines.Ensure(work, book, year, keys)).Rejection is { } why) return why;
            if ((await Budget.Group(work, book, year, code, name, keys)).Rejection is { } refused) return refused;
        }
        return default(Nothing);
    }

    /// <summary>Takes a line out of its group.</summary>
    internal static async Task Leave(Work work, Body body, int year, BudgetKey key)
    {
        var line = (await BudgetLines.Find(work.Db, body.Id, year, key)).Expect();
        await BudgetRegisters.Lines.RecordChange(work, body.AuditLog(), [line.Id], () => work.Db.Run($"""
            update nkf_budget_line set cover_group_id = null where body_id = {body.Id} and line_id = {line.Id}
            """));
    }
}
