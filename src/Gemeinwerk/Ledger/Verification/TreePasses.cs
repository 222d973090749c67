using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger.Verification;

/// <summary>Whether the Merkle tree, its frontier and the checkpoints are those of the stored leaf hashes.</summary>
static class TreePasses
{
    internal static async Task Log(
        Session db, Body body, byte[] storedFrontier, IEnumerable<byte[]> blocks, IEnumerable<byte[]> rest,
        PassReport report)
    {
        var nodes = new Dictionary<(long Level, long No), byte[]>();
        var complete = new MerkleFrontier(0, []);
        foreach (var root in blocks)
        {
            nodes[(MerkleFrontier.KeptEvery, complete.Size)] = root;
            complete.Append(root, (level, no, hash) => nodes[(level + MerkleFrontier.KeptEvery, no)] = hash);
        }
        var partial = new MerkleFrontier(0, []);
        foreach (var leaf in rest) partial.Append(leaf, (_, _, _) => { });

        byte[] frontier = [.. complete.Store(), .. partial.Store()];
        if (!frontier.AsSpan().SequenceEqual(storedFrontier))
        {
            report.Fail("ledger_book", $"log_frontier", frontier, storedFrontier);
        }
        await db.Scan($"select level, node_no, hash from ledger_log_node where body_id = {body.Id}", row =>
        {
            var (level, no) = (row.Number(), row.Number());
            var found = row.Blob();
            if (!nodes.Remove((level, no), out var hash) || !found.SequenceEqual(hash))
            {
                report.Fail("ledger_log_node", $"({level}, {no})", hash, found.ToArray());
            }
        });
        foreach (var ((level, no), hash) in nodes) report.Fail("ledger_log_node", $"({level}, {no})", hash, null);
    }

    /// <param name="key">Null where the signatures cannot be checked here.</param>
    internal static async Task Kept(Session db, Body body, VerifierKey? key, PassReport report)
    {
        foreach (var kept in await Checkpoints.All(db, body))
        {
            var size = kept.Checkpoint.Size;
            var now = await Checkpoints.At(db, body, size);
            if (!now.Ok(out var expected, out var why))
            {
                report.Fail("ledger_checkpoint", $"{size}", why.Message, kept.Checkpoint.Root);
                continue;
            }
            if (expected != kept.Checkpoint)
            {
                report.Fail("ledger_checkpoint", $"{size} root", expected.Root, kept.Checkpoint.Root);
            }
            if (!SignedNote.Parse(kept.Note).Ok(out var note, out why)
                || !Checkpoint.Parse(note.Text).Ok(out var stated, out why))
            {
                report.Fail("ledger_checkpoint", $"{size} note", "ein unterschriebener Checkpoint", why.Message);
            }
            else if (stated != kept.Checkpoint || note.Text != stated.Text())
            {
                report.Fail("ledger_checkpoint", $"{size} note", kept.Checkpoint.Text(), note.Text);
            }
            else if (key is null)
            {
                report.Lacks($"der Schlüssel zur Unterschrift des Checkpoints über {size} Buchungen");
            }
            else if (!note.IsSignedBy(key))
            {
                report.Fail("ledger_checkpoint", $"{size} note", $"Unterschrift von {key.Name}", "ungültig");
            }
        }
    }
}
