using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Exports;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger.Inventories;

/// <summary>
/// Brings who uses what into the target, after the items. Nothing in a source changes. Taking it back withdraws what
/// came and gives what was ended its time again.
/// </summary>
static class UseTransfer
{
    /// <summary>Adds to the plan of the inventories what becomes of the uses.</summary>
    internal static async Task<InventoryPlan> Plan(Session db, MergerCase merger, InventoryPlan plan)
    {
        var bodies = new List<BodyUses>();
        foreach (var body in merger.Bodies) bodies.Add(new BodyUses(body, await Uses.All(db, body.Id)));
        if (bodies.TrueForAll(body => body.Uses.Count == 0)) return plan;
        var becomes = plan.Moves.ToDictionary(
            move => new ItemAddress(move.Source.Code, move.From.Id.Value), move => move.Target);
        return UseProposals.Add(plan, UsePlanner.Plan(merger.EffectiveOn, bodies[^1], bodies[..^1],
            item => becomes.GetValueOrDefault(item), (await UseWeights.All(db, merger)).ToDictionary(it => it.Item),
            await UseTable.NextId(db, merger.Target.Id)));
    }

    internal static async Task Carry(Work work, UsePlan? plan)
    {
        if (plan is null) return;
        await UseTable.Change(work, plan.Target, [.. plan.Moves.Where(move => move.Fate == UseFate.Reshared)
            .Select(move => UsePlan.Change(move.Use, plan.EffectiveOn))]);
        await UseTable.Add(work, plan.Target, plan.Added);
        // Read back: the target must now have what the plan said, and of nothing more than the whole.
        var found = await Uses.All(work.Db, plan.Target.Id);
        Invariant.Holds(UseLines.Root(plan.Target, found).AsSpan()
            .SequenceEqual(UseLines.Root(plan.Target, plan.After)));
        var items = found.ToLookup(use => use.Item);
        foreach (var uses in plan.Added.Select(use => use.Item).Distinct().Select(item => items[item].ToList()))
        {
            Invariant.Holds(!uses.Select(use => use.Since).Distinct().Any(day =>
                Share.IsBeyondWhole(uses.Where(use => use.IsOn(day)).Select(use => use.Share))));
        }
    }

    internal static async Task Record(Work work, MergerCase merger, int runNo, UsePlan? plan)
    {
        if (plan is null) return;
        var (target, id) = (merger.Target.Id, merger.Id);
        await work.Db.Bulk("merger_use_move", """
            body_id, merger_id, run_no, book_body_id, use_id, item_id, member_id, since, until, share_numerator,
            share_denominator, fate, weight
            """, plan.Moves, (to, it) => to.Add(target).Add(id).Add(runNo).Add(it.Body.Id).Add(it.Use.Id)
            .Add(it.Use.Item).Add(it.Use.Member).Add(it.Use.Since).Add(it.Use.Until).Add(it.Use.Share.Numerator)
            .Add(it.Use.Share.Denominator).Add(it.Fate.Code()).Add(it.Weight));
        await work.Db.Bulk("merger_use_new", """
            body_id, merger_id, run_no, use_id, item_id, member_id, since, until, share_numerator, share_denominator
            """, plan.Added, (to, it) => to.Add(target).Add(id).Add(runNo).Add(it.Id).Add(it.Item).Add(it.Member)
            .Add(it.Since).Add(it.Until).Add(it.Share.Numerator).Add(it.Share.Denominator));
    }

    internal static async Task TakeBack(Work work, MergerCase merger, RecordedUses? recorded)
    {
        if (recorded is null) return;
        await UseTable.Change(work, merger.Target,
        [
            .. recorded.Added.Select(use => new UseChange(use, IsWithdrawn: true)),
            .. recorded.Reshared(merger.Target).Select(use => new UseChange(use, IsWithdrawn: false)),
        ]);
    }

    /// <summary>What stands against taking the uses back: what came or was ended is not what it was, or something that
    /// came or was shared anew has got further users.</summary>
    /// <param name="came">Items that the run brought.</param>
    internal static async Task Check(Session db, MergerCase merger, RecordedUses? recorded,
        IReadOnlySet<Id<ConfigurationItem>> came, List<Finding> findings)
    {
        var items = (await Inventory.All(db, merger.Target.Id)).ToDictionary(item => item.Id);
        var now = (await Uses.All(db, merger.Target.Id)).ToDictionary(use => use.Id);
        var left = recorded?.After(merger.Target, merger.EffectiveOn) ?? [];
        var touched = (recorded?.Added ?? []).Select(use => use.Item).Concat(came).ToHashSet();
        foreach (var was in left.Where(use => touched.Contains(use.Item) && now.GetValueOrDefault(use.Id) != use))
        {
            Add(was.Item, "merger.inventory-use-changed", "im Bestand ist seither ein Nutzungsanteil geändert worden.");
        }
        var known = left.Select(use => use.Id).ToHashSet();
        foreach (var id in now.Values.Where(use => !known.Contains(use.Id))
            .SelectMany(use => new[] { use.Item, use.Member }).Distinct().Where(touched.Contains))
        {
            Add(id, "merger.inventory-used", "im Bestand sind seither Nutzungsanteile dazugekommen.");
        }

        void Add(Id<ConfigurationItem> id, string code, string message)
        {
            if (!items.TryGetValue(id, out var item)) return;
            findings.Add(new Finding(0, InventoryPlan.Place(merger.Target, item),
                new Rejection(code, $"{item}: {message}")));
        }
    }
}
