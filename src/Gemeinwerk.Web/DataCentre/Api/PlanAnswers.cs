using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Dependencies;
using Gemeinwerk.DataCentre.Plan;

namespace Gemeinwerk.Web.DataCentre.Api;

/// <summary>An item of the inventory, named.</summary>
/// <param name="Id">Its key in the body.</param>
/// <param name="Kind">The code of its kind.</param>
/// <param name="Name">What people call it.</param>
public sealed record ApiNamedItem(long Id, string Kind, string Name)
{
    internal static ApiNamedItem Of(ConfigurationItem item) => new(item.Id.Value, item.Kind.Code, item.Name);
}

/// <summary>What fails where an item fails (Auswirkung), and what it needs itself.</summary>
/// <param name="Item">The item.</param>
/// <param name="Reached">All that is bound to it: what fails first, nearest first.</param>
/// <param name="Members">Whom it concerns.</param>
/// <param name="Inhabitants">Of the members for which something fails.</param>
public sealed record ApiImpact(
    ApiNamedItem Item, IReadOnlyList<ApiReached> Reached, IReadOnlyList<ApiReachedMember> Members, long Inhabitants)
{
    internal static ApiImpact Of(Impact impact) => new(ApiNamedItem.Of(impact.Item),
        [.. impact.Bonds.Select(it => new ApiReached(it.Bond, ApiNamedItem.Of(it.Reached.Item), it.Reached.Distance,
            it.Reached.Via?.Name))],
        [.. impact.Members.Select(it => new ApiReachedMember(it.Member.Name, it.IsDown, it.Inhabitants))],
        impact.Inhabitants);
}

/// <summary>Something that is bound to an item.</summary>
/// <param name="Bond">How: it fails, it runs worse, it is needed, it is needed softly.</param>
/// <param name="Item">What.</param>
/// <param name="Distance">Over how many steps; 1 is directly.</param>
/// <param name="Via">What of the items before it is the reason; null where that is the item itself.</param>
public sealed record ApiReached(Bond Bond, ApiNamedItem Item, int Distance, string? Via);

/// <summary>A member that a failure concerns.</summary>
/// <param name="Name">The member.</param>
/// <param name="IsDown">Something that it uses fails; else it runs worse.</param>
/// <param name="Inhabitants">How many it has.</param>
public sealed record ApiReachedMember(string Name, bool IsDown, long Inhabitants);

/// <summary>An application (Fachverfahren) with who uses it on a day.</summary>
/// <param name="Id">Its key in the body.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Product">The product that it is.</param>
/// <param name="Version">Its own version, else that of the product.</param>
/// <param name="Vendor">Its own vendor, else that of the product.</param>
/// <param name="Users">By name.</param>
/// <param name="Inhabitants">Of all users together.</param>
public sealed record ApiApplication(
    long Id, string Name, string? Product, string? Version, string? Vendor, IReadOnlyList<ApiItemUser> Users,
    long Inhabitants)
{
    internal static ApiApplication Of(UsedItem used) => new(used.Item.Id.Value, used.Item.Name, used.Product?.Name,
        used.Version, used.Vendor, [.. used.Users.Select(it => new ApiItemUser(it.Member.Name, it.Share?.ToString()))],
        used.Inhabitants);
}

/// <summary>A member that uses an application.</summary>
/// <param name="Member">The member.</param>
/// <param name="Share">Its exact part of the whole, as `1/3`; null where none is recorded.</param>
public sealed record ApiItemUser(string Member, string? Share);

/// <summary>The order in which a data centre is started again (Wiederanlaufplan).</summary>
/// <param name="Levels">How many levels all steps have.</param>
/// <param name="Steps">In the order in which they are done; of one site where that was asked for.</param>
/// <param name="Bottlenecks">What most others wait for, the worst first.</param>
/// <param name="Findings">What is missing or wrong in the inventory.</param>
public sealed record ApiRestartPlan(
    int Levels, IReadOnlyList<ApiRestartStep> Steps, IReadOnlyList<ApiRestartStep> Bottlenecks,
    IReadOnlyList<ApiRestartFinding> Findings)
{
    internal static ApiRestartPlan Of(RestartPlan plan, ConfigurationItem? site) => new(plan.Levels,
        [.. (site is null ? plan.Steps : plan.At(site)).Select(ApiRestartStep.Of)],
        [.. plan.Bottlenecks.Select(ApiRestartStep.Of)],
        [.. plan.Findings.Select(it => new ApiRestartFinding(it.Kind, ApiNamedItem.Of(it.Items[0]), it.Text))]);
}

/// <summary>A step of a restart.</summary>
/// <param name="No">From 1, over all sites.</param>
/// <param name="Level">Steps of one level can be done at the same time.</param>
/// <param name="Item">What is started.</param>
/// <param name="Priority">The most urgent among itself and what needs it.</param>
/// <param name="RecoveryHours">The shortest recovery time objective among itself and what needs it.</param>
/// <param name="WaitingFor">What must run before, directly.</param>
/// <param name="Waiting">How many items wait for it.</param>
/// <param name="Inhabitants">Of the members that use it or something that waits for it.</param>
/// <param name="Sites">Where it is.</param>
public sealed record ApiRestartStep(
    int No, int Level, ApiNamedItem Item, long? Priority, long? RecoveryHours, IReadOnlyList<string> WaitingFor,
    long Waiting, long Inhabitants, IReadOnlyList<string> Sites)
{
    internal static ApiRestartStep Of(RestartStep step) => new(step.No, step.Level, ApiNamedItem.Of(step.Item),
        step.Priority, step.RecoveryHours, [.. step.WaitingFor.Select(item => item.Name)], step.Waiting,
        step.Inhabitants, [.. step.Sites.Select(site => site.Name)]);
}

