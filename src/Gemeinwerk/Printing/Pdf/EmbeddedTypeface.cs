using System.Globalization;
using System.Text;

namespace Gemeinwerk.Printing.Pdf;

/// <summary>A TrueType typeface whose used glyphs are part of the file, as PDF/UA asks for.</summary>
sealed class EmbeddedTypeface : Typeface
{
    readonly Woff font;
    readonly string family;
    readonly Dictionary<int, int> glyphs = [];
    readonly SortedDictionary<int, int> used = [];

    /// <param name="family">The name inside of the file, as <c>NotoSans-Bold</c>.</param>
    internal EmbeddedTypeface(Woff font, string name, string family)
    {
        (this.font, Name, this.family) = (font, name, family);
        // A glyph of several characters belongs to the first, so that what is read back is what was written.
        var taken = new HashSet<int>();
        foreach (var (character, glyph) in font.Characters().OrderBy(it => it.Character))
        {
            if (taken.Add(glyph)) glyphs.Add(character, glyph);
        }
    }

    internal override string Name { get; }

    internal override bool IsEmbedded => true;

    internal override bool Has(Rune letter) => glyphs.ContainsKey(letter.Value);

    internal override int Width(Rune letter) => font.Width(glyphs[letter.Value]);

    internal override string Encode(string text)
    {
        var codes = new StringBuilder("<", 4 * text.Length + 2);
        foreach (var letter in text.EnumerateRunes())
        {
            var glyph = glyphs[letter.Value];
            used[glyph] = letter.Value;
            codes.Append(null, $"{glyph:X4}");
        }
        return codes.Append('>').ToString();
    }

    internal override void AddTo(PdfFile file, int no)
    {
        var (head, name) = (font["head"], $"GMWERK+{family}");
        var program = FontSubset.Of(font, used.Keys);
        var stream = file.AddStream(program, $" /Length1 {program.Length}");
        var descriptor = file.Add($"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox ["
            + $"{Woff.Signed(head, 36)} {Woff.Signed(head, 38)} {Woff.Signed(head, 40)} {Woff.Signed(head, 42)}] "
            + $"/ItalicAngle 0 /Ascent {Woff.Signed(font["hhea"], 4)} /Descent {Woff.Signed(font["hhea"], 6)} "
            + $"/CapHeight {Woff.Signed(font["OS/2"], 88)} /StemV 80 /FontFile2 {stream} 0 R >>");
        var widths = string.Join(' ', used.Keys.Select(glyph => $"{glyph} [{font.Width(glyph)}]"));
        var descendant = file.Add($"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDSystemInfo "
            + "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /CIDToGIDMap /Identity "
            + $"/FontDescriptor {descriptor} 0 R /DW 1000 /W [{widths}] >>");
        var unicode = file.AddStream(Encoding.ASCII.GetBytes(ToUnicode()));
        file.Set(no, $"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H "
            + $"/DescendantFonts [{descendant} 0 R] /ToUnicode {unicode} 0 R >>");
    }

    /// <summary>Which character a glyph is, for whoever reads, copies or searches (ISO 32000-1, 9.10.3).</summary>
    string ToUnicode()
    {
        var map = new StringBuilder("""
            /CIDInit /ProcSet findresource begin
            12 dict begin
            begincmap
            /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
            /CMapName /Adobe-Identity-UCS def
            /CMapType 2 def
            1 begincodespacerange
            <0000> <FFFF>
            endcodespacerange

            """.ReplaceLineEndings("\n"));
        // A part has at most a hundred lines.
        foreach (var part in used.Chunk(100))
        {
            map.Append(null, $"{part.Length.ToString(CultureInfo.InvariantCulture)} beginbfchar\n");
            foreach (var (glyph, letter) in part) map.Append(null, $"<{glyph:X4}> <{letter:X4}>\n");
            map.Append("endbfchar\n");
        }
        return map.Append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n").ToString();
    }
}
