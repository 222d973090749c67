using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>Adds up what many postings change in open items and assets before their rows are touched once.</summary>
sealed class SubledgerChanges
{
    const int MostKeys = 200_000;

    readonly SortedDictionary<long, long> items = [];
    readonly SortedDictionary<long, (long Cost, long Depreciation)> assets = [];

    internal bool IsFull => items.Count + assets.Count > MostKeys;

    internal void Add(EntryDraft draft)
    {
        for (var i = 0; i < draft.Postings.Count; i++)
        {
            var posting = draft.Postings[i];
            if (posting.Item is { } item)
            {
                items[item.Value] = items.GetValueOrDefault(item.Value) + posting.Amount.Cents;
            }
            if (posting.Asset is { } asset)
            {
                var (cost, depreciation) = assets.GetValueOrDefault(asset.Value);
                assets[asset.Value] = posting.Movement!.Value.ChangesCost()
                    ? (cost + posting.Amount.Cents, depreciation)
                    : (cost, depreciation + posting.Amount.Cents);
            }
        }
    }

    internal async Task Write(Session db, Id<Body> body)
    {
        foreach (var (item, change) in items)
        {
            await db.Run($"""
                update ledger_item set open = open + {change} where body_id = {body} and item_id = {item}
                """);
        }
        foreach (var (asset, change) in assets)
        {
            await db.Run($"""
                update ledger_asset set cost = cost + {change.Cost}, depreciation = depreciation + {change.Depreciation}
                where body_id = {body} and asset_id = {asset}
                """);
        }
        items.Clear();
        assets.Clear();
    }
}

static class AssetMovements
{
    /// <summary>
    /// Whether a movement changes the acquisition cost; the others change the accumulated depreciation.
    /// </summary>
    internal static bool ChangesCost(this AssetMovement movement) =>
        movement is AssetMovement.Addition or AssetMovement.Disposal or AssetMovement.Transfer;
}
