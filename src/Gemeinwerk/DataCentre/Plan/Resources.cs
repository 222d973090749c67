namespace Gemeinwerk.DataCentre.Plan;

/// <summary>How much of everything that is scarce.</summary>
/// <param name="Processors">Virtual processors, in hundredths.</param>
/// <param name="Memory">Megabytes.</param>
/// <param name="Disk">Megabytes.</param>
/// <param name="Height">Tenths of a height unit.</param>
/// <param name="Power">Watts.</param>
public readonly record struct Resources(long Processors, long Memory, long Disk, long Height, long Power)
{
    public static Resources operator +(Resources a, Resources b) => new(checked(a.Processors + b.Processors),
        checked(a.Memory + b.Memory), checked(a.Disk + b.Disk), checked(a.Height + b.Height),
            checked(a.Power + b.Power));

    public static Resources operator -(Resources a, Resources b) => new(checked(a.Processors - b.Processors),
        checked(a.Memory - b.Memory), checked(a.Disk - b.Disk), checked(a.Height - b.Height),
            checked(a.Power - b.Power));

    /// <summary>What a virtual machine takes.</summary>
    internal static Resources Taken(ConfigurationItem machine) => new(machine.Content.Number(Fields.VirtualCpus) ?? 0,
        machine.Content.Number(Fields.Memory) ?? 0, machine.Content.Number(Fields.Disk) ?? 0, 0, 0);

    /// <summary>What a host offers to virtual machines.</summary>
    internal static Resources Offered(ConfigurationItem host, CentreRules rules) => new(
        (host.Content.Number(Fields.Cores) ?? 0) * rules.OvercommitPercent,
        (host.Content.Number(Fields.Memory) ?? 0) * (100 - rules.MemoryReservePercent) / 100,
        host.Content.Number(Fields.Disk) ?? 0, 0, 0);

    /// <summary>What a device takes of its rack, by itself or by its model.</summary>
    internal static Resources InRack(InventorySnapshot snapshot, ConfigurationItem device) =>
        new(0, 0, 0, Own(snapshot, device, Fields.HeightUnits) ?? 0, Watts(snapshot, device));

    internal static long Watts(InventorySnapshot snapshot, ConfigurationItem device) =>
        Own(snapshot, device, Fields.Power) ?? 0;

    static long? Own(InventorySnapshot snapshot, ConfigurationItem device, Field field) =>
        device.Content.Number(field) ?? snapshot.Follow(device, Fields.Model)?.Content.Number(field);
}
