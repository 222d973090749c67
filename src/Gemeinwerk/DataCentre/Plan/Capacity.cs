using Gemeinwerk.DataCentre.Dependencies;

namespace Gemeinwerk.DataCentre.Plan;

/// <summary>What a site or a cluster has of everything and what is used.</summary>
/// <param name="Unknown">Hosts and machines that do not say how large they are.</param>
public sealed record CapacityLine(
    ConfigurationItem? Place, string Name, int Hosts, int Machines, Resources There, Resources Used, int Unknown)
{
    /// <summary>Negative where more is used than there is.</summary>
    public Resources Free => There - Used;

    /// <summary>How much of something is used, in percent without its fraction; null where nothing says how much there
    /// is.</summary>
    public long? Percent(Func<Resources, long> of) => of(There) is > 0 and var there
        ? (long)((Int128)of(Used) * 100 / there)
        : null;
}

/// <summary>How much room there is (Kapazität): per site and per cluster.</summary>
public sealed record Capacity(IReadOnlyList<CapacityLine> Sites, IReadOnlyList<CapacityLine> Pools)
{
    public static Capacity Of(InventorySnapshot snapshot, CentreRules rules)
    {
        var places = Places.Of(snapshot);
        var pools = HostPools.Of(snapshot, rules with { IsAcross = false });
        var hosts = pools.SelectMany(pool => pool.Hosts).ToLookup(places.SiteOf);
        var machines = pools.SelectMany(pool => pool.Machines).ToLookup(places.SiteOf);
        var devices = snapshot.Of(ItemKinds.Device).Where(rules.IsThere).ToLookup(places.SiteOf);
        var racks = snapshot.Of(ItemKinds.Rack).Where(rules.IsThere).ToLookup(places.SiteOf);
        var sites = snapshot.Of(ItemKinds.Site).Cast<ConfigurationItem?>().Append(null)
            .Select(site => Line(snapshot, rules, site, site?.Name ?? "ohne Standort", hosts[site], machines[site],
                racks[site], devices[site]))
            .Where(line => line.Place is not null || line.Hosts + line.Machines > 0);
        return new Capacity([.. sites], [.. pools.Select(pool =>
            Line(snapshot, rules, pool.Place, pool.Name, pool.Hosts, pool.Machines, [], []))]);
    }

    static CapacityLine Line(
        InventorySnapshot snapshot, CentreRules rules, ConfigurationItem? place, string name,
        IEnumerable<ConfigurationItem> hosts, IEnumerable<ConfigurationItem> machines,
        IEnumerable<ConfigurationItem> racks, IEnumerable<ConfigurationItem> devices)
    {
        var (there, used, unknown, hostCount, machineCount) = (default(Resources), default(Resources), 0, 0, 0);
        foreach (var host in hosts)
        {
            var offered = Resources.Offered(host, rules);
            there += offered;
            hostCount++;
            if (offered.Processors == 0 || offered.Memory == 0) unknown++;
        }
        foreach (var machine in machines)
        {
            var taken = Resources.Taken(machine);
            used += taken;
            machineCount++;
            if (taken.Processors == 0 || taken.Memory == 0) unknown++;
        }
        foreach (var rack in racks)
        {
            there += new Resources(0, 0, 0, rack.Content.Number(Fields.HeightUnits) ?? 0,
                rack.Content.Number(Fields.Power) ?? 0);
        }
        foreach (var device in devices) used += Resources.InRack(snapshot, device);
        return new CapacityLine(place, name, hostCount, machineCount, there, used, unknown);
    }
}
