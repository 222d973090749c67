using Gemeinwerk.Basics;

namespace Gemeinwerk.DataCentre.Conflicts;

/// <summary>What is too old to be moved.</summary>
static class LifeRules
{
    /// <summary>
    /// Systems whose platform, product or model the maker no longer supports on the day; on the last day it still does.
    /// </summary>
    internal static void Support(InventorySnapshot side, ConflictRules rules, List<Conflict> conflicts)
    {
        foreach (var item in side.Items)
        {
            foreach (var link in new[] { Fields.Platform, Fields.Product, Fields.Model })
            {
                if (item.Kind == ItemKinds.Contract || item.Kind.Find(link.Code) is null) continue;
                if (side.Follow(item, link) is not { } release
                    || release.Content.Day(Fields.EndOfLife) is not { } ends || ends >= rules.Day)
                {
                    continue;
                }
                conflicts.Add(new Conflict(ConflictKind.EndOfLife, side.Body.Code, [item, release],
                    $"„{item.Name}“ läuft mit {release.Name}, dessen Unterstützung am {German.Date(ends)} endet.",
                    "Vor dem Umzug erneuern.", Until: ends));
            }
        }
    }

    internal static void Hardware(InventorySnapshot side, ConflictRules rules, List<Conflict> conflicts)
    {
        foreach (var device in side.Of(ItemKinds.Device))
        {
            if (device.Content.Day(Fields.PurchasedOn) is not { } bought) continue;
            if (bought.AddYears(rules.HardwareYears) >= rules.Day) continue;
            conflicts.Add(new Conflict(ConflictKind.HardwareOld, side.Body.Code, [device],
                $"„{device.Name}“ ist vom {German.Date(bought)} und damit älter als {rules.HardwareYears} Jahre.",
                "Nicht umziehen, sondern ersetzen.", Until: bought.AddYears(rules.HardwareYears)));
        }
    }
}
