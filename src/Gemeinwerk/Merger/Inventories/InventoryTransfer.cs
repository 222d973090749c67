using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Exports;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger.Inventories;

/// <summary>
/// Brings the sources' inventories into the target. Nothing in a source changes; its sealed book lets nobody change it
/// either. Taking it back withdraws what came and gives what was joined its own content again.
/// </summary>
static class InventoryTransfer
{
    /// <summary>Adds to the plan of the books what becomes of the inventories.</summary>
    internal static async Task<MergerPlan> Plan(Session db, MergerPlan plan)
    {
        var merger = plan.Merger;
        var sources = new List<InventorySnapshot>();
        foreach (var source in merger.Sources) sources.Add(await InventorySnapshot.Load(db, source));
        var target = await InventorySnapshot.Load(db, merger.Target);
        if (sources.Append(target).All(inventory => inventory.Items.Count == 0)) return plan;
        var assets = plan.Sources.SelectMany(source => source.Assets)
            .ToDictionary(move => (move.Source, move.Asset.Number), move => move.TargetNumber);
        var parties = plan.Sources.SelectMany(source => UsedNumbers.Of(source, plan.Budget)
            .Where(used => used.Kind == MappingKind.Party).Select(used => (source.Book.Body, used.Number)))
            .ToDictionary(it => it, it => plan.Resolved.Find(MappingKind.Party, it.Body.Code, it.Number)?.Target);
        var inventory = InventoryPlanner.Plan(merger, target, sources, await ItemTable.NextId(db, merger.Target.Id),
            await InventoryDecisions.All(db, merger), (source, field, number) => field == Fields.LedgerAsset
                ? assets.GetValueOrDefault((source, number))
                : parties.GetValueOrDefault((source, number)));
        inventory = await UseTransfer.Plan(db, merger, inventory);
        return plan with
        {
            Inventory = inventory,
            Findings = [.. plan.Findings, .. inventory.Findings],
            Notes = [.. plan.Notes, .. inventory.Notes, .. sources.SelectMany(ContractSigners.Notes)],
        };
    }

    internal static async Task Carry(Work work, MergerPlan plan)
    {
        if (plan.Inventory is not { } inventory) return;
        var (target, first) = (plan.Merger.Target, await ItemTable.NextId(work.Db, plan.Merger.Target.Id));
        var old = inventory.Written.Select(item => item.Id).Where(id => id.Value < first).ToHashSet();
        await ItemTable.Write(work, target, inventory.Written, old, first);
        await ItemTable.RecordAdded(work, target, first);
        // Read back: the target must now have what the plan said.
        var found = await Inventory.All(work.Db, target.Id);
        Invariant.Holds(InventoryLines.Root(target, found).AsSpan()
            .SequenceEqual(InventoryLines.Root(target, inventory.After)));
        await UseTransfer.Carry(work, inventory.Uses);
    }

    internal static async Task Record(Work work, MergerPlan plan, int runNo)
    {
        if (plan.Inventory is not { } inventory) return;
        var (target, id) = (plan.Merger.Target.Id, plan.Merger.Id);
        await work.Db.Bulk("merger_inventory_move",
            "body_id, merger_id, run_no, source_body_id, item_id, fate, target_id, new_name, reason", inventory.Moves,
            (to, move) => to.Add(target).Add(id).Add(runNo).Add(move.Source.Id).Add(move.From.Id).Add(move.Fate.Code())
                .Add(move.Target).Add(move.NewName).Add(move.Reason));
        await work.Db.Bulk("merger_inventory_state",
            "body_id, merger_id, run_no, book_body_id, moment, item_id, kind, key, name, content",
            inventory.Sources.Append(inventory.Target)
                .SelectMany(side => side.Items, (side, item) => (side.Body, Moment: "before", Item: item))
                .Concat(inventory.Written.Select(item => (Body: plan.Merger.Target, Moment: "after", Item: item))),
            (to, it) => to.Add(target).Add(id).Add(runNo).Add(it.Body.Id).Add(it.Moment).Add(it.Item.Id)
                .Add(it.Item.Kind.Code).Add(it.Item.Key).Add(it.Item.Name).Add(it.Item.Content.ToJson()));
        await UseTransfer.Record(work, plan.Merger, runNo, inventory.Uses);
    }

    internal static async Task TakeBack(Work work, MergerCase merger, RecordedInventory? recorded)
    {
        if (recorded is null) return;
        await UseTransfer.TakeBack(work, merger, recorded.Uses);
        var before = recorded.Before(merger.Target).ToDictionary(item => item.Id);
        var first = await ItemTable.NextId(work.Db, merger.Target.Id);
        await ItemTable.Withdraw(work, merger.Target, [.. recorded.Written
            .Where(item => !before.ContainsKey(item.Id)).Select(item => item.Id.Value)]);
        List<ConfigurationItem> joined = [.. recorded.Written.Where(item => before.ContainsKey(item.Id))
            .Select(item => before[item.Id])];
        await ItemTable.Write(work, merger.Target, joined, joined.Select(item => item.Id).ToHashSet(), first);
    }

    /// <summary>What stands against taking the inventories back: what came or was joined is not what it was, or
    /// something that came later leads to it.</summary>
    internal static async Task Check(
        Session db, MergerCase merger, RecordedInventory? recorded, List<Finding> findings)
    {
        if (recorded is null) return;
        var now = (await Inventory.All(db, merger.Target.Id)).ToDictionary(item => item.Id);
        var written = recorded.Written.Select(item => item.Id).ToHashSet();
        var came = written.Except(recorded.Before(merger.Target).Select(item => item.Id)).ToHashSet();
        foreach (var was in recorded.Written.Where(was => !now.TryGetValue(was.Id, out var item) || !IsSame(was, item)))
        {
            Add(was, "merger.inventory-changed", $"{was} ist im Bestand seither geändert worden.");
        }
        foreach (var item in now.Values.Where(item => !written.Contains(item.Id)
            && item.Content.Links.Any(link => came.Contains(new(link.Target)))))
        {
            Add(item, "merger.inventory-linked", $"{item} führt seither zu einem Stück des Bestands, das mit der "
                + "Fusion kam.");
        }
        await UseTransfer.Check(db, merger, recorded.Uses, came, findings);

        void Add(ConfigurationItem item, string code, string message) => findings.Add(new Finding(
            0, InventoryPlan.Place(merger.Target, item), new Rejection(code, message)));
    }

    internal static bool IsSame(ConfigurationItem one, ConfigurationItem other) => one.Id == other.Id
        && one.Kind == other.Kind && one.Key == other.Key && one.Name == other.Name
        && one.Content.ToJson() == other.Content.ToJson();
}
