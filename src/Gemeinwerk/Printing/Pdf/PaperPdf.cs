using System.Security;
using System.Text;

namespace Gemeinwerk.Printing.Pdf;

/// <summary>
/// A paper as tagged PDF 1.7 on A4: a structure that screen readers walk through, language, title, bookmarks. It keeps
/// the rules of PDF/UA (ISO 14289-1) and says so, except where the standard fonts are used, which are not embedded
/// (docs/decisions/0019-papers-by-own-writer.md).
/// </summary>
public static class PaperPdf
{
    const string Producer = "Gemeinwerk";

    /// <summary>The file; the same paper gives the same bytes on the same runtime.</summary>
    /// <param name="fonts">The standard fonts where it is null.</param>
    public static byte[] Write(Paper paper, PaperFonts? fonts = null)
    {
        var typeset = (fonts ?? PaperFonts.Standard).Typeset();
        var layout = Layout.Of(paper, typeset);
        var title = PaperText.Clean(paper.Title).Replace('\n', ' ');
        var file = new PdfFile();
        var (catalog, root) = (file.Reserve(), file.Reserve());
        var faces = typeset.Faces.Select(face => (Face: face, No: file.Reserve())).ToList();
        var resources = string.Concat(faces.Select(it => $" /{it.Face.Name} {it.No} 0 R"));
        var (pages, owners) = (new List<int>(), new List<IReadOnlyList<Tag>>());
        for (var i = 0; i < layout.Sheets.Count; i++)
        {
            var owned = new List<Tag>();
            var content = file.AddStream(Encoding.ASCII.GetBytes(PageContent.Of(layout.Sheets[i], i, owned)));
            pages.Add(file.Add($"<< /Type /Page /Parent {root} 0 R /Contents {content} 0 R /StructParents {i} /Tabs /S "
                + $"/Resources << /Font <<{resources} >> >> >>"));
            owners.Add(owned);
        }
        foreach (var (face, no) in faces) face.AddTo(file, no);
        file.Set(root, $"<< /Type /Pages /Count {pages.Count} /MediaBox [0 0 {PageContent.Point(Sheet.Width)} "
            + $"{PageContent.Point(Sheet.Height)}] /Kids [{string.Join(' ', pages.Select(page => $"{page} 0 R"))}] >>");
        var structure = StructureTree.Add(file, layout.Document, pages, owners);
        var outline = Outline.Add(file, layout.Bookmarks, pages);
        var metadata = file.AddStream(Encoding.UTF8.GetBytes(Metadata(
                title, paper.Language, typeset.Faces.All(face => face.IsEmbedded))),
            " /Type /Metadata /Subtype /XML", isPacked: false);
        file.Set(catalog, $"<< /Type /Catalog /Version /1.7 /Pages {root} 0 R /Lang ({paper.Language}) "
            + $"/MarkInfo << /Marked true >> /StructTreeRoot {structure} 0 R /Metadata {metadata} 0 R "
            + "/ViewerPreferences << /DisplayDocTitle true >>"
            + (outline is { } bookmarks ? $" /Outlines {bookmarks} 0 R /PageMode /UseOutlines" : "") + " >>");
        return file.Write(catalog, file.Add($"<< /Title {PdfText.Unicode(title)} /Producer ({Producer}) >>"));
    }

    const string UniversalMark =
        "\n<pdfuaid:part xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">1</pdfuaid:part>";

    static string Metadata(string title, string language, bool isUniversal) => $"""
        <?xpacket begin="{'\uFEFF'}" id="W5M0MpCehiHzreSzNTczkc9d"?>
        <x:xmpmeta xmlns:x="adobe:ns:meta/">
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
          xmlns:pdf="http://ns.adobe.com/pdf/1.3/">{(isUniversal ? UniversalMark : "")}
        <dc:format>application/pdf</dc:format>
        <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{SecurityElement.Escape(title)}</rdf:li></rdf:Alt></dc:title>
        <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
        <pdf:Producer>{Producer}</pdf:Producer>
        </rdf:Description>
        </rdf:RDF>
        </x:xmpmeta>
        <?xpacket end="w"?>
        """.ReplaceLineEndings("\n");
}
