namespace Gemeinwerk.Basics;

/// <summary>
/// What a text in the books may be: not empty, not endless, and readable by every database and reader.
/// </summary>
public static class Texts
{
    const int MostShown = 40;

    static readonly System.Buffers.SearchValues<char> Forbidden =
        System.Buffers.SearchValues.Create([.. Enumerable.Range(0, 32).Where(c => c is not ('\t' or '\n' or '\r'))
            .Concat(Enumerable.Range(0x7F, 33)).Append(0xFFFE).Append(0xFFFF).Select(c => (char)c)]);

    /// <summary>Why the text is refused, as the rest of a German sentence; null where it is fine.</summary>
    /// <param name="most">How many characters it may have at the most.</param>
    public static string? Refuse(string text, int most)
    {
        if (text.Length == 0 || string.IsNullOrWhiteSpace(text)) return "leer.";
        if (text.Length > most) return $"länger als {German.Count(most)} Zeichen.";
        if (text.AsSpan().ContainsAny(Forbidden)) return "enthält Steuerzeichen.";
        return HasLoneSurrogate(text) ? "enthält ungültige Unicode-Zeichen." : null;
    }

    /// <summary>A text from outside as it stands in a message: cut, and without characters that would break the line.
    /// </summary>
    public static string Shown(ReadOnlySpan<char> text)
    {
        var cut = text[..End(text, MostShown)];
        var shown = string.Create(cut.Length, cut, (to, from) =>
        {
            for (var i = 0; i < to.Length; i++) to[i] = char.IsControl(from[i]) ? '�' : from[i];
        });
        return text.Length > MostShown ? shown + "…" : shown;
    }

    /// <summary>A text, or its beginning with … behind it.</summary>
    /// <param name="most">How many characters stand before the ….</param>
    public static string Cut(string text, int most) => text.Length > most ? $"{text[..End(text, most)]}…" : text;

    /// <summary>Where a text is cut so that no character stands there by half.</summary>
    static int End(ReadOnlySpan<char> text, int most) =>
        text.Length <= most ? text.Length : char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;

    static bool HasLoneSurrogate(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')) return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return true;
            i++;
        }
        return false;
    }
}
