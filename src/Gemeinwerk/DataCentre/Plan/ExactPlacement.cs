using Google.OrTools.Sat;

namespace Gemeinwerk.DataCentre.Plan;

/// <summary>How far a search has come.</summary>
/// <param name="Hosts">That stay in the best placement so far, the reserve included.</param>
/// <param name="FewestHosts">No placement can do with fewer, as is proven.</param>
public sealed record PlacementProgress(string Pool, int Hosts, int FewestHosts, TimeSpan Elapsed);

/// <summary>Finds the placement with the fewest hosts by constraint programming (CP-SAT), and how near it is to the
/// best possible. The same problem, seed and enough time give the same number of hosts.</summary>
static class ExactPlacement
{
    /// <summary>Larger pools are placed greedily only: the model would not fit into memory and time.</summary>
    internal const int MostLoads = 600;

    /// <param name="start">Where the search begins.</param>
    /// <param name="stop">Ends the search early; what was found and proven until then is returned.</param>
    /// <returns>The placement with its reserve, or null where there is none or none was found; what is proven about how
    /// many hosts must stay; and whether it is proven that nothing is better, or that nothing is possible.</returns>
    internal static (int[]? Hosts, int[] Spare, int FewestHosts, bool IsProven) Run(
        PlacementProblem problem, int[] start, TimeSpan limit, IProgress<PlacementProgress>? progress,
        CancellationToken stop = default)
    {
        var model = new Model(problem);
        if (start.All(host => host >= 0)) model.Hint(start);
        using var teller = progress is null ? null : new Teller(problem.Pool.Name, progress);
        var found = Solve(model.Text, limit, teller, stop);
        var isFound = found.Status is CpSolverStatus.Optimal or CpSolverStatus.Feasible;
        var isProven = found.Status is CpSolverStatus.Optimal or CpSolverStatus.Infeasible;
        return (isFound ? model.Read(found) : null, isFound ? model.ReadSpare(found) : [],
            isFound ? Hosts((long)Math.Ceiling(found.BestObjectiveBound)) : problem.FewestStaying(), isProven);
    }

    /// <summary>By the wrapper and not by <see cref="CpSolver"/>, which frees it while somebody may yet stop it.
    /// </summary>
    static CpSolverResponse Solve(CpModel model, TimeSpan limit, Teller? teller, CancellationToken stop)
    {
        using var solver = new SolveWrapper();
        // Left to itself, the library would take Ctrl-C for its own, and nobody else would learn of it.
        solver.SetStringParameters($"max_time_in_seconds:{Math.Max(1, (long)limit.TotalSeconds)} random_seed:1 "
            + $"num_workers:{Math.Clamp(Environment.ProcessorCount, 1, 8)} catch_sigint_signal:false");
        if (teller is not null) solver.AddSolutionCallback(teller);
        try
        {
            // Leaving the block waits for a stop that is on its way.
            using (stop.Register(solver.StopSearch)) return solver.Solve(model.Model);
        }
        finally
        {
            // Until here only native code knows of it; that it is named keeps the collector from it.
            if (teller is not null) solver.ClearSolutionCallback(teller);
        }
    }

    static int Hosts(long cost) => (int)(cost / PlacementProblem.HostCost);

    sealed class Teller(string pool, IProgress<PlacementProgress> progress) : CpSolverSolutionCallback
    {
        public override void OnSolutionCallback() => progress.Report(new PlacementProgress(pool,
            Hosts((long)Math.Round(ObjectiveValue())), Hosts((long)Math.Ceiling(BestObjectiveBound())),
            TimeSpan.FromSeconds(WallTime())));
    }

    sealed class Model
    {
        readonly PlacementProblem problem;
        readonly BoolVar[] used, spare;
        readonly BoolVar[][] on;

        internal Model(PlacementProblem problem)
        {
            this.problem = problem;
            used = [.. problem.Spaces.Select((_, host) => Text.NewBoolVar($"used{host}"))];
            spare = problem.Spare == 0
                ? []
                : [.. problem.Spaces.Select((_, host) => Text.NewBoolVar($"spare{host}"))];
            on = [.. problem.Loads.Select((load, at) =>
                load.Hosts.Select(host => Text.NewBoolVar($"load{at}on{host}")).ToArray())];
            foreach (var choices in on) Text.AddExactlyOne(choices);
            Limits();
            Separation();
            if (spare.Length > 0) KeepReserve();
            Text.Minimize(LinearExpr.WeightedSum(used.Concat(spare), spare.Length == 0 ? Costs : Costs.Concat(Costs)));
        }

