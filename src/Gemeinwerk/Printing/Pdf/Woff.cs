using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Printing.Pdf;

/// <summary>A typeface file of the form WOFF 1 with TrueType outlines, as its tables. It comes with the program, so it
/// is trusted to be right.</summary>
sealed class Woff
{
    const int Header = 44, Entry = 20;

    readonly Dictionary<string, byte[]> tables = [];
    readonly int longest;

    internal Woff(byte[] file)
    {
        Invariant.Holds(file.AsSpan(0, 4).SequenceEqual("wOFF"u8));
        for (var i = 0; i < Whole(file, 12); i++)
        {
            var at = Header + i * Entry;
            var (from, packed, plain) = (Long(file, at + 4), Long(file, at + 8), Long(file, at + 12));
            tables.Add(Encoding.ASCII.GetString(file, at, 4),
                packed < plain ? Unpacked(file, from, packed, plain) : file[from..(from + plain)]);
        }
        // Other forms of a table are not needed for the typefaces that come with the program.
        Invariant.Holds(Whole(this["head"], 18) == 1000 && Whole(this["head"], 50) == 1);
        longest = Whole(this["hhea"], 34);
    }

    internal byte[] this[string table] => tables[table];

    internal bool Has(string table) => tables.ContainsKey(table);

    internal int Glyphs => Whole(this["maxp"], 4);

    /// <summary>How far a glyph goes, in thousandths of the size.</summary>
    internal int Width(int glyph) => Whole(this["hmtx"], 4 * Math.Min(glyph, longest - 1));

    /// <summary>Where the outline of a glyph lies in the table <c>glyf</c>.</summary>
    internal Range Outline(int glyph) => Long(this["loca"], 4 * glyph)..Long(this["loca"], 4 * glyph + 4);

    /// <summary>The glyph of each character, by the table of Unicode's first plane (format 4).</summary>
    internal IEnumerable<(int Character, int Glyph)> Characters()
    {
        var map = this["cmap"];
        var start = Enumerable.Range(0, Whole(map, 2)).Select(i => 4 + 8 * i)
            .Where(at => (Whole(map, at), Whole(map, at + 2)) == (3, 1)).Select(at => Long(map, at + 4)).Single();
        Invariant.Holds(Whole(map, start) == 4);
        var twice = Whole(map, start + 6);
        for (var i = 0; i < twice; i += 2)
        {
            var (last, first) = (Whole(map, start + 14 + i), Whole(map, start + 16 + twice + i));
            var delta = Whole(map, start + 16 + 2 * twice + i);
            var place = start + 16 + 3 * twice + i;
            var offset = Whole(map, place);
            for (var character = first; character <= last && character < 0xFFFF; character++)
            {
                var glyph = offset == 0 ? character : Whole(map, place + offset + 2 * (character - first));
                if (offset == 0 || glyph != 0) glyph = (glyph + delta) & 0xFFFF;
                if (glyph != 0) yield return (character, glyph);
            }
        }
    }

    internal static int Whole(ReadOnlySpan<byte> table, int at) => BinaryPrimitives.ReadUInt16BigEndian(table[at..]);

    internal static int Signed(ReadOnlySpan<byte> table, int at) => BinaryPrimitives.ReadInt16BigEndian(table[at..]);

    static int Long(ReadOnlySpan<byte> table, int at) =>
        checked((int)BinaryPrimitives.ReadUInt32BigEndian(table[at..]));

    static byte[] Unpacked(byte[] file, int from, int packed, int plain)
    {
        using var zip = new ZLibStream(new MemoryStream(file, from, packed), CompressionMode.Decompress);
        var table = new byte[plain];
        zip.ReadExactly(table);
        return table;
    }
}
