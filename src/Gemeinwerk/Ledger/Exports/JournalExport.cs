using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger.Exports;

/// <summary>
/// The journal as anyone can read and check it (<c>gemeinwerk-journal/1</c>, docs/formats.md section 2).
/// </summary>
public static class JournalExport
{
    /// <summary>Writes the first entries of the journal, one JSON line each; memory stays flat.</summary>
    /// <param name="upTo">The journal as it was at this length; null for the whole.</param>
    /// <param name="progress">Gets the number of entries written so far.</param>
    /// <returns>How many entries were written, or <c>ledger.checkpoint-size</c>.</returns>
    public static async Task<Result<long>> Write(
        Session db, Body body, Stream to, long? upTo = null, IProgress<long>? progress = null)
    {
        var length = await Checkpoints.Length(db, body);
        if (upTo < 0 || upTo > length)
        {
            return new Rejection("ledger.checkpoint-size",
                $"Das Journal hat {German.Count(length)} Buchungen, nicht {German.Count(upTo.Value)}.");
        }
        var size = upTo ?? length;
        var names = await Names.Load(db, body.Id);
        using var lines = new JsonLines(to);
        var header = lines.Start();
        header.WriteString("format", "gemeinwerk-journal/1");
        header.WriteString("body", body.Code);
        header.WriteString("name", body.Name);
        header.WriteNumber("entries", size);
        lines.End();
        await lines.Flush();

        var rows = new JournalRows(db, body.Id)
        {
            OnStep = async no =>
            {
                await lines.Flush();
                progress?.Report(no);
            },
        };
        await rows.Scan(1, size, (no, entry, postings) => WriteEntry(lines, rows, names, no, entry, postings));
        return size;
    }

    static void WriteEntry(
        JsonLines lines, JournalRows rows, Names names, long no, Row entry, ReadOnlySpan<PostingRow> postings)
    {
        var json = lines.Start();
        json.WriteNumber(JsonLines.Member("no"), no);
        json.WriteString(JsonLines.Member("kind"), entry.Utf8());
        json.WriteNumber(JsonLines.Member("year"), entry.Number());
        json.WriteNumber(JsonLines.Member("period"), entry.Number());
        lines.Day("booked", entry.Number());
        lines.Day("effective", entry.Number());
        json.WriteString(JsonLines.Member("document"), entry.Utf8());
        json.WriteString(JsonLines.Member("text"), entry.Utf8());
        json.WriteString(JsonLines.Member("by"), entry.Utf8());
        json.WriteNumber(JsonLines.Member("at"), entry.Number());
        if (entry.TryUtf8(out var external)) json.WriteString(JsonLines.Member("external"), external);
        if (entry.NumberOrNull() is { } reverses) json.WriteNumber(JsonLines.Member("reverses"), reverses);
        json.WriteString(JsonLines.Member("leaf"), Convert.ToHexStringLower(entry.Blob()));
        json.WriteStartArray(JsonLines.Member("postings"));
        foreach (ref readonly var posting in postings)
        {
            json.WriteStartObject();
            json.WriteString(JsonLines.Member("account"), names.Accounts[posting.Account]);
            json.WriteNumber(JsonLines.Member("amount"), posting.Amount);
            Name("product", names.Products, posting.Product);
            Name("centre", names.CostCentres, posting.CostCentre);
            Name("payment", names.Accounts, posting.Payment);
            Name("party", names.Parties, posting.Party);
            Name("item", names.Items, posting.Item);
            Name("asset", names.Assets, posting.Asset);
            if (!posting.Movement.IsAbsent) json.WriteString(JsonLines.Member("movement"), rows.Text(posting.Movement));
            if (!posting.Text.IsAbsent) json.WriteString(JsonLines.Member("text"), rows.Text(posting.Text));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        lines.End();

        void Name(string member, Dictionary<long, byte[]> known, long id)
        {
            if (id != JournalRows.Absent) json.WriteString(JsonLines.Member(member), known[id]);
        }
    }
}
