using System.Buffers.Binary;
using System.Text;

namespace Gemeinwerk.Storage;

/// <summary>
/// Writes rows in PostgreSQL's binary COPY format (PostgreSQL manual, COPY, "Binary Format"), encoded straight into one
/// buffer; the tables use only <c>bigint</c>, <c>text</c> and <c>bytea</c>, so three encodings are all there is.
/// </summary>
sealed class PostgresCopyRow : BulkRow
{
    const int BufferSize = 1 << 17;

    readonly Stream stream;
    readonly short width;
    byte[] buffer = new byte[BufferSize];
    int used;
    int open;

    internal PostgresCopyRow(Stream stream, int width)
    {
        this.stream = stream;
        this.width = checked((short)width);
        ReadOnlySpan<byte> header =
            [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        header.CopyTo(buffer);
        used = header.Length;
    }

    internal void Start()
    {
        Basics.Invariant.Holds(open == 0);
        open = width;
        BinaryPrimitives.WriteInt16BigEndian(Room(2), width);
    }

    internal async Task Finish()
    {
        Basics.Invariant.Holds(open == 0);
        BinaryPrimitives.WriteInt16BigEndian(Room(2), -1);
        await stream.WriteAsync(buffer.AsMemory(0, used));
    }

    public override BulkRow Add(long value)
    {
        open--;
        var room = Room(12);
        BinaryPrimitives.WriteInt32BigEndian(room, 8);
        BinaryPrimitives.WriteInt64BigEndian(room[4..], value);
        return this;
    }

    public override BulkRow Add(string? value)
    {
        if (value is null) return AddNull();
        open--;
        var length = Encoding.UTF8.GetByteCount(value);
        var room = Room(4 + length);
        BinaryPrimitives.WriteInt32BigEndian(room, length);
        Encoding.UTF8.GetBytes(value, room[4..]);
        return this;
    }

    public override BulkRow Add(byte[]? value)
    {
        if (value is null) return AddNull();
        open--;
        var room = Room(4 + value.Length);
        BinaryPrimitives.WriteInt32BigEndian(room, value.Length);
        value.CopyTo(room[4..]);
        return this;
    }

    public override BulkRow AddNull()
    {
        open--;
        BinaryPrimitives.WriteInt32BigEndian(Room(4), -1);
        return this;
    }

    Span<byte> Room(int size)
    {
        if (used + size > buffer.Length)
        {
            stream.Write(buffer, 0, used);
            used = 0;
            if (size > buffer.Length) buffer = new byte[size];
        }
        var room = buffer.AsSpan(used, size);
        used += size;
        return room;
    }
}
