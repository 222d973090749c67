using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Dependencies;
using Gemeinwerk.DataCentre.Plan;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Bench;

/// <summary>What is computed from an inventory without a database, the same in every run.</summary>
static class CentrePlans
{
    const int EdgesPerItem = 4, MachinesPerHost = 12, Repeated = 50;

    static readonly DateOnly day = new(2026, 1, 1);

    /// <summary>Counts for each of so many items what fails with it.</summary>
    internal static Measured Impact(int count)
    {
        var random = new Random(4711);
        var snapshot = Snapshot(Enumerable.Range(0, count).Select(at => (ItemKinds.Application, at < 10
            ? Values()
            : Values((Fields.NeedsHard, FieldValue.Of(Enumerable.Range(0, EdgesPerItem)
                .Select(_ => random.NextInt64(1, at + 1))))))));
        return Measured.Of(() =>
        {
            var counts = ImpactCounts.Of(DependencyGraph.Of(snapshot), Usage.Of(snapshot, [], day));
            Invariant.Holds(counts.Any(it => it.Fails > 0));
        });
    }

    /// <summary>Places so many virtual machines greedily; the median of many times.</summary>
    internal static Measured Placement(int count)
    {
        var random = new Random(4711);
        var hosts = Enumerable.Range(0, count / MachinesPerHost).Select(_ => (ItemKinds.Device,
            Values((Fields.Cores, FieldValue.Of(64)), (Fields.Memory, FieldValue.Of(768_000)))));
        var machines = Enumerable.Range(0, count).Select(_ => (ItemKinds.VirtualMachine,
            Values((Fields.VirtualCpus, FieldValue.Of(100L << random.Next(4))),
                (Fields.Memory, FieldValue.Of(4_000L << random.Next(5))))));
        var snapshot = Snapshot(hosts.Concat(machines));
        var options = new PlacementOptions(new CentreRules(day) { IsAcross = true });
        var seconds = new List<double>(Repeated);
        var whole = Measured.Of(() =>
        {
            for (var i = 0; i < Repeated; i++)
            {
                seconds.Add(Measured.Of(() => Invariant.Holds(
                    Gemeinwerk.DataCentre.Plan.Placement.Of(snapshot, options).IsComplete)).Seconds);
            }
        });
        return whole with { Seconds = Numbers.Median(seconds), CpuSeconds = whole.CpuSeconds / Repeated };
    }

    static InventorySnapshot Snapshot(IEnumerable<(ItemKind Kind, ItemContent Content)> items) => new(
        new Body(new(1), "bench", "Musterverband", BodyKind.Association, Framework.Nkf),
        [.. items.Select((item, at) =>
            new ConfigurationItem(new(at + 1), item.Kind, $"{at}", $"{item.Kind.Code}{at}", item.Content))]);

    static ItemContent Values(params (Field, FieldValue)[] values) => ItemContent.Of(values);
}
