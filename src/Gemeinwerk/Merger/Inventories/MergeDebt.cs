using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Conflicts;

namespace Gemeinwerk.Merger.Inventories;

/// <summary>
/// What stays double when data centres have become one (Fusionsschuld): what one of would do is counted for each
/// further one.
/// </summary>
/// <param name="Products">Applications of different makers for one purpose.</param>
/// <param name="Platforms">Versions of one system beside each other.</param>
/// <param name="Domains">DNS domains.</param>
/// <param name="Networks">Networks in use that overlap with another one.</param>
/// <param name="Sites">Sites.</param>
public sealed record MergeDebt(int Products, int Platforms, int Domains, int Networks, int Sites)
{
    public int Total => Products + Platforms + Domains + Networks + Sites;

    /// <summary>Of inventories that are looked at together.</summary>
    public static MergeDebt Of(params IReadOnlyList<InventorySnapshot> inventories)
    {
        var items = inventories.SelectMany(inventory => inventory.Items).ToLookup(item => item.Kind);
        return new MergeDebt(
            Further(items[ItemKinds.Application].Select(Purpose).OfType<(string, string)>()),
            Further(items[ItemKinds.Platform].Select(Release)),
            Math.Max(0, DomainsOf([.. items[ItemKinds.Address].Select(it => it.Content.Text(Fields.DnsName) ?? ""),
                .. items[ItemKinds.Device].Select(it => it.Name),
                .. items[ItemKinds.VirtualMachine].Select(it => it.Name)]) - 1),
            Overlapping(items[ItemKinds.Prefix]),
            Math.Max(0, items[ItemKinds.Site].Select(it => ConfigurationItem.Fold(it.Name)).Distinct().Count() - 1));
    }

    static int Further(IEnumerable<(string Group, string Member)> all) =>
        all.Distinct().CountBy(it => it.Group).Sum(group => group.Value - 1);

    /// <summary>The purpose and the maker; null where no maker is known, as of infrastructure of one's own.</summary>
    static (string, string)? Purpose(ConfigurationItem application)
    {
        if (application.Content.Text(Fields.Vendor) is not { } vendor) return null;
        var purpose = application.Content.Text(Fields.Purpose) is { } said
            ? Spelling.Words(said)
            : Spelling.Words(application.Name, without: vendor);
        return (purpose, Spelling.Words(vendor));
    }

    /// <summary>„Windows Server“ and „2012 R2“.</summary>
    static (string, string) Release(ConfigurationItem platform)
    {
        var words = Spelling.Split(platform.Name).ToList();
        var family = words.TakeWhile(word => !word.Any(char.IsAsciiDigit)).ToList();
        var version = platform.Content.Text(Fields.Version) ?? string.Join(' ', words.Skip(family.Count));
        return (string.Join(' ', family), ConfigurationItem.Fold(version));
    }

    static int DomainsOf(List<string> names) => names.Select(ConfigurationItem.Fold)
        .Select(name => (Name: name, Dot: name.IndexOf('.', StringComparison.Ordinal)))
        .Where(it => it.Dot > 0 && it.Dot < it.Name.Length - 1 && it.Name.Any(char.IsLetter))
        .Select(it => it.Name[(it.Dot + 1)..].TrimEnd('.')).Distinct().Count();

    static int Overlapping(IEnumerable<ConfigurationItem> prefixes)
    {
        var overlapping = new HashSet<ConfigurationItem>(ReferenceEqualityComparer.Instance);
        var used = prefixes.Where(prefix => prefix.Content.Text(Fields.NetworkStatus) != "container").ToList();
        foreach (var table in used.GroupBy(it => ConfigurationItem.Fold(it.Content.Text(Fields.Vrf) ?? "")))
        {
            var sorted = table.Select(it => (Item: it, Network: Network.Parse(it.Name).Expect())).ToArray();
            Array.Sort(sorted, (a, b) => Network.InOrder(a.Network, b.Network));
            var open = new Stack<(ConfigurationItem Item, Network Network)>();
            foreach (var next in sorted)
            {
                while (open.TryPeek(out var last) && !last.Network.Contains(next.Network)) open.Pop();
                if (open.Count > 0) overlapping.Add(next.Item);
                open.Push(next);
            }
        }
        return overlapping.Count;
    }
}
