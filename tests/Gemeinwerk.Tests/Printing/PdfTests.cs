using System.Text;
using Gemeinwerk.Printing;
using Gemeinwerk.Printing.Pdf;

namespace Gemeinwerk.Tests.Printing;

/// <summary>Papers as PDF, read back by code that shares nothing with the writer.</summary>
public class PdfTests
{
    internal static Paper Made(string title, params IReadOnlyList<Block> blocks) =>
        Paper.Of(title, blocks).Expect();

    static readonly Paper sample = Made("Bekanntmachung „Größe“", new Heading(1, "Bekanntmachung"),
        new Paragraph("Hemer", IsStrong: true), new Heading(2, "Beschluss über 1.250,50 €"),
        new Paragraph("Die Versammlung – einstimmig – beschließt … § 22 (4) GkG NRW.\nZweite Zeile."),
        new Items(true, ["Erstens", "Zweitens"]), new Items(false, ["Punkt"]), new Heading(3, "Stimmen"),
        new Grid("Wer wie stimmte", [new("Mitglied"), new("Stimmen", IsNumber: true)],
            [["Stadt Hemer", "4"], ["Kreis", ""]]),
        new Facts([new("Ort", "Hemer"), new("Tag", "18.12.2017")]), new Heading(2, "Ende"), new PageBreak(),
        new Signatures(["Vorsitz", "Schriftführung", "Zeugin"]));

    [Fact]
    public void Title_language_and_bookmarks_are_where_a_reader_looks_for_them()
    {
        var document = new PdfDocument(PaperPdf.Write(sample));
        var catalog = document.Catalog;
        Assert.Equal("de-DE", PdfDocument.Text(catalog["/Lang"]));
        Assert.Equal(true, document.Dictionary(catalog["/MarkInfo"])["/Marked"]);
        Assert.Equal(true, document.Dictionary(catalog["/ViewerPreferences"])["/DisplayDocTitle"]);
        Assert.Equal(sample.Title, PdfDocument.Text(document.Dictionary(document.Trailer["/Info"])["/Title"]));
        var metadata = Encoding.UTF8.GetString(document.Stream(catalog["/Metadata"]));
        Assert.Contains($"<rdf:li xml:lang=\"x-default\">{sample.Title}</rdf:li>", metadata, StringComparison.Ordinal);
        // It does not say to be PDF/UA, which without embedded fonts it is not.
        Assert.DoesNotContain("pdfuaid", metadata, StringComparison.Ordinal);
        Assert.Equal(["1 Bekanntmachung", "2 Beschluss über 1.250,50 €", "3 Stimmen", "2 Ende"],
            Bookmarks(document, document.Dictionary(catalog["/Outlines"]), 1));
        Assert.Equal(2, document.Pages.Count);
        Assert.Equal([sample.Title + "Seite 2 von 2"], document.Pages[1].Artifacts.Where(text => text.Length > 0));
    }

    static IEnumerable<string> Bookmarks(PdfDocument document, Dictionary<string, object?> parent, int level)
    {
        object? before = null;
        for (var at = parent.GetValueOrDefault("/First"); at is not null;)
        {
            var entry = document.Dictionary(at);
            Assert.Equal(before, entry.GetValueOrDefault("/Prev"));
            Assert.Contains(document.Pages, page => page.No == ((PdfRef)document.List(entry["/Dest"])[0]).No);
            yield return $"{level} {PdfDocument.Text(entry["/Title"])}";
            foreach (var below in Bookmarks(document, entry, level + 1)) yield return below;
            (before, at) = (at, entry.GetValueOrDefault("/Next"));
        }
        Assert.Equal(before, parent.GetValueOrDefault("/Last"));
    }

    [Fact]
    public void The_structure_tells_headings_lists_and_tables()
    {
        var structure = new PdfStructure(new PdfDocument(PaperPdf.Write(sample)));
        Assert.Equal(["H1", "P", "H2", "P", "L", "L", "H3", "Table", "L", "H2", "P", "P", "P"],
            structure.Document.Children.Select(node => node.Kind));
        Assert.Equal("Die Versammlung – einstimmig – beschließt … § 22 (4) GkG NRW. Zweite Zeile.",
            structure.Document.Children[3].Text);
        Assert.Equal(["1. Erstens", "2. Zweitens", "• Punkt", "Ort Hemer", "Tag 18.12.2017"], structure.Document.All
            .Where(node => node.Kind == "LI").Select(item => $"{item.Children[0].Text} {item.Children[1].Text}"));
        var table = structure.Document.Children[7];
        Assert.Equal(["Caption", "THead", "TBody"], table.Children.Select(node => node.Kind));
        Assert.Equal(
            [
                "TH Mitglied /O /Table /Scope /Column", "TH Stimmen /O /Table /Scope /Column",
                "TH Stadt Hemer /O /Table /Scope /Row", "TD 4 ", "TH Kreis /O /Table /Scope /Row", "TD  ",
            ], table.All.Where(node => node.Kind is "TH" or "TD")
                .Select(node => $"{node.Kind} {node.Text} {node.Attributes}"));
    }

