using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.DataCentre;

/// <summary>The whole inventory of a body at one moment, to reason about without the database.</summary>
public sealed class InventorySnapshot
{
    readonly Dictionary<long, ConfigurationItem> byId;
    readonly ILookup<ItemKind, ConfigurationItem> byKind;

    public InventorySnapshot(Body body, IReadOnlyList<ConfigurationItem> items)
    {
        (Body, Items) = (body, items);
        byId = items.ToDictionary(item => item.Id.Value);
        byKind = items.ToLookup(item => item.Kind);
    }

    public Body Body { get; }

    /// <summary>In the order of their keys.</summary>
    public IReadOnlyList<ConfigurationItem> Items { get; }

    public static async Task<InventorySnapshot> Load(Session db, Body body) =>
        new(body, await Inventory.All(db, body.Id));

    public IEnumerable<ConfigurationItem> Of(ItemKind kind) => byKind[kind];

    public ConfigurationItem Find(long id) => byId[id];

    /// <summary>The one item of a kind that is called so, letter by letter.</summary>
    /// <returns>The item, or <c>inventory.item-unknown</c>, <c>inventory.reference-ambiguous</c>.</returns>
    public Result<ConfigurationItem> Find(ItemKind kind, string name) =>
        Of(kind).Where(item => item.Name == name).Take(2).ToList() switch
        {
            [var item] => item,
            [] => new Rejection("inventory.item-unknown", $"{kind.German} „{Texts.Shown(name)}“ gibt es nicht."),
            _ => new Rejection("inventory.reference-ambiguous", $"„{Texts.Shown(name)}“ gibt es mehrmals."),
        };

    public bool Has(long id) => byId.ContainsKey(id);

    /// <summary>The item that a link leads to, or null.</summary>
    public ConfigurationItem? Follow(ConfigurationItem item, Field link) =>
        item.Content.Link(link) is { } target ? byId[target] : null;
}
