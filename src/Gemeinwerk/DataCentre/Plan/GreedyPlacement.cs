namespace Gemeinwerk.DataCentre.Plan;

/// <summary>
/// Places the largest loads first, each on the host in use that it fills best, and opens a further host only where
/// none in use has room. Then hosts are emptied onto others as long as that goes.
/// </summary>
sealed class GreedyPlacement
{
    const int MostRounds = 12;
    const long Whole = 1 << 20;

    readonly PlacementProblem problem;
    readonly bool[]? open;
    readonly int[] hosts;
    readonly long[] processors, memory, perProcessor, perMemory;
    readonly int[] loadsOn;
    readonly List<int>[] placed;

    /// <param name="open">Loads are spread over these hosts; null to fill one after the other.</param>
    GreedyPlacement(PlacementProblem problem, bool[]? open = null)
    {
        (this.problem, this.open) = (problem, open);
        hosts = [.. problem.Loads.Select(_ => -1)];
        processors = [.. problem.Spaces.Select(space => space.Processors)];
        memory = [.. problem.Spaces.Select(space => space.Memory)];
        perProcessor = [.. problem.Spaces.Select(space => Whole * Whole / Math.Max(1, space.Processors))];
        perMemory = [.. problem.Spaces.Select(space => Whole * Whole / Math.Max(1, space.Memory))];
        loadsOn = new int[problem.Spaces.Count];
        placed = [.. problem.Spaces.Select(_ => new List<int>())];
    }

    /// <summary>Places the loads so that a reserve stays, where that is asked for: of what carries nothing anyhow, or
    /// without the largest hosts, whichever is better. That all have a place counts more than the reserve.</summary>
    /// <returns>For each load the place of its host, or -1; and the reserve, null where it does not suffice.</returns>
    internal static (int[] Hosts, int[]? Spare) WithReserve(PlacementProblem problem)
    {
        var hosts = Run(problem);
        var spare = Reserve.Of(problem, hosts);
        if (problem.Spare == 0) return (hosts, spare);
        var others = Run(Reserve.Without(problem));
        problem.Check(others);
        var theirs = Reserve.Of(problem, others);
        return Rank(others, theirs).CompareTo(Rank(hosts, spare)) < 0 ? (others, theirs) : (hosts, spare);

        (int, bool, long) Rank(int[] found, int[]? reserve) =>
            (found.Count(host => host < 0), reserve is null, problem.Cost(found, reserve));
    }

    /// <returns>For each load the place of its host, or -1 where none was found.</returns>
    internal static int[] Run(PlacementProblem problem)
    {
        var order = Order(problem);
        var best = Spread(problem, order, null, problem.FewestHosts());
        best ??= Halve(problem, order, Fill(problem, order));
        problem.Check(best);
        return best;
    }

    /// <summary>Fills one host after the other; what found no room comes first in the next round.</summary>
    static int[] Fill(PlacementProblem problem, List<int> order)
    {
        int[]? best = null;
        for (var round = 0; round < MostRounds; round++)
        {
            var run = new GreedyPlacement(problem);
            var left = order.Where(load => !run.Place(load)).ToList();
            if (left.Count == 0) run.Empty();
            if (best is null || IsBetter(problem, run.hosts, best)) best = run.hosts;
            if (left.Count == 0) break;
            order = [.. left, .. order.Except(left)];
        }
        return best!;
    }

    /// <summary>
    /// Filling hosts one after the other leaves them full of one resource and half empty of the other where the loads
    /// are uneven. So it is tried with fewer hosts, by halving between what is found and what is needed at least.
    /// </summary>
    static int[] Halve(PlacementProblem problem, List<int> order, int[] found)
    {
        var (best, low, high) = (found, problem.FewestHosts() + 1, found.Where(host => host >= 0).Distinct().Count());
        while (low < high)
        {
            var count = (low + high) / 2;
            if (Spread(problem, order, found, count) is not { } spread)
            {
                low = count + 1;
                continue;
            }
            if (IsBetter(problem, spread, best)) best = spread;
            high = count;
        }
        return best;
    }

    /// <summary>Spreads all loads over a number of hosts that are open from the beginning.</summary>
    /// <param name="found">Hosts that another placement uses come first.</param>
    /// <returns>Null where they do not fit so.</returns>
    static int[]? Spread(PlacementProblem problem, List<int> order, int[]? found, int count)
    {
        var used = found?.ToHashSet() ?? [];
        var open = new bool[problem.Spaces.Count];
        foreach (var host in Enumerable.Range(0, open.Length).OrderByDescending(used.Contains)
            .ThenByDescending(host => problem.Spaces[host].Processors + problem.Spaces[host].Memory / 64)
            .ThenBy(host => problem.Spaces[host].Cost).Take(count))
        {
            open[host] = true;
        }
        var run = new GreedyPlacement(problem, open);
        return order.TrueForAll(run.Place) ? run.hosts : null;
    }

