using Gemeinwerk.Basics;

namespace Gemeinwerk.DataCentre.Conflicts;

/// <summary>Devices and virtual machines: which are the same, and which only have one name.</summary>
static class HardwareRules
{
    /// <summary>
    /// Two devices are one by their serial number. Where one side has none they are one by name, if site and model do
    /// not differ; else one name for two devices is a conflict.
    /// </summary>
    internal static void Devices(
        InventorySnapshot left, InventorySnapshot right, List<Conflict> conflicts, List<ItemMatch> matches)
    {
        var bySerial = Unique(right, ItemKinds.Device, item => Spelling.Serial(item.Content.Text(Fields.Serial)));
        var mine = Unique(left, ItemKinds.Device, item => Spelling.Serial(item.Content.Text(Fields.Serial)));
        var joined = new HashSet<ConfigurationItem>();
        foreach (var (serial, device) in mine)
        {
            if (!bySerial.TryGetValue(serial, out var other)) continue;
            matches.Add(new ItemMatch(device, other, "Seriennummer"));
            joined.Add(other);
        }
        var names = Names(left, right, ItemKinds.Device);
        foreach (var (device, other) in SameName(left, right, ItemKinds.Device))
        {
            // What is joined gives up its name; what a name is joined to keeps it, also against another.
            if (joined.Contains(other)) continue;
            var serials = (Spelling.Serial(device.Content.Text(Fields.Serial)),
                Spelling.Serial(other.Content.Text(Fields.Serial)));
            if (serials is (null, null) && IsAlike(left, device, right, other, Fields.Site, Fields.Model))
            {
                matches.Add(new ItemMatch(device, other, "Name, Standort und Modell"));
                continue;
            }
            var proposed = Rename(other.Name, right, names);
            conflicts.Add(new Conflict(ConflictKind.DeviceName, right.Body.Code, [device, other],
                $"„{device.Name}“ und „{other.Name}“ sind zwei Geräte ({Serial(device)}; {Serial(other)}).",
                $"„{other.Name}“ in „{proposed}“ umbenennen.", proposed));
        }
    }

    /// <summary>Virtual machines are one by name and cluster; else one name for two is a conflict.</summary>
    internal static void VirtualMachines(
        InventorySnapshot left, InventorySnapshot right, List<Conflict> conflicts, List<ItemMatch> matches)
    {
        var names = Names(left, right, ItemKinds.VirtualMachine);
        foreach (var (machine, other) in SameName(left, right, ItemKinds.VirtualMachine))
        {
            if (machine.Content.Link(Fields.Cluster) is not null
                && IsAlike(left, machine, right, other, Fields.Cluster))
            {
                matches.Add(new ItemMatch(machine, other, "Name und Cluster"));
                continue;
            }
            var proposed = Rename(other.Name, right, names);
            conflicts.Add(new Conflict(ConflictKind.VirtualMachineName, right.Body.Code, [machine, other],
                $"„{machine.Name}“ heißen zwei virtuelle Server.",
                $"„{other.Name}“ in „{proposed}“ umbenennen.", proposed));
        }
    }

    static bool IsAlike(
        InventorySnapshot left, ConfigurationItem one, InventorySnapshot right, ConfigurationItem other,
        params IEnumerable<Field> links) => links.All(link =>
        ConfigurationItem.Fold(left.Follow(one, link)?.Name ?? "")
            == ConfigurationItem.Fold(right.Follow(other, link)?.Name ?? ""));

    static IEnumerable<(ConfigurationItem Left, ConfigurationItem Right)> SameName(
        InventorySnapshot left, InventorySnapshot right, ItemKind kind)
    {
        var others = right.Of(kind).ToLookup(item => ConfigurationItem.Fold(item.Name));
        foreach (var item in left.Of(kind))
        {
            if (item.Name.StartsWith('#')) continue;
            foreach (var other in others[ConfigurationItem.Fold(item.Name)]) yield return (item, other);
        }
    }

    static HashSet<string> Names(InventorySnapshot left, InventorySnapshot right, ItemKind kind) =>
        left.Of(kind).Concat(right.Of(kind)).Select(item => ConfigurationItem.Fold(item.Name)).ToHashSet();

    /// <summary>The name with the body behind it, and a number where that is taken.</summary>
    static string Rename(string name, InventorySnapshot side, HashSet<string> taken)
    {
        var start = $"{name}-{side.Body.Code.ToLowerInvariant()}";
        var proposed = start;
        for (var i = 2; !taken.Add(ConfigurationItem.Fold(proposed)); i++) proposed = $"{start}-{i}";
        return proposed;
    }

    static Dictionary<string, ConfigurationItem> Unique(
        InventorySnapshot side, ItemKind kind, Func<ConfigurationItem, string?> name) => side.Of(kind)
        .Select(item => (Item: item, Name: name(item))).Where(it => it.Name is not null)
        .GroupBy(it => it.Name!, StringComparer.Ordinal).Where(group => group.Count() == 1)
        .ToDictionary(group => group.Key, group => group.Single().Item, StringComparer.Ordinal);

    static string Serial(ConfigurationItem device) =>
        device.Content.Text(Fields.Serial) is { } serial ? $"Seriennummer {Texts.Shown(serial)}" : "ohne Seriennummer";
}
