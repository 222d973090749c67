using System.Globalization;
using Gemeinwerk.Basics;

namespace Gemeinwerk.DataCentre.Plan;

/// <summary>A number that a plan is made with, and which ones it may be.</summary>
/// <param name="Code">For programs and addresses: <c>overcommit</c>.</param>
/// <param name="German">What people read.</param>
/// <param name="Usual">Where nobody says one.</param>
public sealed record PlanNumber(string Code, string German, int Least, int Most, int Usual)
{
    public static readonly PlanNumber Overcommit = new("overcommit", "Überbuchung in Prozent", 1, 10_000, 400);
    public static readonly PlanNumber Reserve = new("reserve", "Speicherreserve in Prozent", 0, 100, 5);
    public static readonly PlanNumber Spare = new("spare", "Reserveserver je Cluster", 0, 100, 0);
    public static readonly PlanNumber Years = new("years", "Server höchstens alt, Jahre", 0, 100, 8);
    public static readonly PlanNumber Search = new("search", "Suche je Cluster, Sekunden", 1, 300, 30);
    public static readonly PlanNumber PriceCents = new("price", "Preis je kWh in Cent", 0, 10_000, 25);
    public static readonly PlanNumber Every = new("every", "Eine Nacht alle … Tage", 1, 366, 1);
    public static readonly PlanNumber PerNight = new("most", "Höchstens je Nacht", 1, 100_000, 20);

    /// <returns>The number, the usual one for null, or <c>centre.number</c>.</returns>
    public Result<int> Check(int? number) => Parse(number?.ToString(CultureInfo.InvariantCulture));

    /// <param name="text">May be missing or empty: then it is the usual one.</param>
    /// <returns>The number, or <c>centre.number</c>.</returns>
    public Result<int> Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return Usual;
        return int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= Least && number <= Most
            ? number
            : new Rejection("centre.number", $"{German}: „{Texts.Shown(text)}“ ist keine ganze Zahl von "
                + $"{Basics.German.Count(Least)} bis {Basics.German.Count(Most)}.");
    }
}

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
