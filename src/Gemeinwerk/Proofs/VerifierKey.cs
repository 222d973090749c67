using System.Security.Cryptography;
using System.Text;
using Gemeinwerk.Basics;
using Ed25519 = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;

namespace Gemeinwerk.Proofs;

/// <summary>A public key in the form of C2SP signed notes: <c>name+key id+base64</c>.</summary>
public sealed class VerifierKey
{
    /// <summary>The byte that stands for Ed25519 in C2SP signed notes.</summary>
    internal const byte Algorithm = 1;

    internal const int IdSize = 4;

    readonly byte[] publicKey;

    internal VerifierKey(string name, byte[] publicKey)
    {
        Name = name;
        this.publicKey = publicKey;
        Id = SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', Algorithm, .. publicKey])[..IdSize];
    }

    public string Name { get; }
    internal byte[] Id { get; }
    internal string IdText => Convert.ToHexStringLower(Id);

    /// <returns>The key, or <c>ledger.verifier-key</c>.</returns>
    public static Result<VerifierKey> Parse(string text)
    {
        var parts = text.Trim().Split('+', 3);
        if (parts.Length == 3 && parts[0].Length > 0 && !parts[0].Any(char.IsWhiteSpace)
            && Base64.Decode(parts[2]) is [Algorithm, .. var publicKey] && publicKey.Length == Ed25519.PublicKeySize)
        {
            var key = new VerifierKey(parts[0], publicKey);
            if (key.IdText == parts[1]) return key;
        }
        return new Rejection("ledger.verifier-key", $"„{text.Trim()}“ ist kein öffentlicher Schlüssel.");
    }

    internal bool Verify(byte[] message, byte[] signature) =>
        signature.Length == Ed25519.SignatureSize
        && Ed25519.Verify(signature, 0, publicKey, 0, message, 0, message.Length);

    public override string ToString() => $"{Name}+{IdText}+{Convert.ToBase64String([Algorithm, .. publicKey])}";
}

/// <summary>Base64 in its one canonical form; .NET alone would skip blanks and ignore stray bits.</summary>
static class Base64
{
    internal static byte[]? Decode(string text)
    {
        var bytes = new byte[text.Length / 4 * 3];
        return Convert.TryFromBase64String(text, bytes, out var length)
            && Convert.ToBase64String(bytes, 0, length) == text
                ? bytes[..length]
                : null;
    }
}
