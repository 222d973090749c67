namespace Gemeinwerk.DataCentre.Dependencies;

/// <summary>A member that uses an item.</summary>
/// <param name="Share">Its part of the whole; null where the item only names it.</param>
public sealed record ItemUser(ConfigurationItem Member, Share? Share);

/// <summary>An item with who uses it on a day.</summary>
/// <param name="Product">Null where the inventory names none.</param>
/// <param name="Users">By name.</param>
public sealed record UsedItem(ConfigurationItem Item, ConfigurationItem? Product, IReadOnlyList<ItemUser> Users)
{
    /// <summary>Its own version, else that of its product.</summary>
    public string? Version => Item.Content.Text(Fields.Version) ?? Product?.Content.Text(Fields.Version);

    /// <summary>Its own vendor, else that of its product.</summary>
    public string? Vendor => Item.Content.Text(Fields.Vendor) ?? Product?.Content.Text(Fields.Vendor);

    /// <summary>Of all users together.</summary>
    public long Inhabitants => Users.Sum(user => Usage.Inhabitants(user.Member));

    /// <returns>The items of a kind in the order of their keys.</returns>
    public static IReadOnlyList<UsedItem> Of(
        InventorySnapshot snapshot, IReadOnlyList<ItemUse> uses, DateOnly day, ItemKind kind)
    {
        var shares = uses.Where(use => use.IsOn(day)).ToLookup(use => use.Item);
        var usage = Usage.Of(snapshot, uses, day);
        return [.. snapshot.Of(kind).Select(item => new UsedItem(item,
            item.Content.Link(Fields.Product) is { } product ? snapshot.Find(product) : null,
            [.. usage.Of(item).Select(member => new ItemUser(member,
                shares[item.Id].FirstOrDefault(use => use.Member == member.Id)?.Share))
                .OrderBy(user => user.Member.Name, StringComparer.Ordinal)]))];
    }
}
