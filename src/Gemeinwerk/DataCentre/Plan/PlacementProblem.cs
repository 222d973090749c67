using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre.Dependencies;

namespace Gemeinwerk.DataCentre.Plan;

/// <summary>Virtual machines that stay together, as one load.</summary>
/// <param name="Hosts">Places of the hosts that may carry it, ascending.</param>
/// <param name="Apart">Places of loads that it must be kept apart from.</param>
sealed record Load(
    IReadOnlyList<ConfigurationItem> Machines, long Processors, long Memory, int[] Hosts, int[] Apart);

/// <summary>A host with room for loads.</summary>
/// <param name="Zone">What is apart is in different zones: its site, or itself.</param>
/// <param name="Cost">What it costs to use it: one host more counts more than any power.</param>
sealed record Space(ConfigurationItem Host, long Processors, long Memory, int Zone, long Cost);

/// <summary>The loads and hosts of a pool, with all that restricts them resolved to numbers.</summary>
/// <param name="Spare">How many hosts stay as a reserve (<see cref="Reserve"/>).</param>
sealed record PlacementProblem(HostPool Pool, IReadOnlyList<Load> Loads, IReadOnlyList<Space> Spaces, int Spare = 0)
{
    internal const long HostCost = 1_000_000_000;

    internal static PlacementProblem Of(InventorySnapshot snapshot, HostPool pool, CentreRules rules, int spare = 0)
    {
        var hosts = pool.Hosts.Where(host => !rules.IsTooOld(snapshot, host)).ToList();
        var places = Places.Of(snapshot);
        var sites = hosts.Select(host => places.SiteOf(host)?.Id.Value ?? 0).ToList();
        var isBySite = rules.IsApartBySite && sites.Distinct().Count() > 1;
        var zones = sites.Distinct().Select((site, at) => (site, at)).ToDictionary(it => it.site, it => it.at);
        Space[] spaces =
        [
            .. hosts.Select((host, at) =>
            {
                var offered = Resources.Offered(host, rules);
                return new Space(host, offered.Processors, offered.Memory, isBySite ? zones[sites[at]] : at,
                    HostCost + Resources.Watts(snapshot, host));
            }),
        ];
        return new PlacementProblem(pool, LoadsOf(snapshot, pool, rules, spaces), spaces, spare);
    }

    static Load[] LoadsOf(InventorySnapshot snapshot, HostPool pool, CentreRules rules, Space[] spaces)
    {
        var licences = LicencedHosts.Of(snapshot, rules.Day);
        var groups = Together(pool.Machines);
        var groupOf = groups.SelectMany((group, at) => group.Select(machine => (machine.Id.Value, at)))
            .ToDictionary(it => it.Value, it => it.at);
        var apart = groups.Select(_ => new SortedSet<int>()).ToArray();
        foreach (var machine in pool.Machines)
        {
            foreach (var other in machine.Content.Targets(Fields.Apart))
            {
                if (!groupOf.TryGetValue(other, out var there)) continue;
                apart[groupOf[machine.Id.Value]].Add(there);
                apart[there].Add(groupOf[machine.Id.Value]);
            }
        }
        return
        [
            .. groups.Select((group, at) =>
            {
                var taken = group.Aggregate(default(Resources), (sum, machine) => sum + Resources.Taken(machine));
                int[] allowed = apart[at].Contains(at)
                    ? []
                    : [.. Enumerable.Range(0, spaces.Length).Where(space => taken.Processors <= spaces[space].Processors
                        && taken.Memory <= spaces[space].Memory
                        && group.All(machine => licences.Allow(machine, spaces[space].Host)))];
                return new Load(group, taken.Processors, taken.Memory, allowed, [.. apart[at]]);
            }),
        ];
    }

