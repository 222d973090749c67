using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.Ledger;
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
        var mergers = (await Mergers.All(db)).FindAll(it => it.Target == body && it.State == MergerState.Executed);
        // Behind a wall there may be more, of which one cannot tell what they brought.
        var all = await db.One($"""
            select count(*) from merger_case where body_id = {body.Id} and state = {MergerState.Executed.Code()}
            """, row => row.Number());
        if (all != mergers.Count || sees is not null && !mergers.SelectMany(it => it.Sources).All(sees)) return null;
        var before = contracts;
        foreach (var merger in mergers.OrderByDescending(it => it.EffectiveOn))
        {
            before = await Before(db, merger, before);
        }
        return Sum(before, baseline) - Sum(contracts, year);
    }

    /// <summary>Contracts of a target as they were before a merger into it, and those that the sources had.</summary>
    static async Task<List<ConfigurationItem>> Before(Session db, MergerCase run, List<ConfigurationItem> contracts)
    {
        var state = await db.All($"""
            select book_body_id, moment, item_id, kind, key, name, content from merger_inventory_state
            where body_id = {run.Target.Id} and merger_id = {run.Id} and run_no = {run.RunNo}
              and kind = {ItemKinds.Contract.Code}
            """, row => (Body: row.Id<Body>(), Moment: row.Text(), Item: Inventory.Map(row)));
        var written = state.Where(it => it.Moment == "after").Select(it => it.Item.Id).ToHashSet();
        return
        [
            .. contracts.Where(contract => !written.Contains(contract.Id)),
            .. state.Where(it => it.Moment == "before" && (it.Body != run.Target.Id || written.Contains(it.Item.Id)))
                .Select(it => it.Item),
        ];
    }

    static Money Sum(IEnumerable<ConfigurationItem> contracts, int year)
    {
        var day = new DateOnly(year, 12, 31);
        return contracts.Where(it => !(it.Content.Day(Fields.StartsOn) > day) && !(it.Content.Day(Fields.EndsOn) < day))
            .Aggregate(Money.Zero, (sum, it) => sum + (it.Content.Amount(Fields.AnnualPrice) ?? Money.Zero));
    }
}
