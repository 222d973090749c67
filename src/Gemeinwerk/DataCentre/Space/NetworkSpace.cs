using System.Numerics;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre.Conflicts;

namespace Gemeinwerk.DataCentre.Space;

/// <summary>A network of an inventory among those that it lies in and that lie in it.</summary>
/// <param name="Items">What the inventory has under it; several where it stands there more than once.</param>
/// <param name="Vrf">Its routing table; empty for the global one.</param>
/// <param name="Depth">How many others it lies in.</param>
public sealed record NetworkNode(
    Network Network, IReadOnlyList<ConfigurationItem> Items, string Vrf, int Depth)
{
    readonly List<NetworkNode> inside = [];
    readonly List<Network> addresses = [];

    /// <summary>What lies in it directly, in the order of addresses.</summary>
    public IReadOnlyList<NetworkNode> Inside => inside;

    /// <summary>It only holds others and carries nothing itself.</summary>
    public bool IsContainer => Items.All(item => item.Content.Text(Fields.NetworkStatus) == "container");

    /// <summary>Addresses that were given away of it, outside of what lies in it.</summary>
    public int Addresses => addresses.Count;

    /// <summary>How many addresses it has.</summary>
    public BigInteger Size => SizeOf(Network);

    /// <summary>How many addresses of it lie in others, or are given away.</summary>
    public BigInteger Used => inside.Aggregate((BigInteger)addresses.Count, (sum, node) => sum + node.Size);

    public BigInteger Free => Size - Used;

    /// <summary>
    /// It stands in the inventory more than once, or others lie in it although it is in use itself and no container.
    /// </summary>
    public bool IsClashing => Items.Count > 1 || (!IsContainer && inside.Count > 0);

    /// <summary>How much of it is used, in tenths of a percent, rounded down.</summary>
    public int UsedPermille => (int)(Used * 1000 / Size);

    /// <summary>The addresses that were given away of it.</summary>
    internal IReadOnlyList<Network> Given => addresses;

    internal void Hold(NetworkNode node) => inside.Add(node);

    internal void Give(Network address)
    {
        // The same address may be at several interfaces.
        if (addresses is not [.., var last] || last != address) addresses.Add(address);
    }

    internal static BigInteger SizeOf(Network network) =>
        BigInteger.One << ((network.IsV6 ? 128 : 32) - network.Length);
}

/// <summary>The networks of an inventory as trees, one forest per routing table (VRF).</summary>
/// <param name="Top">Those that lie in no other, by routing table and address, IPv4 first.</param>
/// <param name="Homeless">Addresses that lie in no network of the inventory.</param>
public sealed record NetworkSpace(IReadOnlyList<NetworkNode> Top, IReadOnlyList<ConfigurationItem> Homeless)
{
    public static NetworkSpace Of(InventorySnapshot snapshot)
    {
        var (top, homeless) = (new List<NetworkNode>(), new List<ConfigurationItem>());
        var prefixes = snapshot.Of(ItemKinds.Prefix)
            .Select(item => (Item: item, Network: Network.Parse(item.Name).Expect()))
            .GroupBy(it => (Vrf: VrfOf(it.Item), it.Network))
            .Select(group => new NetworkNode(group.Key.Network, [.. group.Select(it => it.Item)],
                group.First().Item.Content.Text(Fields.Vrf) ?? "", 0))
            .ToLookup(node => ConfigurationItem.Fold(node.Vrf));
        var addresses = snapshot.Of(ItemKinds.Address).ToLookup(VrfOf);
        foreach (var vrf in prefixes.Select(group => group.Key).Union(addresses.Select(group => group.Key))
            .Order(StringComparer.Ordinal))
        {
            Grow([.. prefixes[vrf]], [.. addresses[vrf].Select(item => (item, HostOf(item)))], top, homeless);
        }
        return new NetworkSpace(top, homeless);
    }

    /// <summary>All networks, each before what lies in it.</summary>
    public IEnumerable<NetworkNode> All => Top.SelectMany(Whole);

