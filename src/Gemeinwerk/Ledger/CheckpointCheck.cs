using Gemeinwerk.Basics;
using Gemeinwerk.Ledger.Verification;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>What came of comparing the log with a checkpoint that somebody kept outside.</summary>
/// <param name="Reason">One or two German sentences.</param>
/// <param name="Size">The checkpoint's length, 0 where it could not be read.</param>
/// <param name="Now">The journal's length.</param>
public sealed record CheckpointAnswer(bool Holds, string Reason, long Size, long Now);

/// <summary>
/// Whether the journal still begins with what a checkpoint states: every entry up to there is hashed again, and the log
/// continues that of the checkpoint.
/// </summary>
public static class CheckpointCheck
{
    public static async Task<CheckpointAnswer> Run(Session db, Body body, string note, VerifierKey key)
    {
        var now = await Checkpoints.Length(db, body);
        if (!SignedNote.Parse(note).Ok(out var signed, out var why)) return No(0, why.Message);
        if (!Checkpoint.Parse(signed.Text).Ok(out var kept, out why)) return No(0, why.Message);
        if (kept.Origin != Checkpoints.OriginOf(body))
        {
            return No(kept.Size, $"Der Checkpoint gehört zu „{kept.Origin}“, nicht zu „{Checkpoints.OriginOf(body)}“.");
        }
        if (!signed.IsSignedBy(key))
        {
            return No(kept.Size, $"Die Unterschrift stammt nicht vom Schlüssel {key} oder der Text wurde verändert.");
        }
        if (kept.Size > now)
        {
            return No(kept.Size, $"Der Checkpoint nennt {German.Count(kept.Size)} Buchungen, das Journal hat nur "
                + $"{German.Count(now)}: es fehlen Buchungen.");
        }
        var root = (await db.One($"select entry_count, log_frontier from ledger_book where body_id = {body.Id}",
            row => MerkleFrontier.Read(row.Number(), row.Bytes())))?.Root();
        var proof = await MerkleLog.Consistency(db, body.Id, kept.Size, now);
        if (root is null || !proof.Ok(out var hashes, out _))
        {
            return No(kept.Size, "Im Protokoll (Merkle-Log) fehlen Hashwerte; es wurde beschädigt.");
        }
        if (await Changed(db, body, kept.Size) is { } row)
        {
            return No(kept.Size, $"Das Journal wurde nachträglich verändert: {row}.");
        }
        return MerkleProof.IsConsistent(kept.Size, kept.Root, now, root, hashes)
            ? new(true, $"Die ersten {German.Count(kept.Size)} Buchungen sind unverändert; seither kamen "
                + $"{German.Count(now - kept.Size)} hinzu.", kept.Size, now)
            : No(kept.Size, $"Die ersten {German.Count(kept.Size)} Buchungen sind nicht mehr die, "
                + "die der Checkpoint bezeugt: das Journal wurde nachträglich verändert.");

        CheckpointAnswer No(long size, string reason) => new(false, reason, size, now);
    }

    /// <summary>The first entry whose rows do not have the hash that stands with it, or null.</summary>
    static async Task<Discrepancy?> Changed(Session db, Body body, long size)
    {
        var part = new JournalPart(body, await Names.Load(db, body.Id), 1, size);
        await part.Scan(db, _ => { });
        return part.Reports.Numbering.Rows.Concat(part.Reports.Leaves.Rows).FirstOrDefault();
    }
}
