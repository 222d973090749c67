using Google.OrTools.Sat;

namespace Gemeinwerk.DataCentre.Plan;

/// <summary>How far a search has come.</summary>
/// <param name="Hosts">Used by the best placement so far.</param>
/// <param name="FewestHosts">No placement can do with fewer, as is proven.</param>
public sealed record PlacementProgress(string Pool, int Hosts, int FewestHosts, TimeSpan Elapsed);

/// <summary>Finds the placement with the fewest hosts by constraint programming (CP-SAT), and how near it is to the
/// best possible. The same problem, seed and enough time give the same number of hosts.</summary>
static class ExactPlacement
{
    /// <summary>Larger pools are placed greedily only: the model would not fit into memory and time.</summary>
    internal const int MostLoads = 600;

    /// <param name="start">Where the search begins.</param>
    /// <returns>The placement, or null where there is none or none was found; what is proven about how many hosts are
    /// needed; and whether it is proven that nothing is better, or that nothing is possible.</returns>
    internal static (int[]? Hosts, int FewestHosts, bool IsProven) Run(
        PlacementProblem problem, int[] start, TimeSpan limit, IProgress<PlacementProgress>? progress)
    {
        var model = new Model(problem);
        if (start.All(host => host >= 0)) model.Hint(start);
        var solver = new CpSolver
        {
            StringParameters = $"max_time_in_seconds:{Math.Max(1, (long)limit.TotalSeconds)} random_seed:1 num_workers:"
                + $"{Math.Clamp(Environment.ProcessorCount, 1, 8)}",
        };
        var status = progress is null
            ? solver.Solve(model.Text)
            : solver.Solve(model.Text, new Teller(problem.Pool.Name, progress));
        var isFound = status is CpSolverStatus.Optimal or CpSolverStatus.Feasible;
        var isProven = status is CpSolverStatus.Optimal or CpSolverStatus.Infeasible;
        return (isFound ? model.Read(solver) : null,
            isFound ? Hosts((long)Math.Ceiling(solver.BestObjectiveBound)) : problem.FewestHosts(), isProven);
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
        readonly BoolVar[] used;
        readonly BoolVar[][] on;

        internal Model(PlacementProblem problem)
        {
            this.problem = problem;
            used = [.. problem.Spaces.Select((_, host) => Text.NewBoolVar($"used{host}"))];
            on = [.. problem.Loads.Select((load, at) =>
                load.Hosts.Select(host => Text.NewBoolVar($"load{at}on{host}")).ToArray())];
            foreach (var choices in on) Text.AddExactlyOne(choices);
            Limits();
            Separation();
            Text.Minimize(LinearExpr.WeightedSum(used, problem.Spaces.Select(space => space.Cost)));
        }

        internal CpModel Text { get; } = new();

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

        internal int[] Read(CpSolver solver)
        {
            int[] hosts = [.. on.Select((choices, load) =>
                problem.Loads[load].Hosts[Array.FindIndex(choices, solver.BooleanValue)])];
            problem.Check(hosts);
            return hosts;
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
