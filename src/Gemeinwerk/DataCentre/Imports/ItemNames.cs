using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.DataCentre.Imports;

/// <summary>How items are found by what files call them: read before the files, and kept in step with what they add.
/// Of names only hashes are kept, and of those only some in memory.</summary>
sealed class ItemNames : IDisposable
{
    readonly SpilledMap ids = new();
    readonly Dictionary<long, string> recent = [];

    const int MostRecent = 4096;

    /// <summary>Stands for names that several items have.</summary>
    internal const long Ambiguous = 0;

    /// <summary>Kinds whose names are part of the keys of others.</summary>
    static readonly HashSet<ItemKind> scoping = [.. ItemKinds.All.SelectMany(kind => kind.Scope)
        .Where(field => field.IsLink).SelectMany(DraftBuilder.TargetsOf)];

    internal long NextId { get; private set; } = 1;

    internal static async Task<ItemNames> Load(Session db, Id<Body> body)
    {
        var loaded = new ItemNames { NextId = await ItemTable.NextId(db, body) };
        await db.Scan($"""
            select item_id, kind, key, name, content from datacentre_item where body_id = {body} and withdrawn is null
            """, row =>
        {
            var item = Inventory.Map(row);
            loaded.Add(item.Kind, item.Id.Value, item.Key, item.Name, item.Content.Number(Fields.VlanId));
        });
        await db.Scan($"""
            select kind, source, external_id, item_id from datacentre_alias where body_id = {body}
            """, row => loaded.AddAlias(ItemKinds.Find(row.Text())!, row.Text(), row.Text(), row.Number()));
        return loaded;
    }

    internal void Add(ItemKind kind, long id, string key, string name, long? vlan)
    {
        NextId = Math.Max(NextId, id + 1);
        ids.Set(Hash("key", kind.Code, key), id);
        if (scoping.Contains(kind)) Hold(id, name);
        Note(Hash("name", kind.Code, ConfigurationItem.Fold(name)), id);
        if (vlan is not { } number) return;
        Note(Hash("name", kind.Code, $"{number}"), id);
        Note(Hash("name", kind.Code, VlanAt(key.Split('|')[0], number)), id);
    }

    internal void AddAlias(ItemKind kind, string source, string externalId, long id)
    {
        ids.Set(Hash("alias", kind.Code, source, externalId), id);
        ids.Set(Hash("has-alias", $"{id}", source), id);
        Note(Hash("foreign", kind.Code, externalId), id);
    }

    /// <summary>A VLAN by its number where its site is known: numbers repeat from site to site.</summary>
    internal static string VlanAt(string site, long number) => $"{ConfigurationItem.Fold(site)}|{number}";

    /// <summary>The name of an item that is the scope of others; null where it is not held any more.</summary>
    internal string? NameOf(long id) => recent.GetValueOrDefault(id);

    internal void Hold(long id, string name)
    {
        if (recent.Count >= MostRecent) recent.Clear();
        recent[id] = name;
    }

    internal bool HasAlias(long id, string source) => Find("has-alias", $"{id}", source) is not null;

    internal long? ByKey(ItemKind kind, string key) => Find("key", kind.Code, key);

    internal long? ByName(ItemKind kind, string name) => Find("name", kind.Code, ConfigurationItem.Fold(name));

    internal long? ByAlias(ItemKind kind, string source, string externalId) =>
        Find("alias", kind.Code, source, externalId);

    /// <summary>By its key in whatever other system.</summary>
    internal long? ByForeignKey(ItemKind kind, string externalId) => Find("foreign", kind.Code, externalId);

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

    public void Dispose() => ids.Dispose();

    void Note(HashKey name, long id)
    {
        var known = ids.Find(name);
        if (known != id) ids.Set(name, known is null ? id : Ambiguous);
    }

    long? Find(params ReadOnlySpan<string> parts) => ids.Find(Hash(parts));

    /// <summary>Half of a SHA-256 over the parts with their lengths: nobody can make two names meet.</summary>
    static HashKey Hash(params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts) text.Append(part.Length).Append(':').Append(part);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()), hash);
        return new(BinaryPrimitives.ReadInt64BigEndian(hash), BinaryPrimitives.ReadInt64BigEndian(hash[8..]));
    }
}
