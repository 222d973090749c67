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
            var (found, bound, isProven) = ExactPlacement.Run(problem, greedy, search, null);
            Assert.True(isProven);
            Assert.Equal(fewest, found?.Distinct().Count());
            if (fewest is { } known)
            {
                Assert.Equal(known, bound);
                Assert.InRange(problem.FewestHosts(), 0, known);
            }
        }, iter: 60, threads: 1);

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
    static int? Fewest(PlacementProblem problem)
    {
        int? best = null;
        var hosts = new int[problem.Loads.Count];
        Try(0);
        return best;

        void Try(int load)
        {
            if (load == hosts.Length)
            {
                if (IsFine()) best = Math.Min(best ?? int.MaxValue, hosts.Distinct().Count());
                return;
            }
            foreach (var host in problem.Loads[load].Hosts)
            {
                hosts[load] = host;
                Try(load + 1);
            }
        }

        bool IsFine() => problem.Spaces.Select((space, host) => problem.Loads.Where((_, load) => hosts[load] == host)
                .Aggregate((P: 0L, M: 0L), (sum, load) => (sum.P + load.Processors, sum.M + load.Memory)) is var sum
                && sum.P <= space.Processors && sum.M <= space.Memory).All(it => it)
            && problem.Loads.Select((load, at) => load.Apart.All(other =>
                problem.Spaces[hosts[at]].Zone != problem.Spaces[hosts[other]].Zone)).All(it => it);
    }
}
