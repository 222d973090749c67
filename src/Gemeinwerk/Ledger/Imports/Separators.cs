namespace Gemeinwerk.Ledger.Imports;

/// <summary>Finds out what separates the fields of a file: comma, semicolon or tab.</summary>
static class Separators
{
    const int HeadCharacters = 1 << 15;
    static readonly char[] candidates = [';', ',', '\t'];

    /// <summary>Looks at the head line: what cuts it into the most known columns, or else the most pieces.</summary>
    internal static char Find(ImportSource source, SourceEncoding encoding, CsvShape shape)
    {
        using var stream = source.Open();
        using var text = encoding.Reader(stream);
        var head = new char[HeadCharacters];
        var line = FirstLine(head.AsSpan(0, text.ReadBlock(head)));
        if (IsDeclaration(line)) return line.TrimEnd(" \"")[^1];

        var (best, bestScore) = (candidates[0], -1);
        foreach (var candidate in candidates)
        {
            var score = 0;
            foreach (var piece in line.Split(candidate))
            {
                score += shape.Find(line[piece].Trim(" \t\"\uFEFF")) >= 0 ? 1000 : 1;
            }
            if (score > bestScore) (best, bestScore) = (candidate, score);
        }
        return best;
    }

    /// <summary>The line <c>sep=;</c> that spreadsheets write and read in front of the header.</summary>
    internal static bool IsDeclaration(ReadOnlySpan<char> line) =>
        line.Trim("\r\n\uFEFF \"") is ['s', 'e', 'p', '=', ';' or ',' or '\t'];

    static ReadOnlySpan<char> FirstLine(ReadOnlySpan<char> head)
    {
        var start = head.IndexOfAnyExcept(" \t\r\n\uFEFF");
        if (start < 0) return default;
        var rest = head[start..];
        var end = rest.IndexOfAny('\r', '\n');
        return end < 0 ? rest : rest[..end];
    }
}
