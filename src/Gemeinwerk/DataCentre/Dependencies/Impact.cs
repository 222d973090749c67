using Gemeinwerk.Basics;

namespace Gemeinwerk.DataCentre.Dependencies;

/// <summary>How far it is to an item, and over what.</summary>
/// <param name="Via">What of the items before it is the reason; null where that is the item itself.</param>
public sealed record Reached(ConfigurationItem Item, int Distance, ConfigurationItem? Via);

/// <summary>How something is bound to an item whose failure is looked at.</summary>
public enum Bond
{
    /// <summary>It cannot run without the item.</summary>
    Fails,

    /// <summary>It runs worse without the item.</summary>
    Degraded,

    /// <summary>The item cannot run without it.</summary>
    Needed,

    /// <summary>The item runs worse without it.</summary>
    NeededSoftly,
}

/// <summary>A member that an outage reaches.</summary>
/// <param name="IsDown">Something that it uses fails; else it runs worse.</param>
public sealed record ReachedMember(ConfigurationItem Member, bool IsDown, long Inhabitants);

/// <summary>What fails where an item fails (Auswirkung), and what the item needs itself.</summary>
/// <param name="Fails">What cannot run without it, nearest first.</param>
/// <param name="Degraded">What runs worse without it.</param>
/// <param name="Needs">Without what it cannot run.</param>
/// <param name="NeedsSoft">Without what it runs worse.</param>
public sealed record Impact(
    ConfigurationItem Item, IReadOnlyList<Reached> Fails, IReadOnlyList<Reached> Degraded,
    IReadOnlyList<Reached> Needs, IReadOnlyList<Reached> NeedsSoft, IReadOnlyList<ReachedMember> Members)
{
    /// <summary>Of the members for which something fails.</summary>
    public long Inhabitants => Members.Where(member => member.IsDown).Sum(member => member.Inhabitants);

    /// <summary>All that is bound to the item: what fails first, then the rest in the order of the bonds.</summary>
    public IEnumerable<(Bond Bond, Reached Reached)> Bonds =>
    [
        .. Fails.Select(it => (Bond.Fails, it)), .. Degraded.Select(it => (Bond.Degraded, it)),
        .. Needs.Select(it => (Bond.Needed, it)), .. NeedsSoft.Select(it => (Bond.NeededSoftly, it)),
    ];

    public static Impact Of(DependencyGraph graph, Usage usage, ConfigurationItem item)
    {
        var start = graph.PlaceOf(item);
        var fails = Walk(graph, start, graph.HardBack, null);
        var degraded = Walk(graph, start, graph.HardBack, graph.SoftBack);
        var needs = Walk(graph, start, graph.Hard, null);
        var needsSoft = Walk(graph, start, graph.Hard, graph.Soft);
        var down = Users(fails).ToHashSet();
        var members = Users(degraded).Distinct()
            .Select(member => new ReachedMember(member, down.Contains(member), Usage.Inhabitants(member)))
            .OrderByDescending(member => member.IsDown).ThenByDescending(member => member.Inhabitants)
            .ThenBy(member => member.Member.Name, StringComparer.Ordinal);
        return new Impact(item, Rest(fails), Beyond(degraded, fails), Rest(needs), Beyond(needsSoft, needs),
            [.. members]);

        IEnumerable<ConfigurationItem> Users(List<Reached> reached) => reached.SelectMany(it => usage.Of(it.Item));

        static IReadOnlyList<Reached> Rest(List<Reached> reached) => [.. reached.Skip(1)];

        static IReadOnlyList<Reached> Beyond(List<Reached> all, List<Reached> without)
        {
            var known = without.Select(it => it.Item).ToHashSet();
            return [.. all.Where(it => !known.Contains(it.Item))];
        }
    }

    /// <summary>Breadth first over one kind of edges or both; the first is the start itself.</summary>
    static List<Reached> Walk(DependencyGraph graph, int start, int[][] edges, int[][]? also)
    {
        var reached = new List<Reached> { new(graph.Items[start], 0, null) };
        var seen = new HashSet<int> { start };
        for (var at = 0; at < reached.Count; at++)
        {
            var from = graph.PlaceOf(reached[at].Item);
            var via = at == 0 ? null : reached[at].Item;
            foreach (var to in also is null ? edges[from] : edges[from].Concat(also[from]))
            {
                if (seen.Add(to)) reached.Add(new(graph.Items[to], reached[at].Distance + 1, via));
            }
        }
        return reached;
    }
}

/// <summary>What the failure of an item means, in numbers.</summary>
/// <param name="Fails">Items that fail with it, without itself.</param>
/// <param name="Degraded">Items that run worse.</param>
/// <param name="Applications">Applications that fail.</param>
/// <param name="Members">Members for which something fails.</param>
public sealed record ImpactCount(
    ConfigurationItem Item, long Fails, long Degraded, long Applications, long Members, long Inhabitants);

/// <summary>The impact of every item at once, in numbers.</summary>
public static class ImpactCounts
{
    /// <returns>One for each node, in the order of the graph.</returns>
    public static IReadOnlyList<ImpactCount> Of(DependencyGraph graph, Usage usage)
    {
        var hard = Condensation.Of(graph.HardBack);
        var both = Condensation.Of([.. graph.HardBack.Zip(graph.SoftBack, (one, other) => (int[])[.. one, .. other])]);
        var places = Enumerable.Range(0, graph.Items.Count).ToList();
        var each = places.Select(at => new Counted([at], 1)).ToList();
        var members = usage.Nodes(graph);
        var fails = Reach.Sum(hard, each);
        var reached = Reach.Sum(both, each);
        var applications = Reach.Sum(hard,
            [.. graph.Snapshot.Of(ItemKinds.Application).Select(item => new Counted([graph.PlaceOf(item)], 1))]);
        var users = Reach.Sum(hard, [.. members.Select(it => new Counted(it.Nodes, 1))]);
        var inhabitants = Reach.Sum(hard,
            [.. members.Select(it => new Counted(it.Nodes, Usage.Inhabitants(it.Member)))]);
        Invariant.Holds(places.All(at => fails[at] <= reached[at]));
        return [.. places.Select(at => new ImpactCount(graph.Items[at], fails[at] - 1, reached[at] - fails[at],
            applications[at], users[at], inhabitants[at]))];
    }
}
