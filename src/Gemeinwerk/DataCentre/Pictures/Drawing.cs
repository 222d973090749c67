using System.Net;
using System.Text;

namespace Gemeinwerk.DataCentre.Pictures;

/// <summary>
/// A picture (SVG) with a title and a description for those who do not see it. What it shows stands in a table too.
/// Its colours are classes: pages have them in their style sheet, a file brings them along.
/// </summary>
public sealed class Drawing
{
    const string Colours = "svg{background:#fff}.gw-1{fill:#2f6fb5;stroke:#2f6fb5}.gw-2{fill:#c2591b;stroke:#c2591b}"
        + ".gw-3{fill:#2d7f5e;stroke:#2d7f5e}.gw-axis{stroke:#666;fill:none}.gw-node{fill:#fff;stroke-width:2}"
        + ".gw-edge{fill:none;stroke:#666}.gw-soft{stroke-dasharray:5 4}.gw-freeze{fill:#d9d9d9}.gw-strong{font-weight:"
        + "bold}.gw-later{fill:#fff}.gw-on{fill:#fff}";

    readonly StringBuilder shapes = new();
    readonly int width, height;

    internal Drawing(string title, string description, int width, int height) =>
        (Title, Description, this.width, this.height) = (title, description, width, height);

    public string Title { get; }

    /// <summary>What it shows, in words.</summary>
    public string Description { get; }

    /// <summary>For a page, which has the colours.</summary>
    /// <param name="id">Unique in the page.</param>
    public string Part(string id) => Svg(id, "");

    /// <summary>As a file, complete in itself.</summary>
    public string File() => Svg("bild", $"<style>{Colours}</style>\n");

    /// <param name="hint">What the shape is, for who points at it.</param>
    internal void Box(string kind, int x, int y, int wide, int high, string? hint = null)
    {
        shapes.Append(null, $"<rect class=\"{kind}\" x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{high}\"");
        shapes.AppendLine(hint is null ? " />" : $"><title>{Plain(hint)}</title></rect>");
    }

    /// <param name="anchor"><c>start</c>, <c>middle</c> or <c>end</c>.</param>
    /// <param name="kind"><c>gw-strong</c>, or <c>gw-on</c> where it stands on a filled shape.</param>
    internal void Say(int x, int y, string text, string anchor = "start", string? kind = null) =>
        shapes.AppendLine(null, $"<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\""
            + $"{(kind is null ? "" : $" class=\"{kind}\"")}>{Plain(text)}</text>");

    internal void Line(string kind, int x1, int y1, int x2, int y2) => shapes.AppendLine(null,
        $"""<line class="{kind}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" />""");

    /// <summary>A square that stands on its corner.</summary>
    /// <param name="reach">From its middle to each corner.</param>
    internal void Diamond(string kind, int x, int y, int reach, string? hint = null)
    {
        var corners = $"M{x - reach} {y}L{x} {y - reach}L{x + reach} {y}L{x} {y + reach}Z";
        shapes.Append(null, $"<path class=\"{kind}\" d=\"{corners}\"");
        shapes.AppendLine(hint is null ? " />" : $"><title>{Plain(hint)}</title></path>");
    }

    /// <summary>A curve from left to right.</summary>
    internal void Curve(string kind, int x1, int y1, int x2, int y2) => shapes.AppendLine(null,
        $"""<path class="{kind}" d="M{x1} {y1}C{(x1 + x2) / 2} {y1} {(x1 + x2) / 2} {y2} {x2} {y2}" />""");

    /// <summary>A text that fits, with dots where it was cut.</summary>
    internal static string Cut(string text, int most) => text.Length <= most ? text : $"{text[..(most - 1)]}…";

    string Svg(string id, string style) => $"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"
          aria-labelledby="{id}-title {id}-desc" font-family="sans-serif" font-size="13">
        <title id="{id}-title">{Plain(Title)}</title>
        <desc id="{id}-desc">{Plain(Description)}</desc>
        {style}{shapes}</svg>

        """;

    /// <summary>As XML takes it: without control characters and halves of characters, which a cut may leave.</summary>
    static string Plain(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsControl(rune) && rune.Value is not (0xFFFE or 0xFFFF)) kept.Append(rune.ToString());
        }
        return WebUtility.HtmlEncode(kept.ToString());
    }
}
