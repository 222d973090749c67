using Gemeinwerk.Basics;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>Checkpoints of a body's journal.</summary>
public static class Checkpoints
{
    internal static string OriginOf(Body body) => $"gemeinwerk/{body.Code}";

    extension(SigningKey)
    {
        /// <summary>A body's key; made with the first use.</summary>
        /// <returns>The key, or <c>ledger.signing-key</c> where the file holds none for this body.</returns>
        public static Result<SigningKey> Of(Body body, string? folder = null) =>
            SigningKey.Of(body.Code, OriginOf(body), folder);

        /// <summary>The public key of a body; makes none.</summary>
        /// <returns>The key, or <c>ledger.signing-key-missing</c>, <c>ledger.signing-key</c>.</returns>
        public static Result<VerifierKey> VerifierOf(Body body, string? folder = null) =>
            SigningKey.VerifierOf(body.Code, OriginOf(body), folder);

        /// <summary>The public key of a body where its key was made on this machine, or null; makes none.</summary>
        public static VerifierKey? KnownVerifier(Body body, string? folder = null) =>
            SigningKey.KnownVerifier(body.Code, OriginOf(body), folder);
    }

    /// <summary>
    /// Signs the log as it is now and keeps the note; where there is one of this length, returns that.
    /// </summary>
    /// <returns>The checkpoint, or <c>ledger.checkpoint-differs</c> where an earlier one of the same length has
    /// another root: then the log was changed; <c>ledger.checkpoint-key</c> where earlier ones bear the signature of
    /// another key.</returns>
    public static async Task<Result<SignedCheckpoint>> Create(Work work, Book book, SigningKey key)
    {
        var now = new Checkpoint(OriginOf(book.Body), book.EntryCount, book.Frontier.Root());
        var all = await All(work.Db, book.Body);
        var earlier = all.Find(kept => kept.Checkpoint.Size == now.Size);
        if (earlier is not null && earlier.Checkpoint != now)
        {
            return new Rejection("ledger.checkpoint-differs",
                $"Zu {German.Count(now.Size)} Buchungen gibt es schon einen Checkpoint mit anderer Wurzel.");
        }
        // Whoever keeps a checkpoint outside knows one key; a second one, made by chance on another machine, would
        // look like a forgery.
        if (all.Exists(kept => kept != earlier && !IsSignedBy(kept, key)))
        {
            return new Rejection("ledger.checkpoint-key",
                "Frühere Checkpoints dieses Buches tragen die Unterschrift eines anderen Schlüssels. Legen Sie dessen "
                + "Datei in den Ordner der Schlüssel.");
        }
        if (earlier is not null && IsSignedBy(earlier, key)) return earlier;
        var note = SignedNote.Sign(now.Text(), key).Note;
        await work.Db.Run($"""
            insert into ledger_checkpoint (body_id, size, root, note)
            values ({book.Body.Id}, {now.Size}, {now.Root}, {note})
            on conflict (body_id, size) do update set note = excluded.note
            """);
        return new SignedCheckpoint(now, note);
    }

    /// <summary>What the log was at an earlier length, computed from the log itself.</summary>
    /// <returns>The unsigned checkpoint, or <c>ledger.checkpoint-size</c>, <c>ledger.log-damaged</c>.</returns>
    public static async Task<Result<Checkpoint>> At(Session db, Body body, long size)
    {
        if (!(await MerkleLog.Root(db, body.Id, size)).Ok(out var root, out var why)) return why;
        return new Checkpoint(OriginOf(body), size, root);
    }

    /// <summary>How many entries the journal has.</summary>
    public static Task<long> Length(Session db, Body body) =>
        db.One($"select entry_count from ledger_book where body_id = {body.Id}", row => row.Number());

    /// <summary>All that were created, shortest first.</summary>
    public static Task<List<SignedCheckpoint>> All(Session db, Body body) => db.All($"""
        select size, root, note from ledger_checkpoint where body_id = {body.Id} order by size
        """, row => Map(row, body));

    /// <summary>When the oldest entry was posted that no checkpoint covers, over all bodies; null where none
    /// is.</summary>
    public static Task<DateTimeOffset?> UncoveredSince(Session db) => db.One($"""
        select min(e.posted_at) from ledger_book b
        join ledger_entry e on e.body_id = b.body_id and e.entry_no = 1 + coalesce(
          (select max(c.size) from ledger_checkpoint c where c.body_id = b.body_id), 0)
        """, row => row.NumberOrNull() is { } at ? Moment.Of(at) : (DateTimeOffset?)null);

    /// <summary>The longest, or null where there is none.</summary>
    public static Task<SignedCheckpoint?> Last(Session db, Body body) => db.Maybe($"""
        select size, root, note from ledger_checkpoint where body_id = {body.Id} order by size desc limit 1
        """, row => Map(row, body));

    static bool IsSignedBy(SignedCheckpoint kept, SigningKey key) =>
        SignedNote.Parse(kept.Note).Ok(out var signed, out _) && signed.IsSignedBy(key.Verifier);

    static SignedCheckpoint Map(Row row, Body body) =>
        new(new Checkpoint(OriginOf(body), row.Number(), row.Bytes()), row.Text());
}
