using System.Globalization;
using System.Text;

namespace Gemeinwerk.Proofs;

/// <summary>Checks proofs of the log without the log, RFC 9162 sections 2.1.3.2 and 2.1.4.2, and writes them as files
/// (docs/formats.md section 6).</summary>
public static class MerkleProof
{
    /// <summary>Whether a leaf stands at an index of the tree with this size and root.</summary>
    public static bool IsIncluded(
        long index, long size, ReadOnlySpan<byte> leaf, IReadOnlyList<byte[]> path, ReadOnlySpan<byte> root)
    {
        if (index < 0 || index >= size) return false;
        var (at, last, hash) = (index, size - 1, leaf.ToArray());
        foreach (var step in path)
        {
            if (last == 0) return false;
            if ((at & 1) == 1 || at == last)
            {
                hash = MerkleHash.Node(step, hash);
                while ((at & 1) == 0 && at != 0) (at, last) = (at >> 1, last >> 1);
            }
            else
            {
                hash = MerkleHash.Node(hash, step);
            }
            (at, last) = (at >> 1, last >> 1);
        }
        return last == 0 && root.SequenceEqual(hash);
    }

    /// <summary>Whether the tree of the second size and root continues that of the first.</summary>
    public static bool IsConsistent(
        long first, ReadOnlySpan<byte> firstRoot, long second, ReadOnlySpan<byte> secondRoot,
        IReadOnlyList<byte[]> proof)
    {
        if (first < 0 || first > second) return false;
        if (first == 0) return proof.Count == 0 && firstRoot.SequenceEqual(MerkleHash.OfNothing);
        if (first == second) return proof.Count == 0 && firstRoot.SequenceEqual(secondRoot);
        var steps = long.IsPow2(first) ? proof.Prepend(firstRoot.ToArray()) : proof;
        var (at, last) = (first - 1, second - 1);
        while ((at & 1) == 1) (at, last) = (at >> 1, last >> 1);

        byte[]? older = null, newer = null;
        foreach (var step in steps)
        {
            if (older is null || newer is null)
            {
                older = newer = step;
                continue;
            }
            if (last == 0) return false;
            if ((at & 1) == 1 || at == last)
            {
                (older, newer) = (MerkleHash.Node(step, older), MerkleHash.Node(step, newer));
                while ((at & 1) == 0 && at != 0) (at, last) = (at >> 1, last >> 1);
            }
            else
            {
                newer = MerkleHash.Node(newer, step);
            }
            (at, last) = (at >> 1, last >> 1);
        }
        return last == 0 && firstRoot.SequenceEqual(older) && secondRoot.SequenceEqual(newer);
    }

    public static string ConsistencyFile(IReadOnlyList<byte[]> proof) => Lines("gemeinwerk-consistency/1", proof);

    public static string InclusionFile(long index, long size, byte[] leaf, IReadOnlyList<byte[]> path) =>
        Lines(string.Create(CultureInfo.InvariantCulture,
            $"gemeinwerk-inclusion/1\nindex {index}\nsize {size}\nleaf {Convert.ToBase64String(leaf)}"), path);

    static string Lines(string start, IReadOnlyList<byte[]> hashes)
    {
        var text = new StringBuilder(start).Append('\n');
        foreach (var hash in hashes) text.Append(Convert.ToBase64String(hash)).Append('\n');
        return text.ToString();
    }
}
