using System.Text;
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
        items.Sort((a, b) => Utf8Order.Compare(a.Number, b.Number));
        using var lines = new JsonLines(to);
        var header = lines.Start();
        header.WriteString("format", "gemeinwerk-items/1");
        header.WriteString("body", body.Code);
        header.WriteNumber("size", size);
        header.WriteNumber("items", items.Count);
        lines.End();
        foreach (var part in items.Chunk(4096))
        {
            foreach (var item in part)
            {
                var json = lines.Start();
                json.WriteString("number", item.Number);
                json.WriteString("account", names.Accounts[item.Account.Value]);
                json.WriteString("party", names.Parties[item.Party.Value]);
                lines.Day("originated", Day.Number(item.OriginatedOn));
                lines.Day("due", Day.Number(item.DueOn));
                json.WriteNumber("dunning", item.DunningLevel);
                json.WriteNumber("open", item.Open.Cents);
                lines.End();
            }
            await lines.Flush();
        }
        await lines.Flush();
        return items.Count;
    }
}

/// <summary>The order of the UTF-8 bytes, which UTF-16 keeps except for characters beyond the first plane.</summary>
static class Utf8Order
{
    internal static int Compare(string a, string b) =>
        Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b));
}
