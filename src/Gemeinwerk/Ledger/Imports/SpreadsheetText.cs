using System.Buffers;
using System.Text;

namespace Gemeinwerk.Ledger.Imports;

/// <summary>
/// Texts in tables that people open in a spreadsheet: a backslash stands before one that would be a formula there, and
/// before one that begins with a backslash itself.
/// </summary>
static class SpreadsheetText
{
    static readonly SearchValues<char> marked = SearchValues.Create("=+-@＝＋－＠\t\r\n\\");
    static readonly SearchValues<char> ofAmounts = SearchValues.Create("0123456789.,");

    /// <summary>The text with its backslash where it needs one.</summary>
    internal static string Kept(string text) => text.Length > 0 && NeedsMark(text[0]) ? $"\\{text}" : text;

    /// <summary>A text as <see cref="Kept"/> had it; one that a person typed stays what it is.</summary>
    internal static ReadOnlySpan<char> Plain(ReadOnlySpan<char> cell) =>
        cell is ['\\', var first, ..] && NeedsMark(first) ? cell[1..] : cell;

    /// <summary>
    /// A record of a CSV file with a mark in each cell that needs one. Amounts are numbers to a spreadsheet and stay.
    /// </summary>
    /// <param name="isMarked">The record comes from a table that was written so; its marks are not doubled.</param>
    internal static string Record(string raw, char separator, bool isMarked)
    {
        if (!raw.AsSpan().ContainsAny(marked)) return raw;
        var text = new StringBuilder(raw.Length + 8);
        foreach (var (from, to) in Cells(raw, separator))
        {
            if (from > 0) text.Append(separator);
            var isQuoted = from < to && raw[from] == '"';
            var content = isQuoted ? raw.AsSpan(from + 1, Closing(raw, from) - from - 1) : raw.AsSpan(from, to - from);
            if (isQuoted) text.Append('"');
            if (NeedsMark(content, isMarked)) text.Append('\\');
            text.Append(raw.AsSpan(isQuoted ? from + 1 : from, to - (isQuoted ? from + 1 : from)));
        }
        return text.ToString();
    }

    /// <summary>Where the cells of a record begin and end, their quotes included.</summary>
    internal static List<(int From, int To)> Cells(string raw, char separator)
    {
        var cells = new List<(int, int)>();
        for (var at = 0; at <= raw.Length; at = cells[^1].Item2 + 1)
        {
            var isQuoted = at < raw.Length && raw[at] == '"';
            cells.Add((at, End(raw, isQuoted ? Closing(raw, at) : at, separator)));
        }
        return cells;
    }

    static bool NeedsMark(ReadOnlySpan<char> content, bool isMarked) =>
        content is [var first, ..] && NeedsMark(first) && !(isMarked && first == '\\')
        && (first is not ('-' or '+') || content[1..].ContainsAnyExcept(ofAmounts) || content.Length == 1);

    static bool NeedsMark(char first) => marked.Contains(first);

    static int End(string raw, int from, char separator) =>
        raw.IndexOf(separator, from) is var at and >= 0 ? at : raw.Length;

    /// <summary>Where the quotes close that open at a place; two of them are one of the text.</summary>
    static int Closing(string raw, int open)
    {
        var at = open + 1;
        while (at < raw.Length && (raw[at] != '"' || (at + 1 < raw.Length && raw[at + 1] == '"')))
        {
            at += raw[at] == '"' ? 2 : 1;
        }
        return Math.Min(at, raw.Length);
    }
}
