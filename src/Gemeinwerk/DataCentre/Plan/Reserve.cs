using Gemeinwerk.Basics;

namespace Gemeinwerk.DataCentre.Plan;

/// <summary>
/// The reserve of a pool (Reserve, N+1): hosts that stay and carry nothing. For processors and for memory, each by
/// itself, all loads together take no more than what the hosts that stay offer without the N largest of them. So
/// whichever N fail, the rest has room for all of it in sum. Whether each machine then finds one host that is large
/// enough, licensed and apart from its replicas is not promised. A pool without loads needs no reserve.
/// </summary>
static class Reserve
{
    /// <summary>Chooses among the hosts that carry nothing: the largest first, and none that is not needed.</summary>
    /// <param name="hosts">For each load its host, or -1.</param>
    /// <returns>Places of the hosts, ascending; null where they do not suffice.</returns>
    internal static int[]? Of(PlacementProblem problem, int[] hosts)
    {
        if (problem.Spare == 0 || problem.Loads.Count == 0) return [];
        var used = hosts.Where(host => host >= 0).ToHashSet();
        var chosen = new List<int>();
        foreach (var host in BySize(problem).Where(host => !used.Contains(host)))
        {
            if (Holds(problem, used, chosen)) break;
            chosen.Add(host);
        }
        if (!Holds(problem, used, chosen)) return null;
        foreach (var host in chosen.AsEnumerable().Reverse().ToList())
        {
            chosen.Remove(host);
            if (!Holds(problem, used, chosen)) chosen.Add(host);
        }
        return [.. chosen.Order()];
    }

    /// <summary>Holds a reserve against its promise by taking the largest away and adding up the rest.</summary>
    internal static void Check(PlacementProblem problem, int[] hosts, int[] spare)
    {
        Invariant.Holds(spare.Distinct().Count() == spare.Length && !spare.Any(hosts.Contains));
        Invariant.Holds(problem.Spare == 0 || problem.Loads.Count == 0
            || Holds(problem, [.. hosts.Where(host => host >= 0)], spare));
    }

    /// <summary>The problem without its largest hosts, which then are free to be its reserve.</summary>
    internal static PlacementProblem Without(PlacementProblem problem)
    {
        var kept = BySize(problem).Take(problem.Spare).ToHashSet();
        return problem with
        {
            Loads = [.. problem.Loads.Select(load =>
                load with { Hosts = [.. load.Hosts.Where(host => !kept.Contains(host))] })],
            Spaces = [.. problem.Spaces.Select((space, at) =>
                kept.Contains(at) ? space with { Processors = 0, Memory = 0 } : space)],
        };
    }

    /// <summary>So many hosts must stay at least: what is needed lies in the largest without the N largest.</summary>
    internal static int Fewest(long needed, IEnumerable<long> spaces, int spare)
    {
        if (needed <= 0) return 0;
        var count = 0;
        foreach (var space in spaces.OrderDescending())
        {
            if (needed <= 0) break;
            if (count >= spare) needed -= space;
            count++;
        }
        return count;
    }

    static bool Holds(PlacementProblem problem, HashSet<int> used, IReadOnlyCollection<int> spare) =>
        spare.Count >= problem.Spare
        && Holds(problem, used.Concat(spare), load => load.Processors, space => space.Processors)
        && Holds(problem, used.Concat(spare), load => load.Memory, space => space.Memory);

    static bool Holds(
        PlacementProblem problem, IEnumerable<int> staying, Func<Load, long> taken, Func<Space, long> offered) =>
        staying.Select(host => offered(problem.Spaces[host])).OrderDescending().Skip(problem.Spare).Sum()
            >= problem.Loads.Sum(taken);

    static IEnumerable<int> BySize(PlacementProblem problem)
    {
        var processors = Math.Max(1, problem.Spaces.Sum(space => space.Processors));
        var memory = Math.Max(1, problem.Spaces.Sum(space => space.Memory));
        return Enumerable.Range(0, problem.Spaces.Count)
            .OrderByDescending(host => (Int128)problem.Spaces[host].Processors * memory
                + (Int128)problem.Spaces[host].Memory * processors)
            .ThenBy(host => problem.Spaces[host].Cost).ThenBy(host => host);
    }
}
