using System.Numerics;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>
/// Roots and proofs of a body's log (RFC 6962 section 2.1) for any length it ever had. Subtrees at every eighth level
/// are kept, so a root or a proof reads a few hundred hashes however long the log is.
/// </summary>
public static class MerkleLog
{
    /// <returns>The root at a length, or <c>ledger.checkpoint-size</c> (longer than the log), <c>ledger.log-damaged</c>
    /// (a hash that must be there is not).</returns>
    public static Task<Result<byte[]>> Root(Session db, Id<Body> body, long size) =>
        Reading(db, body, size, log => log.Range(0, size));

    /// <summary>The audit path of an entry in the log of a given length, from the leaf upwards.</summary>
    /// <param name="index">Entry number minus one.</param>
    public static Task<Result<IReadOnlyList<byte[]>>> Inclusion(Session db, Id<Body> body, long index, long size)
    {
        if (index < 0 || index >= size)
        {
            return Task.FromResult<Result<IReadOnlyList<byte[]>>>(new Rejection("ledger.checkpoint-size",
                $"Die Buchung Nr. {index + 1} liegt nicht unter den ersten {German.Count(size)}."));
        }
        return Reading(db, body, size, async Task<IReadOnlyList<byte[]>> (log) =>
        {
            var path = new List<byte[]>();
            for (var (from, to) = (0L, size); to - from > 1;)
            {
                var middle = from + Split(to - from);
                path.Add(index < middle ? await log.Range(middle, to) : await log.Range(from, middle));
                if (index < middle) to = middle;
                else from = middle;
            }
            path.Reverse();
            return path;
        });
    }

    /// <summary>The proof that the log of one length continues that of a smaller one; empty from length 0.</summary>
    public static Task<Result<IReadOnlyList<byte[]>>> Consistency(Session db, Id<Body> body, long first, long second)
    {
        if (first < 0 || first > second)
        {
            return Task.FromResult<Result<IReadOnlyList<byte[]>>>(new Rejection("ledger.checkpoint-size",
                $"{German.Count(first)} Buchungen liegen nicht vor {German.Count(second)}."));
        }
        return Reading(db, body, second, async Task<IReadOnlyList<byte[]>> (log) =>
        {
            var proof = new List<byte[]>();
            if (first == 0 || first == second) return proof;
            var (from, to) = (0L, second);
            while (first < to)
            {
                var middle = from + Split(to - from);
                proof.Add(first <= middle ? await log.Range(middle, to) : await log.Range(from, middle));
                if (first <= middle) to = middle;
                else from = middle;
            }
            // The old root itself is known to whoever checks; any smaller subtree is not.
            if (from > 0) proof.Add(await log.Range(from, to));
            proof.Reverse();
            return proof;
        });
    }

    /// <summary>The largest power of two smaller than a number above 1.</summary>
    internal static long Split(long size) => 1L << BitOperations.Log2((ulong)size - 1);

    static async Task<Result<T>> Reading<T>(Session db, Id<Body> body, long size, Func<Reader, Task<T>> read)
    {
        var length = await db.One($"select entry_count from ledger_book where body_id = {body}", row => row.Number());
        if (size < 0 || size > length)
        {
            return new Rejection("ledger.checkpoint-size",
                $"Das Journal hat {German.Count(length)} Buchungen, nicht {German.Count(size)}.");
        }
        var reader = new Reader(db, body);
        var value = await read(reader);
        return reader.IsDamaged
            ? new Rejection("ledger.log-damaged", "Im Protokoll (Merkle-Log) fehlen Hashwerte.")
            : value;
    }

    sealed class Reader(Session db, Id<Body> body)
    {
        internal bool IsDamaged { get; private set; }

        /// <summary>The root over leaves from one to before another; the range is one that RFC 6962 makes.</summary>
        internal async Task<byte[]> Range(long from, long to)
        {
            var size = to - from;
            if (size == 0) return MerkleHash.OfNothing;
            if (BitOperations.IsPow2(size)) return await Complete(BitOperations.Log2((ulong)size), from / size);
            var middle = from + Split(size);
            var left = await Range(from, middle);
            var right = await Range(middle, to);
            return MerkleHash.Node(left, right);
        }

        /// <summary>A complete subtree: folded from the kept subtrees, or the leaves, just below it.</summary>
        async Task<byte[]> Complete(int level, long no)
        {
            var kept = level / MerkleFrontier.KeptEvery * MerkleFrontier.KeptEvery;
            var count = 1 << (level - kept);
            var hashes = await Hashes(kept, no * count, count);
            if (hashes.Count != count || hashes.Exists(hash => hash.Length != MerkleHash.Size))
            {
                IsDamaged = true;
                return MerkleHash.OfNothing;
            }
            for (; count > 1; count /= 2)
            {
                for (var i = 0; i < count / 2; i++) hashes[i] = MerkleHash.Node(hashes[2 * i], hashes[2 * i + 1]);
            }
            return hashes[0];
        }

        Task<List<byte[]>> Hashes(int level, long from, int count) => level == 0
            ? db.All($"""
                select leaf_hash from ledger_entry
                where body_id = {body} and entry_no between {from + 1} and {from + count} order by entry_no
                """, row => row.Bytes())
            : db.All($"""
                select hash from ledger_log_node
                where body_id = {body} and level = {level} and node_no between {from} and {from + count - 1}
                order by node_no
                """, row => row.Bytes());
    }
}
