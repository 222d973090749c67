namespace Gemeinwerk.DataCentre.Dependencies;

/// <summary>At which site each item is.</summary>
sealed class Places(InventorySnapshot snapshot, Dictionary<long, List<ConfigurationItem>> machines)
{
    const int DeepestRoom = 100;

    internal static Places Of(InventorySnapshot snapshot) => new(snapshot, snapshot.Of(ItemKinds.VirtualMachine)
        .Where(machine => machine.Content.Link(Fields.Application) is not null)
        .GroupBy(machine => machine.Content.Link(Fields.Application)!.Value)
        .ToDictionary(group => group.Key, group => group.ToList()));

    /// <returns>None where that is not known; of an application all sites of its machines, by name.</returns>
    internal IReadOnlyList<ConfigurationItem> Of(ConfigurationItem item) => item.Kind == ItemKinds.Application
        ? [.. (machines.GetValueOrDefault(item.Id.Value) ?? []).Select(SiteOf).OfType<ConfigurationItem>().Distinct()
            .OrderBy(site => site.Name, StringComparer.Ordinal)]
        : SiteOf(item) is { } only ? [only] : [];

    internal ConfigurationItem? SiteOf(ConfigurationItem item)
    {
        for (var steps = 0; steps < DeepestRoom; steps++)
        {
            if (item.Kind == ItemKinds.Site) return item;
            if (Next(item) is not { } next) return null;
            item = next;
        }
        return null;
    }

    /// <summary>What an item stands in or runs on; where it says its site itself, that is right.</summary>
    ConfigurationItem? Next(ConfigurationItem item) =>
        (item.Kind == ItemKinds.VirtualMachine ? snapshot.Follow(item, Fields.Host) : null)
        ?? snapshot.Follow(item, Fields.Site) ?? snapshot.Follow(item, Fields.Rack)
            ?? snapshot.Follow(item, Fields.Room)
        ?? snapshot.Follow(item, Fields.Parent) ?? snapshot.Follow(item, Fields.Cluster)
        ?? snapshot.Follow(item, Fields.On);
}
