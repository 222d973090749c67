namespace Gemeinwerk.DataCentre.Dependencies;

/// <summary>
/// What needs what in a data centre: the items of an inventory and the edges between them, from the dependencies that
/// people recorded and from where things stand and run. Nodes are the places of the items in the snapshot.
/// </summary>
public sealed class DependencyGraph
{
    static readonly (ItemKind Kind, Field Link)[] structure =
    [
        (ItemKinds.Room, Fields.Parent), (ItemKinds.Room, Fields.Site),
        (ItemKinds.Rack, Fields.Room), (ItemKinds.Rack, Fields.Site),
        (ItemKinds.Device, Fields.Rack), (ItemKinds.Device, Fields.Room), (ItemKinds.Device, Fields.Site),
        (ItemKinds.Cluster, Fields.Site), (ItemKinds.VirtualMachine, Fields.Site),
        (ItemKinds.Address, Fields.On), (ItemKinds.Endpoint, Fields.On),
    ];

    readonly Dictionary<long, int> places;

    DependencyGraph(InventorySnapshot snapshot)
    {
        Snapshot = snapshot;
        places = new Dictionary<long, int>(snapshot.Items.Count);
        for (var at = 0; at < snapshot.Items.Count; at++) places.Add(snapshot.Items[at].Id.Value, at);
        var (hard, soft) = Needs();
        (Hard, Soft) = (Freeze(hard), Freeze(soft));
        (HardBack, SoftBack) = (Turn(Hard), Turn(Soft));
    }

    public static DependencyGraph Of(InventorySnapshot snapshot) => new(snapshot);

    public InventorySnapshot Snapshot { get; }

    public IReadOnlyList<ConfigurationItem> Items => Snapshot.Items;

    public int EdgeCount => Hard.Concat(Soft).Sum(edges => edges.Length);

    /// <summary>For each node those without which it does not run.</summary>
    internal int[][] Hard { get; }

    /// <summary>For each node those without which it runs worse.</summary>
    internal int[][] Soft { get; }

    internal int[][] HardBack { get; }

    internal int[][] SoftBack { get; }

    internal int PlaceOf(ConfigurationItem item) => places[item.Id.Value];

    (HashSet<int>[] Hard, HashSet<int>[] Soft) Needs()
    {
        var (hard, soft) = (New(), New());
        for (var at = 0; at < Items.Count; at++)
        {
            var content = Items[at].Content;
            Add(hard[at], content.Targets(Fields.NeedsHard));
            Add(soft[at], content.Targets(Fields.NeedsSoft));
        }
        foreach (var (kind, link) in structure)
        {
            foreach (var item in Snapshot.Of(kind)) Add(hard[PlaceOf(item)], item.Content.Targets(link));
        }
        foreach (var machine in Snapshot.Of(ItemKinds.VirtualMachine))
        {
            var host = machine.Content.Link(Fields.Host) ?? machine.Content.Link(Fields.Cluster);
            if (host is { } runsOn) hard[PlaceOf(machine)].Add(places[runsOn]);
            if (machine.Content.Link(Fields.Application) is { } serves) hard[places[serves]].Add(PlaceOf(machine));
        }
        // A cluster lives on while one of its hosts does.
        foreach (var device in Snapshot.Of(ItemKinds.Device))
        {
            if (device.Content.Link(Fields.Cluster) is { } cluster) soft[places[cluster]].Add(PlaceOf(device));
        }
        for (var at = 0; at < Items.Count; at++) soft[at].ExceptWith(hard[at]);
        return (hard, soft);

        HashSet<int>[] New() => [.. Items.Select(_ => new HashSet<int>())];

        void Add(HashSet<int> edges, IReadOnlyList<long> targets)
        {
            foreach (var target in targets) edges.Add(places[target]);
        }
    }

    static int[][] Freeze(HashSet<int>[] edges) => [.. edges.Select(targets => targets.Order().ToArray())];

    internal static int[][] Turn(int[][] edges)
    {
        var counts = new int[edges.Length];
        foreach (var targets in edges)
        {
            foreach (var target in targets) counts[target]++;
        }
        var back = counts.Select(count => new int[count]).ToArray();
        Array.Clear(counts);
        for (var from = 0; from < edges.Length; from++)
        {
            foreach (var to in edges[from]) back[to][counts[to]++] = from;
        }
        return back;
    }
}
