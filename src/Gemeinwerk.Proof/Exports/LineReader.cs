using System.Text.Unicode;

namespace Gemeinwerk.Proof.Exports;

/// <summary>
/// Reads a file line by line in one reused buffer. A line that breaks the rules of the format is still delivered, with
/// its <see cref="Problem"/>; one longer than <see cref="Longest"/> is delivered empty and skipped without being held.
/// </summary>
sealed class LineReader(Stream stream) : IDisposable
{
    public const int Longest = 16 * 1024 * 1024;

    byte[] buffer = new byte[256 * 1024];
    int next;
    int end;
    bool exhausted;

    public static LineReader Open(string path) =>
        new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0));

    /// <summary>
    /// Holds the line at <see cref="Start"/>; may be overwritten there, and is reused by the next line.
    /// </summary>
    public byte[] Buffer => buffer;
    public int Start { get; private set; }
    public int Length { get; private set; }
    public long Number { get; private set; }
    public string? Problem { get; private set; }

    public ReadOnlySpan<byte> Line => buffer.AsSpan(Start, Length);

    public bool Next()
    {
        var scanned = 0;
        while (true)
        {
            var at = buffer.AsSpan(next + scanned, end - next - scanned).IndexOf((byte)'\n');
            if (at >= 0) return Deliver(scanned + at, 1);
            scanned = end - next;
            if (scanned > Longest) return SkipRest();
            if (Fill()) continue;
            return scanned > 0 && Deliver(scanned, 0);
        }
    }

    public void Dispose() => stream.Dispose();

    bool Deliver(int length, int terminator)
    {
        (Start, Length, Number) = (next, length, Number + 1);
        next += length + terminator;
        Problem = terminator == 0 ? "die Datei bricht mitten in der Zeile ab (Zeilenende LF fehlt)." : Examine(Line);
        return true;
    }

    bool SkipRest()
    {
        while (true)
        {
            var at = buffer.AsSpan(next, end - next).IndexOf((byte)'\n');
            next = at >= 0 ? next + at + 1 : end;
            if (at >= 0 || !Fill()) break;
        }
        (Start, Length, Number, Problem) = (next, 0, Number + 1, "die Zeile ist länger als 16 MB.");
        return true;
    }

    bool Fill()
    {
        if (exhausted) return false;
        if (next > 0)
        {
            buffer.AsSpan(next, end - next).CopyTo(buffer);
            (next, end) = (0, end - next);
        }
        if (end == buffer.Length) Array.Resize(ref buffer, Math.Min(buffer.Length * 2, Longest + 64 * 1024));
        var read = stream.Read(buffer, end, buffer.Length - end);
        exhausted = read == 0;
        end += read;
        return read > 0;
    }

    static string? Examine(ReadOnlySpan<byte> line) => line switch
    {
        [] => "die Zeile ist leer.",
        _ when line.Length > Longest => "die Zeile ist länger als 16 MB.",
        [0xEF, 0xBB, 0xBF, ..] => "die Zeile beginnt mit einer Bytereihenfolge-Marke (BOM).",
        [.., (byte)'\r'] => "die Zeile endet mit CR LF statt LF.",
        _ when line.Contains((byte)0) => "die Zeile enthält ein NUL-Zeichen.",
        _ when !Utf8.IsValid(line) => "die Zeile ist kein gültiges UTF-8.",
        _ => null,
    };
}
