namespace Gemeinwerk.DataCentre.Dependencies;

/// <summary>A graph whose strongly connected components are its nodes, so that it has no circles.</summary>
sealed class Condensation
{
    Condensation(int[] component, int[][] members, int[][] next) =>
        (Component, Members, Next) = (component, members, next);

    /// <summary>For each node its component; a component is numbered after all that it leads to.</summary>
    internal int[] Component { get; }

    /// <summary>For each component its nodes, ascending.</summary>
    internal int[][] Members { get; }

    /// <summary>For each component those that its edges lead to, without itself, each once.</summary>
    internal int[][] Next { get; }

    internal static Condensation Of(int[][] edges)
    {
        var component = Components.Find(edges);
        var count = component.Length == 0 ? 0 : component.Max() + 1;
        var members = new List<int>[count];
        for (var node = 0; node < component.Length; node++) (members[component[node]] ??= []).Add(node);
        var (next, seen) = (new int[count][], new int[count]);
        Array.Fill(seen, -1);
        var targets = new List<int>();
        for (var at = 0; at < count; at++)
        {
            targets.Clear();
            seen[at] = at;
            foreach (var node in members[at])
            {
                foreach (var to in edges[node])
                {
                    if (seen[component[to]] == at) continue;
                    seen[component[to]] = at;
                    targets.Add(component[to]);
                }
            }
            next[at] = [.. targets];
        }
        return new Condensation(component, [.. members.Select(nodes => nodes.ToArray())], next);
    }
}
