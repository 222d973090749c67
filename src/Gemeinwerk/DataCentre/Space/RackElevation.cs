using Gemeinwerk.DataCentre.Plan;

namespace Gemeinwerk.DataCentre.Space;

/// <summary>A device at its place in a rack.</summary>
/// <param name="From">Its lower edge over the floor of the rack, in tenths of a height unit; unit 1 begins at 0.
/// </param>
/// <param name="Height">In tenths of a height unit.</param>
/// <param name="IsHeightKnown">Else neither it nor its model says how high it is, and one unit is assumed.</param>
/// <param name="Clashes">The names of what is in its place too; of the rack itself where it sticks out.</param>
public sealed record RackSlot(
    ConfigurationItem Device, long From, long Height, bool IsHeightKnown, IReadOnlyList<string> Clashes)
{
    public long To => From + Height;

    /// <summary>Its lowest unit to its highest: <c>2–3</c>, <c>7</c>.</summary>
    public string Units => RackElevation.Units(From, Height);

    /// <summary>Whether it is seen from a side (<c>front</c>, <c>rear</c>); without a side it takes both.</summary>
    public bool IsAt(string face) => Device.Content.Text(Fields.Face) is not { } own || own == face;

    internal bool Overlaps(RackSlot other) => From < other.To && other.From < To
        && (IsAt("front") && other.IsAt("front") || IsAt("rear") && other.IsAt("rear"));
}

/// <summary>A part of a rack in which nothing is, on neither side.</summary>
/// <param name="From">Over the floor, in tenths of a height unit.</param>
/// <param name="Height">In tenths of a height unit.</param>
public sealed record RackGap(long From, long Height)
{
    /// <summary>Its lowest unit to its highest: <c>2–3</c>, <c>7</c>.</summary>
    public string Units => RackElevation.Units(From, Height);
}

