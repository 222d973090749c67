namespace Gemeinwerk.DataCentre.Dependencies;

/// <summary>The strongly connected components of a graph: nodes that all reach each other.</summary>
static class Components
{
    /// <summary>
    /// Tarjan's algorithm with a stack of its own, so that a chain of any length fits.
    /// </summary>
    /// <param name="next">For each node the nodes that its edges lead to.</param>
    /// <returns>For each node its component; a component is numbered after all that it reaches.</returns>
    internal static int[] Find(IReadOnlyList<int[]> next)
    {
        var (index, low) = (new int[next.Count], new int[next.Count]);
        var component = new int[next.Count];
        Array.Fill(component, -1);
        var (open, calls) = (new Stack<int>(), new Stack<(int Node, int Edge)>());
        var (clock, count) = (0, 0);
        for (var root = 0; root < next.Count; root++)
        {
            if (index[root] > 0) continue;
            calls.Push((root, 0));
            while (calls.TryPop(out var call))
            {
                var (node, edge) = call;
                if (edge == 0)
                {
                    index[node] = low[node] = ++clock;
                    open.Push(node);
                }
                else
                {
                    low[node] = Math.Min(low[node], low[next[node][edge - 1]]);
                }
                while (edge < next[node].Length && index[next[node][edge]] > 0)
                {
                    var known = next[node][edge++];
                    if (component[known] < 0) low[node] = Math.Min(low[node], index[known]);
                }
                if (edge < next[node].Length)
                {
                    calls.Push((node, edge + 1));
                    calls.Push((next[node][edge], 0));
                    continue;
                }
                if (low[node] != index[node]) continue;
                int member;
                do
                {
                    component[member = open.Pop()] = count;
                }
                while (member != node);
                count++;
            }
        }
        return component;
    }
}
