namespace Gemeinwerk.DataCentre.Conflicts;

/// <summary>What the check of two inventories takes for granted.</summary>
/// <param name="Day">The day on which both become one; ends of support before it are findings.</param>
/// <param name="HardwareYears">Hardware older than this should not be moved.</param>
public sealed record ConflictRules(DateOnly Day, int HardwareYears = 8);

/// <summary>
/// Looks over two inventories before anything of them is merged: what is the same, what clashes, what to do about it.
/// Pure; the same inventories give the same findings in the same order.
/// </summary>
public static class ConflictCheck
{
    public static ConflictReport Run(InventorySnapshot left, InventorySnapshot right, ConflictRules rules)
    {
        var conflicts = new List<Conflict>();
        var matches = new List<ItemMatch>();
        CatalogueRules.Members(left, right, matches);
        CatalogueRules.Applications(left, right, matches);
        HardwareRules.Devices(left, right, conflicts, matches);
        HardwareRules.VirtualMachines(left, right, conflicts, matches);
        NetworkRules.Prefixes(left, right, conflicts);
        NetworkRules.Addresses(left, right, conflicts);
        NetworkRules.Vlans(left, right, conflicts);
        NetworkRules.AutonomousSystems(left, right, conflicts);
        CatalogueRules.Contracts(left, right, conflicts);
        foreach (var side in new[] { left, right })
        {
            DependencyRules.Circles(side, conflicts);
            DependencyRules.Dangling(side, conflicts);
            LifeRules.Support(side, rules, conflicts);
            LifeRules.Hardware(side, rules, conflicts);
        }
        return new ConflictReport([.. conflicts.OrderBy(conflict => conflict.Kind)], matches);
    }
}