    [Fact]
    public void Letters_that_the_typeface_lacks_are_drawn_alike_and_read_as_they_are()
    {
        var document = new PdfDocument(PaperPdf.Write(Made("Ł",
            new Heading(1, "Łódź"), new Paragraph("Şirketi Đurić Ağaoğlu Größe naïve ≤ 5 中文"))));
        Assert.Equal(["Łódź", "Şirketi Đurić Ağaoğlu Größe naïve ≤ 5 中文"],
            new PdfStructure(document).Leaves.Select(node => node.Text));
        Assert.Equal("LódzSirketi Duric Agaoglu Größe naïve <= 5 ??",
            string.Concat(document.Pages[0].Drawn.Where(it => !it.IsArtifact).Select(it => it.Text)));
    }

    [Fact]
    public void What_turns_writing_around_or_is_not_seen_is_left_out() => Assert.Equal("Stadt Hemer",
        new PdfStructure(new PdfDocument(PaperPdf.Write(Made("T", new Paragraph(
            "Sta\u202Edt\u200B \t He\u0007mer\uFEFF "))))).Document.Children[0].Text);

    [Fact]
    public void A_table_over_pages_repeats_its_header_and_keeps_every_row()
    {
        var rows = Enumerable.Range(1, 300).Select(no => (string[])[$"Zeile {no}",
            no == 150 ? string.Join(' ', Enumerable.Range(1, 2_000).Select(word => $"Wort{word}")) : $"{no * 7}"]);
        var document = new PdfDocument(PaperPdf.Write(Made("Tabelle", new Heading(1, "Tabelle"),
            new Grid("Zeilen", [new("Kopf links"), new("Kopf rechts")], [.. rows]))));
        var structure = new PdfStructure(document);
        Assert.Equal(rows.SelectMany(row => row),
            structure.Document.All.Single(node => node.Kind == "TBody").All.Where(node => node.Children.Count == 0)
                .Select(node => node.Text));
        Assert.True(document.Pages.Count > 8);
        Assert.Equal(1, structure.Document.All.Count(node => node.Text == "Kopf links"));
        Assert.All(document.Pages.Skip(1), page =>
            Assert.Contains(page.Artifacts, text => text == "Kopf linksKopf rechts"));
    }

    [Fact]
    public void The_same_paper_is_the_same_file_and_another_is_another()
    {
        Assert.Equal(PaperPdf.Write(sample), PaperPdf.Write(sample));
        Assert.NotEqual(PaperPdf.Write(sample), PaperPdf.Write(Made(sample.Title, new Paragraph("x"))));
    }

    [Fact]
    public void A_paper_without_end_is_refused()
    {
        string[] hostile = [new('x', 4_000_001), new('\n', 70_000)];
        Assert.All(hostile, text => Assert.Equal("printing.too-large",
            Paper.Of("T", [new Paragraph(text)]).Rejection?.Code));
        Assert.Equal("printing.too-large", Paper.Of("T",
            [new Items(false, [.. Enumerable.Repeat("", 70_000)])]).Rejection?.Code);
        // What is just let through is printed: one word of a million letters, and as many lines as pages take.
        var most = new PdfDocument(PaperPdf.Write(Made(new string('T', 10_000),
            new Heading(1, new string('W', 20_000)), new Paragraph(new string('x', 1_000_000)),
            new Paragraph(new string('\n', 20_000) + "Ende"))));
        Assert.InRange(most.Pages.Count, 200, 2_000);
    }

    [Fact]
    public void Widths_are_those_of_the_published_metrics()
    {
        var (regular, bold) = (new Helvetica(isBold: false), new Helvetica(isBold: true));
        Assert.Equal((722L, 556L, 556L, 278L, 1015L), (regular.Width("Ü"), regular.Width("ä"), regular.Width("€"),
            regular.Width(" "), regular.Width("@")));
        Assert.Equal((611L, 500L, 975L, 944L), (bold.Width("ß"), bold.Width("„"), bold.Width("@"), bold.Width("W")));
        // Each letter of the encoding, of which there are 217 without the hyphen that is only seen at line ends.
        var all = CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(
            [.. Enumerable.Range(32, 224).Except([127, 129, 141, 143, 144, 157, 173]).Select(code => (byte)code)]);
        Assert.Equal(217, all.Length);
        Assert.All(all.EnumerateRunes(), letter => Assert.True(regular.Has(letter) && regular.Width(letter) > 0));
    }
}
