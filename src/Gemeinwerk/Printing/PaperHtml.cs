using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Gemeinwerk.Printing;

/// <summary>A paper as one complete HTML file that fetches nothing and runs nothing.</summary>
public static class PaperHtml
{
    const string Style = """
        :root{color-scheme:light}
        body{font:16px/1.5 sans-serif;color:#111;background:#fff;max-width:46rem;margin:2rem auto;padding:0 1rem;
        overflow-wrap:anywhere}
        h1{font-size:1.7rem;line-height:1.25}h2{font-size:1.3rem;margin-top:2rem}h3{font-size:1.05rem;margin-top:1.5rem}
        .wide{overflow-x:auto}
        table{border-collapse:collapse;width:100%;margin:1rem 0;overflow-wrap:normal}
        caption{text-align:left;font-weight:bold;padding:.3rem 0}
        th,td{text-align:left;vertical-align:top;padding:.3rem .5rem;border-bottom:1px solid #767676}
        thead th{border-bottom:2px solid #111}tbody th{font-weight:normal}.number{text-align:right}
        dl{display:grid;grid-template-columns:minmax(8rem,28%) 1fr;gap:.3rem 1rem}dt{font-weight:bold}dd{margin:0}
        .sign{margin-top:4rem;border-top:1px solid #111;max-width:20rem;padding-top:.2rem}
        @media(max-width:30rem){dl{display:block}dd{margin-bottom:.6rem}}
        @media print{@page{size:A4;margin:20mm 20mm 20mm 25mm}body{font-size:10.5pt;max-width:none;margin:0;padding:0}
        h1,h2,h3,caption{break-after:avoid}tr,.sign{break-inside:avoid}thead{display:table-header-group}
        .wide{overflow:visible}.page{break-before:page}}
        """;

    static readonly HtmlEncoder encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Write(Paper paper)
    {
        var html = new StringBuilder();
        html.Append(null, $"""
            <!doctype html>
            <html lang="{paper.Language}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>{Text(paper.Title)}</title>
            <style>
            {Style}
            </style>
            </head>
            <body>
            <main>

            """);
        var grids = 0;
        foreach (var block in paper.Blocks) Add(html, block, ref grids);
        return html.Append("</main>\n</body>\n</html>\n").ToString().ReplaceLineEndings("\n");
    }

    static void Add(StringBuilder html, Block block, ref int grids)
    {
        switch (block)
        {
            case Heading it: html.Append(null, $"<h{it.Level}>{Text(it.Text)}</h{it.Level}>\n"); break;
            case Paragraph { IsStrong: true } it:
                html.Append(null, $"<p><strong>{Text(it.Text)}</strong></p>\n");
                break;
            case Paragraph it: html.Append(null, $"<p>{Text(it.Text)}</p>\n"); break;
            case Items it:
                var kind = it.IsOrdered ? "ol" : "ul";
                Around(html, kind, it.Each.Select(item => $"<li>{Text(item)}</li>"));
                break;
            case Facts it:
                Around(html, "dl", it.Each.Select(fact => $"<dt>{Text(fact.Term)}</dt><dd>{Text(fact.Says)}</dd>"));
                break;
            case Grid it: Add(html, it, ++grids); break;
            case Signatures it:
                foreach (var who in it.Each) html.Append(null, $"<p class=\"sign\">{Text(who)}</p>\n");
                break;
            case PageBreak: html.Append("<div class=\"page\"></div>\n"); break;
            default: throw new InvalidOperationException($"No HTML for {block.GetType().Name}.");
        }
    }

    /// <summary>A table that scrolls on a narrow screen, also by keyboard.</summary>
    static void Add(StringBuilder html, Grid grid, int no)
    {
        html.Append(null, $"<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-labelledby=\"t{no}\">\n<table>\n")
            .Append(null, $"<caption id=\"t{no}\">{Text(grid.Caption)}</caption>\n<thead>\n<tr>");
        foreach (var column in grid.Columns)
        {
            html.Append(null, $"<th scope=\"col\"{Class(column)}>{Text(column.Name)}</th>");
        }
        html.Append("</tr>\n</thead>\n<tbody>\n");
        foreach (var row in grid.Rows)
        {
            html.Append(null, $"<tr><th scope=\"row\"{Class(grid.Columns[0])}>{Text(row[0])}</th>");
            for (var i = 1; i < row.Count; i++)
            {
                html.Append(null, $"<td{Class(grid.Columns[i])}>{Text(row[i])}</td>");
            }
            html.Append("</tr>\n");
        }
        html.Append("</tbody>\n</table>\n</div>\n");
    }

    static string Class(Column column) => column.IsNumber ? " class=\"number\"" : "";

    static void Around(StringBuilder html, string name, IEnumerable<string> inner)
    {
        html.Append(null, $"<{name}>\n");
        foreach (var one in inner) html.Append(one).Append('\n');
        html.Append(null, $"</{name}>\n");
    }

    static string Text(string text) =>
        encoder.Encode(PaperText.Clean(text)).Replace("&#xA;", "<br>\n", StringComparison.Ordinal);
}
