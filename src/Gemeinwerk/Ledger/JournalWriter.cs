using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;
using Gemeinwerk.Basics;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>
/// Appends entries to one book, any number in one act: checks and numbers a batch while the one before is hashed and
/// the one before that is written, each on a thread of its own, and keeps balances, items and assets in step. Memory
/// stays flat.
/// </summary>
sealed class JournalWriter(Work work, Book book)
{
    // PostgreSQL checks what has arrived once per batch, and a batch has its price.
    internal const int EntriesPerBatch = 16_384;
    const int PostingsPerBatch = 65_536;
    const int HashInlineUpTo = 64;

    static readonly Counter<long> entries = Telemetry.Meter.CreateCounter<long>(
        "gemeinwerk.journal.entries", "{entry}", "Entries posted and committed, by body.");

    readonly Turnover turnover = new();
    readonly SubledgerChanges subledgers = new();
    readonly CanonicalForm contentForm = new();
    readonly CanonicalForm leafForm = new();
    readonly long before = book.EntryCount;
    long nextNo = book.EntryCount + 1;
    long place;
    Batch filling = new();
    Batch? hashing;
    Task hashed = Task.CompletedTask;

    /// <summary>Called for each entry when it has its number; also for one that was known by its external id.</summary>
    internal Action<EntryDraft, Posted>? OnPosted { get; init; }

    /// <summary>Called for each entry that is refused only after it was taken, because its external id stands for other
    /// content or by <see cref="AlsoRefuse"/>, with its place in the order of <see cref="Add"/>, from 1.</summary>
    internal Action<long, Rejection>? OnConflict { get; init; }

    /// <summary>A further rule of the caller, asked in order for each entry that is new and passes the rest.</summary>
    internal Func<EntryDraft, Rejection?>? AlsoRefuse { get; init; }

    /// <summary>How many entries were posted; those known by their external id do not count.</summary>
    internal long Count { get; private set; }

    /// <summary>Takes an entry, or says why not; nothing is written for one that is refused.</summary>
    internal async ValueTask<Rejection?> Add(EntryDraft draft)
    {
        place++;
        var refused = await PostingRules.Refuse(book, draft);
        if (refused is not null && !(IsOfTime(refused) && await IsLoaded(draft))) return refused;
        if (HasNamelessItem(draft)) draft = await Named(draft);
        if (refused is not null) return await UnlessKnown(draft, refused);
        // The hash of what is new decides nothing here; it is made with the leaf's.
        var contentHash = draft.ExternalId is null || draft.IsNew ? null : ContentHash(contentForm, draft);
        filling.Add(new Numbered(draft, place, contentHash));
        if (filling.Entries.Count >= EntriesPerBatch || filling.Postings >= PostingsPerBatch) await CloseBatch();
        return null;
    }

    /// <summary>Writes what is left. Until then the journal does not count as longer.</summary>
    internal async Task Complete()
    {
        await CloseBatch();
        await WriteHashed();
        await turnover.Write(work.Db, book.Body.Id);
        await subledgers.Write(work.Db, book.Body.Id);
        await work.Db.Run($"""
            update ledger_book set entry_count = {book.Frontier.Size}, log_frontier = {book.Frontier.Store()}
            where body_id = {book.Body.Id}
            """);
        Invariant.Holds(book.EntryCount == nextNo - 1);
        work.AfterCommit(() => entries.Add(
            Count, new KeyValuePair<string, object?>("gemeinwerk.body", book.Body.Code)));
    }

    /// <summary>What stands against new entries only, not against one that is known.</summary>
    static bool IsOfTime(Rejection why) =>
        why.Code is "ledger.period-closed" or "ledger.book-sealed" or "ledger.account-retired";

    /// <summary>The rules end with the first line that is refused; the hash needs all of them.</summary>
    async Task<bool> IsLoaded(EntryDraft draft)
    {
        foreach (var posting in draft.Postings)
        {
            if (!await book.Load(posting)) return false;
        }
        return true;
    }

    static bool HasNamelessItem(EntryDraft draft)
    {
        for (var i = 0; i < draft.Postings.Count; i++)
        {
            if (draft.Postings[i] is { Item: not null, Party: null }) return true;
        }
        return false;
    }

    /// <summary>A line of an open item names its party, also where the draft does not, so that the journal alone
    /// says who owes.</summary>
    async Task<EntryDraft> Named(EntryDraft draft)
    {
        Posting[] named = [.. draft.Postings];
        for (var i = 0; i < named.Length; i++)
        {
            if (named[i] is not { Item: { } item, Party: null }) continue;
            named[i] = named[i] with { Party = book.Items[item.Value].Party };
            Invariant.Holds(await book.Load(named[i]));
        }
        return draft with { Postings = named };
    }

