using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Ledger.Imports;

/// <summary>How a file's bytes become text, found out by reading it once from end to end: what is valid UTF-8 is UTF-8,
/// with or without byte order mark, everything else is Windows-1252; a mixture of both is refused, because as
/// Windows-1252 its umlauts would stand in the books as two wrong letters each.</summary>
/// <param name="Encoding">Throws on invalid bytes, which could only appear when the file changes meanwhile.</param>
sealed record SourceEncoding(Encoding Encoding, bool HasMark, long Bytes)
{
    const int ChunkBytes = 1 << 16;

    static SourceEncoding() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <returns>The encoding, or <c>import.too-large</c>, <c>import.utf16</c>, <c>import.encoding</c>,
    /// <c>import.empty</c>.</returns>
    internal static Result<SourceEncoding> Detect(ImportSource source, ImportLimits limits)
    {
        using var stream = source.Open();
        var chunk = new byte[ChunkBytes];
        var (carried, total) = (0, 0L);
        var (isUtf8, hasMark, hasLetters, lines) = (true, false, false, 1L);
        while (true)
        {
            var got = stream.ReadAtLeast(chunk.AsSpan(carried), ChunkBytes - carried, throwOnEndOfStream: false);
            var filled = chunk.AsSpan(0, carried + got);
            if (total == 0)
            {
                if (got == 0) return new Rejection("import.empty", "Die Datei ist leer.");
                if (IsWide(filled))
                {
                    return new Rejection("import.utf16",
                        "Die Datei ist in UTF-16 oder UTF-32 kodiert; bitte als UTF-8 oder Windows-1252 speichern.");
                }
                hasMark = filled.StartsWith(Encoding.UTF8.Preamble);
            }
            total += got;
            if (total > limits.FileBytes)
            {
                return new Rejection("import.too-large",
                    $"Die Datei ist größer als {German.Count(limits.FileBytes)} Bytes.");
            }
            if (got == 0)
            {
                isUtf8 &= filled.IsEmpty;
                break;
            }
            hasLetters = hasLetters || HasLetters(filled);
            var whole = isUtf8 ? WholeSequences(filled) : filled.Length;
            if (isUtf8) lines += filled[..ValidBytes(filled[..whole])].Count((byte)'\n');
            isUtf8 = isUtf8 && Utf8.IsValid(filled[..whole]);
            if (!isUtf8) whole = filled.Length;
            filled[whole..].CopyTo(chunk);
            carried = filled.Length - whole;
        }
        if (hasMark && total == Encoding.UTF8.Preamble.Length)
        {
            return new Rejection("import.empty", "Die Datei ist leer.");
        }
        if (!isUtf8 && (hasMark || hasLetters))
        {
            return new Rejection("import.encoding",
                $"Die Datei ist UTF-8, doch in Zeile {German.Count(lines)} stehen Bytes, die dort nicht vorkommen: "
                + "sie ist abgeschnitten, oder ihre Teile sind verschieden kodiert. Bitte einheitlich als UTF-8 oder "
                + "Windows-1252 speichern.");
        }
        var encoding = isUtf8
            ? new UTF8Encoding(hasMark, throwOnInvalidBytes: true)
            : Encoding.GetEncoding(1252);
        return new SourceEncoding(encoding, isUtf8 && hasMark, total);
    }

    internal StreamReader Reader(Stream stream) =>
        new(stream, Encoding, detectEncodingFromByteOrderMarks: false, bufferSize: ChunkBytes);

    /// <summary>Umlauts, §, quotes or € as UTF-8 writes them; as Windows-1252 they would be <c>Ã¼</c>, <c>Â§</c>,
    /// <c>â€</c>, which no German text has.</summary>
    static bool HasLetters(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOfAny((byte)0xC2, (byte)0xC3, (byte)0xE2) is >= 0 and var at && at + 1 < bytes.Length)
        {
            if (bytes[at] == 0xE2 ? bytes[at + 1] is 0x80 or 0x82 : bytes[at + 1] is >= 0x80 and <= 0xBF) return true;
            bytes = bytes[(at + 1)..];
        }
        return false;
    }

    /// <summary>How many bytes stand before the first that is no UTF-8.</summary>
    static int ValidBytes(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes)) return bytes.Length;
        var valid = 0;
        while (Rune.DecodeFromUtf8(bytes[valid..], out _, out var read) == OperationStatus.Done) valid += read;
        return valid;
    }

    /// <summary>How many bytes end with a whole sequence; at most three are left over.</summary>
    static int WholeSequences(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var lead = bytes[^back];
            if ((lead & 0xC0) == 0x80) continue;
            var length = lead switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, _ => 1 };
            return length > back ? bytes.Length - back : bytes.Length;
        }
        return bytes.Length;
    }

    static bool IsWide(ReadOnlySpan<byte> start)
    {
        if (start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, 0, 0xFE, 0xFF, ..]) return true;
        var head = start[..Math.Min(start.Length, 512)];
        return head.Length >= 8 && head.Count((byte)0) * 4 > head.Length;
    }
}