        internal CpModel Text { get; } = new();

        IEnumerable<long> Costs => problem.Spaces.Select(space => space.Cost);

        internal void Hint(int[] start)
        {
            for (var load = 0; load < on.Length; load++)
            {
                for (var at = 0; at < on[load].Length; at++)
                {
                    Text.AddHint(on[load][at], problem.Loads[load].Hosts[at] == start[load]);
                }
            }
        }

        internal int[] Read(CpSolverResponse found)
        {
            int[] hosts = [.. on.Select((choices, load) =>
                problem.Loads[load].Hosts[Array.FindIndex(choices, choice => found.Solution[choice.GetIndex()] != 0)])];
            problem.Check(hosts);
            return hosts;
        }

        /// <summary>What stays and carries nothing.</summary>
        internal int[] ReadSpare(CpSolverResponse found)
        {
            var hosts = Read(found);
            int[] reserve = [.. Enumerable.Range(0, spare.Length).Where(host => !hosts.Contains(host)
                && found.Solution[spare[host].GetIndex()] + found.Solution[used[host].GetIndex()] > 0)];
            Reserve.Check(problem, hosts, reserve);
            return reserve;
        }

        void KeepReserve()
        {
            for (var host = 0; host < used.Length; host++) Text.AddAtMostOne([used[host], spare[host]]);
            Text.Add(LinearExpr.Sum(spare) >= problem.Spare);
            KeepReserve("processors", space => space.Processors, problem.Loads.Sum(load => load.Processors));
            KeepReserve("memory", space => space.Memory, problem.Loads.Sum(load => load.Memory));
        }

        /// <summary>
        /// The N largest of what stays offer together no more than N times a threshold and what each of all offers
        /// above it, and just as much for the right threshold: so a threshold says that the rest is enough.
        /// </summary>
        void KeepReserve(string what, Func<Space, long> offered, long needed)
        {
            var most = problem.Spaces.Count == 0 ? 0 : problem.Spaces.Max(offered);
            var threshold = Text.NewIntVar(0, most, $"{what}-threshold");
            var (variables, weights) = (new List<LinearExpr> { threshold }, new List<long> { -problem.Spare });
            for (var host = 0; host < used.Length; host++)
            {
                var offers = offered(problem.Spaces[host]);
                var above = Text.NewIntVar(0, offers, $"{what}{host}-above");
                var stays = used[host] + spare[host];
                Text.Add(above >= offers * stays - threshold);
                variables.AddRange([stays, above]);
                weights.AddRange([offers, -1]);
            }
            Text.Add(LinearExpr.WeightedSum(variables, weights) >= needed);
        }

        void Limits()
        {
            for (var host = 0; host < used.Length; host++)
            {
                var (loads, choices) = (new List<Load>(), new List<BoolVar>());
                for (var load = 0; load < on.Length; load++)
                {
                    if (Array.BinarySearch(problem.Loads[load].Hosts, host) is not (>= 0 and var at)) continue;
                    loads.Add(problem.Loads[load]);
                    choices.Add(on[load][at]);
                    Text.AddImplication(on[load][at], used[host]);
                }
                var space = problem.Spaces[host];
                Text.Add(LinearExpr.WeightedSum(choices, loads.Select(load => load.Processors))
                    <= space.Processors * used[host]);
                Text.Add(LinearExpr.WeightedSum(choices, loads
                    .Select(load => load.Memory)) <= space.Memory * used[host]);
            }
        }

        /// <summary>Of two loads that are kept apart at most one is in each zone.</summary>
        void Separation()
        {
            for (var load = 0; load < on.Length; load++)
            {
                foreach (var other in problem.Loads[load].Apart.Where(other => other > load))
                {
                    foreach (var zone in Choices(load).Concat(Choices(other)).GroupBy(it => it.Zone, it => it.Choice))
                    {
                        Text.AddAtMostOne(zone);
                    }
                }
            }
        }

        IEnumerable<(int Zone, BoolVar Choice)> Choices(int load) => on[load].Select((choice, at) =>
            (problem.Spaces[problem.Loads[load].Hosts[at]].Zone, choice));
    }
}