/// <summary>What is where in a rack (Schrankansicht), and what is free in it.</summary>
/// <param name="Height">In tenths of a height unit; null where the inventory does not say.</param>
/// <param name="Slots">From the top down.</param>
/// <param name="Unplaced">Devices in it of which nobody knows where.</param>
/// <param name="Gaps">From the bottom up; empty where the height is not known.</param>
/// <param name="Used">Tenths of a height unit in which something is, on one side at least.</param>
/// <param name="PowerThere">Watts; null where the inventory does not say.</param>
/// <param name="PowerUsed">Watts of all devices, those without a place too.</param>
public sealed record RackElevation(
    ConfigurationItem Rack, ConfigurationItem? Site, ConfigurationItem? Room, long? Height,
    IReadOnlyList<RackSlot> Slots, IReadOnlyList<ConfigurationItem> Unplaced, IReadOnlyList<RackGap> Gaps, long Used,
    long? PowerThere, long PowerUsed)
{
    internal const long Unit = 10;

    /// <summary>Tenths of a height unit; below zero never, null where the height is not known.</summary>
    public long? Free => Height is null ? null : Gaps.Sum(gap => gap.Height);

    /// <summary>Watts; below zero where more is used than there is.</summary>
    public long? PowerFree => PowerThere - PowerUsed;

    /// <summary>How many devices are where something else is too, or stick out.</summary>
    public int Clashes => Slots.Count(slot => slot.Clashes.Count > 0);

    /// <summary>Tenths of a height unit as people in Germany read them: <c>4,5</c>.</summary>
    public static string Shown(long tenths) => Quantity.German(tenths, 1);

    internal static string Units(long from, long height)
    {
        // A rack has units from 1 on; what stands below sticks out, and says where.
        var first = from + Unit;
        return height <= Unit ? Signed(first) : $"{Signed(first)}–{Signed(from + height)}";

        static string Signed(long tenths) => tenths < 0 ? $"-{Shown(-tenths)}" : Shown(tenths);
    }

    /// <summary>Watts of a device, by itself or by its model; 0 where nobody knows.</summary>
    public static long PowerOf(InventorySnapshot snapshot, ConfigurationItem device) =>
        Resources.Watts(snapshot, device);

    /// <summary>The racks of a site by room and name, or of all sites.</summary>
    public static IReadOnlyList<RackElevation> All(InventorySnapshot snapshot, ConfigurationItem? site = null)
    {
        var devices = snapshot.Of(ItemKinds.Device).Where(IsThere)
            .ToLookup(device => device.Content.Link(Fields.Rack) ?? 0);
        return [.. snapshot.Of(ItemKinds.Rack)
            .Where(rack => site is null || rack.Content.Link(Fields.Site) == site.Id.Value)
            .Select(rack => Of(snapshot, rack, devices[rack.Id.Value]))
            .OrderBy(it => it.Site?.Name, StringComparer.Ordinal).ThenBy(it => it.Room?.Name, StringComparer.Ordinal)
            .ThenBy(it => it.Rack.Name, NumbersInNames.Order)];
    }

    public static RackElevation Of(InventorySnapshot snapshot, ConfigurationItem rack) => Of(snapshot, rack, snapshot
        .Of(ItemKinds.Device).Where(IsThere).Where(device => device.Content.Link(Fields.Rack) == rack.Id.Value));

    /// <summary>What is retired has left its rack; what is planned keeps its place.</summary>
    static bool IsThere(ConfigurationItem device) => device.Content.Text(Fields.Status) != "retired";

    static RackElevation Of(InventorySnapshot snapshot, ConfigurationItem rack, IEnumerable<ConfigurationItem> devices)
    {
        var (placed, unplaced, power) = (new List<RackSlot>(), new List<ConfigurationItem>(), 0L);
        foreach (var device in devices)
        {
            var taken = Resources.InRack(snapshot, device);
            power += taken.Power;
            if (device.Content.Number(Fields.Position) is not { } position) unplaced.Add(device);
            else if (taken.Height > 0) placed.Add(new(device, position - Unit, taken.Height, true, []));
            else placed.Add(new(device, position - Unit, Unit, false, []));
        }
        var height = rack.Content.Number(Fields.HeightUnits) is { } said and > 0 ? said : (long?)null;
        var (gaps, used) = GapsOf(placed, height);
        return new RackElevation(rack, snapshot.Follow(rack, Fields.Site), snapshot.Follow(rack, Fields.Room), height,
            [.. placed.Select(slot => slot with { Clashes = ClashesOf(slot, placed, rack, height) })
                .OrderByDescending(slot => slot.From).ThenBy(slot => slot.Device.Name, StringComparer.Ordinal)],
            [.. unplaced.OrderBy(device => device.Name, StringComparer.Ordinal)], gaps, used,
            rack.Content.Number(Fields.Power), power);
    }

    static List<string> ClashesOf(RackSlot slot, List<RackSlot> all, ConfigurationItem rack, long? height) =>
    [
        .. all.Where(other => other.Device.Id != slot.Device.Id && slot.Overlaps(other))
            .Select(other => other.Device.Name).Order(StringComparer.Ordinal),
        .. slot.From < 0 || slot.To > height ? [rack.Name] : Array.Empty<string>(),
    ];

    static (List<RackGap> Gaps, long Used) GapsOf(List<RackSlot> slots, long? height)
    {
        var (gaps, used, at) = (new List<RackGap>(), 0L, 0L);
        foreach (var slot in slots.OrderBy(slot => slot.From))
        {
            var (from, to) = (Math.Max(slot.From, at), Math.Min(slot.To, height ?? long.MaxValue));
            if (to <= at) continue;
            if (from > at) gaps.Add(new(at, from - at));
            used += to - from;
            at = to;
        }
        if (at < height) gaps.Add(new(at, height.Value - at));
        return (height is null ? [] : gaps, used);
    }
}