    /// <summary>What was posted once is answered the same for ever, also when time has closed the way for new entries;
    /// and other content under its id is named as such, whatever else stands against it.</summary>
    async Task<Rejection?> UnlessKnown(EntryDraft draft, Rejection why)
    {
        if (draft.ExternalId is null) return why;
        var known = await work.Db.Maybe($"""
            select entry_no, content_hash from ledger_entry
            where body_id = {book.Body.Id} and external_id = {draft.ExternalId}
            """, row => Tuple.Create(row.Number(), row.Bytes()));
        if (known is null) return why;
        if (!known.Item2.AsSpan().SequenceEqual(ContentHash(contentForm, draft)))
        {
            return Conflict(draft.ExternalId, known.Item1);
        }
        OnPosted?.Invoke(draft, new Posted(known.Item1, WasKnown: true));
        return null;
    }

    async Task CloseBatch()
    {
        var batch = filling;
        filling = new Batch();
        if (batch.Entries.Exists(entry => entry.ContentHash is not null))
        {
            // The batch before may hold the same ids, so it must be in the table first.
            await WriteHashed();
            Sift(batch, await Known(batch));
        }
        else if (AlsoRefuse is not null)
        {
            Sift(batch, []);
        }
        foreach (var entry in CollectionsMarshal.AsSpan(batch.Entries))
        {
            entry.No = nextNo++;
            turnover.Add(entry.Draft);
            subledgers.Add(entry.Draft);
            OnPosted?.Invoke(entry.Draft, new Posted(entry.No, WasKnown: false));
        }
        Count += batch.Entries.Count;

        var waiting = hashing;
        await hashed;
        hashing = batch;
        hashed = Task.CompletedTask;
        if (batch.Entries.Count <= HashInlineUpTo) Hash(batch);
        else hashed = Task.Run(() => Hash(batch));
        if (waiting is not null) await work.Db.Behind(db => Write(db, waiting));
        if (turnover.IsFull) await turnover.Write(work.Db, book.Body.Id);
        if (subledgers.IsFull) await subledgers.Write(work.Db, book.Body.Id);
    }

    async Task WriteHashed()
    {
        await hashed;
        if (hashing is { } batch) await Write(work.Db, batch);
        hashing = null;
    }

    async Task Write(Session db, Batch batch)
    {
        var body = book.Body.Id;
        await db.Bulk("ledger_entry", """
            body_id, entry_no, kind, fiscal_year, period, booked_on, effective_on, document, text, posted_by, posted_at,
            external_id, content_hash, reverses_no, leaf_hash
            """, batch.Entries, (to, entry) => to
            .Add(body).Add(entry.No).Add(entry.Draft.Kind.Code())
            .Add(entry.Draft.BookedOn.Year).Add(entry.Draft.Period)
            .Add(entry.Draft.BookedOn).Add(entry.Draft.EffectiveOn).Add(entry.Draft.Document).Add(entry.Draft.Text)
            .Add(work.Actor).Add(work.Now).Add(entry.Draft.ExternalId).Add(entry.ContentHash)
            .Add(entry.Draft.Reverses).Add(entry.LeafHash));
        await db.Bulk("ledger_posting", """
            body_id, entry_no, line_no, booked_on, account_id, amount, product_id, cost_centre_id, payment_account_id,
            party_id, item_id, asset_id, movement, text
            """, batch.Lines(), (to, line) => to
            .Add(body).Add(line.Entry.No).Add(line.No).Add(line.Entry.Draft.BookedOn)
            .Add(line.Posting.Account).Add(line.Posting.Amount).Add(line.Posting.Product).Add(line.Posting.CostCentre)
            .Add(line.Posting.Payment).Add(line.Posting.Party).Add(line.Posting.Item).Add(line.Posting.Asset)
            .Add(line.Posting.Movement?.Code()).Add(line.Posting.Text));
        await db.Bulk("ledger_log_node", "body_id, level, node_no, hash", batch.Nodes,
            (to, node) => to.Add(body).Add(node.Level).Add(node.No).Add(node.Hash));
    }

    /// <summary>The entries that the journal has already under an external id of the batch.</summary>
    async Task<Dictionary<string, (long No, byte[] Hash)>> Known(Batch batch)
    {
        await work.Db.Run($"create temp table if not exists ledger_incoming (external_id text primary key)");
        await work.Db.Run($"delete from ledger_incoming");
        var ids = batch.Entries.Where(entry => !entry.Draft.IsNew).Select(entry => entry.Draft.ExternalId)
            .OfType<string>().Distinct(StringComparer.Ordinal);
        await work.Db.Bulk("ledger_incoming", "external_id", ids, (to, id) => to.Add(id));
        var known = new Dictionary<string, (long No, byte[] Hash)>(StringComparer.Ordinal);
        // A cross join, because SQLite keeps its order: otherwise it may read every id of the journal for each batch.
        await work.Db.Scan($"""
            select e.external_id, e.entry_no, e.content_hash
            from ledger_incoming i cross join ledger_entry e
            where e.body_id = {book.Body.Id} and e.external_id = i.external_id
            """, row => known.Add(row.Text(), (row.Number(), row.Bytes())));
        return known;
    }