/// <summary>Something that is missing or wrong for a restart.</summary>
/// <param name="Kind">What is the matter.</param>
/// <param name="Item">The item that it is about.</param>
/// <param name="Text">One German sentence.</param>
public sealed record ApiRestartFinding(RestartFindingKind Kind, ApiNamedItem Item, string Text);

/// <summary>How much room there is (Kapazität).</summary>
/// <param name="Sites">Site by site.</param>
/// <param name="Pools">Cluster by cluster; of hosts without one by their site.</param>
public sealed record ApiCapacity(IReadOnlyList<ApiCapacityLine> Sites, IReadOnlyList<ApiCapacityLine> Pools)
{
    internal static ApiCapacity Of(Capacity capacity) =>
        new([.. capacity.Sites.Select(ApiCapacityLine.Of)], [.. capacity.Pools.Select(ApiCapacityLine.Of)]);
}

/// <summary>What a site or a cluster has of everything.</summary>
/// <param name="Name">The site or the cluster.</param>
/// <param name="Hosts">How many hosts.</param>
/// <param name="Machines">How many virtual machines.</param>
/// <param name="There">What there is.</param>
/// <param name="Used">What is used; may be more than there is.</param>
/// <param name="Unknown">Hosts and machines that do not say how large they are.</param>
public sealed record ApiCapacityLine(
    string Name, int Hosts, int Machines, ApiResources There, ApiResources Used, int Unknown)
{
    internal static ApiCapacityLine Of(CapacityLine line) => new(line.Name, line.Hosts, line.Machines,
        ApiResources.Of(line.There), ApiResources.Of(line.Used), line.Unknown);
}

/// <summary>How much of everything that is scarce; 0 where the inventory does not say.</summary>
/// <param name="ProcessorsHundredths">Virtual processors, in hundredths.</param>
/// <param name="MemoryMegabytes">Memory.</param>
/// <param name="DiskMegabytes">Disk space.</param>
/// <param name="HeightUnitsTenths">Height units of racks, in tenths.</param>
/// <param name="PowerWatts">Power.</param>
public sealed record ApiResources(
    long ProcessorsHundredths, long MemoryMegabytes, long DiskMegabytes, long HeightUnitsTenths, long PowerWatts)
{
    internal static ApiResources Of(Resources of) => new(of.Processors, of.Memory, of.Disk, of.Height, of.Power);
}

/// <summary>A data centre before and after a change that is only thought of.</summary>
/// <param name="Before">As it is.</param>
/// <param name="After">As it would be.</param>
/// <param name="Stopped">Applications that stand still until their machines run elsewhere.</param>
/// <param name="Homeless">Machines that no remaining host can carry.</param>
public sealed record ApiWhatIf(
    ApiCentreState Before, ApiCentreState After, IReadOnlyList<ApiNamedItem> Stopped,
    IReadOnlyList<ApiNamedItem> Homeless)
{
    internal static ApiWhatIf Of(WhatIf tried) => new(ApiCentreState.Of(tried.Before), ApiCentreState.Of(tried.After),
        [.. tried.Stopped.Select(ApiNamedItem.Of)], [.. tried.Homeless.Select(ApiNamedItem.Of)]);
}

/// <summary>A data centre in one state.</summary>
/// <param name="Capacity">How much room there is.</param>
/// <param name="Placement">All machines on as few hosts as possible, over all clusters.</param>
/// <param name="RestartSteps">How many steps a restart has.</param>
/// <param name="RestartLevels">How many levels.</param>
/// <param name="RestartFindings">How many things are missing or wrong.</param>
public sealed record ApiCentreState(
    ApiCapacity Capacity, ApiPlacement Placement, int RestartSteps, int RestartLevels, int RestartFindings)
{
    internal static ApiCentreState Of(CentreState state) => new(ApiCapacity.Of(state.Capacity),
        ApiPlacement.Of(state.Placement), state.Restart.Steps.Count, state.Restart.Levels,
        state.Restart.Findings.Count);
}

/// <summary>In which nights virtual machines move (Umzugsplan).</summary>
/// <param name="Waves">Night by night.</param>
/// <param name="Oversized">What is more than one night takes and cannot be taken apart.</param>
public sealed record ApiMovePlan(IReadOnlyList<ApiMoveWave> Waves, IReadOnlyList<string> Oversized)
{
    internal static ApiMovePlan Of(MoveWaves plan) => new([.. plan.Waves.Select(wave => new ApiMoveWave(
        wave.No, wave.Night, wave.Machines, [.. wave.Units.Select(unit => new ApiMoveUnit(
            [.. unit.Applications.Select(ApiNamedItem.Of)], [.. unit.Machines.Select(ApiNamedItem.Of)]))]))],
        [.. plan.Oversized.Select(unit => unit.Name)]);
}

/// <summary>What moves in one night.</summary>
/// <param name="No">From 1.</param>
/// <param name="Night">The day.</param>
/// <param name="Machines">How many virtual machines.</param>
/// <param name="Units">What moves as one, in the order of the night.</param>
public sealed record ApiMoveWave(int No, DateOnly Night, int Machines, IReadOnlyList<ApiMoveUnit> Units);

/// <summary>What cannot be taken apart.</summary>
/// <param name="Applications">Its applications.</param>
/// <param name="Machines">Its virtual machines.</param>
public sealed record ApiMoveUnit(IReadOnlyList<ApiNamedItem> Applications, IReadOnlyList<ApiNamedItem> Machines);
