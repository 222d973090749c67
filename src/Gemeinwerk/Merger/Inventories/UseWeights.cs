using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger.Inventories;

/// <summary>What people decided about how much former items weigh in the one that they become (Gewichte): a part of
/// <see cref="InventoryDecisions"/>, which is the door to it.</summary>
public static class UseWeights
{
    /// <summary>What stands in the payload of an event in place of a kind of number.</summary>
    internal const string Kind = "inventory-weight";

    public const long Most = 1_000_000;

    /// <summary>By body and item.</summary>
    public static async Task<List<UseWeight>> All(Session db, MergerCase merger)
    {
        var codes = merger.Bodies.ToDictionary(body => body.Id, body => body.Code);
        var all = await db.All($"""
            select item_body_id, item_id, weight, reason from merger_inventory_weight
            where body_id = {merger.Target.Id} and merger_id = {merger.Id}
            """, row => new UseWeight(new ItemAddress(codes[row.Id<Body>()], row.Number()), row.Number(), row.Text()));
        return [.. all.OrderBy(it => it.Item.Body, StringComparer.Ordinal).ThenBy(it => it.Item.Item)];
    }

    /// <returns>How many are new or different, or <c>merger.inventory-decision</c>.</returns>
    internal static async Task<Result<int>> Set(Work work, MergerCase merger, IReadOnlyList<UseWeight> weights)
    {
        var items = new HashSet<ItemAddress>();
        foreach (var body in merger.Bodies.Where(body => weights.Any(it => it.Item.Body == body.Code)))
        {
            items.UnionWith((await Inventory.All(work.Db, body.Id)).Select(item =>
                new ItemAddress(body.Code, item.Id.Value)));
        }
        foreach (var it in weights)
        {
            if (Refuse(it, items.Contains(it.Item)) is { } refused)
            {
                return new Rejection("merger.inventory-decision", $"{it.Item}: {refused}");
            }
        }
        return await Write(work, merger, weights);
    }

    static string? Refuse(UseWeight it, bool isKnown)
    {
        if (!isKnown) return "Ein solches Stück hat keine Körperschaft der Fusion im Bestand.";
        if (it.Weight is < 1 or > Most) return $"Das Gewicht ist eine ganze Zahl von 1 bis {German.Count(Most)}.";
        return it.Reason.Length > 0 && Texts.Refuse(it.Reason, 500) is { } reason ? $"Grund: {reason}" : null;
    }

    internal static async Task<int> Write(Work work, MergerCase merger, IReadOnlyList<UseWeight> weights)
    {
        var bodies = merger.Bodies.ToDictionary(body => body.Code, body => body.Id);
        var known = (await All(work.Db, merger)).ToHashSet();
        var changed = weights.GroupBy(it => it.Item).Select(same => same.Last()).Where(it => !known.Contains(it))
            .ToList();
        await work.Db.Bulk("merger_inventory_weight", "body_id, merger_id, item_body_id, item_id, weight, reason",
            changed, (to, it) => to.Add(merger.Target.Id).Add(merger.Id).Add(bodies[it.Item.Body]).Add(it.Item.Item)
                .Add(it.Weight).Add(it.Reason), """
            on conflict (body_id, merger_id, item_body_id, item_id) do update set weight = excluded.weight,
              reason = excluded.reason
            """);
        await MergerEvents.AddAll(work, merger, MergerEventKind.Mapped, changed.Select(Said));
        return changed.Count;
    }

    /// <returns>Whether there was one.</returns>
    internal static async Task<bool> Remove(Work work, MergerCase merger, ItemAddress item)
    {
        var body = merger.Find(item.Body)?.Id;
        var removed = await work.Db.Run($"""
            delete from merger_inventory_weight where body_id = {merger.Target.Id} and merger_id = {merger.Id}
              and item_body_id = {body} and item_id = {item.Item}
            """);
        if (removed == 0) return false;
        await MergerEvents.Add(work, merger, MergerEventKind.Unmapped,
            new { kind = Kind, body = item.Body, source = CertificateText.Number(item.Item) });
        return true;
    }

    /// <summary>What the event of a decision says.</summary>
    internal static object Said(UseWeight it) => new
    {
        kind = Kind,
        body = it.Item.Body,
        source = CertificateText.Number(it.Item.Item),
        target = CertificateText.Number(it.Weight),
        reason = it.Reason,
    };
}
