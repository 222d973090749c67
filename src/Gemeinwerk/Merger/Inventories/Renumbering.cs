using System.Globalization;
using Gemeinwerk.DataCentre;

namespace Gemeinwerk.Merger.Inventories;

/// <summary>Addresses of a source follow the network that they are in: where it is renumbered, so are they.</summary>
sealed class Renumbering
{
    readonly Dictionary<(string Vrf, bool IsV6, int Length, UInt128 First), string?> networks = [];
    readonly List<(bool IsV6, int Length)> lengths;

    /// <param name="newName">The new network of a prefix, or null.</param>
    internal Renumbering(InventorySnapshot source, Func<ConfigurationItem, string?> newName)
    {
        foreach (var prefix in source.Of(ItemKinds.Prefix))
        {
            if (!Network.Parse(prefix.Name).Ok(out var network, out _)) continue;
            networks.TryAdd((Vrf(prefix), network.IsV6, network.Length, network.First), newName(prefix));
        }
        lengths = [.. networks.Keys.Select(key => (key.IsV6, key.Length)).Distinct()
            .OrderByDescending(it => it.Length)];
    }

    /// <summary>The address in the new network, at the place that it had in the old one.</summary>
    /// <returns>Null where its network stays.</returns>
    internal string? Follow(ConfigurationItem address)
    {
        var parts = address.Name.Split('/');
        var bits = parts[0].Contains(':', StringComparison.Ordinal) ? 128 : 32;
        if (!Network.Parse(string.Create(CultureInfo.InvariantCulture, $"{parts[0]}/{bits}")).Ok(out var own, out _))
        {
            return null;
        }
        foreach (var (isV6, length) in lengths)
        {
            if (isV6 != own.IsV6) continue;
            var offset = length == 0 ? own.First : own.First & ((UInt128.One << (bits - length)) - UInt128.One);
            if (!networks.TryGetValue((Vrf(address), isV6, length, own.First - offset), out var renumbered)) continue;
            if (renumbered is null || !Network.Parse(renumbered).Ok(out var to, out _)) return null;
            if (to.IsV6 != isV6 || to.Length != length) return null;
            var number = own.At(to.First + offset, bits).ToString().Split('/')[0];
            return string.Join('/', parts.Skip(1).Prepend(number));
        }
        return null;
    }

    static string Vrf(ConfigurationItem item) => ConfigurationItem.Fold(item.Content.Text(Fields.Vrf) ?? "");
}