    /// <summary>The first free network of a length in another, after the networks of the inventory that lie in it and
    /// the addresses given away; it need not stand in the inventory itself.</summary>
    /// <param name="vrf">Its routing table; null or empty for the global one.</param>
    /// <returns>The network, or <c>inventory.network</c>, <c>inventory.vrf-unknown</c>,
    /// <c>inventory.network-length</c>, <c>inventory.network-full</c>.</returns>
    public Result<Network> NextFree(string text, string? vrf, int length)
    {
        if (!Network.Parse(text).Ok(out var network, out var why)) return why;
        var table = ConfigurationItem.Fold(vrf ?? "");
        var (most, least) = (network.IsV6 ? 128 : 32, Math.Max(1, network.Length));
        var known = All.Where(node => ConfigurationItem.Fold(node.Vrf) == table).ToList();
        if (table.Length > 0 && known.Count == 0)
        {
            return new Rejection("inventory.vrf-unknown", $"Die VRF „{Texts.Shown(vrf)}“ hat im Bestand kein Netz.");
        }
        if (length < least || length > most)
        {
            return new Rejection("inventory.network-length",
                $"In {network} kann kein Netz der Länge {length} liegen; möglich ist {least} bis {most}.");
        }
        var used = known.SelectMany(node => node.Given.Append(node.Network))
            .Concat(Homeless.Where(item => VrfOf(item) == table).Select(HostOf))
            .Where(inner => network.Contains(inner) && inner != network).ToList();
        return new FreeSpace(used, [network]).Take(network.At(network.First, length)) is { } free
            ? free
            : new Rejection("inventory.network-full", $"In {network} ist kein Netz der Länge {length} mehr frei.");
    }

    /// <summary>Goes once over all in order, with those open that the next may lie in.</summary>
    static void Grow(
        IReadOnlyList<NetworkNode> nodes, IReadOnlyList<(ConfigurationItem Item, Network Host)> addresses,
        List<NetworkNode> top, List<ConfigurationItem> homeless)
    {
        var all = new List<(Network Network, NetworkNode? Node, ConfigurationItem? Item)>();
        foreach (var node in nodes) all.Add((node.Network, node, null));
        foreach (var (item, host) in addresses) all.Add((host, null, item));
        // A host route comes before the address in it.
        all.Sort((a, b) => Network.InOrder(a.Network, b.Network) is not 0 and var order
            ? order
            : (a.Node is null).CompareTo(b.Node is null));
        var open = new Stack<NetworkNode>();
        foreach (var (network, node, item) in all)
        {
            while (open.TryPeek(out var last) && !last.Network.Contains(network)) open.Pop();
            var holder = open.TryPeek(out var found) ? found : null;
            if (node is null)
            {
                if (holder is null) homeless.Add(item!);
                else if (holder.Network != network) holder.Give(network);
                continue;
            }
            var placed = node with { Depth = open.Count };
            if (holder is null) top.Add(placed);
            else holder.Hold(placed);
            open.Push(placed);
        }
    }

    static IEnumerable<NetworkNode> Whole(NetworkNode root)
    {
        var left = new Stack<NetworkNode>([root]);
        while (left.TryPop(out var node))
        {
            yield return node;
            for (var at = node.Inside.Count - 1; at >= 0; at--) left.Push(node.Inside[at]);
        }
    }

    static Network HostOf(ConfigurationItem address)
    {
        // An address of a link may bear the number of its interface: fe80::1%3.
        var host = address.Name.Split('/', '%')[0];
        return Network.Parse($"{host}/{(host.Contains(':', StringComparison.Ordinal) ? 128 : 32)}").Expect();
    }

    static string VrfOf(ConfigurationItem item) => ConfigurationItem.Fold(item.Content.Text(Fields.Vrf) ?? "");
}

/// <summary>Numbers of addresses as people read them.</summary>
public static class AddressCounts
{
    static readonly BigInteger readable = new(1_000_000_000);

    /// <summary>Exact up to a milliard and for powers of two (<c>2^64</c>); beyond that the next lower power of two
    /// with a sign for it (<c>&gt; 2^63</c>).</summary>
    public static string Shown(BigInteger count)
    {
        if (count <= readable) return German.Count((long)count);
        var power = (int)count.GetBitLength() - 1;
        return count.IsPowerOfTwo ? $"2^{power}" : $"> 2^{power}";
    }
}
