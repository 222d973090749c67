using Gemeinwerk.Basics;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Audit;

/// <summary>
/// The change log (Protokoll): sign-ins, roles, approvals and acts, appended only and provable like the journal.
/// Neither secrets nor whole network addresses belong into it.
/// </summary>
public static class AuditTrail
{
    const int LongestText = 500;

    /// <summary>
    /// Appends a record in the name of the acting user. From then on nobody else appends to the same log until the act
    /// ends; so an act that opens a book does that first.
    /// </summary>
    /// <returns>The record's number.</returns>
    public static Task<long> Append(
        Work work, AuditLog log, string kind, string subject,
        params IEnumerable<(string Name, string? Value)> content) =>
        AppendAll(work, log, [new NewRecord(kind, subject, content)]);

    /// <summary>Appends records in their order, for little more than the price of one.</summary>
    /// <returns>The number of the last one.</returns>
    internal static async Task<long> AppendAll(Work work, AuditLog log, IReadOnlyCollection<NewRecord> records)
    {
        Invariant.Holds(Texts.Refuse(work.Actor, LongestText) is null
            && records.All(record => Texts.Refuse(record.Subject, LongestText) is null));
        var frontier = await Hold(work, log);
        // Tables keep microseconds; what is hashed must be what is read back.
        var now = Moment.Of(Moment.Microseconds(work.Now));
        var complete = new List<(int Level, long No, byte[] Hash)>();
        var hashed = new List<(AuditRecord Record, byte[] Hash)>(records.Count);
        foreach (var (kind, subject, content) in records)
        {
            var record = new AuditRecord(
                frontier.Size + 1, now, work.Actor, kind, subject, AuditRecord.Canonical(content));
            var hash = record.LeafHash(log);
            hashed.Add((record, hash));
            frontier.Append(hash, (level, no, node) => complete.Add((level, no, node)));
        }
        await work.Db.Bulk("audit_record",
            "body_id, record_no, recorded_at, actor, kind, subject, content, leaf_hash", hashed, (to, it) => to
            .Add(log.BodyId).Add(it.Record.No).Add(it.Record.At).Add(it.Record.Actor).Add(it.Record.Kind)
            .Add(it.Record.Subject).Add(it.Record.Content).Add(it.Hash));
        await work.Db.Bulk("audit_node", "body_id, level, node_no, hash", complete,
            (to, node) => to.Add(log.BodyId).Add(node.Level).Add(node.No).Add(node.Hash));
        await work.Db.Run($"""
            update audit_log set record_count = {frontier.Size}, frontier = {frontier.Store()}
            where body_id = {log.BodyId}
            """);
        return frontier.Size;
    }

    /// <summary>
    /// Lets nobody else append until the act ends. An act that runs for long does that early: on PostgreSQL it would
    /// else begin anew when somebody has appended meanwhile.
    /// </summary>
    /// <returns>The log's right edge; its size is the number of the last record.</returns>
    internal static async Task<MerkleFrontier> Hold(Work work, AuditLog log)
    {
        await work.Db.Run($"""
            insert into audit_log (body_id, record_count, frontier)
            select {log.BodyId}, 0, {Array.Empty<byte>()}
            where not exists (select 1 from audit_log where body_id = {log.BodyId})
            on conflict (body_id) do nothing
            """);
        return await work.Db.One($"""
            update audit_log set record_count = record_count where body_id = {log.BodyId}
            returning record_count, frontier
            """, row => new MerkleFrontier(row.Number(), row.Bytes()));
    }

    /// <summary>How many records the log has.</summary>
    public static async Task<long> Length(Session db, AuditLog log) =>
        (await db.All($"select record_count from audit_log where body_id = {log.BodyId}", row => row.Number()))
        .SingleOrDefault();

    /// <summary>The newest records before a number, newest first.</summary>
    /// <param name="before">0 for the newest of all.</param>
    public static Task<List<AuditRecord>> Newest(Session db, AuditLog log, int most, long before = 0) => db.All($"""
        select record_no, recorded_at, actor, kind, subject, content from audit_record
        where body_id = {log.BodyId} and ({before} = 0 or record_no < {before})
        order by record_no desc limit {most}
        """, Map);

    /// <summary>Reads all records of a kind, oldest first.</summary>
    public static Task Scan(Session db, AuditLog log, string kind, Action<AuditRecord> each) => db.Scan($"""
        select record_no, recorded_at, actor, kind, subject, content from audit_record
        where body_id = {log.BodyId} and kind = {kind} order by record_no
        """, row => each(Map(row)));

