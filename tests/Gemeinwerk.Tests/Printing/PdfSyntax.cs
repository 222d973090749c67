using System.Globalization;
using System.Text;

namespace Gemeinwerk.Tests.Printing;

/// <summary>A reference to an object of a file of PDF.</summary>
readonly record struct PdfRef(int No);

/// <summary>A word that is no value: an operator of a page, <c>obj</c>, <c>stream</c>.</summary>
sealed record PdfWord(string Text);

/// <summary>
/// The syntax of PDF (ISO 32000-1, 7.2 and 7.3), read without any code of the writer. Names are strings that begin with
/// a slash, strings are bytes, numbers of both kinds are <see cref="double"/>.
/// </summary>
sealed class PdfSyntax(byte[] file, int at = 0)
{
    internal int At { get; set; } = at;

    bool IsEnd => At >= file.Length;

    /// <summary>The next value or word; null at the end.</summary>
    internal object? Next(bool withReferences = true)
    {
        SkipSpace();
        if (IsEnd) return null;
        switch ((char)file[At])
        {
            case '/': return Name();
            case '[': At++; return Array(withReferences);
            case '(': return Literal();
            case '<' when file[At + 1] == '<': At += 2; return Dictionary();
            case '<': return Hexadecimal();
            case ']' or '>' or '}' or '{' or ')':
                At += file[At] == '>' ? 2 : 1;
                return new PdfWord(((char)file[At - 1]).ToString());
        }
        var word = Word();
        if (!double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return word switch { "true" => true, "false" => false, _ => new PdfWord(word) };
        }
        return withReferences && Reference(number) is { } reference ? reference : number;
    }

    PdfRef? Reference(double number)
    {
        var back = At;
        SkipSpace();
        if (Word() == "0")
        {
            SkipSpace();
            if (Word() == "R") return new PdfRef((int)number);
        }
        At = back;
        return null;
    }

    Dictionary<string, object?> Dictionary()
    {
        var dictionary = new Dictionary<string, object?>();
        while (Next() is { } key)
        {
            if (key is PdfWord { Text: ">" }) return dictionary;
            dictionary.Add(Assert.IsType<string>(key), Next());
        }
        throw new FormatException("A dictionary has no end.");
    }

    List<object> Array(bool withReferences)
    {
        var values = new List<object>();
        while (Next(withReferences) is { } value)
        {
            if (value is PdfWord { Text: "]" }) return values;
            values.Add(value);
        }
        throw new FormatException("An array has no end.");
    }

    string Name()
    {
        At++;
        return "/" + Word();
    }

    byte[] Literal()
    {
        var start = ++At;
        while (file[At] != ')')
        {
            Assert.False(file[At] is (byte)'\\' or (byte)'(', "A literal string is plain here.");
            At++;
        }
        return file[start..At++];
    }

    byte[] Hexadecimal()
    {
        var start = ++At;
        while (file[At] != '>') At++;
        return Convert.FromHexString(Encoding.ASCII.GetString(file, start, At++ - start));
    }

    string Word()
    {
        var start = At;
        while (!IsEnd && !IsSpace(file[At]) && !"/[]<>(){}".Contains((char)file[At], StringComparison.Ordinal)) At++;
        return Encoding.ASCII.GetString(file, start, At - start);
    }

    void SkipSpace()
    {
        while (!IsEnd && IsSpace(file[At])) At++;
    }

    static bool IsSpace(byte c) => c is 0 or 9 or 10 or 12 or 13 or 32;
}
