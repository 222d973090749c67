namespace Gemeinwerk.DataCentre.Conflicts;

/// <summary>Hands out networks that nobody uses, each once, from pools in their order.</summary>
sealed class FreeSpace(IReadOnlyList<Network> used, IReadOnlyList<Network> pools)
{
    /// <summary>RFC 1918, RFC 4193.</summary>
    internal static readonly IReadOnlyList<Network> PrivateRanges =
        [.. new[] { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fd00::/8" }
            .Select(range => Network.Parse(range).Expect())];

    readonly Network[] taken = Outermost(used);
    readonly Dictionary<Network, UInt128> cursors = [];

    /// <summary>A free network as large as another; ask for the large ones first.</summary>
    /// <returns>Null where the pools have none left.</returns>
    internal Network? Take(Network like)
    {
        foreach (var pool in pools)
        {
            if (pool.IsV6 != like.IsV6 || pool.Length > like.Length) continue;
            if (TakeFrom(pool, like.Length) is { } network) return network;
        }
        return null;
    }

    Network? TakeFrom(Network pool, int length)
    {
        var size = pool.At(pool.First, length).Size;
        var at = cursors.GetValueOrDefault(pool, pool.First);
        at = (at + size - 1) / size * size;
        while (at <= pool.Last && pool.Last - at >= size - 1)
        {
            var candidate = pool.At(at, length);
            if (Blocking(candidate) is not { } blocking)
            {
                cursors[pool] = candidate.Last == UInt128.MaxValue ? candidate.Last : candidate.Last + 1;
                return candidate;
            }
            // The last pool may end with the last address there is.
            if (blocking.Last >= pool.Last || pool.Last - blocking.Last < size) return null;
            at = (blocking.Last / size + 1) * size;
        }
        return null;
    }

    /// <summary>A network in use that overlaps with one, or null.</summary>
    Network? Blocking(Network candidate)
    {
        var (low, high) = (0, taken.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Network.InOrder(taken[middle], candidate) <= 0) low = middle + 1;
            else high = middle;
        }
        if (low > 0 && taken[low - 1].Contains(candidate)) return taken[low - 1];
        return low < taken.Length && candidate.Contains(taken[low]) ? taken[low] : null;
    }

    /// <summary>In order, without those that lie in others, so that a neighbour tells of an overlap.</summary>
    static Network[] Outermost(IReadOnlyList<Network> networks)
    {
        var sorted = networks.ToArray();
        Array.Sort(sorted, Network.InOrder);
        var outermost = new List<Network>();
        foreach (var network in sorted)
        {
            if (outermost is not [.., var last] || !last.Contains(network)) outermost.Add(network);
        }
        return [.. outermost];
    }
}
