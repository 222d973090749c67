using CsCheck;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Dependencies;
using static Gemeinwerk.Tests.DataCentre.CentreWorld;

namespace Gemeinwerk.Tests.DataCentre;

public class ImpactTests
{
    static readonly DateOnly day = new(2026, 1, 1);

    [Fact]
    public void What_fails_is_what_needs_it_over_whatever_lies_between_and_members_are_told()
    {
        var world = new CentreWorld();
        var site = world.Add(ItemKinds.Site, "Hemer");
        var rack = world.Add(ItemKinds.Rack, "R1", To(Fields.Site, site));
        var host = world.Host("esx01", 32, 256_000, To(Fields.Rack, rack));
        var member = world.Add(ItemKinds.Member, "Stadt Hemer", Is(Fields.Inhabitants, 34_000));
        var register = world.Add(ItemKinds.Application, "Meldewesen");
        var portal = world.Add(ItemKinds.Application, "Portal", To(Fields.NeedsSoft, register));
        world.Machine("vm1", 2, 8_000, To(Fields.Host, host), To(Fields.Application, register));
        world.Machine("vm2", 2, 8_000, To(Fields.Application, portal));
        var snapshot = world.Snapshot();
        var graph = DependencyGraph.Of(snapshot);
        var usage = Usage.Of(snapshot,
            [new(new(1), new(register), new(member), day, null, Share.Whole)], day);

        var impact = Impact.Of(graph, usage, snapshot.Find(rack));
        Assert.Equal(["esx01", "vm1", "Meldewesen"], impact.Fails.Select(it => it.Item.Name));
        Assert.Equal(["Portal"], impact.Degraded.Select(it => it.Item.Name));
        Assert.Equal(["Hemer"], impact.Needs.Select(it => it.Item.Name));
        Assert.Equal(34_000, impact.Inhabitants);
        Assert.Equal("vm1", impact.Fails[^1].Via?.Name);

        var needs = Impact.Of(graph, usage, snapshot.Find(portal));
        Assert.Equal(["vm2"], needs.Needs.Select(it => it.Item.Name));
        Assert.Equal(["Meldewesen", "vm1", "esx01", "R1", "Hemer"], needs.NeedsSoft.Select(it => it.Item.Name));
        Assert.Empty(Usage.Of(snapshot, [new(new(1), new(register), new(member), day, day.AddDays(1), Share.Whole)],
            day.AddDays(1)).Of(snapshot.Find(register)));
    }

    [Fact]
    public void The_counts_of_all_nodes_are_those_of_each_node_by_itself() =>
        Gen.Select(Gen.Int[1, 30], Gen.Select(Gen.Int[0, 29], Gen.Int[0, 29], Gen.Bool).Array[0, 80],
            Gen.Int[0, 29].Array[0, 8])
        .Sample((count, edges, uses) =>
        {
            var snapshot = Random(count, edges, uses);
            var graph = DependencyGraph.Of(snapshot);
            var usage = Usage.Of(snapshot, [], day);
            var counts = ImpactCounts.Of(graph, usage);
            for (var at = 0; at < snapshot.Items.Count; at++)
            {
                var (hard, all) = (Reached(graph, at, withSoft: false), Reached(graph, at, withSoft: true));
                var members = hard.SelectMany(node => usage.Of(graph.Items[node])).Distinct().ToList();
                Assert.Equal(new ImpactCount(graph.Items[at], hard.Count - 1, all.Count - hard.Count,
                    hard.Count(node => graph.Items[node].Kind == ItemKinds.Application), members.Count,
                    members.Sum(member => member.Content.Number(Fields.Inhabitants)!.Value)), counts[at]);
                var one = Impact.Of(graph, usage, graph.Items[at]);
                Assert.Equal(hard.Count - 1, one.Fails.Count);
                Assert.Equal(all.Count - hard.Count, one.Degraded.Count);
                Assert.Equal(counts[at].Inhabitants, one.Inhabitants);
            }
        }, iter: 300);

    [Fact]
    public void Twenty_thousand_items_with_eighty_thousand_edges_are_counted_with_flat_memory()
    {
        var random = new Random(4711);
        var world = new CentreWorld();
        for (var at = 0; at < 20_000; at++)
        {
            world.Add(ItemKinds.Application, $"a{at}", at < 10 ? Is(Fields.Priority, 1) : To(Fields.NeedsHard,
                Enumerable.Range(0, 4).Select(_ => random.NextInt64(1, at + 1))));
        }
        var graph = DependencyGraph.Of(world.Snapshot());
        Assert.InRange(graph.EdgeCount, 79_000, 80_000);
        var usage = Usage.Of(graph.Snapshot, [], day);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var counts = ImpactCounts.Of(graph, usage);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(bytes, 0, 150_000_000);
        Assert.True(counts[0].Fails > 1000);
    }

    internal static InventorySnapshot Random(int count, (int, int, bool)[] edges, int[] uses)
    {
        var world = new CentreWorld();
        for (var at = 0; at < count; at++)
        {
            world.Add(at % 3 == 0 ? ItemKinds.Application : ItemKinds.Prefix, $"i{at}",
                To(Fields.NeedsHard, Ends(at, true)), To(Fields.NeedsSoft, Ends(at, false)));
        }
        foreach (var (used, no) in uses.Select((used, no) => (used, no)))
        {
            var member = world.Add(ItemKinds.Member, $"m{no}", Is(Fields.Inhabitants, 100 + no));
            if (used < count && used % 3 != 0) world.Set(used + 1, To(Fields.Member, member));
        }
        return world.Snapshot();

        IEnumerable<long> Ends(int from, bool isHard) => edges
            .Where(edge => edge.Item1 == from && edge.Item2 < count && edge.Item3 == isHard)
            .Select(edge => edge.Item2 + 1L);
    }

    /// <summary>By following every edge backwards until nothing new comes.</summary>
    static HashSet<int> Reached(DependencyGraph graph, int start, bool withSoft)
    {
        var reached = new HashSet<int> { start };
        for (var before = 0; before != reached.Count;)
        {
            before = reached.Count;
            for (var at = 0; at < graph.Items.Count; at++)
            {
                if (graph.Hard[at].Any(reached.Contains) || (withSoft && graph.Soft[at].Any(reached.Contains)))
                {
                    reached.Add(at);
                }
            }
        }
        return reached;
    }
}
