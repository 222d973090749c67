using System.Security.Cryptography;

namespace Gemeinwerk.Tests.Proof;

/// <summary>RFC 6962 section 2.1 word by word, recursively; the slow reference for the checker's frontier.</summary>
static class PlainTree
{
    public static byte[] Root(byte[][] leaves)
    {
        if (leaves.Length == 0) return SHA256.HashData([]);
        if (leaves.Length == 1) return leaves[0];
        var k = Split(leaves.Length);
        return SHA256.HashData([1, .. Root(leaves[..k]), .. Root(leaves[k..])]);
    }

    public static List<byte[]> Path(int m, byte[][] leaves)
    {
        if (leaves.Length <= 1) return [];
        var k = Split(leaves.Length);
        return m < k ? [.. Path(m, leaves[..k]), Root(leaves[k..])] : [.. Path(m - k, leaves[k..]), Root(leaves[..k])];
    }

    public static List<byte[]> Consistency(int m, byte[][] leaves) => Sub(m, leaves, true);

    static List<byte[]> Sub(int m, byte[][] leaves, bool whole)
    {
        if (m == leaves.Length) return whole ? [] : [Root(leaves)];
        var k = Split(leaves.Length);
        return m <= k ? [.. Sub(m, leaves[..k], whole), Root(leaves[k..])]
            : [.. Sub(m - k, leaves[k..], false), Root(leaves[..k])];
    }

    static int Split(int n)
    {
        var k = 1;
        while (k * 2 < n) k *= 2;
        return k;
    }
}
