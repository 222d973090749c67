using System.Buffers.Binary;
using System.Text;
using Gemeinwerk.Printing;
using Gemeinwerk.Printing.Pdf;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Tests.Printing;

/// <summary>Typefaces that are part of the file, read back as a reader of PDF does.</summary>
public class EmbeddedFontTests
{
    const string Said = "Łódź Şirketi Größe Ñandú Ελλάδα Київ 1.250,50 € „§ 3“\u00A0x 中";

    [Fact]
    public void A_file_with_its_typefaces_says_to_be_pdf_ua_and_reads_as_it_was_written()
    {
        var document = new PdfDocument(PaperPdf.Write(
            PdfTests.Made("T", new Heading(1, "Überschrift"), new Paragraph(Said)), PrintFonts.Noto));
        Assert.Contains("pdfua/ns/id/\">1</pdfuaid:part>",
            Encoding.UTF8.GetString(document.Stream(document.Catalog["/Metadata"])), StringComparison.Ordinal);
        Assert.Equal(["Überschrift", Said], new PdfStructure(document).Leaves.Select(node => node.Text));
        var drawn = string.Concat(document.Pages[0].Drawn.Where(it => !it.IsArtifact).Select(it => it.Text));
        Assert.Equal("Überschrift" + Said.Replace('中', '?'), drawn);
    }

    [Fact]
    public void What_is_embedded_is_a_typeface_with_the_glyphs_that_are_used_and_no_others()
    {
        var document = new PdfDocument(PaperPdf.Write(
            PdfTests.Made("AÄ", new Heading(1, "AÄ"), new Paragraph("AÄx")), PrintFonts.Noto));
        var page = document.Dictionary(new PdfRef(document.Pages[0].No));
        var fonts = document.Dictionary(document.Dictionary(page["/Resources"])["/Font"]);
        Assert.Equal(["/F1", "/F2"], fonts.Keys);
        foreach (var font in fonts.Values.Select(document.Dictionary))
        {
            var descendant = document.Dictionary(document.List(font["/DescendantFonts"])[0]);
            Assert.Equal("/Identity", descendant["/CIDToGIDMap"]);
            Assert.Equal(font["/BaseFont"], descendant["/BaseFont"]);
            var program = document.Stream(document.Dictionary(descendant["/FontDescriptor"])["/FontFile2"]);
            Assert.InRange(program.Length, 1_000, 60_000);
            var tables = Tables(program);
            var widths = document.List(descendant["/W"]);
            var glyphs = widths.Where((_, i) => i % 2 == 0).Select(glyph => (int)(double)glyph).ToList();
            Assert.Equal(widths.Where((_, i) => i % 2 == 1).Select(width => ((List<object>)width)[0]),
                glyphs.Select(glyph => (object)(double)Short(tables["hmtx"], 4 * glyph)));
            // All of them are drawn, but the space.
            var drawn = glyphs.Where(glyph => Outline(tables, glyph) > 0).ToList();
            Assert.True(drawn.Count >= glyphs.Count - 1);
            var count = Short(tables["maxp"], 4);
            Assert.InRange(Enumerable.Range(0, count).Count(glyph => Outline(tables, glyph) > 0), drawn.Count, 60);
            Assert.Equal(4 * (count + 1), tables["loca"].Length);
        }
    }

    static int Outline(Dictionary<string, byte[]> tables, int glyph) =>
        Long(tables["loca"], 4 * glyph + 4) - Long(tables["loca"], 4 * glyph);

    /// <summary>The tables of a TrueType file, whose sums must be right.</summary>
    static Dictionary<string, byte[]> Tables(byte[] file)
    {
        Assert.Equal(0xB1B0AFBA, Sum(file));
        var tables = new Dictionary<string, byte[]>();
        for (var i = 0; i < Short(file, 4); i++)
        {
            var at = 12 + 16 * i;
            var name = Encoding.ASCII.GetString(file, at, 4);
            var table = file[Long(file, at + 8)..(Long(file, at + 8) + Long(file, at + 12))];
            if (name != "head") Assert.Equal(unchecked((uint)Long(file, at + 4)), Sum(table));
            tables.Add(name, table);
        }
        Assert.Equal(tables.Keys.Order(StringComparer.Ordinal), tables.Keys);
        return tables;
    }

    static uint Sum(byte[] bytes)
    {
        byte[] whole = [.. bytes, .. new byte[(4 - bytes.Length % 4) % 4]];
        return Enumerable.Range(0, whole.Length / 4).Aggregate(0u, (sum, i) =>
            unchecked(sum + BinaryPrimitives.ReadUInt32BigEndian(whole.AsSpan(4 * i))));
    }

    static int Short(byte[] table, int at) => BinaryPrimitives.ReadUInt16BigEndian(table.AsSpan(at));

    static int Long(byte[] table, int at) => unchecked((int)BinaryPrimitives.ReadUInt32BigEndian(table.AsSpan(at)));
}
