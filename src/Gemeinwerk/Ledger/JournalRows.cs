using System.Runtime.InteropServices;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>
/// A posting as it stands in its row. An id is <see cref="JournalRows.Absent"/> where the row has null.
/// </summary>
struct PostingRow
{
    internal long EntryNo, LineNo, BookedOn, Account, Amount, Product, CostCentre, Payment, Party, Item, Asset;
    internal TextPlace Movement, Text;
}

/// <summary>Where a text lies in the buffer of its <see cref="JournalRows"/>.</summary>
readonly record struct TextPlace(int Start, int Length)
{
    internal static readonly TextPlace Absent = new(0, -1);
    internal bool IsAbsent => Length < 0;
}

/// <summary>
/// Gets the row of an entry, of which the number is read already, with its postings in order of lines.
/// </summary>
delegate void OnEntry(long no, Row entry, ReadOnlySpan<PostingRow> postings);

/// <summary>
/// Reads a journal's rows as they are, in order, without an object per row: for exports and for verification, which
/// trust nothing that a domain type would promise.
/// </summary>
sealed class JournalRows(Session db, Id<Body> body)
{
    internal const long Absent = long.MinValue;
    const int EntriesPerStep = 4096;

    readonly List<PostingRow> postings = [];
    byte[] texts = new byte[1 << 16];
    int textsUsed;

    /// <summary>Called for postings that belong to no entry.</summary>
    internal Action<PostingRow>? OnOrphan { get; init; }

    /// <summary>Called after each step with the number of the last entry.</summary>
    internal Func<long, ValueTask>? OnStep { get; init; }

    internal ReadOnlySpan<byte> Text(TextPlace place) => texts.AsSpan(place.Start, place.Length);

    /// <summary>
    /// Reads entries from one number to another, both included. The entry's columns that follow its number: kind,
    /// fiscal_year, period, booked_on, effective_on, document, text, posted_by, posted_at, external_id, reverses_no,
    /// leaf_hash, content_hash.
    /// </summary>
    internal async Task Scan(long from, long to, OnEntry each)
    {
        for (var start = from; start <= to; start += EntriesPerStep)
        {
            var end = Math.Min(to, start + EntriesPerStep - 1);
            await ReadPostings(start, end);
            var at = 0;
            await db.Scan($"""
                select entry_no, kind, fiscal_year, period, booked_on, effective_on, document, text, posted_by,
                  posted_at, external_id, reverses_no, leaf_hash, content_hash
                from ledger_entry where body_id = {body} and entry_no between {start} and {end} order by entry_no
                """, row =>
            {
                var no = row.Number();
                at = PassOrphans(at, no);
                var first = at;
                while (at < postings.Count && postings[at].EntryNo == no) at++;
                each(no, row, CollectionsMarshal.AsSpan(postings)[first..at]);
            });
            PassOrphans(at, end + 1);
            if (OnStep is not null) await OnStep(end);
        }
    }

    int PassOrphans(int at, long no)
    {
        for (; at < postings.Count && postings[at].EntryNo < no; at++) OnOrphan?.Invoke(postings[at]);
        return at;
    }

    async Task ReadPostings(long start, long end)
    {
        postings.Clear();
        textsUsed = 0;
        await db.Scan($"""
            select entry_no, line_no, booked_on, account_id, amount, product_id, cost_centre_id, payment_account_id,
              party_id, item_id, asset_id, movement, text
            from ledger_posting where body_id = {body} and entry_no between {start} and {end}
            order by entry_no, line_no
            """, row =>
        {
            CollectionsMarshal.SetCount(postings, postings.Count + 1);
            ref var posting = ref CollectionsMarshal.AsSpan(postings)[^1];
            posting.EntryNo = row.Number();
            posting.LineNo = row.Number();
            posting.BookedOn = row.Number();
            posting.Account = row.Number();
            posting.Amount = row.Number();
            posting.Product = row.NumberOrNull() ?? Absent;
            posting.CostCentre = row.NumberOrNull() ?? Absent;
            posting.Payment = row.NumberOrNull() ?? Absent;
            posting.Party = row.NumberOrNull() ?? Absent;
            posting.Item = row.NumberOrNull() ?? Absent;
            posting.Asset = row.NumberOrNull() ?? Absent;
            posting.Movement = row.TryUtf8(out var movement) ? Keep(movement) : TextPlace.Absent;
            posting.Text = row.TryUtf8(out var text) ? Keep(text) : TextPlace.Absent;
        });
    }

    TextPlace Keep(ReadOnlySpan<byte> text)
    {
        var place = new TextPlace(textsUsed, text.Length);
        textsUsed += text.Length;
        if (textsUsed > texts.Length) Array.Resize(ref texts, Math.Max(texts.Length * 2, textsUsed));
        text.CopyTo(texts.AsSpan(place.Start));
        return place;
    }
}
