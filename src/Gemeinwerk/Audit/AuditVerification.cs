using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Audit;

/// <summary>Re-derives the tree of a change log from its records, and says where they differ.</summary>
public static class AuditVerification
{
    public const string RecordsName = "audit.records", RecordsTitle = "Protokoll";
    public const string CheckpointsName = "audit.checkpoints", CheckpointsTitle = "Checkpoints des Protokolls";

    public static async Task Records(Session db, AuditLog log, PassReport report)
    {
        var nodes = new Dictionary<(long Level, long No), byte[]>();
        var frontier = new MerkleFrontier(0, []);
        await db.Scan($"""
            select record_no, recorded_at, actor, kind, subject, content, leaf_hash from audit_record
            where body_id = {log.BodyId} order by record_no
            """, row =>
        {
            var record = AuditTrail.Map(row);
            var stored = row.Bytes();
            var leaf = record.LeafHash(log);
            if (record.No != frontier.Size + 1)
            {
                report.Fail("audit_record", $"{frontier.Size + 1}", "ein Eintrag", null);
            }
            if (!leaf.AsSpan().SequenceEqual(stored)) report.Fail("audit_record", $"{record.No}", leaf, stored);
            frontier.Append(leaf, (level, no, hash) => nodes[(level, no)] = hash);
        });
        var kept = (await db.All($"select record_count, frontier from audit_log where body_id = {log.BodyId}",
            row => (Count: row.Number(), Frontier: row.Bytes()))).SingleOrDefault((0, []));
        if (kept.Count != frontier.Size) report.Fail("audit_log", $"record_count", frontier.Size, kept.Count);
        if (!frontier.Store().AsSpan().SequenceEqual(kept.Frontier))
        {
            report.Fail("audit_log", $"frontier", frontier.Store(), kept.Frontier);
        }
        await TreeChecks.Nodes(db, $"select level, node_no, hash from audit_node where body_id = {log.BodyId}",
            "audit_node", nodes, report);
    }

    /// <param name="key">Null where the signatures cannot be checked here.</param>
    public static async Task Checkpoints(Session db, AuditLog log, VerifierKey? key, PassReport report)
    {
        var length = await AuditTrail.Length(db, log);
        foreach (var kept in await AuditTrail.Checkpoints(db, log))
        {
            var reader = AuditTrail.Reader(db, log);
            var size = kept.Checkpoint.Size;
            var root = size <= length ? await reader.Root(size) : null;
            TreeChecks.Kept("audit_checkpoint", kept,
                root is null || reader.IsDamaged ? null : new Checkpoint(log.Origin, size, root), key, report);
        }
    }
}
