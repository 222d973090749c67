using System.Text;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Proofs;

/// <summary>A text with signatures under it, as C2SP signed-note defines it (docs/formats.md section 3).</summary>
public sealed class SignedNote
{
    const string SignatureStart = "— ";
    const string SignaturesStart = "\n\n" + SignatureStart;

    readonly List<(string Name, byte[] KeyId, byte[] Signature)> signatures = [];

    SignedNote(string text, string note) => (Text, Note) = (text, note);

    /// <summary>What is signed; it ends with LF.</summary>
    public string Text { get; }

    /// <summary>The whole: text, blank line, signature lines.</summary>
    public string Note { get; }

    /// <summary>Signs a text of one or more lines.</summary>
    public static SignedNote Sign(string text, SigningKey key)
    {
        Invariant.Holds(text is [_, .., '\n'] && !text.Any(IsForbidden));
        var signature = key.Sign(Encoding.UTF8.GetBytes(text));
        var signed = Convert.ToBase64String([.. key.Verifier.Id, .. signature]);
        var note = new SignedNote(text, $"{text}\n{SignatureStart}{key.Verifier.Name} {signed}\n");
        note.signatures.Add((key.Verifier.Name, key.Verifier.Id, signature));
        return note;
    }

    /// <returns>The note, whose signatures are not checked yet, or <c>ledger.note</c>.</returns>
    public static Result<SignedNote> Parse(string note)
    {
        var end = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0 || end != note.LastIndexOf(SignaturesStart, StringComparison.Ordinal) || !note.EndsWith('\n')
            || note.Any(IsForbidden))
        {
            return Refused();
        }
        var signed = new SignedNote(note[..(end + 1)], note);
        foreach (var line in note[(end + 2)..^1].Split('\n'))
        {
            if (!line.StartsWith(SignatureStart, StringComparison.Ordinal)) return Refused();
            var parts = line[SignatureStart.Length..].Split(' ');
            if (parts.Length != 2 || parts[0].Length == 0 || parts[0].Contains('+')
                || Base64.Decode(parts[1]) is not { Length: > VerifierKey.IdSize } bytes)
            {
                return Refused();
            }
            signed.signatures.Add((parts[0], bytes[..VerifierKey.IdSize], bytes[VerifierKey.IdSize..]));
        }
        return signed;

        static Rejection Refused() =>
            new("ledger.note", "Der Text ist keine unterschriebene Notiz (C2SP signed-note).");
    }

    /// <summary>
    /// Whether the note carries a valid signature of this key and none of its name and id that is invalid.
    /// </summary>
    public bool IsSignedBy(VerifierKey key)
    {
        var own = signatures.FindAll(s => s.Name == key.Name && s.KeyId.AsSpan().SequenceEqual(key.Id));
        var message = Encoding.UTF8.GetBytes(Text);
        return own.Count > 0 && own.TrueForAll(s => key.Verify(message, s.Signature));
    }

    static bool IsForbidden(char c) => c < ' ' && c != '\n';
}
