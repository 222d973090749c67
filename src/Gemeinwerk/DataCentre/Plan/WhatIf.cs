using Gemeinwerk.DataCentre.Dependencies;

namespace Gemeinwerk.DataCentre.Plan;

/// <summary>What is tried out: some places and devices are gone, some deliveries do not come in time.</summary>
/// <param name="Removed">Sites, rooms, racks, clusters and devices; what stands in them goes too. Machines stay and are
/// placed elsewhere.</param>
/// <param name="Delayed">Planned devices that are not there yet; all others are.</param>
public sealed record Scenario(IReadOnlyList<ConfigurationItem> Removed, IReadOnlyList<ConfigurationItem> Delayed);

/// <summary>A data centre in one of two states.</summary>
public sealed record CentreState(Capacity Capacity, Placement Placement, RestartPlan Restart);

/// <summary>What a change would mean: a data centre before and after it. Nothing is changed.</summary>
/// <param name="Stopped">Applications that fail with what is removed, until their machines run elsewhere.</param>
/// <param name="Homeless">Machines that no remaining host can carry.</param>
public sealed record WhatIf(
    CentreState Before, CentreState After, IReadOnlyList<ConfigurationItem> Stopped,
    IReadOnlyList<ConfigurationItem> Homeless)
{
    public static WhatIf Of(
        InventorySnapshot snapshot, IReadOnlyList<ItemUse> uses, PlacementOptions options, Scenario scenario)
    {
        var rules = options.Rules with { IsAcross = true, CountsDeliveries = true };
        var tried = options with { Rules = rules, Only = null };
        var gone = Gone(snapshot, scenario.Removed);
        var after = Without(snapshot, [.. gone, .. scenario.Delayed]);
        var graph = DependencyGraph.Of(snapshot);
        var usage = Usage.Of(snapshot, uses, rules.Day);
        var stopped = scenario.Removed.Concat(scenario.Delayed)
            .SelectMany(item => Impact.Of(graph, usage, item).Fails.Select(reached => reached.Item))
            .Where(item => item.Kind == ItemKinds.Application).Distinct().OrderBy(item => item.Id.Value);
        var then = State(after);
        return new WhatIf(State(snapshot), then, [.. stopped], [.. then.Placement.Pools
            .SelectMany(pool => pool.Unplaced).Select(placed => placed.Machine)]);

        CentreState State(InventorySnapshot of) => new(Capacity.Of(of, rules), Placement.Of(of, tried),
            RestartPlan.Of(DependencyGraph.Of(of), Usage.Of(of, uses, rules.Day)));
    }

    /// <summary>What is removed and what stands in it, and the hosts of a cluster.</summary>
    static HashSet<ConfigurationItem> Gone(InventorySnapshot snapshot, IReadOnlyList<ConfigurationItem> removed)
    {
        var gone = removed.ToHashSet();
        var places = Places.Of(snapshot);
        foreach (var pool in HostPools.Of(snapshot, new CentreRules(default, CountsDeliveries: true)))
        {
            if (pool.Place is { } cluster && gone.Contains(cluster)) gone.UnionWith(pool.Hosts);
        }
        for (var before = -1; before != gone.Count;)
        {
            before = gone.Count;
            foreach (var item in snapshot.Items)
            {
                if (gone.Contains(item) || !IsHardware(item.Kind)) continue;
                if (places.SiteOf(item) is { } site && gone.Contains(site)
                    || new[] { Fields.Rack, Fields.Room, Fields.Parent, Fields.Site }.Any(link =>
                        snapshot.Follow(item, link) is { } target && gone.Contains(target)))
                {
                    gone.Add(item);
                }
            }
        }
        return gone;
    }

    static bool IsHardware(ItemKind kind) => kind == ItemKinds.Room || kind == ItemKinds.Rack
        || kind == ItemKinds.Device || kind == ItemKinds.Cluster;

    /// <summary>The inventory without some items; links to them are gone with them.</summary>
    static InventorySnapshot Without(InventorySnapshot snapshot, HashSet<ConfigurationItem> gone)
    {
        var ids = gone.Select(item => item.Id.Value).ToHashSet();
        return new InventorySnapshot(snapshot.Body,
            [.. snapshot.Items.Where(item => !gone.Contains(item)).Select(item =>
            item.Content.Links.Any(link => ids.Contains(link.Target)) ? item with { Content = Cut(item.Content) }
                : item)]);

        ItemContent Cut(ItemContent content) => content.With(content.Links.Select(link => link.Field).Distinct()
            .Select(field => (field, (FieldValue?)FieldValue.Of(
                content.Targets(field).Where(target => !ids.Contains(target))))));
    }
}
