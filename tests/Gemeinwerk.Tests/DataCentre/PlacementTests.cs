using CsCheck;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Plan;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using static Gemeinwerk.Tests.DataCentre.CentreWorld;

namespace Gemeinwerk.Tests.DataCentre;

public class PlacementTests
{
    static readonly CentreRules rules = new(new DateOnly(2026, 1, 1), 100, 0);
    static readonly TimeSpan search = TimeSpan.FromSeconds(5);

    static PlacementProblem Problem(InventorySnapshot snapshot) => PlacementProblem.Of(snapshot,
        Assert.Single(HostPools.Of(snapshot, rules with { IsAcross = true })), rules);

    [Fact]
    public void Greedy_never_claims_too_much_and_the_search_finds_the_fewest_hosts() =>
        Gen.Select(
            Gen.Select(Gen.Int[1, 8], Gen.Int[1, 8]).Array[1, 4], Gen.Select(Gen.Int[1, 5], Gen.Int[1, 5]).Array[1, 6],
            Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5], Gen.Bool).Array[0, 4], Gen.Bool)
        .Sample((hosts, machines, pairs, twoSites) =>
        {
            var problem = Problem(Random(hosts, machines, pairs, twoSites));
            var fewest = Fewest(problem);
            var greedy = GreedyPlacement.Run(problem);
            if (greedy.All(host => host >= 0))
            {
                Assert.NotNull(fewest);
                Assert.True(greedy.Distinct().Count() >= fewest);
            }
            if (problem.Loads.Any(load => load.Hosts.Length == 0)) return;
            var (found, _, bound, isProven) = ExactPlacement.Run(problem, greedy, search, null);
            Assert.True(isProven);
            Assert.Equal(fewest, found?.Distinct().Count());
            if (fewest is { } known)
            {
                Assert.Equal(known, bound);
                Assert.InRange(problem.FewestHosts(), 0, known);
            }
        }, iter: 60, threads: 1);

    /// <summary>The promise is held by taking away each set of hosts that may fail, and the search against all that is
    /// possible.</summary>
    [Fact]
    public void With_a_reserve_any_so_many_hosts_may_fail_and_the_rest_has_room_for_all_in_sum() =>
        Gen.Select(
            Gen.Select(Gen.Int[1, 8], Gen.Int[1, 8]).Array[2, 5], Gen.Select(Gen.Int[1, 4], Gen.Int[1, 4]).Array[1, 4],
            Gen.Int[1, 2])
        .Sample((hosts, machines, spare) =>
        {
            var snapshot = Random(hosts, machines, [], false);
            var across = rules with { IsAcross = true };
            var problem = PlacementProblem.Of(snapshot, Assert.Single(HostPools.Of(snapshot, across)), across, spare);
            var fewest = FewestStaying(problem);
            foreach (var limit in new TimeSpan?[] { null, search })
            {
                var pool = Assert.Single(
                    Placement.Of(snapshot, new(across, SearchLimit: limit, SpareHosts: spare)).Pools);
                var staying = pool.Used.Concat(pool.Spare).ToList();
                Assert.Equal(staying.Count, staying.Distinct().Count());
                Assert.Empty(staying.Intersect(pool.Freed));
                if (pool.HasReserve)
                {
                    Assert.InRange(pool.Spare.Count, spare, int.MaxValue);
                    Assert.True(Survives(problem, staying, spare));
                    if (!pool.Unplaced.Any()) Assert.InRange(staying.Count, fewest!.Value, int.MaxValue);
                }
                if (fewest is { } known) Assert.InRange(pool.FewestHosts, 0, known);
                if (limit is null || problem.Loads.Any(load => load.Hosts.Length == 0)) continue;
                Assert.True(pool.IsProven);
                Assert.Equal(fewest, pool.HasReserve && !pool.Unplaced.Any() ? staying.Count : null);
            }
        }, iter: 40, threads: 1);

    [Fact]
    public void Without_enough_hosts_for_a_reserve_all_machines_have_a_place_and_the_pool_says_so()
    {
        var world = new CentreWorld();
        world.Host("h1", 4, 40);
        world.Host("h2", 4, 40);
        world.Machine("vm1", 3, 30);
        world.Machine("vm2", 3, 30);
        foreach (var limit in new TimeSpan?[] { null, search })
        {
            var pool = Assert.Single(Placement.Of(
                world.Snapshot(), new(rules, SearchLimit: limit, SpareHosts: 1)).Pools);
            Assert.False(pool.HasReserve);
            Assert.Empty(pool.Unplaced);
            Assert.Empty(pool.Spare);
            Assert.Equal(limit is not null, pool.IsProven);
        }
        world.Host("h3", 4, 40);
        var safe = Assert.Single(Placement.Of(world.Snapshot(), new(rules, SpareHosts: 1)).Pools);
        Assert.Equal((true, 2, 1, 0), (safe.HasReserve, safe.Used.Count, safe.Spare.Count, safe.Freed.Count));
    }

    /// <summary>A search that would go on for an hour ends when it is stopped, and keeps what it has.</summary>
    [Fact]
    public void A_search_that_is_stopped_keeps_the_best_that_it_has()
    {
        var snapshot = Hard().Snapshot();
        var options = new PlacementOptions(rules, SearchLimit: TimeSpan.FromHours(1));
        var greedy = Placement.Of(snapshot, options with { SearchLimit = null });
        using var stop = new CancellationTokenSource();
        var stopped = Placement.Of(snapshot, options, new Stopping(stop), stop.Token);
        Assert.True(stopped.IsStopped && stopped.IsComplete && !greedy.IsStopped);
        var pool = Assert.Single(stopped.Pools);
        Assert.False(pool.IsProven);
        Assert.InRange(pool.Used.Count, pool.FewestHosts, greedy.Pools[0].Used.Count);
        // Stopped before it begins, it is the fast way.
        var none = Placement.Of(snapshot, options, null, stop.Token);
        Assert.True(none.IsStopped);
        Assert.Equal(greedy.Pools[0].Machines, none.Pools[0].Machines);
    }

    /// <summary>Who is told of a search is known to native code only while it runs, and must not be collected then.
    /// Where it is, the process ends; code that is optimised at once (DOTNET_TieredCompilation=0) shows it each time.
    /// </summary>
    [Fact]
    public void A_search_is_told_of_until_its_end_whatever_the_collector_does()
    {
        using var stop = new CancellationTokenSource();
        var collecting = new Collecting(stop);
        var placement = Placement.Of(
            Hard().Snapshot(), new(rules, SearchLimit: TimeSpan.FromSeconds(10)), collecting, stop.Token);
        Assert.InRange(collecting.Told, 1, int.MaxValue);
        Assert.True(placement.IsComplete);
    }

    /// <summary>Has everything collected whenever it is told of something, and then waits for the next time.</summary>
    sealed class Collecting(CancellationTokenSource stop) : IProgress<PlacementProgress>
    {
        internal int Told { get; private set; }

        public void Report(PlacementProgress value)
        {
            if (++Told == 3) stop.Cancel();
            else
            {
                ThreadPool.QueueUserWorkItem(_ =>
                {
                    GC.Collect();
                    GC.WaitForPendingFinalizers();
                });
            }
        }
    }

    sealed class Stopping(CancellationTokenSource stop) : IProgress<PlacementProgress>
    {
        public void Report(PlacementProgress value) => stop.Cancel();
    }

    /// <summary>So much and so uneven that nobody proves anything of it in an hour.</summary>
    internal static CentreWorld Hard()
    {
        var (random, world) = (new Random(1), new CentreWorld());
        for (var at = 0; at < 60; at++) world.Host($"h{at}", 150, 150_000);
        for (var at = 0; at < 120; at++) world.Machine($"vm{at}", random.Next(20, 70), random.Next(20, 70) * 1000);
        return world;
    }

    static bool Survives(PlacementProblem problem, IReadOnlyList<ConfigurationItem> staying, int spare) =>
        Subsets(staying, spare).All(failed =>
        {
            var rest = problem.Spaces
                .Where(space => staying.Contains(space.Host) && !failed.Contains(space.Host)).ToList();
            return rest.Sum(space => space.Processors) >= problem.Loads.Sum(load => load.Processors)
                && rest.Sum(space => space.Memory) >= problem.Loads.Sum(load => load.Memory);
        });

    static IEnumerable<IReadOnlyList<T>> Subsets<T>(IReadOnlyList<T> all, int most) => Enumerable
        .Range(0, 1 << all.Count)
        .Where(bits => System.Numerics.BitOperations.PopCount((uint)bits) <= most)
        .Select(bits => all.Where((_, at) => (bits >> at & 1) == 1).ToList());

    static int? FewestStaying(PlacementProblem problem)
    {
        int? best = null;
        foreach (var used in Fine(problem).Select(hosts => hosts.Distinct().Order().ToList())
            .DistinctBy(used => string.Join(' ', used)).ToList())
        {
            var free = Enumerable.Range(0, problem.Spaces.Count).Except(used).ToList();
            foreach (var reserve in Subsets(free, free.Count).Where(reserve => reserve.Count >= problem.Spare))
            {
                var staying = used.Concat(reserve).Select(host => problem.Spaces[host].Host).ToList();
                if (Survives(problem, staying, problem.Spare)) best = Math.Min(best ?? int.MaxValue, staying.Count);
            }
        }
        return best;
    }

    [Fact]
    public void Licences_bind_to_their_hosts_old_hardware_takes_nothing_and_what_is_freed_saves_money()
    {
        var world = new CentreWorld();
        var oracle = world.Add(ItemKinds.Platform, "Oracle Linux 9");
        var one = world.Host("esx01", 16, 100, Is(Fields.Power, 400));
        var two = world.Host("esx02", 16, 100, Is(Fields.Power, 500));
        var old = world.Host("esx03", 64, 900, Is(Fields.Power, 700), Is(Fields.PurchasedOn, new DateOnly(2017, 1, 1)));
        world.Add(ItemKinds.Contract, "L1", Says(Fields.ContractType, "licence"), To(Fields.Covers, two, oracle));
        world.Add(ItemKinds.Contract, "W1", Says(Fields.ContractType, "maintenance"), To(Fields.Covers, one, old),
            Is(Fields.AnnualPrice, 1_200_00));
        world.Add(ItemKinds.Contract, "W2", Says(Fields.ContractType, "maintenance"), To(Fields.Covers, one, two),
            Is(Fields.AnnualPrice, 900_00));
        world.Machine("vm1", 4, 20, To(Fields.Host, old));
        world.Machine("vm2", 4, 20, To(Fields.Platform, oracle), To(Fields.Host, one));
        var placement = Placement.Of(world.Snapshot(), new(rules));
        var pool = Assert.Single(placement.Pools);
        Assert.Equal(["esx02", "esx02"], pool.Machines.Select(placed => placed.Host!.Name));
        Assert.Equal(["esx01", "esx03"], pool.Freed.Select(host => host.Name));
        Assert.Equal((1100L, 9636L), (placement.Saving.Watts, placement.Saving.KilowattHours));
        Assert.Equal(new Money(2_409_00), placement.Saving.Power);
        Assert.Equal(new Money(1_200_00), placement.Saving.Maintenance);
    }

    [Fact]
    public void Replicas_are_at_two_sites_and_what_is_together_stays_on_one_host()
    {
        var world = new CentreWorld();
        var (hemer, siegen) = (world.Add(ItemKinds.Site, "Hemer"), world.Add(ItemKinds.Site, "Siegen"));
        world.Host("h1", 16, 100, To(Fields.Site, hemer));
        world.Host("h2", 16, 100, To(Fields.Site, hemer));
        world.Host("s1", 16, 100, To(Fields.Site, siegen));
        var first = world.Machine("db1", 2, 10);
        world.Machine("db2", 2, 10, To(Fields.Apart, first));
        world.Machine("app", 2, 10, To(Fields.Together, first));
        var pool = Assert.Single(Placement.Of(world.Snapshot(), new(rules with { IsAcross = true })).Pools);
        var host = pool.Machines.ToDictionary(placed => placed.Machine.Name, placed => placed.Host!.Name[0]);
        Assert.NotEqual(host["db1"], host["db2"]);
        Assert.Equal(pool.Machines[0].Host, pool.Machines[2].Host);
        Assert.Equal(2, pool.Used.Count);
    }

    [Fact]
    public void Fifteen_hundred_machines_are_placed_near_the_fewest_hosts()
    {
        var random = new Random(4711);
        var world = new CentreWorld();
        for (var at = 0; at < 120; at++) world.Host($"esx{at}", 64, 768_000);
        for (var at = 0; at < 1500; at++) world.Machine($"vm{at}", 1 << random.Next(4), 4_000 << random.Next(5));
        var problem = Problem(world.Snapshot());
        var hosts = GreedyPlacement.Run(problem);
        Assert.DoesNotContain(-1, hosts);
        Assert.InRange(hosts.Distinct().Count(), problem.FewestHosts(), problem.FewestHosts() * 11 / 10 + 1);
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task The_synthetic_centre_fits_on_fewer_hosts_and_the_search_is_no_worse(Engine engine)
    {
        await using var nord = await Books.On(engine, "nord");
        (await nord.Import(InventoryFixture.Folder("nord"))).Fine();
        var snapshot = await nord.Inventory();
        var all = rules with { OvercommitPercent = 600, MemoryReservePercent = 5 };
        var capacity = Capacity.Of(snapshot, all);
        Assert.Equal(180, capacity.Pools.Sum(line => line.Machines));
        Assert.Equal(180, capacity.Sites.Sum(line => line.Machines));
        Assert.Equal(capacity.Pools.Aggregate(default(Resources), (sum, line) => sum + line.Used) with
        {
            Power = 0,
            Height = 0
        },
            capacity.Sites.Aggregate(default(Resources), (sum, line) => sum + line.Used) with
            {
                Power = 0,
                Height = 0
            });

        var greedy = Placement.Of(snapshot, new(all));
        var exact = Placement.Of(snapshot, new(all, SearchLimit: search));
        Assert.Equal(180, exact.Pools.Sum(pool => pool.Machines.Count));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', greedy.Pools.Concat(exact.Pools)
            .Select(pool =>
            $"{pool.Pool}: {pool.Used.Count} used, {pool.Freed.Count} freed, at least {pool.FewestHosts}, "
            + $"{pool.Unplaced.Count()} unplaced, proven {pool.IsProven}")));
        foreach (var (one, other) in greedy.Pools.Zip(exact.Pools))
        {
            if (!one.Unplaced.Any()) Assert.InRange(other.Used.Count, other.FewestHosts, one.Used.Count);
            Assert.InRange(other.Unplaced.Count(), 0, one.Unplaced.Count());
        }
    }

    static InventorySnapshot Random(
        (int, int)[] hosts, (int, int)[] machines, (int One, int Other, bool IsApart)[] pairs, bool twoSites)
    {
        var world = new CentreWorld();
        long[] sites = [world.Add(ItemKinds.Site, "A"), world.Add(ItemKinds.Site, "B")];
        foreach (var ((cores, memory), at) in hosts.Select((host, at) => (host, at)))
        {
            world.Host($"h{at}", cores, memory, To(Fields.Site, sites[twoSites ? at % 2 : 0]));
        }
        var ids = machines.Select((machine, at) => world.Machine($"m{at}", machine.Item1, machine.Item2)).ToList();
        foreach (var group in pairs.Where(it => it.One < ids.Count && it.Other < ids.Count && it.One != it.Other)
            .GroupBy(it => (it.One, it.IsApart)))
        {
            world.Set(ids[group.Key.One], To(group.Key.IsApart ? Fields.Apart : Fields.Together,
                group.Select(it => ids[it.Other])));
        }
        return world.Snapshot();
    }

    /// <summary>By trying everything.</summary>
    static int? Fewest(PlacementProblem problem) =>
        Fine(problem).Min(hosts => (int?)hosts.Distinct().Count());

    /// <summary>All placements that keep to the rules; the list is the same each time, filled anew.</summary>
    static IEnumerable<int[]> Fine(PlacementProblem problem)
    {
        var hosts = new int[problem.Loads.Count];
        return From(0);

        IEnumerable<int[]> From(int load) => load == hosts.Length
            ? IsFine() ? [hosts] : []
            : problem.Loads[load].Hosts.SelectMany(host =>
            {
                hosts[load] = host;
                return From(load + 1);
            });

        bool IsFine() => problem.Spaces.Select((space, host) => problem.Loads.Where((_, load) => hosts[load] == host)
                .Aggregate((P: 0L, M: 0L), (sum, load) => (sum.P + load.Processors, sum.M + load.Memory)) is var sum
                && sum.P <= space.Processors && sum.M <= space.Memory).All(it => it)
            && problem.Loads.Select((load, at) => load.Apart.All(other =>
                problem.Spaces[hosts[at]].Zone != problem.Spaces[hosts[other]].Zone)).All(it => it);
    }
}
