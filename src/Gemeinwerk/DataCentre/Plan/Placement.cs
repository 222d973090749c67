using Gemeinwerk.Basics;

namespace Gemeinwerk.DataCentre.Plan;

/// <summary>A virtual machine and the host that is to carry it; null where no host can.</summary>
/// <param name="Was">Where it runs today; null where that is not known or no longer there.</param>
public sealed record PlacedMachine(ConfigurationItem Machine, ConfigurationItem? Host, ConfigurationItem? Was)
{
    public bool Moves => Host is not null && Host.Id != Was?.Id;
}

/// <summary>The placement of one pool.</summary>
/// <param name="Spare">Hosts that carry nothing and stay as a reserve (<see cref="PlacementOptions"/>).</param>
/// <param name="HasReserve">The reserve that was asked for is there; true where none was.</param>
/// <param name="Freed">Hosts that carry nothing any more, also those that are too old to.</param>
/// <param name="FewestHosts">No placement can do with fewer hosts that carry something or stay as a reserve, as is
/// proven.</param>
/// <param name="IsProven">It is proven that no placement is better, or that none is complete.</param>
public sealed record PoolPlacement(
    string Pool, IReadOnlyList<PlacedMachine> Machines, IReadOnlyList<ConfigurationItem> Used,
    IReadOnlyList<ConfigurationItem> Spare, bool HasReserve, IReadOnlyList<ConfigurationItem> Freed, int FewestHosts,
    bool IsProven)
{
    public IEnumerable<PlacedMachine> Unplaced => Machines.Where(machine => machine.Host is null);
}

/// <summary>A maintenance contract that covers nothing but freed hosts.</summary>
public sealed record SavedContract(ConfigurationItem Contract, Money AnnualPrice);

/// <summary>What is no longer paid in a year.</summary>
/// <param name="Watts">Of the freed hosts.</param>
/// <param name="KilowattHours">In a year of 8,760 hours.</param>
public sealed record PlacementSaving(
    long Watts, long KilowattHours, Money Power, IReadOnlyList<SavedContract> Contracts)
{
    const int HoursPerYear = 8760;

    public Money Maintenance => Contracts.Aggregate(Money.Zero, (sum, saved) => sum + saved.AnnualPrice);

    public Money Total => Power + Maintenance;

    /// <param name="pricePerKilowattHour">In hundredths of a cent.</param>
    internal static PlacementSaving Of(
        InventorySnapshot snapshot, IReadOnlyCollection<ConfigurationItem> freed, long pricePerKilowattHour,
            DateOnly day)
    {
        var watts = freed.Sum(host => Resources.Watts(snapshot, host));
        var gone = freed.Select(host => host.Id.Value).ToHashSet();
        var contracts = snapshot.Of(ItemKinds.Contract)
            .Where(contract => contract.Content.Text(Fields.ContractType) is "maintenance"
                && !(contract.Content.Day(Fields.EndsOn) < day)
                && contract.Content.Targets(Fields.Covers) is { Count: > 0 } covered && covered.All(gone.Contains))
            .Select(contract => new SavedContract(contract, contract.Content.Amount(Fields.AnnualPrice) ?? Money.Zero));
        var cents = (Int128)watts * HoursPerYear * pricePerKilowattHour / 100_000;
        return new PlacementSaving(watts, watts * HoursPerYear / 1000, new Money((long)cents), [.. contracts]);
    }
}

/// <summary>How a placement is searched for.</summary>
/// <param name="SearchLimit">How long each pool is searched for the best; null for greedy only.</param>
/// <param name="PricePerKilowattHour">In hundredths of a cent: 2500 is 25 cents.</param>
/// <param name="SpareHosts">How many hosts of each pool with machines stay free of load so that any so many may fail
/// (N+1): then all machines take together no more processors, and no more memory, than the hosts that stay offer
/// without the so many largest of them. That each machine finds one host then is not promised. 0 for no
/// reserve.</param>
public sealed record PlacementOptions(
    CentreRules Rules, ConfigurationItem? Only = null, TimeSpan? SearchLimit = null, long PricePerKilowattHour = 2500,
    int SpareHosts = 0);

/// <summary>
/// Where all virtual machines run so that as few hosts as possible do (Belegung): by memory, processors, what is
/// together or apart, licences bound to hosts, and the age of hardware.
/// </summary>
public sealed record Placement(IReadOnlyList<PoolPlacement> Pools, PlacementSaving Saving)
{
    public bool IsComplete => Pools.All(pool => !pool.Unplaced.Any());

