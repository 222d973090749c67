using System.Globalization;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>Which entries of a journal are wanted.</summary>
/// <param name="Account">Only entries that post to it; of a receipt or payment account, those that name it.</param>
/// <param name="Text">Contained in document or text, whatever the case; empty for all.</param>
public sealed record JournalFilter(
    DateOnly? From = null, DateOnly? To = null, Account? Account = null, string Text = "");

/// <summary>An entry in a list.</summary>
/// <param name="Amount">Sum of its debits.</param>
public sealed record JournalLine(
    long EntryNo, DateOnly BookedOn, string Document, string Text, EntryKind Kind, long? ReversesNo, Money Amount,
    string PostedBy);

/// <summary>A part of the journal.</summary>
/// <param name="Next">Where the next part begins; null at the end.</param>
public sealed record JournalSlice(IReadOnlyList<JournalLine> Lines, string? Next);

/// <summary>
/// The journal in order of booking days, in parts. A part costs the same wherever it lies, because a cursor says where
/// it begins. A search for a text looks through a bounded number of entries: then the part may be shorter than asked,
/// even empty, and still have a next one.
/// </summary>
public static class JournalList
{
    /// <summary>How many entries a search for a text looks through for one part.</summary>
    public const int MostSearched = 40_000;

    const int EntriesPerStep = 2_000;

    /// <param name="after">The cursor of the part before, or null.</param>
    /// <param name="newestFirst">Order by day and number, descending or ascending.</param>
    public static async Task<JournalSlice> Read(
        Session db, Id<Body> body, JournalFilter filter, string? after, int most, bool newestFirst)
    {
        var found = new List<JournalLine>();
        var at = Parse(after) ?? (newestFirst ? (99_999_999, long.MaxValue) : (0, 0));
        var step = filter.Text.Length == 0 ? most : EntriesPerStep;
        for (var searched = 0; searched < MostSearched; searched += step)
        {
            var lines = await Step(db, body, filter, at, step, newestFirst);
            foreach (var line in lines)
            {
                at = (Day.Number(line.BookedOn), line.EntryNo);
                if (!Matches(line, filter.Text)) continue;
                found.Add(line);
                if (found.Count < most) continue;
                return new JournalSlice(found, line == lines[^1] && lines.Count < step ? null : Cursor(at));
            }
            if (lines.Count < step) return new JournalSlice(found, null);
        }
        return new JournalSlice(found, Cursor(at));
    }

    /// <summary>The entries that were captured last, the newest first.</summary>
    public static Task<List<JournalLine>> Newest(Session db, Id<Body> body, int most) => db.All($"""
        select e.entry_no, e.booked_on, e.document, e.text, e.kind, e.reverses_no, e.posted_by,
          (select cast(coalesce(sum(p.amount), 0) as bigint) from ledger_posting p
           where p.body_id = e.body_id and p.entry_no = e.entry_no and p.amount > 0)
        from ledger_entry e where e.body_id = {body} order by e.entry_no desc limit {most}
        """, Map);

    static bool Matches(JournalLine line, string text) =>
        line.Document.Contains(text, StringComparison.OrdinalIgnoreCase)
        || line.Text.Contains(text, StringComparison.OrdinalIgnoreCase);

    static Task<List<JournalLine>> Step(Session db, Id<Body> body, JournalFilter filter,
        (long Day, long No) after, int most, bool newestFirst)
    {
        var from = Day.Number(filter.From ?? DateOnly.MinValue);
        var to = Day.Number(filter.To ?? DateOnly.MaxValue);
        // The range of days repeats what the cursor says, because the index is on the day alone.
        if (newestFirst) to = Math.Min(to, after.Day);
        else from = Math.Max(from, after.Day);
        var order = newestFirst ? "booked_on desc, entry_no desc" : "booked_on, entry_no";

        Sql sql = $"with page as (select ";
        if (filter.Account is null) sql.AppendLiteral("booked_on, entry_no from ledger_entry where ");
        else Of(filter.Account, body, sql);
        sql.AppendLiteral("body_id = ");
        sql.AppendFormatted(body);
        sql.AppendLiteral(" and booked_on between ");
        sql.AppendFormatted(from);
        sql.AppendLiteral(" and ");
        sql.AppendFormatted(to);
        sql.AppendLiteral(newestFirst ? " and (booked_on, entry_no) < (" : " and (booked_on, entry_no) > (");
        sql.AppendFormatted(after.Day);
        sql.AppendLiteral(", ");
        sql.AppendFormatted(after.No);
        sql.AppendLiteral($") order by {order} limit ");
        sql.AppendFormatted(most);
        sql.AppendLiteral("""
            )
            select e.entry_no, e.booked_on, e.document, e.text, e.kind, e.reverses_no, e.posted_by,
              (select cast(coalesce(sum(p.amount), 0) as bigint) from ledger_posting p
               where p.body_id = e.body_id and p.entry_no = e.entry_no and p.amount > 0)
            from page cross join ledger_entry e where e.entry_no = page.entry_no and e.body_id = 
            """); // SQLite reads the page first only where it is told to.
        sql.AppendFormatted(body);
        sql.AppendLiteral($" order by e.{order.Replace(", ", ", e.", StringComparison.Ordinal)}");
        return db.All(sql, Map);
    }

    static void Of(Account account, Id<Body> body, Sql sql)
    {
        sql.AppendLiteral("distinct booked_on, entry_no from ledger_posting where ");
        if (account.IsPayment)
        {
            // Only postings on cash accounts name one, and these have an index.
            sql.AppendLiteral(
                "account_id in (select account_id from ledger_account where role = 'cash' and body_id = ");
            sql.AppendFormatted(body);
            sql.AppendLiteral(") and payment_");
        }
        sql.AppendLiteral("account_id = ");
        sql.AppendFormatted(account.Id);
        sql.AppendLiteral(" and ");
    }

    static JournalLine Map(Row row)
    {
        var (no, day, document, text) = (row.Number(), row.Day(), row.Text(), row.Text());
        var (kind, reverses, by) = (Codes.Parse<EntryKind>(row.Text()), row.NumberOrNull(), row.Text());
        return new JournalLine(no, day, document, text, kind, reverses, row.Money(), by);
    }

    static string Cursor((long Day, long No) at) => string.Create(CultureInfo.InvariantCulture, $"{at.Day}-{at.No}");

    static (long Day, long No)? Parse(string? cursor) =>
        cursor?.Split('-') is [var day, var no]
        && long.TryParse(day, NumberStyles.None, CultureInfo.InvariantCulture, out var dayNumber)
        && long.TryParse(no, NumberStyles.None, CultureInfo.InvariantCulture, out var entryNo)
            ? (dayNumber, entryNo)
            : null;
}
