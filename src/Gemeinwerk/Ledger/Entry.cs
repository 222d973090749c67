using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>An entry of the journal (Zeitbuch).</summary>
/// <param name="No">Gapless from 1 in the body's journal.</param>
/// <param name="Draft">What was posted.</param>
/// <param name="PostedAt">When it was captured, UTC.</param>
public sealed record Entry(long No, EntryDraft Draft, string PostedBy, DateTimeOffset PostedAt, byte[] LeafHash);

public static class Entries
{
    /// <summary>An entry with its postings, or null.</summary>
    public static async Task<Entry?> Find(Session db, Body body, long entryNo)
    {
        Entry? found = null;
        await Scan(db, body, entryNo, entryNo, entry => found = entry);
        return found;
    }

    /// <summary>Reads entries from one number to another, both included, in order; memory stays flat.</summary>
    public static async Task Scan(Session db, Body body, long from, long to, Action<Entry> each)
    {
        const int Step = 8192;
        for (var start = from; start <= to;)
        {
            // However large the number is that somebody asks for, nothing here goes beyond it.
            var end = to - start < Step ? to : start + Step - 1;
            var postings = new List<Posting>[end - start + 1];
            await db.Scan($"""
                select entry_no, account_id, amount, product_id, cost_centre_id, payment_account_id, party_id, item_id,
                  asset_id, movement, text
                from ledger_posting where body_id = {body.Id} and entry_no between {start} and {end}
                order by entry_no, line_no
                """, row => (postings[row.Number() - start] ??= []).Add(Posting(row)));
            await db.Scan($"""
                select entry_no, kind, period, booked_on, effective_on, document, text, external_id, reverses_no,
                  posted_by, posted_at, leaf_hash
                from ledger_entry where body_id = {body.Id} and entry_no between {start} and {end} order by entry_no
                """, row =>
                {
                    var no = row.Number();
                    each(Map(row, no, postings[no - start] ?? []));
                });
            if (end == to) return;
            start = end + 1;
        }
    }

    /// <summary>The number of the entry that reverses one, or null.</summary>
    public static Task<long?> ReversalOf(Session db, Id<Body> body, long entryNo) => db.Maybe($"""
        select entry_no from ledger_entry where body_id = {body} and reverses_no = {entryNo}
        """, row => row.NumberOrNull());

    static Entry Map(Row row, long no, List<Posting> postings)
    {
        var (kind, period) = (Codes.Parse<EntryKind>(row.Text()), row.Int());
        var draft = new EntryDraft(row.Day(), row.Day(), row.Text(), row.Text(), postings, kind, row.TextOrNull(),
            row.NumberOrNull())
        {
            PeriodOverride = period,
        };
        return new Entry(no, draft, row.Text(), row.Moment(), row.Bytes());
    }

    static Posting Posting(Row row) => new(
        row.Id<Account>(), row.Money(), row.IdOrNull<Product>(), row.IdOrNull<CostCentre>(), row.IdOrNull<Account>(),
        row.IdOrNull<Party>(), row.IdOrNull<OpenItem>(), row.IdOrNull<Asset>(),
        row.TextOrNull() is { } movement ? Codes.Parse<AssetMovement>(movement) : null, row.TextOrNull());
}
