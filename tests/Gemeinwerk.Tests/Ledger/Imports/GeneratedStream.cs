namespace Gemeinwerk.Tests.Ledger.Imports;

/// <summary>A file of any size that is made while it is read.</summary>
sealed class GeneratedStream(IEnumerable<byte[]> chunks) : Stream
{
    readonly IEnumerator<byte[]> rest = chunks.GetEnumerator();
    byte[] chunk = [];
    int used;
    long position;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (used == chunk.Length)
        {
            if (!rest.MoveNext()) return 0;
            (chunk, used) = (rest.Current, 0);
        }
        var count = Math.Min(buffer.Length, chunk.Length - used);
        chunk.AsSpan(used, count).CopyTo(buffer);
        used += count;
        position += count;
        return count;
    }

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
