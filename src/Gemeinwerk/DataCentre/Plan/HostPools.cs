using Gemeinwerk.DataCentre.Dependencies;

namespace Gemeinwerk.DataCentre.Plan;

/// <summary>Hosts between which virtual machines can move, and the machines that are to run on them.</summary>
/// <param name="Place">The cluster, or the site of hosts without one; null where neither is known, or for all.</param>
public sealed record HostPool(
    string Name, ConfigurationItem? Place, IReadOnlyList<ConfigurationItem> Hosts,
    IReadOnlyList<ConfigurationItem> Machines);

/// <summary>
/// Which hosts belong together. A host is of the cluster that it names, or whose machines run on it; hosts of no
/// cluster are of the one cluster of their site, or of the site itself.
/// </summary>
static class HostPools
{
    internal static IReadOnlyList<HostPool> Of(InventorySnapshot snapshot, CentreRules rules)
    {
        var places = Places.Of(snapshot);
        var running = snapshot.Of(ItemKinds.VirtualMachine).Where(rules.IsThere)
            .ToLookup(machine => machine.Content.Link(Fields.Host) ?? 0);
        var hosts = snapshot.Of(ItemKinds.Device)
            .Where(device => rules.IsThere(device) && IsHost(device, running)).ToList();
        var machines = snapshot.Of(ItemKinds.VirtualMachine).Where(rules.IsThere).ToList();
        if (rules.IsAcross) return [new HostPool("alle", null, hosts, machines)];

        var named = hosts.ToDictionary(host => host, host => snapshot.Follow(host, Fields.Cluster)
            ?? running[host.Id.Value].Select(machine =>
                snapshot.Follow(machine, Fields.Cluster)).OfType<ConfigurationItem>()
                .CountBy(cluster => cluster).OrderByDescending(it => it.Value).Select(it => it.Key).FirstOrDefault());
        var bySite = hosts.Where(host => named[host] is not null && places.SiteOf(host) is not null)
            .ToLookup(host => places.SiteOf(host)!, host => named[host]!);
        var poolOf = hosts.ToDictionary(host => host, host => named[host] ?? (places.SiteOf(host) is { } site
            ? bySite[site].Distinct().ToList() is [var only] ? only : site
            : null));
        var byPlace = hosts.ToLookup(host => poolOf[host]);
        var machinesByPlace = machines.ToLookup(machine => snapshot.Follow(machine, Fields.Cluster)
            ?? (snapshot.Follow(machine, Fields.Host) is { } host && poolOf.TryGetValue(host, out var pool)
                ? pool : places.SiteOf(machine)));
        return
        [
            .. byPlace.Select(group => group.Key).Union(machinesByPlace.Select(group => group.Key))
                .OrderBy(place => place?.Id.Value ?? long.MaxValue)
                .Select(place => new HostPool(
                    place?.Name ?? "ohne Standort", place, [.. byPlace[place]], [.. machinesByPlace[place]])),
        ];
    }

    static bool IsHost(ConfigurationItem device, ILookup<long, ConfigurationItem> running) =>
        device.Content.Link(Fields.Cluster) is not null || running.Contains(device.Id.Value)
        || (device.Content.Number(Fields.Cores) > 0 && device.Content.Number(Fields.Memory) > 0);
}
