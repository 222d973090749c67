using System.Globalization;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Conflicts;

namespace Gemeinwerk.Merger.Inventories;

/// <summary>Why an item cannot come into the target as it is.</summary>
/// <param name="Text">German sentences: what is the matter, and the proposal where there is one.</param>
/// <param name="NewName">The name, network or number proposed for it; null where there is none.</param>
sealed record Clash(string Text, string? NewName);

/// <summary>What a conflict check says of single items of a source that would come beside those of the target.
/// </summary>
static class Clashes
{
    static readonly HashSet<ConflictKind> kinds =
    [
        ConflictKind.PrefixIdentical, ConflictKind.PrefixContains, ConflictKind.VlanReused, ConflictKind.AsnReused,
        ConflictKind.DeviceName, ConflictKind.VirtualMachineName, ConflictKind.AddressReused,
    ];

    /// <summary>By the key of the source's item; the first conflict of each counts.</summary>
    internal static Dictionary<long, Clash> Of(
        ConflictReport report, InventorySnapshot target, InventorySnapshot source)
    {
        var clashes = new Dictionary<long, Clash>();
        var free = new FreeNumbers(target, source);
        foreach (var conflict in report.Conflicts.Where(conflict => kinds.Contains(conflict.Kind)))
        {
            var item = conflict.Items[1];
            var (proposed, proposal) = (conflict.NewName, conflict.Proposal);
            if (conflict.Kind == ConflictKind.AsnReused && free.Like(item.Name) is { } number)
            {
                (proposed, proposal) = (number, $"Die AS-Nummer {number} nehmen.");
            }
            var clash = new Clash($"{conflict.Text} {proposal}".TrimEnd(), proposed);
            foreach (var same in Alike(conflict.Kind, source, item)) clashes.TryAdd(same.Id.Value, clash);
        }
        return clashes;
    }

    /// <summary>A VLAN is named once for all that have its number and name, at whatever site.</summary>
    static IEnumerable<ConfigurationItem> Alike(ConflictKind kind, InventorySnapshot source, ConfigurationItem item) =>
        kind != ConflictKind.VlanReused ? [item] : source.Of(ItemKinds.Vlan).Where(vlan =>
            vlan.Content.Number(Fields.VlanId) == item.Content.Number(Fields.VlanId)
            && ConfigurationItem.Fold(vlan.Name) == ConfigurationItem.Fold(item.Name));

    /// <summary>Numbers of autonomous systems for private use, RFC 6996, that neither side has, each once.</summary>
    sealed class FreeNumbers(InventorySnapshot target, InventorySnapshot source)
    {
        static readonly (long First, long Last)[] ranges = [(64512, 65534), (4_200_000_000, 4_294_967_294)];

        readonly HashSet<string> taken =
            [.. new[] { target, source }.SelectMany(side => side.Of(ItemKinds.AutonomousSystem)).Select(it => it.Name)];

        /// <returns>Null for a number that a registry gave away: nobody else has it.</returns>
        internal string? Like(string name)
        {
            if (!long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
            foreach (var (first, last) in ranges.Where(range => range.First <= number && number <= range.Last))
            {
                for (var next = first; next <= last; next++)
                {
                    var free = next.ToString(CultureInfo.InvariantCulture);
                    if (taken.Add(free)) return free;
                }
            }
            return null;
        }
    }
}
