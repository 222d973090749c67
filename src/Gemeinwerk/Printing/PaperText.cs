using System.Globalization;
using System.Text;

namespace Gemeinwerk.Printing;

/// <summary>Texts of others as they stand in a paper.</summary>
static class PaperText
{
    /// <summary>The text without what nobody sees: control and format characters, which could turn the direction of
    /// letters around, halves of surrogate pairs, and white space beyond one space. Line ends stay.</summary>
    internal static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '\n') TrimEnd(clean).Append('\n');
            else if (IsSpace(rune))
            {
                if (clean.Length > 0 && clean[^1] is not (' ' or '\n')) clean.Append(' ');
            }
            else if (rune != Rune.ReplacementChar && IsSeen(rune)) clean.Append(rune);
        }
        // Letters and their marks as one character, as typefaces have them.
        return TrimEnd(clean).ToString().Trim('\n').Normalize(NormalizationForm.FormC);
    }

    static StringBuilder TrimEnd(StringBuilder text)
    {
        while (text.Length > 0 && text[^1] == ' ') text.Length--;
        return text;
    }

    // A space that does not break is none here.
    static bool IsSpace(Rune rune) => rune.Value is not (0xA0 or 0x202F) && Rune.IsWhiteSpace(rune);

    static bool IsSeen(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format);
}
