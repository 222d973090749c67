using System.Text;

namespace Gemeinwerk.Printing.Pdf;

/// <summary>Breaks a text into lines between its words, after a hyphen or slash of theirs, and within a word only where
/// a line cannot take it. No hyphen is added.</summary>
static class LineBreaker
{
    /// <summary>The lines; one that ends where the text has white space ends with a space, so that put together they
    /// are the text again.</summary>
    /// <param name="width">Thousandths of a point.</param>
    internal static List<string> Break(string text, Font font, int width)
    {
        var lines = new List<string>();
        var paragraphs = PaperText.Clean(text).Split('\n');
        for (var i = 0; i < paragraphs.Length; i++)
        {
            var line = new Line(lines, font, width);
            foreach (var part in Parts(paragraphs[i])) line.Add(part);
            line.End(isLast: i == paragraphs.Length - 1);
        }
        return lines;
    }

    /// <summary>The widest part of a text that is not broken where there is room, thousandths of a point.</summary>
    internal static long WidestPart(string text, Font font) => PaperText.Clean(text).Split('\n')
        .SelectMany(Parts).Select(part => font.Width(part.TrimEnd(' '))).DefaultIfEmpty(0).Max();

    /// <summary>Pieces that a line takes whole, a space at the end of one being part of it.</summary>
    static IEnumerable<string> Parts(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var isAfterSign = text[i] is '-' or '/' or '–' && i > start && i + 1 < text.Length
                && char.IsLetterOrDigit(text[i - 1]) && char.IsLetter(text[i + 1]);
            // A paragraph stays with its number.
            var isSpace = text[i] == ' ' && (i == 0 || text[i - 1] != '§');
            if (!isSpace && !isAfterSign) continue;
            yield return text[start..(i + 1)];
            start = i + 1;
        }
        if (start < text.Length) yield return text[start..];
    }

    sealed class Line(List<string> lines, Font font, int width)
    {
        readonly StringBuilder text = new();
        long used;

        internal void Add(string part)
        {
            var own = font.Width(part.TrimEnd(' '));
            if (used + own > width && text.Length > 0) Next();
            if (own > width) AddLetters(part);
            else Take(part);
        }

        internal void End(bool isLast)
        {
            if (!isLast && (text.Length == 0 || text[^1] != ' ')) text.Append(' ');
            Next();
        }

        void AddLetters(string part)
        {
            foreach (var letter in part.EnumerateRunes())
            {
                if (used + font.Width(letter.ToString()) > width && text.Length > 0 && letter.Value != ' ') Next();
                Take(letter.ToString());
            }
        }

        void Take(string part)
        {
            text.Append(part);
            used += font.Width(part);
        }

        void Next()
        {
            lines.Add(text.ToString());
            text.Clear();
            used = 0;
        }
    }
}
