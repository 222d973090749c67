using System.Security.Cryptography;
using System.Text;

namespace Gemeinwerk.Proof.Notes;

/// <summary>A C2SP verifier key: <c>name+hex key id+base64 of type 01 and the Ed25519 public key</c>.</summary>
sealed record VerifierKey
{
    VerifierKey(string name, byte[] id, byte[] publicKey) => (Name, Id, PublicKey) = (name, id, publicKey);

    public string Name { get; }
    public byte[] Id { get; }
    public byte[] PublicKey { get; }

    public static VerifierKey? Parse(string text)
    {
        var parts = text.Trim().Split('+', 3);
        if (parts.Length != 3 || !IsName(parts[0]) || parts[1].Length != 8) return null;
        if (Base64Text.Decode(parts[2], 33) is not { } key || key[0] != 1) return null;
        var id = IdOf(parts[0], key);
        return Convert.ToHexStringLower(id) == parts[1] ? new VerifierKey(parts[0], id, key[1..]) : null;
    }

    public static bool IsName(string text) => text.Length > 0 && !text.Any(c => char.IsWhiteSpace(c) || c == '+');

    /// <summary>The form that <see cref="Parse"/> reads.</summary>
    public override string ToString() =>
        $"{Name}+{Convert.ToHexStringLower(Id)}+{Convert.ToBase64String([1, .. PublicKey])}";

    /// <summary>Keys that lie as <c>key.txt</c> in the folders given, or in that of a file given.</summary>
    public static IEnumerable<VerifierKey> Beside(IEnumerable<string> paths)
    {
        const int Longest = 1024;
        var files = paths.Select(path => Directory.Exists(path) ? path : Path.GetDirectoryName(path) ?? "")
            .Distinct().Select(folder => Path.Combine(folder, "key.txt"));
        foreach (var file in files.Where(file => File.Exists(file) && Files.HasContent(file)
            && new FileInfo(file).Length <= Longest))
            if (Parse(File.ReadAllText(file)) is { } key) yield return key;
    }

    static byte[] IdOf(string name, byte[] typeAndKey) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', .. typeAndKey])[..4];
}

static class Base64Text
{
    /// <returns>
    /// The bytes; null unless the text is their one canonical form, with padding, and of that length.
    /// </returns>
    public static byte[]? Decode(string text, int length)
    {
        var bytes = new byte[length + 3];
        return Convert.TryFromBase64String(text, bytes, out var written) && written == length
            && Convert.ToBase64String(bytes, 0, written) == text ? bytes[..written] : null;
    }
}
