using Gemeinwerk.Basics;

namespace Gemeinwerk.DataCentre.Conflicts;

/// <summary>What two inventories have against each other, or one alone.</summary>
public enum ConflictKind
{
    /// <summary>The same network on both sides: one is renumbered.</summary>
    PrefixIdentical,

    /// <summary>A network of one side lies in one of the other.</summary>
    PrefixContains,

    /// <summary>A VLAN id with another meaning on each side.</summary>
    VlanReused,

    /// <summary>An autonomous system number that both sides use.</summary>
    AsnReused,

    /// <summary>One name for two devices: one is renamed.</summary>
    DeviceName,

    /// <summary>One name for two virtual machines: one is renamed.</summary>
    VirtualMachineName,

    /// <summary>One address for two things.</summary>
    AddressReused,

    /// <summary>Both sides pay for the same product.</summary>
    ContractDouble,

    /// <summary>Things that all need each other, so that none of them can be started first.</summary>
    DependencyCircle,

    /// <summary>Something is needed that no inventory knows.</summary>
    DependencyDangling,

    /// <summary>The maker no longer supports it.</summary>
    EndOfLife,

    /// <summary>Bought so long ago that it should not be moved.</summary>
    HardwareOld,
}

/// <summary>A finding of the check of two inventories, with what to do about it.</summary>
/// <param name="Side">The body whose item it is first about.</param>
/// <param name="Items">The items concerned; of a pair first that of the left side.</param>
/// <param name="Text">What is the matter, one German sentence.</param>
/// <param name="Proposal">What to do, one German sentence; null where that is for people to find.</param>
/// <param name="NewName">The name or network proposed for the last of the items; null where none is.</param>
/// <param name="Saving">Saved in a year where the proposal is followed; null where it saves nothing.</param>
/// <param name="Until">The day by which to act: of a notice, of an end.</param>
public sealed record Conflict(
    ConflictKind Kind, string Side, IReadOnlyList<ConfigurationItem> Items, string Text, string? Proposal = null,
    string? NewName = null, Money? Saving = null, DateOnly? Until = null);

/// <summary>Two items that are the same thing.</summary>
/// <param name="By">How that is known, as it is shown: „Seriennummer“.</param>
public sealed record ItemMatch(ConfigurationItem Left, ConfigurationItem Right, string By);

/// <summary>What the check of two inventories found.</summary>
public sealed record ConflictReport(IReadOnlyList<Conflict> Conflicts, IReadOnlyList<ItemMatch> Matches)
{
    /// <summary>What following all proposals saves in a year.</summary>
    public Money Saving => Conflicts.Aggregate(Money.Zero, (sum, conflict) => sum + (conflict.Saving ?? Money.Zero));
}
