using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Gemeinwerk.Proof.Notes;

namespace Gemeinwerk.Tests.Proof;

/// <summary>
/// A second verification of signed notes, from the C2SP text and RFC 8032, with integers and nothing else.
/// </summary>
static class PlainNote
{
    static readonly BigInteger Prime = BigInteger.Pow(2, 255) - 19;
    static readonly BigInteger Order = BigInteger.Pow(2, 252)
        + BigInteger.Parse("27742317777372353535851937790883648493", CultureInfo.InvariantCulture);
    static readonly BigInteger D = Mod(-121665 * Inverse(121666));
    static readonly BigInteger RootOfMinusOne = BigInteger.ModPow(2, (Prime - 1) / 4, Prime);
    static readonly (BigInteger X, BigInteger Y) Base = Point(Mod(4 * Inverse(5)), 0)!.Value;

    public static bool Verifies(string note, string verifierKey)
    {
        var parts = verifierKey.Split('+', 3);
        var typed = Convert.FromBase64String(parts[2]);
        var id = SHA256.HashData([.. Encoding.UTF8.GetBytes(parts[0]), 0x0A, .. typed])[..4];
        if (typed[0] != 1 || Convert.ToHexStringLower(id) != parts[1]) return false;
        var gap = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        var text = note[..(gap + 1)];
        foreach (var line in note[(gap + 2)..].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!line.StartsWith($"— {parts[0]} ", StringComparison.Ordinal)) continue;
            var signature = Convert.FromBase64String(line[(parts[0].Length + 3)..]);
            if (signature.AsSpan(0, 4).SequenceEqual(id) && Verifies(signature[4..],
                Encoding.UTF8.GetBytes(text), typed[1..]))
                return true;
        }
        return false;
    }

    static bool Verifies(byte[] signature, byte[] message, byte[] key)
    {
        if (signature.Length != 64 || Decode(key) is not { } a || Decode(signature[..32]) is not { } r) return false;
        var s = Number(signature.AsSpan(32));
        if (s >= Order) return false;
        var h = Number(SHA512.HashData([.. signature[..32], .. key, .. message])) % Order;
        return Times(s, Base) == Add(r, Times(h, a));
    }

    static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true);

    static BigInteger Mod(BigInteger value) => (value % Prime + Prime) % Prime;

    static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(Mod(value), Prime - 2, Prime);

    static (BigInteger X, BigInteger Y)? Decode(byte[] bytes)
    {
        var sign = bytes[31] >> 7;
        var y = Number(bytes) & (BigInteger.Pow(2, 255) - 1);
        return y >= Prime ? null : Point(y, sign);
    }

    static (BigInteger, BigInteger)? Point(BigInteger y, int sign)
    {
        var square = Mod((y * y - 1) * Inverse(D * y * y + 1));
        var x = BigInteger.ModPow(square, (Prime + 3) / 8, Prime);
        if (Mod(x * x - square) != 0) x = Mod(x * RootOfMinusOne);
        if (Mod(x * x - square) != 0 || (x.IsZero && sign == 1)) return null;
        return ((int)(x % 2) == sign ? x : Prime - x, y);
    }

    static (BigInteger X, BigInteger Y) Add((BigInteger X, BigInteger Y) p, (BigInteger X, BigInteger Y) q)
    {
        var t = Mod(D * p.X * q.X % Prime * p.Y * q.Y);
        return (Mod((p.X * q.Y + q.X * p.Y) * Inverse(1 + t)), Mod((p.Y * q.Y + p.X * q.X) * Inverse(1 - t)));
    }

    static (BigInteger X, BigInteger Y) Times(BigInteger factor, (BigInteger X, BigInteger Y) point)
    {
        var sum = (X: BigInteger.Zero, Y: BigInteger.One);
        for (; factor > 0; factor >>= 1, point = Add(point, point))
            if (!factor.IsEven) sum = Add(sum, point);
        return sum;
    }
}

public sealed class NoteTests
{
    // The published example of golang.org/x/mod/sumdb/note.
    const string PublishedKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    const string PublishedNote = "If you think cryptography is the answer to your problem,\n"
        + "then you don't know what your problem is.\n\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZIn"
        + "NIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    [Fact]
    public void The_published_note_verifies_here_and_there()
    {
        Assert.True(PlainNote.Verifies(PublishedNote, PublishedKey));
        Assert.Null(Verify(PublishedNote, PublishedKey));
    }

    [Fact]
    public void Both_verifications_agree_on_every_flipped_byte_of_a_checkpoint()
    {
        var signer = new Signer("gemeinwerk/kdz");
        var note = signer.Checkpoint(MergerCase.Kdz, 4);
        Assert.True(PlainNote.Verifies(note, signer.VerifierKey));
        Assert.Null(Verify(note, signer.VerifierKey));
        var text = note.IndexOf("\n\n", StringComparison.Ordinal);
        for (var at = 0; at < text; at++)
        {
            var changed = note[..at] + (char)(note[at] ^ 1) + note[(at + 1)..];
            Assert.NotNull(Verify(changed, signer.VerifierKey));
            if (at % 10 == 0) Assert.False(PlainNote.Verifies(changed, signer.VerifierKey));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("kdz")]
    [InlineData("kdz+00000000+AQ==")]
    [InlineData("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    [InlineData("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TX")]
    [InlineData("Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    public void A_malformed_key_is_wrong_usage(string key)
    {
        Assert.Null(VerifierKey.Parse(key));
        Assert.Equal(2, Checker.Run("journal", "x", "--key", key).Exit);
    }

    [Theory]
    [InlineData("a\tb\n\n— k AAAAAAA=\n", "Steuerzeichen")]
    [InlineData("a\r\n\n\n— k AAAAAAA=\n", "Steuerzeichen")]
    [InlineData("a\n", "Unterschrift fehlt")]
    [InlineData("a\n\n", "Zahl der Unterschriften")]
    [InlineData("a\n\n— k AAAAAAA=", "endet nicht mit LF")]
    [InlineData("a\n\n- k AAAAAAA=\n", "Unterschriftszeile")]
    [InlineData("a\n\n— k AAAAAAB=\n", "Unterschriftszeile")]
    [InlineData("a\n\n— k AAAA\n", "Unterschriftszeile")]
    public void A_malformed_note_is_refused(string note, string why) =>
        Assert.Contains(why, SignedNote.Read(Encoding.UTF8.GetBytes(note)).Fault!, StringComparison.Ordinal);

    static string? Verify(string note, string key) =>
        SignedNote.Read(Encoding.UTF8.GetBytes(note)).Verify(VerifierKey.Parse(key)!);
}
