using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Imports;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger.Inventories;

/// <summary>What people decided about the inventories of a merger, item by item.</summary>
public static class InventoryDecisions
{
    /// <summary>What stands in the payload of an event in place of a kind of number.</summary>
    internal const string Kind = "inventory";

    /// <summary>By source body and item.</summary>
    public static async Task<List<InventoryDecision>> All(Session db, MergerCase merger)
    {
        var codes = merger.Bodies.ToDictionary(body => body.Id, body => body.Code);
        var all = await db.All($"""
            select source_body_id, item_id, fate, new_name, target_body_id, target_item_id, reason
            from merger_inventory where body_id = {merger.Target.Id} and merger_id = {merger.Id}
            """, row =>
        {
            var (source, item, fate, name) = (codes[row.Id<Body>()], row.Number(), row.Text(), row.TextOrNull());
            var target = row.IdOrNull<Body>() is { } body ? new ItemAddress(codes[body], row.Number()) : null;
            if (target is null) row.NumberOrNull();
            return new InventoryDecision(source, item, Codes.Parse<ItemFate>(fate), name, target, row.Text());
        });
        return [.. all.OrderBy(it => it.SourceBody, StringComparer.Ordinal).ThenBy(it => it.Item)];
    }

    /// <summary>Decides; an earlier decision about the same item is replaced. What does not fit together is said by
    /// the plan, so that all answers come at once.</summary>
    /// <param name="weights">How much items weigh in those that they become; null for none.</param>
    /// <returns>How many are new or different, or <c>merger.unknown</c>, <c>merger.executed</c>,
    /// <c>merger.inventory-decision</c>.</returns>
    public static async Task<Result<int>> Set(Work work, string code, IReadOnlyList<InventoryDecision> decisions,
        IReadOnlyList<UseWeight>? weights = null)
    {
        if (!(await Mergers.FindDraft(work, code)).Ok(out var merger, out var why)) return why;
        var items = new Dictionary<(string, long), ConfigurationItem>();
        foreach (var source in merger.Sources.Where(source => decisions.Any(it => it.SourceBody == source.Code)))
        {
            foreach (var item in await Inventory.All(work.Db, source.Id)) items.Add((source.Code, item.Id.Value), item);
        }
        foreach (var decision in decisions)
        {
            if (Refuse(merger, items, decision) is { } refused)
            {
                return new Rejection("merger.inventory-decision",
                    $"{decision.SourceBody}:{decision.Item}: {refused}");
            }
        }
        if (!(await UseWeights.Set(work, merger, weights ?? [])).Ok(out var weighed, out why)) return why;
        return await Write(work, merger, decisions) + weighed;
    }

    /// <summary>Accepts the proposals that there are.</summary>
    /// <param name="chosen">Which of them; null for all.</param>
    /// <returns>How many, or <c>merger.unknown</c>, <c>merger.executed</c>.</returns>
    public static async Task<Result<int>> Accept(
        Work work, string code, Func<InventoryProposal, bool>? chosen = null)
    {
        if (!(await Mergers.FindDraft(work, code)).Ok(out var merger, out var why)) return why;
        if (!(await Execution.Plan(work.Db, code)).Ok(out var plan, out why)) return why;
        List<InventoryProposal> open = [.. (plan.Inventory?.Open ?? []).Where(it => chosen?.Invoke(it) != false)];
        return await Write(work, merger, [.. open.Select(it => it.Decision).OfType<InventoryDecision>()])
            + await UseWeights.Write(work, merger, [.. open.SelectMany(it => it.Weights)]);
    }

    /// <summary>Takes back what was decided about an item: what becomes of it, and how much it weighs.</summary>
    /// <returns>Whether anything was, or <c>merger.unknown</c>, <c>merger.executed</c>.</returns>
    public static async Task<Result<bool>> Remove(Work work, string code, string sourceBody, long item)
    {
        if (!(await Mergers.FindDraft(work, code)).Ok(out var merger, out var why)) return why;
        var body = merger.Sources.FirstOrDefault(b => b.Code == sourceBody)?.Id;
        var removed = await work.Db.Run($"""
            delete from merger_inventory where body_id = {merger.Target.Id} and merger_id = {merger.Id}
              and source_body_id = {body} and item_id = {item}
            """);
        if (removed > 0)
        {
            await MergerEvents.Add(work, merger, MergerEventKind.Unmapped,
                new { kind = Kind, body = sourceBody, source = CertificateText.Number(item) });
        }
        return await UseWeights.Remove(work, merger, new ItemAddress(sourceBody, item)) || removed > 0;
    }

