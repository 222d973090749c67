using System.Globalization;
using System.Text;

namespace Gemeinwerk.Proof.Notes;

/// <summary>A C2SP checkpoint: the log of one body had this root at this size.</summary>
sealed record Checkpoint(string File, string Body, long Size, byte[] Root, SignedNote Note)
{
    const string Prefix = "gemeinwerk/";
    const int Largest = 1024 * 1024;

    public static Checkpoint? Read(string path, Point point)
    {
        if (Files.Read(path, Largest, point) is not { } bytes) return null;
        var note = SignedNote.Read(bytes);
        if (note.Fault is not null)
        {
            point.Fail(path, 0, note.Fault);
            return null;
        }
        var lines = Encoding.UTF8.GetString(note.Text).Split('\n')[..^1];
        if (lines.Length < 3 || lines.Any(line => line.Length == 0))
            point.Fail(path, 0, "das ist kein Checkpoint: drei Zeilen mit Herkunft, Größe und Wurzel sind nötig.");
        else if (!lines[0].StartsWith(Prefix, StringComparison.Ordinal) || lines[0].Length == Prefix.Length)
            point.Fail(path, 1, "die Herkunft ist nicht „gemeinwerk/<Körperschaft>“.");
        else if (!Numbers.TryParse(lines[1], out var size) || size < 0)
            point.Fail(path, 2, "die Größe ist keine Zahl.");
        else if (Base64Text.Decode(lines[2], Merkle.HashSize) is not { } root)
            point.Fail(path, 3, "die Wurzel ist kein Base64 von 32 Bytes.");
        else
            return new Checkpoint(path, lines[0][Prefix.Length..], size, root, note);
        return null;
    }

    /// <summary>Verifies the signature with the key of this body; without one the point lacks it.</summary>
    public void Verify(IReadOnlyList<VerifierKey> keys, Point point)
    {
        var key = keys.FirstOrDefault(key => key.Name == Prefix + Body);
        if (key is not null)
        {
            if (Note.Verify(key) is { } fault) point.Fail(File, 0, fault);
        }
        else if (keys.Count > 0)
        {
            point.Fail(File, 0, $"keiner der gegebenen Schlüssel heißt „{Prefix}{Body}“.");
        }
        else
        {
            point.Lacks($"der öffentliche Schlüssel (--key) zur Unterschrift von {File}");
        }
    }
}

static class Numbers
{
    /// <summary>Only the one canonical form: no plus, no leading zero, no blank.</summary>
    public static bool TryParse(string text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)
        && number.ToString(CultureInfo.InvariantCulture) == text;
}

static class Files
{
    public const string Empty = "die Datei ist leer oder keine gewöhnliche Datei.";

    /// <summary>Pipes, devices and sockets have the length 0, and reading them might never end.</summary>
    public static bool HasContent(string path) =>
        (File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path)) is FileInfo { Length: > 0 };

    public static byte[]? Read(string path, long largest, Point point)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length > largest) point.Fail(path, 0, $"die Datei ist größer als {largest / 1024 / 1024} MB.");
            else if (!HasContent(path)) point.Fail(path, 0, Empty);
            else return File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            point.Fail(path, 0, "die Datei fehlt oder ist nicht lesbar.");
        }
        return null;
    }
}
