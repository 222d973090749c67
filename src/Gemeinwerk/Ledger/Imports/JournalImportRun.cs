using System.Collections.Concurrent;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger.Imports;

/// <summary>One run of a journal import: a thread reads and checks the file, this one posts what it hands over.
/// </summary>
sealed class JournalImportRun(
    Work work, Book book, SourceEncoding encoding, CsvTable table, JournalImportOptions options, FindingList reading,
    RejectedRows? rest, IProgress<ImportProgress>? progress)
{
    const int PostingsPerBatch = 4096;
    const int BatchesAhead = 4;
    // Above what the journal's writer holds back before it knows what it refuses.
    const int Remembered = 2 * JournalWriter.EntriesPerBatch;

    readonly FindingList posting = new(options.Limits.Findings);
    readonly ReadEntry[] recent = new ReadEntry[Remembered];
    readonly HashSet<int> years = [];
    readonly Dictionary<DateOnly, bool> freeDays = [];
    readonly long before = book.EntryCount;
    long place, posted, known, knownByContent, postings, newDimensions, newItems;

    internal async Task<ImportReport> Execute()
    {
        await book.LoadNames();
        var names = await ImportNames.Load(work.Db, book.Body.Id, table.Has(JournalColumns.Item));
        var writer = new JournalWriter(work, book)
        {
            OnConflict = (at, why) => Refuse(recent[at % Remembered], why),
            OnPosted = (draft, it) => CountPosted(draft, it),
            AlsoRefuse = options.AlsoRefuse is { } rule ? await rule(work, book) : null,
        };
        using var queue = new BlockingCollection<ImportBatch>(BatchesAhead);
        using var stop = new CancellationTokenSource();
        var reader = Task.Factory.StartNew(() => Read(queue, names, stop.Token),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            foreach (var batch in queue.GetConsumingEnumerable(CancellationToken.None)) await Post(writer, batch);
        }
        finally
        {
            await stop.CancelAsync();
            await reader;
        }
        await writer.Complete();
        var found = reading.Total + posting.Total;
        if (found > 0) await DropUnusedItems(names.FirstNewItem);
        var isRefused = reading.IsFatal || (found > 0 && rest is null);
        if (!isRefused) await names.RecordNew(work, book);
        return new ImportReport(table.Rows, posted, known, postings, reading.With(posting), found)
        {
            IsRefused = isRefused,
            RejectedRows = rest?.Count ?? 0,
            RejectedFile = rest is { Count: > 0 } ? options.RejectedFile : null,
            NewDimensions = newDimensions,
            NewItems = newItems,
            KnownByContent = knownByContent,
        };
    }

    void Read(BlockingCollection<ImportBatch> queue, ImportNames names, CancellationToken stop)
    {
        try
        {
            var lines = new PostingReader(table, names, options);
            var batch = lines.Batch;
            var size = 0;
            foreach (var entry in new EntryReader(table, lines, options, book.Body.Code, reading).Entries())
            {
                batch.Entries.Add(entry);
                size += entry.Draft?.Postings.Count ?? 1;
                if (size < PostingsPerBatch) continue;
                batch.Progress = new ImportProgress(table.BytesRead, encoding.Bytes, table.Rows);
                queue.Add(batch, stop);
                lines.Batch = batch = new ImportBatch();
                size = 0;
            }
            batch.Progress = new ImportProgress(encoding.Bytes, encoding.Bytes, table.Rows);
            queue.Add(batch, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The posting thread has failed and says so itself.
        }
        finally
        {
            queue.CompleteAdding();
        }
    }

    async Task Post(JournalWriter writer, ImportBatch batch)
    {
        await batch.WriteNames(work.Db, book.Body.Id);
        newDimensions += batch.Products.Count + batch.CostCentres.Count;
        newItems += batch.Items.Count;
        foreach (var entry in batch.Entries)
        {
            if (entry.Draft is null)
            {
                if (entry.Rows is not null) rest?.Add(entry.Rows, null);
                continue;
            }
            if (options.OpenYears && years.Add(entry.Draft.BookedOn.Year)
                && (await FiscalYears.Open(work, book, entry.Draft.BookedOn.Year)).Rejection is { } notOpened)
            {
                Refuse(entry, notOpened);
                continue;
            }
            recent[++place % Remembered] = entry;
            var draft = DerivedIds.Made(entry.Draft.ExternalId) && await IsFree(entry.Draft.BookedOn)
                ? entry.Draft with { IsNew = true }
                : entry.Draft;
            if (await writer.Add(draft) is { } why) Refuse(entry, why);
        }
        progress?.Report(batch.Progress);
    }

    /// <summary>No entry of this day had an external id before this import; derived ids begin with their day, so
    /// that they are new then.</summary>
    async ValueTask<bool> IsFree(DateOnly day)
    {
        if (freeDays.TryGetValue(day, out var isFree)) return isFree;
        return freeDays[day] = !await work.Db.Any($"""
            select 1 from ledger_entry where body_id = {book.Body.Id} and booked_on = {day}
              and entry_no <= {before} and external_id is not null limit 1
            """);
    }

    void Refuse(ReadEntry entry, Rejection why)
    {
        posting.Mark();
        posting.Add(entry.Line, "", why);
        if (entry.Rows is not null) rest?.Add(entry.Rows, why.Message);
    }

    void CountPosted(EntryDraft draft, Posted it)
    {
        if (it.WasKnown)
        {
            known++;
            if (DerivedIds.Made(draft.ExternalId)) knownByContent++;
            return;
        }
        posted++;
        postings += draft.Postings.Count;
    }

    /// <summary>An item whose entry was refused must not stay behind.</summary>
    async Task DropUnusedItems(long firstNew) => newItems -= newItems == 0 ? 0 : await work.Db.Run($"""
        delete from ledger_item where body_id = {book.Body.Id} and item_id >= {firstNew} and not exists (
          select 1 from ledger_posting p where p.body_id = ledger_item.body_id and p.item_id = ledger_item.item_id)
        """);
}