    /// <summary>Reads the records of a kind about one subject, oldest first. An index finds them; the rest of the log
    /// is not read.</summary>
    internal static Task<List<AuditRecord>> About(Session db, AuditLog log, string kind, string subject) =>
        db.All(AboutQuery(log, kind, subject), Map);

    internal static Sql AboutQuery(AuditLog log, string kind, string subject) => $"""
        select record_no, recorded_at, actor, kind, subject, content from audit_record
        where body_id = {log.BodyId} and kind = {kind} and subject = {subject} order by record_no
        """;

    /// <returns>The record with its inclusion proof in the log as it is now, or <c>audit.record-unknown</c>,
    /// <c>audit.damaged</c>.</returns>
    public static async Task<Result<ProvenRecord>> Find(Session db, AuditLog log, long no)
    {
        var size = await Length(db, log);
        var record = await db.Maybe($"""
            select record_no, recorded_at, actor, kind, subject, content from audit_record
            where body_id = {log.BodyId} and record_no = {no}
            """, Map);
        if (record is null || no > size)
        {
            return new Rejection("audit.record-unknown", $"Den Protokolleintrag Nr. {no} gibt es nicht.");
        }
        var reader = Reader(db, log);
        var proof = new ProvenRecord(record, record.LeafHash(log), await reader.Inclusion(no - 1, size),
            new Checkpoint(log.Origin, size, await reader.Root(size)));
        return reader.IsDamaged ? Damaged() : proof;
    }

    /// <summary>
    /// Signs the log as it is now and keeps the note; where there is one of this length, returns that.
    /// </summary>
    /// <returns>The checkpoint, or <c>audit.checkpoint-differs</c>: then the log was changed.</returns>
    public static async Task<Result<SignedCheckpoint>> Sign(Work work, AuditLog log, SigningKey key)
    {
        var size = await Length(work.Db, log);
        if (size == 0) return new Rejection("audit.empty", "Das Protokoll ist noch leer.");
        var reader = Reader(work.Db, log);
        var now = new Checkpoint(log.Origin, size, await reader.Root(size));
        if (reader.IsDamaged) return Damaged();
        if ((await Checkpoints(work.Db, log)).Find(kept => kept.Checkpoint.Size == size) is { } earlier)
        {
            return earlier.Checkpoint == now
                ? earlier
                : new Rejection("audit.checkpoint-differs",
                    $"Zu {German.Count(size)} Einträgen gibt es schon einen Checkpoint mit anderer Wurzel.");
        }
        var note = SignedNote.Sign(now.Text(), key).Note;
        await work.Db.Run($"""
            insert into audit_checkpoint (body_id, size, root, note)
            values ({log.BodyId}, {size}, {now.Root}, {note})
            """);
        return new SignedCheckpoint(now, note);
    }

    /// <summary>All that were signed, shortest first.</summary>
    public static Task<List<SignedCheckpoint>> Checkpoints(Session db, AuditLog log) => db.All($"""
        select size, root, note from audit_checkpoint where body_id = {log.BodyId} order by size
        """, row => new SignedCheckpoint(new(log.Origin, row.Number(), row.Bytes()), row.Text()));

    internal static MerkleReader Reader(Session db, AuditLog log) => new((level, from, count) => level == 0
        ? db.All($"""
            select leaf_hash from audit_record
            where body_id = {log.BodyId} and record_no between {from + 1} and {from + count} order by record_no
            """, row => row.Bytes())
        : db.All($"""
            select hash from audit_node
            where body_id = {log.BodyId} and level = {level} and node_no between {from} and {from + count - 1}
            order by node_no
            """, row => row.Bytes()));

    internal static AuditRecord Map(Row row) =>
        new(row.Number(), row.Moment(), row.Text(), row.Text(), row.Text(), row.Text());

    static Rejection Damaged() => new("audit.damaged", "Im Protokoll fehlen Hashwerte; es wurde beschädigt.");
}

/// <summary>A record with what proves that it stands in the log.</summary>
/// <param name="Path">From the leaf upwards.</param>
/// <param name="Tree">The log's length and root, unsigned.</param>
public sealed record ProvenRecord(AuditRecord Record, byte[] Leaf, IReadOnlyList<byte[]> Path, Checkpoint Tree)
{
    public bool Holds => MerkleProof.IsIncluded(Record.No - 1, Tree.Size, Leaf, Path, Tree.Root);

    /// <summary>The proof as a file, docs/formats.md section 6.</summary>
    public string File => MerkleProof.InclusionFile(Record.No - 1, Tree.Size, Leaf, Path);
}

/// <summary>A record to be appended.</summary>
sealed record NewRecord(string Kind, string Subject, IEnumerable<(string Name, string? Value)> Content);
