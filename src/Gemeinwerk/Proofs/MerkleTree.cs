using System.Security.Cryptography;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Proofs;

/// <summary>The hashes of RFC 6962 section 2.1.</summary>
static class MerkleHash
{
    internal const int Size = SHA256.HashSizeInBytes;

    internal static readonly byte[] OfNothing = SHA256.HashData([]);

    internal static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> input = stackalloc byte[1 + 2 * Size];
        input[0] = 1;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + Size)..]);
        return SHA256.HashData(input);
    }
}

/// <summary>
/// The right edge of a Merkle tree: the roots of its complete subtrees, largest first, one for each bit of its size.
/// All that is needed to append and to know the root.
/// </summary>
sealed class MerkleFrontier
{
    /// <summary>
    /// Only the roots of subtrees at every eighth level are kept outside: 256 leaves, 65,536 leaves, …
    /// </summary>
    internal const int KeptEvery = 8;

    readonly List<byte[]> roots;

    internal MerkleFrontier(long size, ReadOnlySpan<byte> stored)
    {
        Size = size;
        roots = [];
        for (; stored.Length > 0; stored = stored[MerkleHash.Size..]) roots.Add(stored[..MerkleHash.Size].ToArray());
        Invariant.Holds(roots.Count == long.PopCount(size));
    }

    /// <summary>The frontier as it is stored, or null where it was damaged.</summary>
    internal static MerkleFrontier? Read(long size, byte[] stored) =>
        size >= 0 && stored.Length == long.PopCount(size) * MerkleHash.Size ? new(size, stored) : null;

    internal long Size { get; private set; }

    /// <summary>Appends a leaf.</summary>
    /// <param name="keep">Called with level, number and hash of each subtree at a kept level that becomes
    /// complete.</param>
    internal void Append(byte[] leafHash, Action<int, long, byte[]> keep)
    {
        roots.Add(leafHash);
        Size = checked(Size + 1);
        for (var level = 1; level <= long.TrailingZeroCount(Size); level++)
        {
            var node = MerkleHash.Node(roots[^2], roots[^1]);
            roots.RemoveRange(roots.Count - 2, 2);
            roots.Add(node);
            if (level % KeptEvery == 0) keep(level, (Size >> level) - 1, node);
        }
    }

    internal byte[] Root() =>
        roots.Count == 0
            ? MerkleHash.OfNothing
            : Enumerable.Reverse(roots).Aggregate((right, left) => MerkleHash.Node(left, right));

    internal byte[] Store() => [.. roots.SelectMany(root => root)];
}
