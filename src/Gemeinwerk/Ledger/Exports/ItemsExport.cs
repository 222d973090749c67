using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger.Exports;

/// <summary>The open items as of now (<c>gemeinwerk-items/1</c>, docs/formats.md section 4).</summary>
public static class ItemsExport
{
    /// <returns>How many items were written.</returns>
    public static async Task<long> Write(Session db, Body body, Stream to) =>
        await Write(db, body, to, await Checkpoints.Length(db, body), await OpenItems.Unsettled(db, body.Id));

    /// <summary>The items as they were at a length of the journal, which the caller has read.</summary>
    internal static async Task<long> Write(Session db, Body body, Stream to, long size, List<OpenItem> items)
    {
        var names = await Names.Load(db, body.Id);
        return await HoldingsExport.Write(body, to, "items", size, items, item => item.Number, (lines, json, item) =>
        {
            json.WriteString("account", names.Accounts[item.Account.Value]);
            json.WriteString("party", names.Parties[item.Party.Value]);
            lines.Day("originated", Day.Number(item.OriginatedOn));
            lines.Day("due", Day.Number(item.DueOn));
            json.WriteNumber("dunning", item.DunningLevel);
            json.WriteNumber("open", item.Open.Cents);
        });
    }
}
