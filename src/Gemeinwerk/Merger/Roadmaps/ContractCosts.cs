using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger.Inventories;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger.Roadmaps;

/// <summary>What the contracts of a data centre cost in a year, and how much less that is than before its mergers.
/// </summary>
static class ContractCosts
{
    /// <summary>Of a cost what the contracts that run at the end of the year cost; of a saving how much less that is
    /// than at the end of the baseline year, when those of the bodies that were merged into this one were theirs.
    /// </summary>
    /// <param name="sees">Into whose inventories one looks; into all where it is null.</param>
    /// <returns>Null where there are no contracts, no baseline, or where a body may not be looked into.</returns>
    internal static async Task<Money?> Of(
        Session db, Body body, PlannedAmount amount, int year, Func<Body, bool>? sees)
    {
        var contracts = await Inventory.All(db, body.Id, ItemKinds.Contract);
        if (contracts.Count == 0) return null;
        if (!amount.IsSaving) return Sum(contracts, year);
        if (amount.BaselineYear is not { } baseline) return null;
        foreach (var merger in (await Mergers.All(db)).Where(it =>
            it.Target == body && it.State == MergerState.Executed))
        {
            if (!merger.Sources.All(source => sees?.Invoke(source) != false)) return null;
            contracts = await Before(db, merger, contracts);
        }
        return Sum(contracts, baseline) - Sum(await Inventory.All(db, body.Id, ItemKinds.Contract), year);
    }

    /// <summary>Contracts with those of the sources as they were, in place of what arrived of them.</summary>
    static async Task<List<ConfigurationItem>> Before(
        Session db, MergerCase merger, List<ConfigurationItem> contracts)
    {
        if (await RecordedInventory.Read(db, merger) is not { } recorded) return contracts;
        var arrived = recorded.Moves.Where(move => move.Fate == ItemFate.Moved).Select(move => move.Target).ToHashSet();
        return
        [
            .. contracts.Where(contract => !arrived.Contains(contract.Id.Value)),
            .. merger.Sources.SelectMany(recorded.Before).Where(item => item.Kind == ItemKinds.Contract),
        ];
    }

    static Money Sum(IEnumerable<ConfigurationItem> contracts, int year)
    {
        var day = new DateOnly(year, 12, 31);
        return contracts.Where(it => !(it.Content.Day(Fields.StartsOn) > day) && !(it.Content.Day(Fields.EndsOn) < day))
            .Aggregate(Money.Zero, (sum, it) => sum + (it.Content.Amount(Fields.AnnualPrice) ?? Money.Zero));
    }
}
