using System.Globalization;
using System.Text;

namespace Gemeinwerk.Printing.Pdf;

/// <summary>A page as operators (ISO 32000-1, Annex A), each text marked as the content of its element or as an
/// artifact.</summary>
static class PageContent
{
    /// <param name="page">From 0.</param>
    /// <param name="owners">Gets the element of each marked content, in the order of their numbers.</param>
    internal static string Of(Sheet sheet, int page, List<Tag> owners)
    {
        var content = new StringBuilder();
        for (var i = 0; i < sheet.Pieces.Count;)
        {
            if (sheet.Pieces[i] is Rule rule)
            {
                Draw(content, rule);
                i++;
                continue;
            }
            var tag = ((Words)sheet.Pieces[i]).Tag;
            var together = sheet.Pieces.Skip(i).TakeWhile(piece => piece is Words words && words.Tag == tag)
                .Cast<Words>().ToList();
            i += together.Count;
            if (tag is null)
            {
                Write(content, "/Artifact << /Type /Pagination >>", together);
                continue;
            }
            Write(content, $"/{tag.Kind} << /MCID {owners.Count} >>", together);
            tag.Add(new Mark(page, owners.Count));
            owners.Add(tag);
        }
        Write(content, "/Artifact << /Type /Pagination /Subtype /Footer >>", sheet.Footer);
        return content.ToString();
    }

    static void Draw(StringBuilder content, Rule rule) => content.Append("/Artifact BMC\n0 0 0 RG ")
        .Append(Point(rule.Thickness)).Append(" w ").Append(Point(rule.X)).Append(' ').Append(Point(rule.Y))
        .Append(" m ").Append(Point(rule.X + rule.Length)).Append(' ').Append(Point(rule.Y)).Append(" l S\nEMC\n");

    static void Write(StringBuilder content, string mark, IReadOnlyList<Words> texts)
    {
        content.Append(mark).Append(" BDC\nBT\n");
        foreach (var text in texts) Write(content, text);
        content.Append("ET\nEMC\n");
    }

    static void Write(StringBuilder content, Words words)
    {
        content.Append(null, $"/{words.Font.Face.Name} ").Append(Point(words.Font.Size)).Append(" Tf 1 0 0 1 ")
            .Append(Point(words.X)).Append(' ').Append(Point(words.Y)).Append(" Tm\n");
        var (face, plain, other) = (words.Font.Face, new StringBuilder(), new StringBuilder());
        foreach (var letter in words.Text.EnumerateRunes())
        {
            if (face.Has(letter))
            {
                Replaced();
                plain.Append(letter);
            }
            else
            {
                Plain();
                other.Append(letter);
            }
        }
        Replaced();
        Plain();

        void Plain()
        {
            if (plain.Length == 0) return;
            content.Append(face.Encode(plain.ToString())).Append(" Tj\n");
            plain.Clear();
        }

        // What is drawn in place of letters says which these are to whoever reads, copies or searches.
        void Replaced()
        {
            if (other.Length == 0) return;
            var drawn = string.Concat(other.ToString().EnumerateRunes().Select(face.Drawn));
            content.Append("/Span << /ActualText ").Append(PdfText.Unicode(other.ToString())).Append(" >> BDC\n")
                .Append(face.Encode(drawn)).Append(" Tj\nEMC\n");
            other.Clear();
        }
    }

    /// <summary>Thousandths of a point as points.</summary>
    internal static string Point(int thousandths)
    {
        var (whole, part) = Math.DivRem(thousandths, 1000);
        return part == 0
            ? whole.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{whole}.{part:000}").TrimEnd('0');
    }
}
