using System.Globalization;
using System.Text;

namespace Gemeinwerk.Printing.Pdf;

/// <summary>Letters, how wide they are and how they are written in a page. Widths are thousandths of the size.
/// </summary>
abstract class Typeface
{
    readonly Dictionary<Rune, string> instead = [];

    /// <summary>Its name in the resources of a page: <c>F1</c>.</summary>
    internal abstract string Name { get; }

    /// <summary>Its outlines are part of the file.</summary>
    internal abstract bool IsEmbedded { get; }

    internal abstract bool Has(Rune letter);

    /// <summary>Of a letter that it has.</summary>
    internal abstract int Width(Rune letter);

    /// <summary>Letters that it has, as a hexadecimal string of a page.</summary>
    internal abstract string Encode(string letters);

    /// <summary>Adds it to a file as the object of a number, once all letters are encoded.</summary>
    internal abstract void AddTo(PdfFile file, int no);

    /// <summary>What is drawn for a letter: itself, or letters that mean the same, or a question mark.</summary>
    internal string Drawn(Rune letter)
    {
        if (Has(letter)) return letter.ToString();
        if (!instead.TryGetValue(letter, out var drawn)) instead[letter] = drawn = Instead(letter);
        return drawn;
    }

    /// <summary>How wide a text is drawn.</summary>
    internal long Width(string text)
    {
        var width = 0L;
        foreach (var letter in text.EnumerateRunes()) width += WidthDrawn(letter);
        return width;
    }

    internal int WidthDrawn(Rune letter)
    {
        if (Has(letter)) return Width(letter);
        var width = 0;
        foreach (var drawn in Drawn(letter).EnumerateRunes()) width += Width(drawn);
        return width;
    }

    string Instead(Rune letter)
    {
        if (Substitutes.Of(letter) is { } known && All(known)) return known;
        var bare = new StringBuilder();
        foreach (var part in letter.ToString().Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(part) is UnicodeCategory.NonSpacingMark) continue;
            bare.Append(Has(part) ? part.ToString() : Substitutes.Of(part) ?? "");
        }
        return bare.Length > 0 && All(bare.ToString()) ? bare.ToString() : "?";
    }

    bool All(string text)
    {
        foreach (var letter in text.EnumerateRunes())
        {
            if (!Has(letter)) return false;
        }
        return true;
    }
}

/// <summary>What stands for letters and signs that a typeface lacks and that no decomposition finds.</summary>
static class Substitutes
{
    static readonly Dictionary<int, string> known = new()
    {
        ['ł'] = "l",
        ['Ł'] = "L",
        ['đ'] = "d",
        ['Đ'] = "D",
        ['ı'] = "i",
        ['ħ'] = "h",
        ['Ħ'] = "H",
        ['ŧ'] = "t",
        ['Ŧ'] = "T",
        ['ŋ'] = "ng",
        ['Ŋ'] = "NG",
        ['ĸ'] = "k",
        ['ə'] = "e",
        ['Ə'] = "E",
        ['ẞ'] = "SS",
        ['\u2010'] = "-",
        ['\u2011'] = "-",
        ['\u2012'] = "–",
        ['\u2015'] = "—",
        ['\u2212'] = "–",
        ['\u2043'] = "-",
        ['\u2032'] = "'",
        ['\u2033'] = "\"",
        ['\u201B'] = "‘",
        ['\u201F'] = "“",
        ['\u2044'] = "/",
        ['\u2215'] = "/",
        ['\u202F'] = "\u00A0",
        ['≤'] = "<=",
        ['≥'] = ">=",
        ['≠'] = "<>",
        ['≈'] = "~",
        ['→'] = "->",
        ['←'] = "<-",
        ['⇒'] = "=>",
        ['↔'] = "<->",
        ['▪'] = "•",
        ['●'] = "•",
        ['∙'] = "·",
        ['⋅'] = "·",
        ['√'] = "Wurzel ",
        ['∞'] = "unendlich",
        ['☐'] = "[ ]",
        ['☑'] = "[x]",
        ['☒'] = "[x]",
        ['✓'] = "x",
        ['✔'] = "x",
        ['✗'] = "x",
    };

    internal static string? Of(Rune letter) => known.GetValueOrDefault(letter.Value);
}
