using System.Text;
using System.Text.Unicode;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Gemeinwerk.Proof.Notes;

/// <summary>
/// A C2SP signed note: a text, an empty line, and signatures. The text is proven only once one verifies.
/// </summary>
sealed class SignedNote
{
    /// <summary>More than the sixteen that every verifier must accept; witnesses may add theirs.</summary>
    const int MostSignatures = 64, LongestSignatures = 64 * 1024;

    readonly byte[] bytes;
    readonly int textLength;
    readonly List<(string Name, byte[] Signature)> signatures = [];

    SignedNote(byte[] bytes, int textLength) => (this.bytes, this.textLength) = (bytes, textLength);

    /// <summary>The text with its last line feed; all bytes when there is no signature block.</summary>
    public ReadOnlySpan<byte> Text => bytes.AsSpan(0, textLength);

    /// <summary>Why this is not a signed note, or null.</summary>
    public string? Fault { get; private set; }

    public static SignedNote Read(byte[] bytes)
    {
        var gap = bytes.AsSpan().LastIndexOf("\n\n"u8);
        var note = new SignedNote(bytes, gap < 0 ? bytes.Length : gap + 1);
        note.Fault = note.Examine(gap);
        return note;
    }

    /// <returns>Null when a signature of the key verifies, else what is wrong.</returns>
    public string? Verify(VerifierKey key)
    {
        if (Fault is not null) return Fault;
        var own = signatures.Where(each => each.Name == key.Name
            && each.Signature.AsSpan(0, 4).SequenceEqual(key.Id)).ToList();
        if (own.Count == 0) return $"keine Unterschrift mit dem Schlüssel „{key.Name}“ vorhanden.";
        return own.All(each => IsValid(each.Signature, key)) ? null
            : $"die Unterschrift von „{key.Name}“ ist ungültig; der Text wurde verändert.";
    }

    bool IsValid(byte[] signature, VerifierKey key) => signature.Length == 4 + Ed25519.SignatureSize
        && Ed25519.Verify(signature, 4, key.PublicKey, 0, bytes, 0, textLength);

    string? Examine(int gap)
    {
        if (!Utf8.IsValid(bytes)) return "die Datei ist kein gültiges UTF-8.";
        if (bytes.AsSpan().IndexOfAnyInRange((byte)0, (byte)9) >= 0
            || bytes.AsSpan().IndexOfAnyInRange((byte)11, (byte)31) >= 0)
            return "die Datei enthält Steuerzeichen (TAB, CR, NUL oder andere), die in einer signed note "
                + "verboten sind.";
        if (gap < 0) return "die Unterschrift fehlt (keine Leerzeile vor Unterschriftszeilen).";
        if (bytes.Length - gap > LongestSignatures) return "der Teil mit den Unterschriften ist länger als 64 KB.";
        if (bytes[^1] != '\n') return "die letzte Zeile endet nicht mit LF.";
        var lines = Encoding.UTF8.GetString(bytes.AsSpan(gap + 2)).Split('\n')[..^1];
        if (lines.Length is 0 or > MostSignatures) return "die Zahl der Unterschriften ist unzulässig.";
        foreach (var line in lines)
        {
            var parts = line.Split(' ');
            if (parts.Length != 3 || parts[0] != "—" || !VerifierKey.IsName(parts[1])
                || Signature(parts[2]) is not { } signature)
                return "eine Unterschriftszeile hat nicht die Form „— Name Base64“.";
            signatures.Add((parts[1], signature));
        }
        return null;
    }

    static byte[]? Signature(string text)
    {
        var length = text.Length / 4 * 3 - (text.EndsWith("==", StringComparison.Ordinal) ? 2
            : text.EndsWith('=') ? 1 : 0);
        return length > 4 ? Base64Text.Decode(text, length) : null;
    }
}
