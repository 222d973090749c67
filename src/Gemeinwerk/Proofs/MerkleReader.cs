using System.Numerics;

namespace Gemeinwerk.Proofs;

/// <summary>
/// Roots and proofs of a log (RFC 6962 section 2.1) for any length it ever had. Subtrees at every eighth level are
/// kept, so a root or a proof reads a few hundred hashes however long the log is.
/// </summary>
/// <param name="hashes">Reads the kept hashes of a level, or the leaf hashes at level 0: level, first number from 0,
/// count.</param>
sealed class MerkleReader(Func<int, long, int, Task<List<byte[]>>> hashes)
{
    /// <summary>A hash that must be there was not; what was read is worth nothing.</summary>
    internal bool IsDamaged { get; private set; }

    internal Task<byte[]> Root(long size) => Range(0, size);

    /// <summary>The audit path of a leaf in the log of a given length, from the leaf upwards.</summary>
    internal async Task<IReadOnlyList<byte[]>> Inclusion(long index, long size)
    {
        var path = new List<byte[]>();
        for (var (from, to) = (0L, size); to - from > 1;)
        {
            var middle = from + Split(to - from);
            path.Add(index < middle ? await Range(middle, to) : await Range(from, middle));
            if (index < middle) to = middle;
            else from = middle;
        }
        path.Reverse();
        return path;
    }

    /// <summary>The proof that the log of one length continues that of a smaller one; empty from length 0.</summary>
    internal async Task<IReadOnlyList<byte[]>> Consistency(long first, long second)
    {
        var proof = new List<byte[]>();
        if (first == 0 || first == second) return proof;
        var (from, to) = (0L, second);
        while (first < to)
        {
            var middle = from + Split(to - from);
            proof.Add(first <= middle ? await Range(middle, to) : await Range(from, middle));
            if (first <= middle) to = middle;
            else from = middle;
        }
        // The old root itself is known to whoever checks; any smaller subtree is not.
        if (from > 0) proof.Add(await Range(from, to));
        proof.Reverse();
        return proof;
    }

    /// <summary>The largest power of two smaller than a number above 1.</summary>
    internal static long Split(long size) => 1L << BitOperations.Log2((ulong)size - 1);

    /// <summary>The root over leaves from one to before another; the range is one that RFC 6962 makes.</summary>
    async Task<byte[]> Range(long from, long to)
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
        var found = await hashes(kept, no * count, count);
        if (found.Count != count || found.Exists(hash => hash.Length != MerkleHash.Size))
        {
            IsDamaged = true;
            return MerkleHash.OfNothing;
        }
        for (; count > 1; count /= 2)
        {
            for (var i = 0; i < count / 2; i++) found[i] = MerkleHash.Node(found[2 * i], found[2 * i + 1]);
        }
        return found[0];
    }
}