    /// <summary>The search was stopped before it had proven anything of some pool.</summary>
    public bool IsStopped { get; init; }

    /// <param name="stop">Ends the search early: each pool keeps the best that was found for it until then, by the fast
    /// way at least.</param>
    public static Placement Of(
        InventorySnapshot snapshot, PlacementOptions options, IProgress<PlacementProgress>? progress = null,
        CancellationToken stop = default)
    {
        var pools = HostPools.Of(snapshot, options.Rules)
            .Where(pool => pool.Machines.Count + pool.Hosts.Count > 0)
            .Where(pool => options.Only is null || pool.Place?.Id == options.Only.Id)
            .Select(pool => Place(snapshot, pool, options, progress, stop)).ToList();
        return new Placement(pools, PlacementSaving.Of(snapshot, [.. pools.SelectMany(pool => pool.Freed)],
            options.PricePerKilowattHour, options.Rules.Day))
        {
            IsStopped = options.SearchLimit is not null && stop.IsCancellationRequested
                && pools.Exists(pool => !pool.IsProven),
        };
    }

    /// <summary>The inventory as it is when all has moved: machines run on the hosts of the placement, and those that
    /// are freed are gone. Nothing is written.</summary>
    public InventorySnapshot Applied(InventorySnapshot snapshot)
    {
        var hosts = Pools.SelectMany(pool => pool.Machines).Where(placed => placed.Moves)
            .ToDictionary(placed => placed.Machine.Id, placed => placed.Host!);
        var moved = new InventorySnapshot(snapshot.Body,
            [.. snapshot.Items.Select(item => hosts.TryGetValue(item.Id, out var host) ? On(item, host) : item)]);
        var freed = Pools.SelectMany(pool => pool.Freed).Select(host => host.Id.Value).ToHashSet();
        return WhatIf.Without(moved, freed);

        static ConfigurationItem On(ConfigurationItem machine, ConfigurationItem host) => machine with
        {
            Content = machine.Content.With([(Fields.Host, FieldValue.Of([host.Id.Value])),
                .. host.Content.Link(Fields.Cluster) is { } cluster
                    ? [(Fields.Cluster, FieldValue.Of([cluster]))]
                    : Array.Empty<(Field, FieldValue?)>()]),
        };
    }

    static PoolPlacement Place(
        InventorySnapshot snapshot, HostPool pool, PlacementOptions options, IProgress<PlacementProgress>? progress,
        CancellationToken stop)
    {
        var problem = PlacementProblem.Of(snapshot, pool, options.Rules, options.SpareHosts);
        var (hosts, spare) = GreedyPlacement.WithReserve(problem);
        var fewest = problem.FewestStaying();
        var isComplete = hosts.All(host => host >= 0) && spare is not null;
        var isProven = problem.Loads.Any(load => load.Hosts.Length == 0);
        if (options.SearchLimit is { } limit && !isProven && !stop.IsCancellationRequested
            && problem.Loads.Count is > 0 and <= ExactPlacement.MostLoads)
        {
            var (found, reserve, bound, proven) = ExactPlacement.Run(problem, hosts, limit, progress, stop);
            if (found is not null && (!isComplete || problem.Cost(found, reserve) <= problem.Cost(hosts, spare)))
            {
                (hosts, spare) = (found, reserve);
            }
            (fewest, isProven) = (Math.Max(fewest, bound), proven);
        }
        if (spare is not null) Reserve.Check(problem, hosts, spare);
        var used = hosts.Where(host => host >= 0).Distinct().Order().Select(host => problem.Spaces[host].Host).ToList();
        var kept = (spare ?? []).Select(host => problem.Spaces[host].Host).ToList();
        return new PoolPlacement(pool.Name, Machines(snapshot, problem, hosts), used, kept, spare is not null,
            [.. pool.Hosts.Except(used).Except(kept)], fewest, isProven);
    }

    static IReadOnlyList<PlacedMachine> Machines(InventorySnapshot snapshot, PlacementProblem problem, int[] hosts) =>
    [
        .. problem.Loads.SelectMany((load, at) => load.Machines.Select(machine => new PlacedMachine(machine,
            hosts[at] < 0 ? null : problem.Spaces[hosts[at]].Host, snapshot.Follow(machine, Fields.Host))))
            .OrderBy(placed => placed.Machine.Id.Value),
    ];
}