    /// <summary>What is linked to be together, also over others, as one group.</summary>
    static IReadOnlyList<IReadOnlyList<ConfigurationItem>> Together(IReadOnlyList<ConfigurationItem> machines)
    {
        var place = machines.Select((machine, at) => (machine.Id.Value, at)).ToDictionary(it => it.Value, it => it.at);
        var next = machines.Select(_ => new List<int>()).ToArray();
        for (var at = 0; at < machines.Count; at++)
        {
            foreach (var other in machines[at].Content.Targets(Fields.Together))
            {
                if (!place.TryGetValue(other, out var there)) continue;
                next[at].Add(there);
                next[there].Add(at);
            }
        }
        var component = Components.Find([.. next.Select(edges => edges.ToArray())]);
        return [.. machines.Zip(component).GroupBy(it => it.Second, it => it.First).Select(group => group.ToList())];
    }

    /// <summary>Holds a placement against the rules once more, on another path than the one that found it.</summary>
    /// <param name="hosts">For each load its host, or -1.</param>
    internal void Check(int[] hosts)
    {
        for (var space = 0; space < Spaces.Count; space++)
        {
            var here = Loads.Where((_, load) => hosts[load] == space).ToList();
            Invariant.Holds(here.Sum(load => load.Processors) <= Spaces[space].Processors);
            Invariant.Holds(here.Sum(load => load.Memory) <= Spaces[space].Memory);
            Invariant.Holds(here.All(load => load.Hosts.Contains(space)));
        }
        for (var load = 0; load < hosts.Length; load++)
        {
            Invariant.Holds(hosts[load] < 0 || Loads[load].Apart.All(other =>
                hosts[other] < 0 || Spaces[hosts[other]].Zone != Spaces[hosts[load]].Zone));
        }
    }

    internal long Cost(int[] hosts) => hosts.Where(host => host >= 0).Distinct().Sum(host => Spaces[host].Cost);

    internal long Cost(int[] hosts, int[]? spare) => Cost(hosts) + (spare ?? []).Sum(host => Spaces[host].Cost);

    /// <summary>So many hosts must carry something at least: the largest ones must hold the sum of all.</summary>
    internal int FewestHosts() => Fewest(0);

    /// <summary>So many hosts must stay at least, with the reserve.</summary>
    internal int FewestStaying() => Fewest(Spare);

    int Fewest(int spare) => Math.Max(
        Reserve.Fewest(Loads.Sum(load => load.Processors), Spaces.Select(space => space.Processors), spare),
        Reserve.Fewest(Loads.Sum(load => load.Memory), Spaces.Select(space => space.Memory), spare));
}

/// <summary>
/// Licences that are bound to hosts: where a licence names devices and is about the platform of a machine, or its
/// product, such machines run on those devices only.
/// </summary>
sealed class LicencedHosts(InventorySnapshot snapshot)
{
    readonly Dictionary<string, HashSet<long>> hosts = new(StringComparer.Ordinal);

    internal static LicencedHosts Of(InventorySnapshot snapshot, DateOnly day)
    {
        var licences = new LicencedHosts(snapshot);
        foreach (var contract in snapshot.Of(ItemKinds.Contract))
        {
            if (contract.Content.Text(Fields.ContractType) is "maintenance" or "lease"
                || contract.Content.Day(Fields.EndsOn) < day)
            {
                continue;
            }
            var covered = contract.Content.Targets(Fields.Covers).Select(snapshot.Find).ToList();
            var devices = covered.Where(item => item.Kind == ItemKinds.Device).Select(item => item.Id.Value).ToList();
            if (devices.Count == 0) continue;
            var about = covered.Where(item => item.Kind == ItemKinds.Platform || item.Kind == ItemKinds.Product)
                .Append(snapshot.Follow(contract, Fields.Product)).OfType<ConfigurationItem>();
            foreach (var name in about.Select(item => ConfigurationItem.Fold(item.Name)))
            {
                if (!licences.hosts.TryGetValue(name, out var known)) licences.hosts.Add(name, known = []);
                known.UnionWith(devices);
            }
        }
        return licences;
    }

    internal bool Allow(ConfigurationItem machine, ConfigurationItem host) =>
        hosts.Count == 0 || snapshot.Follow(machine, Fields.Platform) is not { } platform
        || !hosts.TryGetValue(ConfigurationItem.Fold(platform.Name), out var covered)
            || covered.Contains(host.Id.Value);
}
