using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.DataCentre;

/// <summary>The inventory (Bestand) of a body's data centre: what there is, and what leads to what.</summary>
public static class Inventory
{
    /// <summary>All items of a body, or those of some kinds, in the order in which they came.</summary>
    public static Task<List<ConfigurationItem>> All(Session db, Id<Body> body, params IEnumerable<ItemKind> kinds)
    {
        var wanted = kinds.ToHashSet();
        return wanted.Count == 1
            ? db.All($"""
                select item_id, kind, key, name, content from datacentre_item
                where body_id = {body} and kind = {wanted.Single().Code} and withdrawn is null order by item_id
                """, Map)
            : Filtered(db, body, wanted);
    }

    public static Task<ConfigurationItem?> Find(Session db, Id<Body> body, Id<ConfigurationItem> item) => db.Maybe($"""
        select item_id, kind, key, name, content from datacentre_item
        where body_id = {body} and item_id = {item} and withdrawn is null
        """, Map);

    /// <summary>Items whose links lead to one, with the field that does.</summary>
    public static Task<List<(string Field, ConfigurationItem Item)>> LeadingTo(
        Session db, Id<Body> body, Id<ConfigurationItem> item) => db.All($"""
        select l.field, i.item_id, i.kind, i.key, i.name, i.content
        from datacentre_link l join datacentre_item i on i.body_id = l.body_id and i.item_id = l.item_id
        where l.body_id = {body} and l.target_id = {item} order by l.item_id, l.field
        """, row => (row.Text(), Map(row)));

    /// <summary>Where the links of one item lead, with the field that does.</summary>
    public static Task<List<(string Field, ConfigurationItem Item)>> LedTo(
        Session db, Id<Body> body, Id<ConfigurationItem> item) => db.All($"""
        select l.field, i.item_id, i.kind, i.key, i.name, i.content
        from datacentre_link l join datacentre_item i on i.body_id = l.body_id and i.item_id = l.target_id
        where l.body_id = {body} and l.item_id = {item} order by l.field, l.target_id
        """, row => (row.Text(), Map(row)));

    /// <summary>The names of all that items of a kind lead to, by key.</summary>
    public static async Task<IReadOnlyDictionary<long, string>> NamesLedTo(
        Session db, Id<Body> body, ItemKind kind) => (await db.All($"""
        select distinct t.item_id, t.name
        from datacentre_item i
        join datacentre_link l on l.body_id = i.body_id and l.item_id = i.item_id
        join datacentre_item t on t.body_id = l.body_id and t.item_id = l.target_id
        where i.body_id = {body} and i.kind = {kind.Code}
        """, row => (Id: row.Number(), Name: row.Text()))).ToDictionary(it => it.Id, it => it.Name);

    /// <summary>Items whose names or serial numbers contain a text, whatever its case.</summary>
    public static async Task<IReadOnlyList<ConfigurationItem>> Search(
        Session db, Id<Body> body, string text, int most)
    {
        var found = new List<ConfigurationItem>();
        await db.Scan($"""
            select item_id, kind, key, name, content from datacentre_item where body_id = {body} order by item_id
            """, row =>
        {
            if (found.Count >= most) return;
            var item = Map(row);
            if (item.Name.Contains(text, StringComparison.OrdinalIgnoreCase)
                || item.Content.Text(Fields.Serial)?.Contains(text, StringComparison.OrdinalIgnoreCase) == true)
            {
                found.Add(item);
            }
        });
        return found;
    }

    /// <summary>How many items of each kind there are; kinds without any are left out.</summary>
    public static async Task<IReadOnlyDictionary<ItemKind, long>> Count(Session db, Id<Body> body) =>
        (await db.All($"""
            select kind, count(*) from datacentre_item where body_id = {body} and withdrawn is null group by kind
            """, row => (Kind: KindOf(row.Text()), Count: row.Number())))
        .ToDictionary(it => it.Kind, it => it.Count);

    static async Task<List<ConfigurationItem>> Filtered(Session db, Id<Body> body, HashSet<ItemKind> wanted)
    {
        var items = new List<ConfigurationItem>();
        await db.Scan($"""
            select item_id, kind, key, name, content from datacentre_item
            where body_id = {body} and withdrawn is null order by item_id
            """, row =>
        {
            var item = Map(row);
            if (wanted.Count == 0 || wanted.Contains(item.Kind)) items.Add(item);
        });
        return items;
    }

    internal static ConfigurationItem Map(Row row)
    {
        var (id, kind) = (row.Id<ConfigurationItem>(), KindOf(row.Text()));
        return new ConfigurationItem(id, kind, row.Text(), row.Text(), ItemContent.Read(kind, row.Utf8()));
    }

    static ItemKind KindOf(string code) =>
        ItemKinds.Find(code) ?? throw new FormatException($"„{Texts.Shown(code)}“ ist keine Art von Bestand.");
}
