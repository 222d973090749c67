using Gemeinwerk.DataCentre.Plan;
using Gemeinwerk.Web.Finance.Api;

namespace Gemeinwerk.Web.DataCentre.Api;

/// <summary>Where all virtual machines run so that as few hosts as possible do (Belegung).</summary>
/// <param name="IsComplete">Every machine has a host.</param>
/// <param name="Pools">Cluster by cluster.</param>
/// <param name="Watts">Of the hosts that are freed.</param>
/// <param name="KilowattHours">What they take in a year of 8,760 hours.</param>
/// <param name="PowerCents">What that costs.</param>
/// <param name="Contracts">Maintenance contracts that cover freed hosts only.</param>
/// <param name="MaintenanceCents">What these cost in a year.</param>
/// <param name="SavingCents">Power and maintenance together, in a year.</param>
public sealed record ApiPlacement(
    bool IsComplete, IReadOnlyList<ApiPlacementPool> Pools, long Watts, long KilowattHours, long PowerCents,
    IReadOnlyList<ApiSavedContract> Contracts, long MaintenanceCents, long SavingCents)
{
    internal static ApiPlacement Of(Placement placement) => new(placement.IsComplete,
        [.. placement.Pools.Select(ApiPlacementPool.Of)], placement.Saving.Watts, placement.Saving.KilowattHours,
        placement.Saving.Power.Cents, [.. placement.Saving.Contracts.Select(it =>
            new ApiSavedContract(it.Contract.Id.Value, it.Contract.Name, it.AnnualPrice.Cents))],
        placement.Saving.Maintenance.Cents, placement.Saving.Total.Cents);
}

/// <summary>The placement of one cluster.</summary>
/// <param name="Pool">The name of the cluster, or of the site of hosts without one.</param>
/// <param name="Hosts">The hosts that are used.</param>
/// <param name="Spare">The hosts that carry nothing and stay as a reserve.</param>
/// <param name="HasReserve">The reserve that was asked for is there; true where none was.</param>
/// <param name="Freed">The hosts that carry nothing any more.</param>
/// <param name="FewestHosts">No placement can do with fewer hosts, the reserve included, as is proven.</param>
/// <param name="IsProven">It is proven that no placement is better, or that none is complete.</param>
/// <param name="Machines">Every virtual machine.</param>
public sealed record ApiPlacementPool(
    string Pool, IReadOnlyList<string> Hosts, IReadOnlyList<string> Spare, bool HasReserve,
    IReadOnlyList<string> Freed, int FewestHosts, bool IsProven, IReadOnlyList<ApiPlacedMachine> Machines)
{
    internal static ApiPlacementPool Of(PoolPlacement pool) => new(pool.Pool,
        [.. pool.Used.Select(host => host.Name)], [.. pool.Spare.Select(host => host.Name)], pool.HasReserve,
        [.. pool.Freed.Select(host => host.Name)], pool.FewestHosts,
        pool.IsProven, [.. pool.Machines.Select(it => new ApiPlacedMachine(
            it.Machine.Id.Value, it.Machine.Name, it.Host?.Name, it.Was?.Name, it.Moves))]);

    internal int Unplaced => Machines.Count(machine => machine.Host is null);

    internal int Moves => Machines.Count(machine => machine.Moves);
}

/// <summary>A virtual machine and its host.</summary>
/// <param name="Id">The key of the machine.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Host">The host that is to carry it; null where none can.</param>
/// <param name="Was">The host on which it runs today; null where that is not known.</param>
/// <param name="Moves">It moves to another host.</param>
public sealed record ApiPlacedMachine(long Id, string Name, string? Host, string? Was, bool Moves);

/// <summary>A contract that is no longer needed.</summary>
/// <param name="Id">The key of the contract.</param>
/// <param name="Name">What people call it.</param>
/// <param name="AnnualPriceCents">What it costs in a year.</param>
public sealed record ApiSavedContract(long Id, string Name, long AnnualPriceCents);

/// <summary>A search for the best placement, which goes on in the background.</summary>
/// <param name="State">Whether it is running, done or failed.</param>
/// <param name="StartedBy">Who began it.</param>
/// <param name="StartedAt">When.</param>
/// <param name="SecondsPerPool">How long each cluster is searched at the most.</param>
/// <param name="Rules">What it takes for granted.</param>
/// <param name="Progress">How far each cluster has come that something was found for.</param>
/// <param name="IsStopped">It was stopped before it had proven that nothing is better.</param>
/// <param name="Placement">What was found; null as long as it is running.</param>
public sealed record ApiPlacementSearch(
    WorkState State, string StartedBy, DateTimeOffset StartedAt, int SecondsPerPool, ApiPlacementRules Rules,
    IReadOnlyList<ApiPlacementProgress> Progress, bool IsStopped, ApiPlacement? Placement);

/// <summary>What a placement takes for granted.</summary>
/// <param name="On">The day that is planned for.</param>
/// <param name="OvercommitPercent">How many virtual processors a core carries: 400 is four.</param>
/// <param name="MemoryReservePercent">How much of a host's memory stays free.</param>
/// <param name="HardwareYears">Nothing is placed on older hosts.</param>
/// <param name="Cluster">Only this cluster; null for all.</param>
/// <param name="IsAcross">All hosts are one pool.</param>
/// <param name="CountsDeliveries">Planned hosts are counted.</param>
/// <param name="KilowattHourPriceCents">The price of a kilowatt hour.</param>
/// <param name="SpareHosts">How many hosts of each cluster stay as a reserve.</param>
public sealed record ApiPlacementRules(
    DateOnly On, int OvercommitPercent, int MemoryReservePercent, int HardwareYears, string? Cluster, bool IsAcross,
    bool CountsDeliveries, long KilowattHourPriceCents, int SpareHosts)
{
    internal static ApiPlacementRules Of(PlacementOptions options) => new(options.Rules.Day,
        options.Rules.OvercommitPercent, options.Rules.MemoryReservePercent, options.Rules.HardwareYears,
        options.Only?.Name, options.Rules.IsAcross, options.Rules.CountsDeliveries, options.PricePerKilowattHour / 100,
        options.SpareHosts);
}

/// <summary>How far the search in one cluster has come.</summary>
/// <param name="Pool">The cluster.</param>
/// <param name="Hosts">That stay in the best placement so far, the reserve included.</param>
/// <param name="FewestHosts">No placement can do with fewer, as is proven so far.</param>
/// <param name="Milliseconds">How long it has been searched for that.</param>
public sealed record ApiPlacementProgress(string Pool, int Hosts, int FewestHosts, long Milliseconds);