    /// <summary>Those with the fewest hosts to choose from first, then the largest in what is scarcest.</summary>
    static List<int> Order(PlacementProblem problem)
    {
        var allProcessors = Math.Max(1, problem.Spaces.Sum(space => space.Processors));
        var allMemory = Math.Max(1, problem.Spaces.Sum(space => space.Memory));
        return
        [
            .. Enumerable.Range(0, problem.Loads.Count)
                .OrderBy(load => problem.Loads[load].Hosts.Length * 2 < problem.Spaces.Count ? 0 : 1)
                .ThenByDescending(load => Int128.Max(
                    (Int128)problem.Loads[load].Processors * allMemory,
                        (Int128)problem.Loads[load].Memory * allProcessors))
                .ThenBy(load => load),
        ];
    }

    static bool IsBetter(PlacementProblem problem, int[] one, int[] other)
    {
        var (mine, theirs) = (one.Count(host => host < 0), other.Count(host => host < 0));
        return mine < theirs || (mine == theirs && problem.Cost(one) < problem.Cost(other));
    }

    bool Place(int load)
    {
        var host = Best(load, -1);
        if (host >= 0) Put(load, host);
        return host >= 0;
    }

    /// <summary>The host in use that is left with the least room; else the free one that carries most for its cost.
    /// </summary>
    int Best(int load, int without)
    {
        var (best, found) = (long.MaxValue, -1);
        foreach (var host in problem.Loads[load].Hosts)
        {
            if (host == without || (without >= 0 && loadsOn[host] == 0) || open?[host] == false) continue;
            if (!Fits(load, host)) continue;
            var left = Left(host, load);
            var score = open is not null ? -Match(host, load) : loadsOn[host] > 0 ? left : 4 * Whole - left;
            if (score >= best) continue;
            (best, found) = (score, host);
        }
        return found;
    }

    /// <summary>What would be left of a host, of both resources and of the one that there is more of.</summary>
    long Left(int host, int load)
    {
        var (space, taken) = (problem.Spaces[host], problem.Loads[load]);
        if (loadsOn[host] == 0) return (space.Memory >> 12) + (space.Processors >> 6) - space.Cost % 4096 / 64;
        var ofProcessors = (processors[host] - taken.Processors) * perProcessor[host] / Whole;
        var ofMemory = (memory[host] - taken.Memory) * perMemory[host] / Whole;
        return (ofProcessors + ofMemory) / 2 + Math.Abs(ofProcessors - ofMemory) / 4;
    }

    /// <summary>How well what a load takes goes with what the host has left: what takes much memory goes where most
    /// memory is left.</summary>
    long Match(int host, int load)
    {
        var taken = problem.Loads[load];
        return Part(taken.Processors, perProcessor[host]) * Part(processors[host], perProcessor[host])
            + Part(taken.Memory, perMemory[host]) * Part(memory[host], perMemory[host]);

        static long Part(long amount, long per) => amount * per / Whole;
    }

    bool Fits(int load, int host)
    {
        var taken = problem.Loads[load];
        if (taken.Processors > processors[host] || taken.Memory > memory[host]) return false;
        foreach (var other in taken.Apart)
        {
            if (hosts[other] >= 0 && problem.Spaces[hosts[other]].Zone == problem.Spaces[host].Zone) return false;
        }
        return true;
    }

    void Put(int load, int host)
    {
        hosts[load] = host;
        processors[host] -= problem.Loads[load].Processors;
        memory[host] -= problem.Loads[load].Memory;
        loadsOn[host]++;
        placed[host].Add(load);
    }

    void Take(int load)
    {
        var host = hosts[load];
        hosts[load] = -1;
        processors[host] += problem.Loads[load].Processors;
        memory[host] += problem.Loads[load].Memory;
        loadsOn[host]--;
        placed[host].Remove(load);
    }

    /// <summary>Tries to free each host, the emptiest first, by moving its loads to others that are in use.</summary>
    void Empty()
    {
        foreach (var host in Enumerable.Range(0, loadsOn.Length).Where(host => loadsOn[host] > 0)
            .OrderBy(host => problem.Spaces[host].Processors - processors[host]).ToList())
        {
            var loads = placed[host].OrderByDescending(load => problem.Loads[load].Memory).ToList();
            var moved = new List<int>();
            foreach (var load in loads)
            {
                Take(load);
                if (Best(load, host) is var to && to < 0)
                {
                    Put(load, host);
                    break;
                }
                Put(load, to);
                moved.Add(load);
            }
            if (moved.Count == loads.Count) continue;
            foreach (var load in moved)
            {
                Take(load);
                Put(load, host);
            }
        }
    }
}