    /// <summary>Takes back how much an item weighs.</summary>
    /// <returns>Whether that was decided, or <c>merger.unknown</c>, <c>merger.executed</c>.</returns>
    public static async Task<Result<bool>> Unweigh(Work work, string code, ItemAddress item) =>
        (await Mergers.FindDraft(work, code)).Ok(out var merger, out var why)
            ? await UseWeights.Remove(work, merger, item)
            : why;

    static string? Refuse(
        MergerCase merger, Dictionary<(string, long), ConfigurationItem> items, InventoryDecision decision)
    {
        if (!items.TryGetValue((decision.SourceBody, decision.Item), out var item))
        {
            return "Ein solches Stück hat keine Quelle der Fusion im Bestand.";
        }
        if (decision.Reason.Length > 0 && Texts.Refuse(decision.Reason, 500) is { } reason) return $"Grund: {reason}";
        var needsTarget = decision.Fate is ItemFate.Joined or ItemFate.Replaced;
        if (needsTarget != decision.Target is not null)
        {
            return needsTarget ? "Es fehlt, welches Stück gemeint ist." : "Ein Ziel gehört nicht dazu.";
        }
        if (decision.Target is { } target && merger.Find(target.Body) is null)
        {
            return $"„{target.Body}“ ist keine Körperschaft der Fusion.";
        }
        if (decision.NewName is not { } name) return null;
        if (decision.Fate != ItemFate.Moved) return "Einen neuen Namen bekommt nur, was als Eigenes kommt.";
        if (Texts.Refuse(name, FieldReading.LongestName) is { } refused) return $"Name: {refused}";
        if (item.Kind == ItemKinds.Prefix) return Network.Parse(name).Ok(out _, out var why) ? null : why.Message;
        return item.Kind == ItemKinds.Vlan && !(long.TryParse(name, out var number) && number is >= 1 and <= 4094)
            ? $"„{Texts.Shown(name)}“ ist keine VLAN-ID von 1 bis 4094."
            : null;
    }

    static async Task<int> Write(Work work, MergerCase merger, IReadOnlyList<InventoryDecision> decisions)
    {
        var bodies = merger.Bodies.ToDictionary(body => body.Code, body => body.Id);
        var known = (await All(work.Db, merger)).ToHashSet();
        var changed = decisions.GroupBy(it => (it.SourceBody, it.Item)).Select(same => same.Last())
            .Where(decision => !known.Contains(decision)).ToList();
        await work.Db.Bulk("merger_inventory", """
            body_id, merger_id, source_body_id, item_id, fate, new_name, target_body_id, target_item_id, reason
            """, changed, (to, it) => to.Add(merger.Target.Id).Add(merger.Id).Add(bodies[it.SourceBody]).Add(it.Item)
            .Add(it.Fate.Code()).Add(it.NewName).Add(it.Target is { } at ? bodies[at.Body].Value : (long?)null)
            .Add(it.Target?.Item).Add(it.Reason), """
            on conflict (body_id, merger_id, source_body_id, item_id) do update set fate = excluded.fate,
              new_name = excluded.new_name, target_body_id = excluded.target_body_id,
              target_item_id = excluded.target_item_id, reason = excluded.reason
            """);
        await MergerEvents.AddAll(work, merger, MergerEventKind.Mapped, changed.Select(Said));
        return changed.Count;
    }

    /// <summary>What the event of a decision says.</summary>
    internal static object Said(InventoryDecision decision) => new
    {
        kind = Kind,
        body = decision.SourceBody,
        source = CertificateText.Number(decision.Item),
        target = decision.Target is { } target ? $"{decision.Fate.Code()} {target}" : decision.Fate.Code(),
        name = decision.NewName,
        reason = decision.Reason,
    };
}
