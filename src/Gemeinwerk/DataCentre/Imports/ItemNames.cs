using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.DataCentre.Imports;

/// <summary>How items are found by what files call them: read before the files, and kept in step with what they add.
/// </summary>
sealed class ItemNames
{
    readonly Dictionary<(ItemKind, string), long> keys = [];
    readonly Dictionary<(ItemKind, string), long> names = [];
    readonly Dictionary<(ItemKind, string, string), long> aliases = [];
    readonly Dictionary<(ItemKind, string), long> foreign = [];
    readonly Dictionary<long, (ItemKind Kind, string Name)> known = [];
    readonly HashSet<(long, string)> sources = [];

    /// <summary>Stands for names that several items have.</summary>
    internal const long Ambiguous = 0;

    internal long NextId { get; private set; } = 1;

    internal static async Task<ItemNames> Load(Session db, Id<Body> body)
    {
        var loaded = new ItemNames();
        foreach (var item in await Inventory.All(db, body))
        {
            loaded.Add(item.Kind, item.Id.Value, item.Key, item.Name, item.Content.Number(Fields.VlanId));
        }
        await db.Scan($"""
            select kind, source, external_id, item_id from datacentre_alias where body_id = {body}
            """, row => loaded.AddAlias(ItemKinds.Find(row.Text())!, row.Text(), row.Text(), row.Number()));
        return loaded;
    }

    internal void Add(ItemKind kind, long id, string key, string name, long? vlan)
    {
        NextId = Math.Max(NextId, id + 1);
        keys[(kind, key)] = id;
        known[id] = (kind, name);
        Note(names, (kind, ConfigurationItem.Fold(name)), id);
        if (vlan is not { } number) return;
        Note(names, (kind, $"{number}"), id);
        Note(names, (kind, VlanAt(key.Split('|')[0], number)), id);
    }

    internal void AddAlias(ItemKind kind, string source, string externalId, long id)
    {
        aliases[(kind, source, externalId)] = id;
        sources.Add((id, source));
        Note(foreign, (kind, externalId), id);
    }

    /// <summary>A VLAN by its number where its site is known: numbers repeat from site to site.</summary>
    internal static string VlanAt(string site, long number) => $"{ConfigurationItem.Fold(site)}|{number}";

    internal string NameOf(long id) => known[id].Name;

    internal ItemKind KindOf(long id) => known[id].Kind;

    internal bool HasAlias(long id, string source) => sources.Contains((id, source));

    internal long? ByKey(ItemKind kind, string key) => Found(keys, (kind, key));

    internal long? ByName(ItemKind kind, string name) => Found(names, (kind, ConfigurationItem.Fold(name)));

    internal long? ByAlias(ItemKind kind, string source, string externalId) =>
        aliases.TryGetValue((kind, source, externalId), out var id) ? id : null;

    /// <summary>By its key in whatever other system.</summary>
    internal long? ByForeignKey(ItemKind kind, string externalId) => Found(foreign, (kind, externalId));

    /// <summary>What a dependency names: an item of any kind, by its key in any system or by its name.</summary>
    /// <returns>Null where there is none, <see cref="Ambiguous"/> where there are several.</returns>
    internal long? ByAnything(string text)
    {
        foreach (var found in new[] { ItemKinds.Application }.Concat(ItemKinds.All)
            .Select(kind => ByForeignKey(kind, text) ?? ByName(kind, text)))
        {
            if (found is not null) return found;
        }
        return null;
    }

    static void Note<T>(Dictionary<T, long> map, T name, long id) where T : notnull
    {
        if (!map.TryAdd(name, id) && map[name] != id) map[name] = Ambiguous;
    }

    static long? Found<T>(Dictionary<T, long> map, T name) where T : notnull =>
        map.TryGetValue(name, out var id) ? id : null;
}
