namespace Gemeinwerk.Ledger.Imports;

/// <summary>A line has so many separators that it is no row of any table.</summary>
sealed class TooManySeparatorsException(long line) : Exception($"Too many separators in line {line}.")
{
    internal long Line { get; } = line;
}

/// <summary>
/// Stops at a line of nothing but separators before the CSV reader makes a field of each of them, which costs it memory
/// in the square of their number.
/// </summary>
sealed class LineGuard(TextReader text, char separator) : TextReader
{
    const int Most = 16_384;

    long separators;
    long line = 1;

    public override int Read() => throw new NotSupportedException();

    public override int Peek() => throw new NotSupportedException();

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        var got = text.Read(buffer);
        var chunk = (ReadOnlySpan<char>)buffer[..got];
        var separatorsInChunk = chunk.Count(separator);
        if (separators + separatorsInChunk > Most) Inspect(chunk);
        var last = chunk.LastIndexOfAny('\r', '\n');
        separators = last < 0 ? separators + separatorsInChunk : chunk[(last + 1)..].Count(separator);
        line += chunk.Count('\n');
        return got;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) text.Dispose();
        base.Dispose(disposing);
    }

    void Inspect(ReadOnlySpan<char> chunk)
    {
        var (count, at) = (separators, line);
        foreach (var piece in chunk.SplitAny('\r', '\n'))
        {
            count += chunk[piece].Count(separator);
            if (count > Most) throw new TooManySeparatorsException(at);
            count = 0;
            if (piece.End.Value < chunk.Length && chunk[piece.End.Value] == '\n') at++;
        }
    }
}
