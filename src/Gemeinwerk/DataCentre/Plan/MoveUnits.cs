using Gemeinwerk.DataCentre.Dependencies;

namespace Gemeinwerk.DataCentre.Plan;

/// <summary>What moves as one: an application and its machines, what is linked to be together, and what needs each
/// other in a circle.</summary>
static class MoveUnits
{
    /// <param name="keepsTogether">Also everything that depends on each other.</param>
    /// <returns>The units, and for each those that it needs.</returns>
    internal static (IReadOnlyList<MoveUnit> Units, int[][] Needs) Of(
        DependencyGraph graph, HashSet<ConfigurationItem> machines, bool keepsTogether)
    {
        var nodes = Enumerable.Range(0, graph.Items.Count).Where(at => IsMoved(graph.Items[at])).ToList();
        var place = nodes.Select((node, at) => (node, at)).ToDictionary(it => it.node, it => it.at);
        var needs = nodes.Select(node => graph.Hard[node].Where(place.ContainsKey).Select(need => place[need]).ToList())
            .ToArray();
        for (var at = 0; at < nodes.Count; at++)
        {
            var item = graph.Items[nodes[at]];
            // Both ways: a machine and its application, and machines that are together, are one component.
            IEnumerable<ConfigurationItem?> bound = item.Kind == ItemKinds.VirtualMachine
                ? [graph.Snapshot.Follow(item, Fields.Application), .. item.Content.Targets(Fields.Together)
                    .Select(graph.Snapshot.Find)]
                : [];
            foreach (var other in bound.OfType<ConfigurationItem>())
            {
                if (!place.TryGetValue(graph.PlaceOf(other), out var there)) continue;
                needs[at].Add(there);
                needs[there].Add(at);
            }
        }
        if (keepsTogether)
        {
            var back = DependencyGraph.Turn([.. needs.Select(list => list.ToArray())]);
            for (var at = 0; at < needs.Length; at++) needs[at].AddRange(back[at]);
        }
        var condensed = Condensation.Of([.. needs.Select(list => list.Distinct().ToArray())]);
        return ([.. condensed.Members.Select(members => Unit([.. members.Select(at => graph.Items[nodes[at]])]))],
            condensed.Next);

        bool IsMoved(ConfigurationItem item) => item.Kind == ItemKinds.Application || machines.Contains(item);
    }

    static MoveUnit Unit(IReadOnlyList<ConfigurationItem> items) => new(
        [.. items.Where(item => item.Kind == ItemKinds.Application)],
        [.. items.Where(item => item.Kind == ItemKinds.VirtualMachine)]);
}
