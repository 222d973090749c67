using Gemeinwerk.Proofs;
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
        await TreeChecks.Nodes(db, $"select level, node_no, hash from ledger_log_node where body_id = {body.Id}",
            "ledger_log_node", nodes, report);
    }

    /// <param name="key">Null where the signatures cannot be checked here.</param>
    internal static async Task Kept(Session db, Body body, VerifierKey? key, PassReport report)
    {
        foreach (var kept in await Checkpoints.All(db, body))
        {
            var now = await Checkpoints.At(db, body, kept.Checkpoint.Size);
            TreeChecks.Kept("ledger_checkpoint", kept, now.Ok(out var expected, out _) ? expected : null, key, report);
        }
    }
}
