using System.Text;

namespace Gemeinwerk.Proof.Notes;

/// <summary>Proof files: the format line, for an inclusion the leaf's place, then one hash per line.</summary>
sealed record ProofFile(string File, long Index, long Size, byte[] Leaf, IReadOnlyList<byte[]> Hashes)
{
    const string Consistency = "gemeinwerk-consistency/1", Inclusion = "gemeinwerk-inclusion/1";
    const int Largest = 64 * 1024;

    public static ProofFile? ReadConsistency(string path, Point point) =>
        Lines(path, Consistency, point) is { } lines && Read(path, lines, 1, point) is { } hashes
            ? new ProofFile(path, 0, 0, [], hashes) : null;

    public static ProofFile? ReadInclusion(string path, Point point)
    {
        if (Lines(path, Inclusion, point) is not { } lines) return null;
        if (lines.Length < 4 || !Number(lines[1], "index ", out var index) || !Number(lines[2], "size ", out var size)
            || !lines[3].StartsWith("leaf ", StringComparison.Ordinal)
            || Base64Text.Decode(lines[3][5..], Merkle.HashSize) is not { } leaf)
        {
            point.Fail(path, 2, "auf die Formatzeile müssen „index N“, „size N“ und „leaf Base64“ folgen.");
            return null;
        }
        return Read(path, lines, 4, point) is { } hashes ? new ProofFile(path, index, size, leaf, hashes) : null;
    }

    static string[]? Lines(string path, string format, Point point)
    {
        if (Files.Read(path, Largest, point) is not { } bytes) return null;
        var lines = Encoding.UTF8.GetString(bytes).Split('\n');
        if (lines[0] != format) point.Fail(path, 1, $"die erste Zeile ist nicht „{format}“.");
        else if (lines[^1].Length > 0) point.Fail(path, lines.Length, "die letzte Zeile endet nicht mit LF.");
        else return lines[..^1];
        return null;
    }

    static List<byte[]>? Read(string path, string[] lines, int from, Point point)
    {
        var hashes = new List<byte[]>();
        for (var i = from; i < lines.Length; i++)
        {
            if (Base64Text.Decode(lines[i], Merkle.HashSize) is not { } hash)
            {
                point.Fail(path, i + 1, "die Zeile ist kein Base64 von 32 Bytes.");
                return null;
            }
            hashes.Add(hash);
        }
        return hashes;
    }

    static bool Number(string line, string prefix, out long number)
    {
        number = 0;
        return line.StartsWith(prefix, StringComparison.Ordinal)
            && Numbers.TryParse(line[prefix.Length..], out number) && number >= 0;
    }
}
