namespace Gemeinwerk.DataCentre.Dependencies;

/// <summary>Which members use which items on a day: by recorded uses, and by being named at an item.</summary>
public sealed class Usage
{
    readonly Dictionary<long, List<ConfigurationItem>> members;

    Usage(Dictionary<long, List<ConfigurationItem>> members) => this.members = members;

    public static Usage Of(InventorySnapshot snapshot, IReadOnlyList<ItemUse> uses, DateOnly day)
    {
        var members = new Dictionary<long, List<ConfigurationItem>>();
        foreach (var use in uses)
        {
            if (use.IsOn(day) && snapshot.Has(use.Item.Value)) Note(use.Item.Value, snapshot.Find(use.Member.Value));
        }
        foreach (var item in snapshot.Items)
        {
            if (snapshot.Follow(item, Fields.Member) is { } member) Note(item.Id.Value, member);
        }
        return new Usage(members);

        void Note(long item, ConfigurationItem member)
        {
            if (!members.TryGetValue(item, out var list)) members.Add(item, list = []);
            if (!list.Contains(member)) list.Add(member);
        }
    }

    /// <summary>The members that use an item itself, in the order in which that was recorded.</summary>
    public IReadOnlyList<ConfigurationItem> Of(ConfigurationItem item) => members.GetValueOrDefault(item.Id.Value)
        ?? [];

    /// <summary>Each member with the nodes that it uses.</summary>
    internal IReadOnlyList<(ConfigurationItem Member, IReadOnlyList<int> Nodes)> Nodes(DependencyGraph graph)
    {
        var nodes = graph.Snapshot.Of(ItemKinds.Member).ToDictionary(member => member, _ => new List<int>());
        foreach (var (item, users) in members)
        {
            foreach (var member in users) nodes[member].Add(graph.PlaceOf(graph.Snapshot.Find(item)));
        }
        return [.. nodes.Select(it => (it.Key, (IReadOnlyList<int>)it.Value))];
    }

    internal static long Inhabitants(ConfigurationItem member) => member.Content.Number(Fields.Inhabitants) ?? 0;
}
