using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger.Inventories;

/// <summary>What a run wrote down of inventories.</summary>
/// <param name="Written">Items of the target that the run added or changed, as it left them.</param>
sealed record RecordedInventory(
    IReadOnlyList<InventoryMove> Moves, ILookup<Id<Body>, ConfigurationItem> AllBefore,
    IReadOnlyList<ConfigurationItem> Written)
{
    /// <summary>Null where the run had none.</summary>
    internal RecordedUses? Uses { get; init; }

    internal IEnumerable<ConfigurationItem> Before(Body body) => AllBefore[body.Id];

    internal List<ConfigurationItem> After(Body body, Body target) =>
        body == target ? InventoryPlan.Merged([.. Before(body)], Written) : [.. Before(body)];

    /// <summary>What is to be exported of a body: a source keeps its inventory, so that one export serves both
    /// moments, and what has no items needs none.</summary>
    internal IEnumerable<(string Moment, List<ConfigurationItem> Items, long Size)> Exports(
        RecordedMoments at, Body target)
    {
        List<ConfigurationItem> before = [.. Before(at.Body)];
        if (before.Count > 0) yield return ("before", before, at.Before);
        if (at.Body == target && Written.Count > 0) yield return ("after", After(at.Body, target), at.Done);
    }

    /// <returns>Null where the run had no inventories.</returns>
    internal static async Task<RecordedInventory?> Read(Session db, MergerCase run)
    {
        var state = await db.All($"""
            select book_body_id, moment, item_id, kind, key, name, content from merger_inventory_state
            where body_id = {run.Target.Id} and merger_id = {run.Id} and run_no = {run.RunNo}
            order by book_body_id, moment, item_id
            """, row => (Body: row.Id<Body>(), Moment: row.Text(), Item: Inventory.Map(row)));
        if (state.Count == 0) return null;
        var before = state.Where(it => it.Moment == "before").ToLookup(it => it.Body, it => it.Item);
        return new RecordedInventory(await ReadMoves(db, run, before), before,
            [.. state.Where(it => it.Moment == "after").Select(it => it.Item)])
        {
            Uses = await RecordedUses.Read(db, run),
        };
    }

    static async Task<List<InventoryMove>> ReadMoves(
        Session db, MergerCase run, ILookup<Id<Body>, ConfigurationItem> before)
    {
        var bodies = run.Sources.ToDictionary(source => source.Id);
        var items = run.Sources.SelectMany(source => before[source.Id], (source, item) => (source.Id, Item: item))
            .ToDictionary(it => (it.Id, it.Item.Id), it => it.Item);
        var moves = await db.All($"""
            select source_body_id, item_id, fate, target_id, new_name, reason from merger_inventory_move
            where body_id = {run.Target.Id} and merger_id = {run.Id} and run_no = {run.RunNo}
            """, row =>
        {
            var (body, id) = (row.Id<Body>(), row.Id<ConfigurationItem>());
            // One of which nothing is written down is left nameless, and no line of the certificate speaks of it.
            var item = items.GetValueOrDefault((body, id))
                ?? new ConfigurationItem(id, ItemKinds.Site, "?", "?", ItemContent.Empty);
            return new InventoryMove(bodies[body], item, Codes.Parse<ItemFate>(row.Text()), row.NumberOrNull(),
                row.TextOrNull(), row.TextOrNull());
        });
        var order = run.Sources.ToList();
        return [.. moves.OrderBy(move => order.IndexOf(move.Source)).ThenBy(move => move.From.Id.Value)];
    }
}
