namespace Gemeinwerk.Ledger.Imports;

/// <summary>
/// Stops at a line of nothing but separators before the CSV reader makes a field of each of them.
/// </summary>
sealed class LineGuard(TextReader text, char separator, int most) : TextReader
{
    long separators;

    public override int Read() => throw new NotSupportedException();

    public override int Peek() => throw new NotSupportedException();

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        var got = text.Read(buffer);
        var rest = (ReadOnlySpan<char>)buffer[..got];
        // Only the ends of a chunk can belong to a longer line than the chunk itself.
        var first = rest.IndexOfAny('\r', '\n');
        separators += (first < 0 ? rest : rest[..first]).Count(separator);
        if (separators > most) throw new InvalidDataException($"More than {most} separators in one line.");
        if (first >= 0) separators = rest[(rest.LastIndexOfAny('\r', '\n') + 1)..].Count(separator);
        return got;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) text.Dispose();
        base.Dispose(disposing);
    }
}
