namespace Gemeinwerk.Ledger.Imports;

/// <summary>Posts the entries of a list import; a refused one becomes a finding at its row.</summary>
sealed class ListPosting
{
    const int Remembered = 8192;

    readonly ListWork list;
    readonly JournalWriter writer;
    readonly long[] lines = new long[Remembered];
    long place;

    internal ListPosting(ListWork list)
    {
        this.list = list;
        writer = new JournalWriter(list.Work, list.Book)
        {
            OnConflict = (at, why) => list.Findings.Add(lines[at % Remembered], "", why),
            OnPosted = (draft, it) => list.Postings += it.WasKnown ? 0 : draft.Postings.Count,
        };
    }

    internal async Task Add(EntryDraft draft)
    {
        lines[++place % Remembered] = list.Table.Line;
        if (await writer.Add(draft) is { } why) list.Findings.Add(list.Table.Line, "", why);
    }

    internal Task Complete() => writer.Complete();
}
