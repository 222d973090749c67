using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Exports;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using static Gemeinwerk.Nkf.BudgetMember;

namespace Gemeinwerk.Nkf;

/// <summary>
/// The budget as anyone can read and check it (<c>gemeinwerk-budget/1</c>, docs/formats.md section 4): every change,
/// what the changes come to on each line, open commitments and cover groups. Memory grows with the changes.
/// </summary>
public static class BudgetExport
{
    static readonly BudgetChangeKind[] kinds = Enum.GetValues<BudgetChangeKind>();

    /// <summary>The budget as of now.</summary>
    /// <returns>How many lines were written beside the header.</returns>
    public static async Task<long> Write(Session db, Body body, Stream to) => await Write(
        db, body, to, await Checkpoints.Length(db, body), await BudgetStanding.Now(db, body.Id));

    /// <summary>The budget as it stood once.</summary>
    /// <param name="size">The length of the journal then.</param>
    internal static async Task<long> Write(Session db, Body body, Stream to, long size, BudgetStanding standing)
    {
        var records = await Records(db, body.Id, standing);
        using var lines = new JsonLines(to);
        var header = lines.Start();
        header.WriteString("format", "gemeinwerk-budget/1");
        header.WriteString("body", body.Code);
        header.WriteNumber("size", size);
        header.WriteNumber("lines", records.Count);
        lines.End();
        var (form, log, no) = (new CanonicalForm(), Log(body), 0L);
        foreach (var part in records.Chunk(4096))
        {
            foreach (var record in part)
            {
                record.Write(lines.Start(), ++no, record.LeafHash(form, log, no));
                lines.End();
            }
            await lines.Flush();
        }
        await lines.Flush();
        return records.Count;
    }

    /// <summary>How many lines the export has, and the root of the tree over them.</summary>
    internal static async Task<(long Size, byte[] Root)> Root(Session db, Body body, BudgetStanding standing)
    {
        var (form, log, tree) = (new CanonicalForm(), Log(body), new MerkleFrontier(0, []));
        foreach (var record in await Records(db, body.Id, standing))
        {
            tree.Append(record.LeafHash(form, log, tree.Size + 1), (_, _, _) => { });
        }
        return (tree.Size, tree.Root());
    }

    /// <summary>What stands in a leaf in place of the body's code, so that no entry can pass for a line of a
    /// budget.</summary>
    static byte[] Log(Body body) => Encoding.UTF8.GetBytes($"gemeinwerk/{body.Code}/budget");

    static async Task<List<BudgetRecord>> Records(Session db, Id<Body> body, BudgetStanding standing)
    {
        var records = new List<BudgetRecord>();
        var sums = new Dictionary<(int Year, BudgetKey Key), Money[]>();
        await db.Scan($"""
            select l.fiscal_year, p.code, l.position, c.kind, c.amount, c.reference, c.cover, c.recorded_by,
              c.recorded_at
            from nkf_budget_change c
            join nkf_budget_line l on l.body_id = c.body_id and l.line_id = c.line_id
            left join ledger_product p on p.body_id = l.body_id and p.product_id = l.product_id
            where c.body_id = {body} and c.change_id <= {standing.Changes} order by c.change_id
            """, row =>
        {
            var (year, key) = (row.Int(), new BudgetKey(row.TextOrNull(), row.Text()));
            var (kind, amount) = (row.Text(), row.Money());
            Sums(year, key)[(int)Codes.Parse<BudgetChangeKind>(kind)] += amount;
            records.Add(new("change", [.. Place(year, key), Of("kind", kind), Of("amount", amount.Cents),
                Of("reference", row.Text()), Of("cover", row.TextOrNull()), Of("by", row.Text()),
                Of("at", row.Number())]));
        });
        foreach (var bound in standing.Commitments) Sums(bound.Year, bound.Key)[^1] += bound.Open;
        var groups = standing.Covers.ToDictionary(line => (line.Year, line.Key), line => line.Code);
        foreach (var at in groups.Keys) Sums(at.Year, at.Key);

        records.AddRange(standing.Covers.DistinctBy(line => (line.Year, line.Code))
            .OrderBy(line => line.Year).ThenBy(line => line.Code, StringComparer.Ordinal)
            .Select(line => new BudgetRecord(
                "group", Of("year", line.Year), Of("code", line.Code), Of("name", line.Name))));
        records.AddRange(sums.OrderBy(line => line.Key.Year)
            .ThenBy(line => line.Key.Key.Product, StringComparer.Ordinal)
            .ThenBy(line => line.Key.Key.Position, StringComparer.Ordinal)
            .Select(line => new BudgetRecord("line", [.. Place(line.Key.Year, line.Key.Key),
                Of("group", groups.GetValueOrDefault(line.Key)),
                .. kinds.Select(kind => Of(Member(kind), line.Value[(int)kind].Cents)),
                Of("committed", line.Value[^1].Cents)])));
        records.AddRange(standing.Commitments.OrderBy(it => it.Number, StringComparer.Ordinal)
            .Select(it => new BudgetRecord("commitment", [Of("number", it.Number), .. Place(it.Year, it.Key),
                Of("text", it.Text), Of("open", it.Open.Cents)])));
        return records;

        Money[] Sums(int year, BudgetKey key) => sums.TryGetValue((year, key), out var known) ? known
            : sums[(year, key)] = new Money[kinds.Length + 1];
    }

    static IEnumerable<BudgetMember> Place(int year, BudgetKey key) =>
        [Of("year", year), Of("product", key.Product), Of("position", key.Position)];

    static string Member(BudgetChangeKind kind) =>
        kind == BudgetChangeKind.CarriedForward ? "carriedForward" : kind.Code();
}