    /// <summary>Keeps what is new and passes the caller's rule: known entries go silently, others noted.</summary>
    void Sift(Batch batch, Dictionary<string, (long No, byte[] Hash)> known)
    {
        var kept = new Batch();
        var no = nextNo;
        foreach (var entry in batch.Entries)
        {
            if (entry.Draft.ExternalId is { } id && known.TryGetValue(id, out var first))
            {
                if (first.Hash.AsSpan().SequenceEqual(entry.ContentHash))
                {
                    OnPosted?.Invoke(entry.Draft, new Posted(first.No, WasKnown: true));
                }
                else
                {
                    OnConflict?.Invoke(entry.Place, Conflict(id, first.No));
                }
                continue;
            }
            if (AlsoRefuse?.Invoke(entry.Draft) is { } why)
            {
                OnConflict?.Invoke(entry.Place, why);
                continue;
            }
            if (entry.ContentHash is not null) known.Add(entry.Draft.ExternalId!, (no, entry.ContentHash));
            kept.Add(entry);
            no++;
        }
        batch.Replace(kept);
    }

    Rejection Conflict(string id, long firstNo) => new("ledger.external-id-conflict", firstNo <= before
        ? $"Der Fremdschlüssel „{id}“ steht schon für eine andere Buchung (Nr. {firstNo})."
        : $"Der Fremdschlüssel „{id}“ kommt hier zweimal mit verschiedenem Inhalt vor.");

    void Hash(Batch batch)
    {
        foreach (var entry in batch.Entries)
        {
            if (entry.Draft.IsNew) entry.ContentHash = ContentHash(leafForm, entry.Draft);
            leafForm.Start(book.BodyCode);
            leafForm.Number(entry.No);
            WriteContent(leafForm, entry.Draft, withOrigin: true);
            entry.LeafHash = leafForm.LeafHash();
            book.Frontier.Append(entry.LeafHash, (level, no, hash) => batch.Nodes.Add((level, no, hash)));
        }
    }

    /// <summary>What makes two entries of one external id the same: everything but number, actor and moment.</summary>
    byte[] ContentHash(CanonicalForm form, EntryDraft draft)
    {
        form.Start(book.BodyCode);
        WriteContent(form, draft, withOrigin: false);
        return form.LeafHash();
    }

    void WriteContent(CanonicalForm form, EntryDraft draft, bool withOrigin)
    {
        form.Text(draft.Kind.Code());
        form.Number(draft.BookedOn.Year);
        form.Number(draft.Period);
        form.Number(Day.Number(draft.BookedOn));
        form.Number(Day.Number(draft.EffectiveOn));
        form.Text(draft.Document);
        form.Text(draft.Text);
        if (withOrigin)
        {
            form.Text(work.Actor);
            form.Number(Moment.Microseconds(work.Now));
        }
        form.Optional(draft.ExternalId);
        form.Number(draft.Reverses ?? 0);
        form.Number(draft.Postings.Count);
        for (var i = 0; i < draft.Postings.Count; i++) WritePosting(form, draft.Postings[i]);
    }

    void WritePosting(CanonicalForm form, Posting posting)
    {
        form.Text(book.Accounts[posting.Account.Value].Number);
        form.Number(posting.Amount.Cents);
        form.Optional(posting.Product is { } product ? book.Products[product.Value] : null);
        form.Optional(posting.CostCentre is { } centre ? book.CostCentres[centre.Value] : null);
        form.Optional(posting.Payment is { } payment ? book.Accounts[payment.Value].Number : null);
        form.Optional(posting.Party is { } party ? book.Parties[party.Value] : null);
        form.Optional(posting.Item is { } item ? book.Items[item.Value].Number : null);
        form.Optional(posting.Asset is { } asset ? book.Assets[asset.Value].Number : null);
        form.Optional(posting.Movement?.Code());
        form.Optional(posting.Text);
    }

    sealed class Numbered(EntryDraft draft, long place, byte[]? contentHash)
    {
        internal long Place { get; } = place;
        internal EntryDraft Draft { get; } = draft;
        internal byte[]? ContentHash { get; set; } = contentHash;
        internal long No { get; set; }
        internal byte[] LeafHash { get; set; } = [];
    }

    readonly record struct Line(Numbered Entry, int No, Posting Posting);

    sealed class Batch
    {
        internal List<Numbered> Entries { get; private set; } = [];
        internal int Postings { get; private set; }
        internal List<(int Level, long No, byte[] Hash)> Nodes { get; } = [];

        internal void Add(Numbered entry)
        {
            Entries.Add(entry);
            Postings += entry.Draft.Postings.Count;
        }

        internal void Replace(Batch other) => (Entries, Postings) = (other.Entries, other.Postings);

        internal IEnumerable<Line> Lines()
        {
            foreach (var entry in Entries)
            {
                for (var i = 0; i < entry.Draft.Postings.Count; i++)
                {
                    yield return new Line(entry, i + 1, entry.Draft.Postings[i]);
                }
            }
        }
    }
}
