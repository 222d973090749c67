using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>The journal (Zeitbuch): entries are added and reversed, never changed. KomHVO NRW § 28.</summary>
public static class Journal
{
    /// <summary>Books one balanced entry.</summary>
    /// <returns>Its number, or one of the rejections of <see cref="PostingRules"/>, or
    /// <c>ledger.external-id-conflict</c>.</returns>
    public static async Task<Result<Posted>> Post(Work work, Book book, EntryDraft draft)
    {
        Posted? posted = null;
        Rejection? conflict = null;
        var writer = new JournalWriter(work, book)
        {
            OnPosted = (_, it) => posted = it,
            OnConflict = (_, why) => conflict = why,
        };
        if (await writer.Add(draft) is { } refused) return refused;
        await writer.Complete();
        return conflict is null ? posted! : conflict;
    }

    /// <summary>
    /// Books any number of entries in one act with flat memory, or none of them. <paramref name="findings"/> gets every
    /// refusal (its line is the draft's place in the sequence, from 1), up to <paramref name="mostFindings"/>.
    /// </summary>
    /// <param name="alsoRefuse">A further rule of the caller, as budget control; asked after the ledger's own and never
    /// for an entry that is known by its external id.</param>
    /// <returns>How many entries were posted (known external ids do not count); 0 when there are findings, and then
    /// the caller ends its act with a rejection.</returns>
    public static async Task<long> PostAll(
        Work work, Book book, IEnumerable<EntryDraft> drafts, ICollection<Finding> findings,
        int mostFindings = 1000, Func<EntryDraft, Rejection?>? alsoRefuse = null)
    {
        await book.LoadNames();
        var place = 0L;
        var writer = new JournalWriter(work, book)
        {
            OnConflict = (at, why) => findings.Add(new Finding(at, "", why)),
            AlsoRefuse = alsoRefuse,
        };
        foreach (var draft in drafts)
        {
            place++;
            if (await writer.Add(draft) is { } why) findings.Add(new Finding(place, "", why));
            if (findings.Count >= mostFindings) break;
        }
        await writer.Complete();
        return findings.Count == 0 ? writer.Count : 0;
    }

    /// <summary>Reverses an entry (Storno): posts its mirror image, which refers to it.</summary>
    /// <param name="bookedOn">The day of the reversal; its period must be open.</param>
    /// <returns>The reversal's number, or <c>ledger.entry-unknown</c>, <c>ledger.already-reversed</c>,
    /// <c>ledger.not-reversible</c> (a reversal, a closing, the opening that a closing has posted, or an entry of a
    /// merger), or a rejection of posting.</returns>
    public static async Task<Result<Posted>> Reverse(
        Work work, Book book, long entryNo, DateOnly bookedOn, string document, string text)
    {
        if (await Entries.Find(work.Db, book.Body, entryNo) is not { } entry)
        {
            return new Rejection("ledger.entry-unknown", $"Die Buchung Nr. {entryNo} gibt es nicht.");
        }
        var isReversible = entry.Draft.Kind switch
        {
            EntryKind.Regular or EntryKind.Adjustment or EntryKind.Depreciation or EntryKind.WindingUp => true,
            EntryKind.Opening =>
                await book.Period(entry.Draft.BookedOn.Year - 1, FiscalYears.Opening) != PeriodState.Closed,
            _ => false,
        };
        if (!isReversible)
        {
            return new Rejection("ledger.not-reversible",
                $"Die Buchung Nr. {entryNo} kann nicht storniert werden: {Why(entry.Draft.Kind)}.");
        }
        return await Mirror(work, book, entry, bookedOn, document, text);
    }

    static string Why(EntryKind kind) => kind switch
    {
        EntryKind.Reversal => "sie ist selbst ein Storno",
        EntryKind.CarryOver or EntryKind.Elimination => "sie gehört zu einer Fusion, die nur als Ganzes zurückgeht",
        _ => "sie gehört zu einem Jahresabschluss oder einer Fusion",
    };

    /// <summary>
    /// Posts the mirror image of an entry of any kind; the ledger and the merger undo their own with it.
    /// </summary>
    internal static async Task<Result<Posted>> Mirror(
        Work work, Book book, Entry entry, DateOnly bookedOn, string document, string text)
    {
        if (await work.Db.Any($"""
            select 1 from ledger_entry where body_id = {book.Body.Id} and reverses_no = {entry.No}
            """))
        {
            return new Rejection("ledger.already-reversed", $"Die Buchung Nr. {entry.No} ist schon storniert.");
        }
        var posted = await Post(work, book, entry.Draft with
        {
            BookedOn = bookedOn,
            EffectiveOn = entry.Draft.EffectiveOn,
            Document = document,
            Text = text,
            Kind = EntryKind.Reversal,
            ExternalId = null,
            Reverses = entry.No,
            ReversesWindingUp = entry.Draft.Kind == EntryKind.WindingUp,
            PeriodOverride = MirrorPeriod(entry.Draft, bookedOn),
            Postings = [.. entry.Draft.Postings.Select(posting => posting with { Amount = -posting.Amount })],
        });
        if (posted.Rejection is null) await Assets.Restore(work, book, entry.Draft.Postings);
        return posted;
    }

    /// <summary>
    /// Openings, adjustments and closings are mirrored beside them, but only on their own day or the day that these
    /// stand on: on any other day the mirror is an entry of its month, or the month's balances would miss it.
    /// </summary>
    static int? MirrorPeriod(EntryDraft original, DateOnly bookedOn) => (original.Period, bookedOn) switch
    {
        (FiscalYears.Opening, { Month: 1, Day: 1 }) => original.Period,
        (FiscalYears.Adjustments or FiscalYears.ClosingOfAccounts, { Month: 12, Day: 31 }) => original.Period,
        (FiscalYears.ClosingOfAccounts, _) when bookedOn == original.BookedOn => original.Period,
        _ => null,
    };
}
