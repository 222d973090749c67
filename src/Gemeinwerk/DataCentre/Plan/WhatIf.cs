using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre.Dependencies;

namespace Gemeinwerk.DataCentre.Plan;

/// <summary>What is tried out: some places and devices are gone, some deliveries do not come in time.</summary>
/// <param name="Removed">Sites, rooms, racks, clusters and devices; what stands in them goes too. Machines stay and are
/// placed elsewhere.</param>
/// <param name="Delayed">Planned devices that are not there yet; all others are.</param>
public sealed record Scenario(IReadOnlyList<ConfigurationItem> Removed, IReadOnlyList<ConfigurationItem> Delayed)
{
    /// <summary>Kinds of items that can be thought away.</summary>
    public static readonly IReadOnlyList<ItemKind> Removable =
        [ItemKinds.Site, ItemKinds.Room, ItemKinds.Rack, ItemKinds.Cluster, ItemKinds.Device];

    /// <param name="removed">Each as <c>site=Hemer</c> or <c>Standort=Hemer</c>: a kind and a name.</param>
    /// <param name="delayed">Names of devices.</param>
    /// <returns>The scenario, or <c>centre.removed</c>, <c>inventory.item-unknown</c>,
    /// <c>inventory.reference-ambiguous</c>.</returns>
    public static Result<Scenario> Parse(
        InventorySnapshot snapshot, IEnumerable<string> removed, IEnumerable<string> delayed)
    {
        var (gone, late) = (new List<ConfigurationItem>(), new List<ConfigurationItem>());
        foreach (var text in removed)
        {
            if (text.Split('=', 2) is not [var code, var name]
                || Removable.FirstOrDefault(it => code.Trim() == it.Code || code.Trim() == it.German) is not { } kind)
            {
                return new Rejection("centre.removed",
                    $"„{Texts.Shown(text)}“ ist nichts der Form ART=NAME mit der Art "
                    + $"{string.Join(", ", Removable.Select(it => it.Code))}.");
            }
            if (!snapshot.Find(kind, name.Trim()).Ok(out var item, out var why)) return why;
            gone.Add(item);
        }
        foreach (var name in delayed)
        {
            if (!snapshot.Find(ItemKinds.Device, name.Trim()).Ok(out var item, out var why)) return why;
            late.Add(item);
        }
        return new Scenario(gone, late);
    }
}

/// <summary>A data centre in one of two states.</summary>
public sealed record CentreState(Capacity Capacity, Placement Placement, RestartPlan Restart);

/// <summary>What a change would mean: a data centre before and after it. Nothing is changed.</summary>
/// <param name="Stopped">Applications that fail with what is removed, until their machines run elsewhere.</param>
/// <param name="Homeless">Machines that no remaining host can carry.</param>
public sealed record WhatIf(
    CentreState Before, CentreState After, IReadOnlyList<ConfigurationItem> Stopped,
    IReadOnlyList<ConfigurationItem> Homeless)
{
    /// <param name="stop">Ends the search for the best placements early.</param>
    public static WhatIf Of(
        InventorySnapshot snapshot, IReadOnlyList<ItemUse> uses, PlacementOptions options, Scenario scenario,
        CancellationToken stop = default)
    {
        var rules = options.Rules with { IsAcross = true, CountsDeliveries = true };
        var tried = options with { Rules = rules, Only = null };
        var gone = Gone(snapshot, scenario.Removed);
        var after = Without(snapshot, [.. gone.Concat(scenario.Delayed).Select(item => item.Id.Value)]);
        var graph = DependencyGraph.Of(snapshot);
        var usage = Usage.Of(snapshot, uses, rules.Day);
        var stopped = scenario.Removed.Concat(scenario.Delayed)
            .SelectMany(item => Impact.Of(graph, usage, item).Fails.Select(reached => reached.Item))
            .Where(item => item.Kind == ItemKinds.Application).Distinct().OrderBy(item => item.Id.Value);
        var then = State(after);
        return new WhatIf(State(snapshot), then, [.. stopped], [.. then.Placement.Pools
            .SelectMany(pool => pool.Unplaced).Select(placed => placed.Machine)]);

        CentreState State(InventorySnapshot of) => new(Capacity.Of(of, rules), Placement.Of(of, tried, stop: stop),
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
    internal static InventorySnapshot Without(InventorySnapshot snapshot, HashSet<long> gone)
    {
        return new InventorySnapshot(snapshot.Body,
            [.. snapshot.Items.Where(item => !gone.Contains(item.Id.Value)).Select(item =>
            item.Content.Links.Any(link => gone.Contains(link.Target)) ? item with { Content = Cut(item.Content) }
                : item)]);

        ItemContent Cut(ItemContent content) => content.With(content.Links.Select(link => link.Field).Distinct()
            .Select(field => (field, (FieldValue?)FieldValue.Of(
                content.Targets(field).Where(target => !gone.Contains(target))))));
    }
}
