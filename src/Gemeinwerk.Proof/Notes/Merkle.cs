using System.Numerics;
using System.Security.Cryptography;

namespace Gemeinwerk.Proof.Notes;

/// <summary>Hashing and proofs of RFC 6962 section 2.1 with SHA-256.</summary>
static class Merkle
{
    public const int HashSize = 32;

    public static byte[] EmptyRoot => SHA256.HashData([]);

    public static void Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> to)
    {
        Span<byte> input = stackalloc byte[1 + 2 * HashSize];
        input[0] = 1;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + HashSize)..]);
        SHA256.HashData(input, to);
    }

    static byte[] Node(byte[] left, byte[] right)
    {
        var hash = new byte[HashSize];
        Node(left, right, hash);
        return hash;
    }

    /// <summary>Whether the leaf stands at the index (from 0) in the tree with this size and root.</summary>
    public static bool Includes(long index, long size, byte[] leaf, IReadOnlyList<byte[]> path, byte[] root)
    {
        if (index < 0 || index >= size) return false;
        var (node, last, hash) = (index, size - 1, leaf);
        foreach (var sibling in path)
        {
            if (last == 0) return false;
            if ((node & 1) == 1 || node == last)
            {
                hash = Node(sibling, hash);
                while ((node & 1) == 0 && node != 0) (node, last) = (node >> 1, last >> 1);
            }
            else
            {
                hash = Node(hash, sibling);
            }
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && hash.AsSpan().SequenceEqual(root);
    }

    /// <summary>Whether the tree with the new root begins with the tree with the old root.</summary>
    public static bool IsConsistent(
        long oldSize, byte[] oldRoot, long newSize, byte[] newRoot, IReadOnlyList<byte[]> path)
    {
        if (oldSize < 0 || oldSize > newSize) return false;
        if (oldSize == 0) return path.Count == 0 && oldRoot.AsSpan().SequenceEqual(EmptyRoot);
        if (oldSize == newSize) return path.Count == 0 && oldRoot.AsSpan().SequenceEqual(newRoot);

        var hashes = BitOperations.IsPow2(oldSize) ? [oldRoot, .. path] : path;
        if (hashes.Count == 0) return false;
        var (node, last) = (oldSize - 1, newSize - 1);
        while ((node & 1) == 1) (node, last) = (node >> 1, last >> 1);
        var (old, grown) = (hashes[0], hashes[0]);
        foreach (var hash in hashes.Skip(1))
        {
            if (last == 0) return false;
            if ((node & 1) == 1 || node == last)
            {
                (old, grown) = (Node(hash, old), Node(hash, grown));
                while ((node & 1) == 0 && node != 0) (node, last) = (node >> 1, last >> 1);
            }
            else
            {
                grown = Node(grown, hash);
            }
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && old.AsSpan().SequenceEqual(oldRoot) && grown.AsSpan().SequenceEqual(newRoot);
    }
}

/// <summary>The right edge of a growing Merkle tree: its root at any moment in 64 hashes of memory.</summary>
sealed class Frontier
{
    readonly byte[] hashes = new byte[64 * Merkle.HashSize];

    public long Size { get; private set; }

    public void Add(ReadOnlySpan<byte> leafHash)
    {
        Span<byte> hash = stackalloc byte[Merkle.HashSize];
        leafHash.CopyTo(hash);
        var level = 0;
        for (; (Size >> level & 1) == 1; level++) Merkle.Node(At(level), hash, hash);
        hash.CopyTo(At(level));
        Size++;
    }

    public byte[] Root()
    {
        if (Size == 0) return Merkle.EmptyRoot;
        var level = BitOperations.TrailingZeroCount(Size);
        var root = At(level).ToArray();
        for (level++; Size >> level != 0; level++)
            if ((Size >> level & 1) == 1) Merkle.Node(At(level), root, root);
        return root;
    }

    Span<byte> At(int level) => hashes.AsSpan(level * Merkle.HashSize, Merkle.HashSize);
}
