namespace Gemeinwerk.DataCentre.Plan;

/// <summary>What capacity and placement take for granted.</summary>
/// <param name="Day">The day that is planned for.</param>
/// <param name="OvercommitPercent">How many virtual processors a core carries, in percent: 400 is four.</param>
/// <param name="MemoryReservePercent">How much of a host's memory stays free for the host itself.</param>
/// <param name="HardwareYears">Nothing is placed on hardware older than this.</param>
/// <param name="IsApartBySite">What is kept apart is at different sites where the hosts are at several; else on
/// different hosts.</param>
/// <param name="IsAcross">All hosts are one pool; else each cluster keeps to its own.</param>
/// <param name="CountsDeliveries">Planned devices are there already.</param>
public sealed record CentreRules(
    DateOnly Day, int OvercommitPercent = 400, int MemoryReservePercent = 5, int HardwareYears = 8,
    bool IsApartBySite = true, bool IsAcross = false, bool CountsDeliveries = false)
{
    /// <summary>The item carries something on the day.</summary>
    internal bool IsThere(ConfigurationItem item) => item.Content.Text(Fields.Status) switch
    {
        "retired" or "decommissioning" or "failed" => false,
        "planned" or "staged" => CountsDeliveries,
        _ => true,
    };

    /// <summary>Too old for anything to be placed on it, or no longer supported.</summary>
    internal bool IsTooOld(InventorySnapshot snapshot, ConfigurationItem device) =>
        device.Content.Day(Fields.PurchasedOn)?.AddYears(HardwareYears) < Day
        || device.Content.Day(Fields.EndOfLife) < Day
        || snapshot.Follow(device, Fields.Model)?.Content.Day(Fields.EndOfLife) < Day;
}
