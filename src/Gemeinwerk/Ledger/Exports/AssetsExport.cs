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
        assets.Sort((a, b) => Utf8Order.Compare(a.Number, b.Number));
        using var lines = new JsonLines(to);
        var header = lines.Start();
        header.WriteString("format", "gemeinwerk-assets/1");
        header.WriteString("body", body.Code);
        header.WriteNumber("size", size);
        header.WriteNumber("assets", assets.Count);
        lines.End();
        foreach (var part in assets.Chunk(4096))
        {
            foreach (var asset in part)
            {
                var json = lines.Start();
                json.WriteString("number", asset.Number);
                json.WriteString("account", names.Accounts[asset.Account.Value]);
                lines.Day("inService", Day.Number(asset.InServiceOn));
                json.WriteNumber("lifeMonths", asset.UsefulLifeMonths);
                json.WriteNumber("cost", asset.Cost.Cents);
                json.WriteNumber("depreciation", asset.Depreciation.Cents);
                lines.End();
            }
            await lines.Flush();
        }
        await lines.Flush();
        return assets.Count;
    }
}
