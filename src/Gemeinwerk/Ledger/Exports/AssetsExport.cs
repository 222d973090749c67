using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger.Exports;

/// <summary>The fixed assets in use as of now (<c>gemeinwerk-assets/1</c>, docs/formats.md section 4).</summary>
public static class AssetsExport
{
    /// <returns>How many assets were written.</returns>
    public static async Task<long> Write(Session db, Body body, Stream to) =>
        await Write(db, body, to, await Checkpoints.Length(db, body), await Assets.InUse(db, body.Id));

    /// <summary>The assets as they were at a length of the journal, which the caller has read.</summary>
    internal static async Task<long> Write(Session db, Body body, Stream to, long size, List<Asset> assets)
    {
        var names = await Names.Load(db, body.Id);
        return await HoldingsExport.Write(body, to, "assets", size, assets, it => it.Number, (lines, json, asset) =>
        {
            json.WriteString("account", names.Accounts[asset.Account.Value]);
            lines.Day("inService", Day.Number(asset.InServiceOn));
            json.WriteNumber("lifeMonths", asset.UsefulLifeMonths);
            json.WriteNumber("cost", asset.Cost.Cents);
            json.WriteNumber("depreciation", asset.Depreciation.Cents);
        });
    }
}
