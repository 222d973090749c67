using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Gemeinwerk.Printing.Pdf;

/// <summary>A TrueType file with the outlines of the glyphs that a paper uses; they keep their numbers.</summary>
static class FontSubset
{
    // What a reader of PDF needs of a TrueType file (ISO 32000-1, 9.9), in the order of their names.
    static readonly string[] kept = ["cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"];

    internal static byte[] Of(Woff font, IEnumerable<int> glyphs)
    {
        var used = WithParts(font, glyphs);
        var (outlines, places) = (new MemoryStream(), new byte[4 * (font.Glyphs + 1)]);
        for (var glyph = 0; glyph <= font.Glyphs; glyph++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(places.AsSpan(4 * glyph), (uint)outlines.Position);
            if (!used.Contains(glyph)) continue;
            outlines.Write(font["glyf"].AsSpan(font.Outline(glyph)));
            while (outlines.Position % 4 != 0) outlines.WriteByte(0);
        }
        return File([.. kept.Where(font.Has).Select(name => (name, name switch
        {
            "glyf" => outlines.ToArray(),
            "loca" => places,
            "head" => [.. font["head"].AsSpan(0, 8), 0, 0, 0, 0, .. font["head"].AsSpan(12)],
            _ => font[name],
        }))]);
    }

    /// <summary>Glyphs, the one for what is missing, and those of which they are put together.</summary>
    static HashSet<int> WithParts(Woff font, IEnumerable<int> glyphs)
    {
        var used = new HashSet<int>();
        var open = new Stack<int>([0, .. glyphs]);
        while (open.TryPop(out var glyph))
        {
            if (!used.Add(glyph)) continue;
            foreach (var part in Parts(font["glyf"].AsSpan(font.Outline(glyph)))) open.Push(part);
        }
        return used;
    }

    static List<int> Parts(ReadOnlySpan<byte> outline)
    {
        const int words = 1, scale = 8, more = 32, scales = 64, matrix = 128;
        var parts = new List<int>();
        if (outline.Length == 0 || Woff.Signed(outline, 0) >= 0) return parts;
        var (at, flags) = (10, more);
        while ((flags & more) != 0)
        {
            flags = Woff.Whole(outline, at);
            parts.Add(Woff.Whole(outline, at + 2));
            at += 4 + ((flags & words) != 0 ? 4 : 2)
                + ((flags & scale) != 0 ? 2 : (flags & scales) != 0 ? 4 : (flags & matrix) != 0 ? 8 : 0);
        }
        return parts;
    }

    static byte[] File(List<(string Name, byte[] Bytes)> tables)
    {
        var exponent = BitOperations.Log2((uint)tables.Count);
        using var file = new MemoryStream();
        Long(0x00010000);
        Short(tables.Count);
        Short(16 << exponent);
        Short(exponent);
        Short(16 * tables.Count - (16 << exponent));
        var at = 12 + 16 * tables.Count;
        foreach (var (name, bytes) in tables)
        {
            file.Write(Encoding.ASCII.GetBytes(name));
            Long(Sum(bytes));
            Long((uint)at);
            Long((uint)bytes.Length);
            at += (bytes.Length + 3) / 4 * 4;
        }
        foreach (var (_, bytes) in tables)
        {
            file.Write(bytes);
            while (file.Position % 4 != 0) file.WriteByte(0);
        }
        var all = file.ToArray();
        var head = 12 + 16 * tables.Count + tables.TakeWhile(table => table.Name != "head")
            .Sum(table => (table.Bytes.Length + 3) / 4 * 4);
        BinaryPrimitives.WriteUInt32BigEndian(all.AsSpan(head + 8), unchecked(0xB1B0AFBA - Sum(all)));
        return all;

        void Long(uint value)
        {
            Span<byte> bytes = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
            file.Write(bytes);
        }

        void Short(int value)
        {
            Span<byte> bytes = stackalloc byte[2];
            BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
            file.Write(bytes);
        }
    }

    /// <summary>The sum that the form of the file asks for, which runs over.</summary>
    static uint Sum(byte[] bytes)
    {
        var sum = 0u;
        for (var at = 0; at < bytes.Length; at += 4)
        {
            var word = 0u;
            for (var i = at; i < at + 4; i++) word = (word << 8) | (i < bytes.Length ? bytes[i] : (byte)0);
            sum = unchecked(sum + word);
        }
        return sum;
    }
}
