using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Gemeinwerk.Tests.Ledger.Log;

/// <summary>
/// Reads a checkpoint as the texts of C2SP signed-note and tlog-checkpoint say, written from these texts alone; it
/// shares nothing with the product.
/// </summary>
static class SecondCheckpoint
{
    /// <returns>Size and root, or null where note, signature or checkpoint is not valid.</returns>
    internal static (string Origin, ulong Size, byte[] Root)? Read(byte[] note, string verifierKey)
    {
        string whole;
        try
        {
            whole = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(note);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
        var split = whole.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || whole[^1] != '\n' || whole.Any(c => c < 0x20 && c != '\n')) return null;
        var text = whole[..(split + 1)];
        var signatures = whole[(split + 2)..].TrimEnd('\n').Split('\n');
        if (!signatures.All(line => line.StartsWith("— ", StringComparison.Ordinal))) return null;
        if (!signatures.Any(line => IsValid(line, text, verifierKey))) return null;

        var lines = text.Split('\n');
        return lines.Length >= 4 && lines[0].Length > 0
            && ulong.TryParse(lines[1], out var size) && $"{size}" == lines[1]
            ? (lines[0], size, Convert.FromBase64String(lines[2]))
            : null;
    }

    static bool IsValid(string line, string text, string verifierKey)
    {
        // A key's base64 may hold a plus itself, so only the first two are separators.
        var key = verifierKey.Split('+', 3);
        var encoded = Convert.FromBase64String(key[2]);
        byte[] named = [.. Encoding.UTF8.GetBytes(key[0]), 0x0A, .. encoded];
        var keyId = SHA256.HashData(named).AsSpan(0, 4).ToArray();
        if (encoded[0] != 1 || encoded.Length != 33 || Convert.ToHexStringLower(keyId) != key[1]) return false;

        var parts = line[2..].Split(' ');
        if (parts.Length != 2 || parts[0] != key[0]) return false;
        var bytes = new byte[parts[1].Length];
        if (!Convert.TryFromBase64String(parts[1], bytes, out var length) || length != 68) return false;
        // Two stray bits of the last letter would otherwise make several texts of one signature.
        if (Convert.ToBase64String(bytes, 0, length) != parts[1]) return false;
        if (!bytes.AsSpan(0, 4).SequenceEqual(keyId)) return false;
        var message = Encoding.UTF8.GetBytes(text);
        var ed25519 = new Ed25519Signer();
        ed25519.Init(false, new Ed25519PublicKeyParameters(encoded.AsSpan(1)));
        ed25519.BlockUpdate(message, 0, message.Length);
        return ed25519.VerifySignature(bytes[4..length]);
    }
}

/// <summary>
/// RFC 6962 section 2.1 word for word: tree hash, audit path and consistency proof over a list of leaf hashes.
/// </summary>
static class SecondTree
{
    internal static byte[] Root(ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length == 0) return SHA256.HashData([]);
        if (leaves.Length == 1) return leaves[0];
        var k = Split(leaves.Length);
        return SHA256.HashData([1, .. Root(leaves[..k]), .. Root(leaves[k..])]);
    }

    internal static List<byte[]> Path(int m, ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length == 1) return [];
        var k = Split(leaves.Length);
        return m < k
            ? [.. Path(m, leaves[..k]), Root(leaves[k..])]
            : [.. Path(m - k, leaves[k..]), Root(leaves[..k])];
    }

    internal static List<byte[]> Proof(int m, ReadOnlySpan<byte[]> leaves) => m == 0 ? [] : Subproof(m, leaves, true);

    static List<byte[]> Subproof(int m, ReadOnlySpan<byte[]> leaves, bool isKnown)
    {
        if (m == leaves.Length) return isKnown ? [] : [Root(leaves)];
        var k = Split(leaves.Length);
        return m <= k
            ? [.. Subproof(m, leaves[..k], isKnown), Root(leaves[k..])]
            : [.. Subproof(m - k, leaves[k..], false), Root(leaves[..k])];
    }

    static int Split(int size)
    {
        var k = 1;
        while (k * 2 < size) k *= 2;
        return k;
    }
}
