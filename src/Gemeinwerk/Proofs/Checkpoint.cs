using System.Globalization;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Proofs;

/// <summary>What a log was at one length (C2SP tlog-checkpoint, docs/formats.md section 3).</summary>
/// <param name="Origin"><c>gemeinwerk/&lt;code of the body&gt;</c> for its journal.</param>
/// <param name="Size">How many leaves the log had.</param>
public sealed record Checkpoint(string Origin, long Size, byte[] Root)
{
    /// <returns>The checkpoint, or <c>ledger.checkpoint</c>.</returns>
    public static Result<Checkpoint> Parse(string text)
    {
        var lines = text.Split('\n');
        return lines.Length >= 4 && lines[^1].Length == 0 && lines[..^1].All(line => line.Length > 0)
            && long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            && size.ToString(CultureInfo.InvariantCulture) == lines[1]
            && Base64.Decode(lines[2]) is { Length: MerkleHash.Size } root
                ? new Checkpoint(lines[0], size, root)
                : new Rejection("ledger.checkpoint", "Der Text ist kein Checkpoint (Herkunft, Größe, Wurzel).");
    }

    public string Text() =>
        string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\n");

    public bool Equals(Checkpoint? other) =>
        other is not null && Origin == other.Origin && Size == other.Size && Root.AsSpan().SequenceEqual(other.Root);

    public override int GetHashCode() => HashCode.Combine(Origin, Size);
}

/// <summary>A checkpoint with the note that states it.</summary>
/// <param name="Note">The signed note, to be kept outside by whoever wants to prove later what the log was.</param>
public sealed record SignedCheckpoint(Checkpoint Checkpoint, string Note);
