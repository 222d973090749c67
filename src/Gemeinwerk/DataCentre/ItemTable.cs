using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.DataCentre;

/// <summary>The one door through which items are written: with their links and aliases, and recorded.</summary>
static class ItemTable
{
    /// <summary>Writes items as they are to be. What had a key before <paramref name="first"/> is recorded as changed;
    /// the rest is new, and <see cref="RecordAdded"/> records it at the end of the act.</summary>
    /// <param name="old">Those of them that are there already.</param>
    internal static async Task Write(
        Work work, Body body, IReadOnlyList<ConfigurationItem> items, IReadOnlySet<Id<ConfigurationItem>> old,
        long first)
    {
        if (items.Count == 0) return;
        var recorded = items.Where(item => item.Id.Value < first).Select(item => item.Id.Value).ToList();
        await InventoryRegisters.Items.RecordChange(work, body.AuditLog(), recorded, async () =>
        {
            await work.Db.Bulk("datacentre_item", "body_id, item_id, kind, key, name, content", items, (to, item) => to
                .Add(body.Id).Add(item.Id).Add(item.Kind.Code).Add(item.Key).Add(item.Name)
                .Add(item.Content.ToJson()),
                "on conflict (body_id, item_id) do update set key = excluded.key, name = excluded.name, "
                + "content = excluded.content");
            foreach (var item in items.Where(item => old.Contains(item.Id))) await Unlink(work, body, item.Id.Value);
        });
        await work.Db.Bulk("datacentre_link", "body_id, item_id, field, target_id",
            items.SelectMany(item => item.Content.Links, (item, link) => (item.Id, link.Field, link.Target)),
            (to, it) => to.Add(body.Id).Add(it.Id).Add(it.Field.Code).Add(it.Target));
        await work.Db.Bulk("datacentre_alias", "body_id, kind, source, external_id, item_id",
            items.SelectMany(item => item.Aliases, (item, alias) => (Item: item, Parts: alias.Split(':', 2))),
            (to, it) => to.Add(body.Id).Add(it.Item.Kind.Code).Add(it.Parts[0]).Add(it.Parts[1]).Add(it.Item.Id));
    }

    internal static Task RecordAdded(Work work, Body body, long first) =>
        InventoryRegisters.Items.RecordAdded(work, body.AuditLog(), first);

    /// <summary>Takes items out of the inventory and leaves them in their place; their keys become free.</summary>
    internal static Task Withdraw(Work work, Body body, IReadOnlyList<long> items) =>
        InventoryRegisters.Items.RecordChange(work, body.AuditLog(), items, async () =>
        {
            foreach (var item in items)
            {
                await work.Db.Run($"""
                    update datacentre_item
                    set withdrawn = {work.Now}, key = key || '|#withdrawn-' || cast(item_id as text)
                    where body_id = {body.Id} and item_id = {item}
                    """);
                await Unlink(work, body, item);
            }
        });

    /// <summary>The first key that no item has or had.</summary>
    internal static Task<long> NextId(Session db, Id<Body> body) => db.One(
        $"select coalesce(max(item_id), 0) + 1 from datacentre_item where body_id = {body}", row => row.Number());

    static async Task Unlink(Work work, Body body, long item)
    {
        await work.Db.Run($"delete from datacentre_link where body_id = {body.Id} and item_id = {item}");
        await work.Db.Run($"delete from datacentre_alias where body_id = {body.Id} and item_id = {item}");
    }
}
