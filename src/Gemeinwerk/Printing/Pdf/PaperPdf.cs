using System.Security;
using System.Text;

namespace Gemeinwerk.Printing.Pdf;

/// <summary>
/// A paper as tagged PDF 1.7 on A4: a structure that screen readers walk through, language, title, bookmarks. It keeps
/// the rules of PDF/UA (ISO 14289-1) except that the standard fonts are not embedded
/// (docs/decisions/0019-papers-by-own-writer.md).
/// </summary>
public static class PaperPdf
{
    const string Producer = "Gemeinwerk";

    /// <summary>The file; the same paper gives the same bytes on the same runtime.</summary>
    public static byte[] Write(Paper paper)
    {
        var typeset = new Typeset(new Helvetica(isBold: false), new Helvetica(isBold: true));
        var layout = Layout.Of(paper, typeset);
        var title = PaperText.Clean(paper.Title).Replace('\n', ' ');
        var file = new PdfFile();
        var (catalog, root) = (file.Reserve(), file.Reserve());
        var fonts = string.Concat(typeset.Faces.Select(face => $" /{face.Name} {file.Add(face.Dictionary)} 0 R"));
        var (pages, owners) = (new List<int>(), new List<IReadOnlyList<Tag>>());
        for (var i = 0; i < layout.Sheets.Count; i++)
        {
            var owned = new List<Tag>();
            var content = file.AddStream(Encoding.ASCII.GetBytes(PageContent.Of(layout.Sheets[i], i, owned)));
            pages.Add(file.Add($"<< /Type /Page /Parent {root} 0 R /Contents {content} 0 R /StructParents {i} /Tabs /S "
                + $"/Resources << /Font <<{fonts} >> >> >>"));
            owners.Add(owned);
        }
        file.Set(root, $"<< /Type /Pages /Count {pages.Count} /MediaBox [0 0 {PageContent.Point(Sheet.Width)} "
            + $"{PageContent.Point(Sheet.Height)}] /Kids [{string.Join(' ', pages.Select(page => $"{page} 0 R"))}] >>");
        var structure = StructureTree.Add(file, layout.Document, pages, owners);
        var outline = Outline.Add(file, layout.Bookmarks, pages);
        var metadata = file.AddStream(Encoding.UTF8.GetBytes(Metadata(title, paper.Language)),
            " /Type /Metadata /Subtype /XML", isPacked: false);
        file.Set(catalog, $"<< /Type /Catalog /Version /1.7 /Pages {root} 0 R /Lang ({paper.Language}) "
            + $"/MarkInfo << /Marked true >> /StructTreeRoot {structure} 0 R /Metadata {metadata} 0 R "
            + "/ViewerPreferences << /DisplayDocTitle true >>"
            + (outline is { } no ? $" /Outlines {no} 0 R /PageMode /UseOutlines" : "") + " >>");
        return file.Write(catalog, file.Add($"<< /Title {PdfText.Unicode(title)} /Producer ({Producer}) >>"));
    }

    static string Metadata(string title, string language) => $"""
        <?xpacket begin="{'\uFEFF'}" id="W5M0MpCehiHzreSzNTczkc9d"?>
        <x:xmpmeta xmlns:x="adobe:ns:meta/">
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
          xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
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
