using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger.Inventories;

/// <summary>What a run wrote down of uses.</summary>
/// <param name="Moves">Each use of each body as it was before, sources in their order, then the target; by key.</param>
/// <param name="Added">What the run made in the target, by key.</param>
sealed record RecordedUses(IReadOnlyList<UseMove> Moves, IReadOnlyList<ItemUse> Added)
{
    internal List<ItemUse> Before(Body body) => [.. Moves.Where(move => move.Body == body).Select(move => move.Use)];

    internal List<ItemUse> After(Body target, DateOnly effectiveOn) =>
        UsePlan.Merged(Moves.Where(move => move.Body == target), Added, effectiveOn);

    /// <summary>As they were before.</summary>
    internal IEnumerable<ItemUse> Reshared(Body target) =>
        Moves.Where(move => move.Body == target && move.Fate == UseFate.Reshared).Select(move => move.Use);

    /// <returns>Null where the run had no uses.</returns>
    internal static async Task<RecordedUses?> Read(Session db, MergerCase run)
    {
        var bodies = run.Bodies.ToDictionary(body => body.Id);
        var moves = await db.All($"""
            select book_body_id, use_id, item_id, member_id, since, until, share_numerator, share_denominator, fate,
              weight
            from merger_use_move
            where body_id = {run.Target.Id} and merger_id = {run.Id} and run_no = {run.RunNo}
            order by book_body_id, use_id
            """, row => new UseMove(
            bodies[row.Id<Body>()], Uses.Map(row), Codes.Parse<UseFate>(row.Text()), row.NumberOrNull()));
        if (moves.Count == 0) return null;
        var added = await db.All($"""
            select use_id, item_id, member_id, since, until, share_numerator, share_denominator from merger_use_new
            where body_id = {run.Target.Id} and merger_id = {run.Id} and run_no = {run.RunNo} order by use_id
            """, Uses.Map);
        var order = run.Bodies.ToList();
        return new RecordedUses([.. moves.OrderBy(move => order.IndexOf(move.Body))], added);
    }
}
