using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Gemeinwerk.Proofs;

/// <summary>
/// Writes the canonical form of entries, version 1 (docs/formats.md section 1), into a buffer that is used again and
/// again. It covers every field, so that nothing of an entry can change without its leaf hash changing.
/// </summary>
sealed class CanonicalForm
{
    byte[] buffer = new byte[1024];
    int used;

    internal void Start(byte[] bodyCode)
    {
        used = 0;
        Room(1)[0] = 0; // The RFC 6962 prefix of a leaf, in front of the form.
        Room(1)[0] = 1;
        Text(bodyCode);
    }

    internal void Number(long value) => BinaryPrimitives.WriteInt64BigEndian(Room(8), value);

    internal void Text(ReadOnlySpan<byte> utf8)
    {
        BinaryPrimitives.WriteInt32BigEndian(Room(4), utf8.Length);
        utf8.CopyTo(Room(utf8.Length));
    }

    internal void Text(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        BinaryPrimitives.WriteInt32BigEndian(Room(4), length);
        Encoding.UTF8.GetBytes(text, Room(length));
    }

    internal void Optional(string? text)
    {
        if (text is null) Absent();
        else Text(text);
    }

    internal void Optional(byte[]? utf8)
    {
        if (utf8 is null) Absent();
        else Text(utf8);
    }

    internal byte[] LeafHash() => SHA256.HashData(buffer.AsSpan(0, used));

    internal void LeafHash(Span<byte> to) => SHA256.HashData(buffer.AsSpan(0, used), to);

    internal void Absent() => BinaryPrimitives.WriteInt32BigEndian(Room(4), -1);

    Span<byte> Room(int size)
    {
        if (used + size > buffer.Length) Array.Resize(ref buffer, Math.Max(buffer.Length * 2, used + size));
        var room = buffer.AsSpan(used, size);
        used += size;
        return room;
    }
}
