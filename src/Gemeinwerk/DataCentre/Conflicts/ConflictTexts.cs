namespace Gemeinwerk.DataCentre.Conflicts;

/// <summary>What people call the kinds of conflicts.</summary>
public static class ConflictTexts
{
    public static string Of(ConflictKind kind) => kind switch
    {
        ConflictKind.PrefixIdentical => "Netz doppelt",
        ConflictKind.PrefixContains => "Netz überlappt",
        ConflictKind.VlanReused => "VLAN-ID doppelt",
        ConflictKind.AsnReused => "AS-Nummer doppelt",
        ConflictKind.DeviceName => "Gerätename doppelt",
        ConflictKind.VirtualMachineName => "Name eines virtuellen Servers doppelt",
        ConflictKind.AddressReused => "Adresse doppelt",
        ConflictKind.ContractDouble => "Vertrag doppelt",
        ConflictKind.DependencyCircle => "Abhängigkeit im Kreis",
        ConflictKind.DependencyDangling => "Abhängigkeit ins Leere",
        ConflictKind.EndOfLife => "Unterstützung endet",
        ConflictKind.HardwareOld => "Gerät zu alt",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
