using Gemeinwerk.Printing;

namespace Gemeinwerk.Tests.Printing;

/// <summary>Papers as HTML.</summary>
public class HtmlTests
{
    [Fact]
    public void Texts_of_others_are_text_wherever_they_stand()
    {
        const string hostile = "<script>alert(1)</script>\" onload='x' &amp; <b>";
        var html = PaperHtml.Write(PdfTests.Made(hostile, new Heading(1, hostile), new Paragraph(hostile),
            new Paragraph(hostile, true), new Items(true, [hostile]), new Facts([new(hostile, hostile)]),
            new Grid(hostile, [new(hostile), new(hostile)], [[hostile, hostile]]), new Signatures([hostile])));
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("' ", html[html.IndexOf("<body>", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Equal(14, html.Split("&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#x27;x&#x27; &amp;amp;")
            .Length);
        // Whatever slipped through would still not run.
        Assert.Contains("content=\"default-src 'none'; style-src 'unsafe-inline'\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_paper_has_language_title_headings_and_tables_with_their_headers()
    {
        var html = PaperHtml.Write(PdfTests.Made("Größe", new Heading(1, "Eins"), new Heading(2, "Zwei"),
            new Paragraph("erste\nzweite"), new Grid("Stimmen", [new("Wer"), new("Wie viele", IsNumber: true)],
                [["Hemer", "4"]]), new PageBreak(), new Facts([new("Ort", "Hemer")])));
        string[] parts =
        [
            "<html lang=\"de-DE\">", "<title>Größe</title>", "<h1>Eins</h1>\n<h2>Zwei</h2>\n<p>erste<br>\nzweite</p>",
            "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-labelledby=\"t1\">",
            "<caption id=\"t1\">Stimmen</caption>", "<th scope=\"col\" class=\"number\">Wie viele</th>",
            "<tr><th scope=\"row\">Hemer</th><td class=\"number\">4</td></tr>", "<dt>Ort</dt><dd>Hemer</dd>",
            "@page{size:A4",
        ];
        Assert.All(parts, part => Assert.Contains(part, html, StringComparison.Ordinal));
        Assert.DoesNotContain("http:", html, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", html, StringComparison.Ordinal);
    }
}
