using System.Text;
using System.Text.RegularExpressions;

namespace Gemeinwerk.Tests.Printing;

/// <summary>What a page shows: texts by the number of their marked content, and artifacts apart. Whatever is drawn
/// outside of both fails.</summary>
sealed partial class PdfPage
{
    sealed record Open(int? Mark, bool IsArtifact, string? Actual);

    /// <summary>Where a text stands, in points; <c>Size</c> is that of its letters.</summary>
    internal sealed record Placed(string Face, double Size, double X, double Y, string Text, bool IsArtifact);

    static readonly Encoding winAnsi = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    readonly Dictionary<int, StringBuilder> marks = [];
    readonly List<StringBuilder> artifacts = [];
    readonly List<Placed> placed = [];
    readonly Stack<Open> open = new();
    readonly Dictionary<string, Func<byte[], string>> fonts = [];
    (string Face, double Size, double X, double Y) state;

    internal PdfPage(PdfDocument document, int no, int at)
    {
        (No, At) = (no, at);
        var page = document.Dictionary(new PdfRef(no));
        Assert.Equal(((double)at, (object)"/S"), ((double)page["/StructParents"]!, page["/Tabs"]!));
        var resources = document.Dictionary(page["/Resources"]);
        foreach (var (name, font) in document.Dictionary(resources["/Font"]))
        {
            fonts.Add(name, Reader(document, document.Dictionary(font)));
        }
        var content = new PdfSyntax(document.Stream(page["/Contents"]));
        var operands = new List<object>();
        while (content.Next(withReferences: false) is { } value)
        {
            if (value is not PdfWord { Text: var word })
            {
                operands.Add(value);
                continue;
            }
            Run(word, operands);
            operands.Clear();
        }
        Assert.Empty(open);
        Assert.Equal(Enumerable.Range(0, marks.Count), marks.Keys.Order());
    }

    /// <summary>Its object, and its place among the pages from 0.</summary>
    internal int No { get; }
    internal int At { get; }

    /// <summary>What whoever reads or copies gets, by the number of the marked content.</summary>
    internal IReadOnlyDictionary<int, string> Marks => marks.ToDictionary(it => it.Key, it => it.Value.ToString());

    internal IReadOnlyList<string> Artifacts => [.. artifacts.Select(it => it.ToString())];

    /// <summary>The letters as they are drawn.</summary>
    internal IReadOnlyList<Placed> Drawn => placed;

    /// <summary>How the codes of a font become text: by WinAnsi, or by the map that it brings along.</summary>
    static Func<byte[], string> Reader(PdfDocument document, Dictionary<string, object?> font)
    {
        if (font["/Subtype"] is "/Type1")
        {
            Assert.Equal("/WinAnsiEncoding", font["/Encoding"]);
            return winAnsi.GetString;
        }
        Assert.Equal("/Identity-H", font["/Encoding"]);
        var map = Pair().Matches(Encoding.ASCII.GetString(document.Stream(font["/ToUnicode"]))).ToDictionary(
            pair => pair.Groups[1].Value, pair => ((char)Convert.ToInt32(pair.Groups[2].Value, 16)).ToString());
        return codes => string.Concat(codes.Chunk(2).Select(code => map[Convert.ToHexString(code)]));
    }

    [GeneratedRegex("^<([0-9A-F]{4})> <([0-9A-F]{4})>$(?<!<FFFF>)", RegexOptions.Multiline)]
    private static partial Regex Pair();

    void Run(string name, List<object> operands)
    {
        switch (name)
        {
            case "BMC" or "BDC": Begin(operands); break;
            case "EMC": open.Pop(); break;
            case "Tf": state = state with { Face = (string)operands[0], Size = (double)operands[1] }; break;
            case "Tm": state = state with { X = (double)operands[4], Y = (double)operands[5] }; break;
            case "Tj": Show(fonts[state.Face]((byte[])operands[0])); break;
            case "S": Assert.Contains(open, it => it.IsArtifact); break;
            case "BT" or "ET" or "RG" or "w" or "m" or "l": break;
            default: Assert.Fail($"The operator {name} is not one that a paper needs."); break;
        }
    }

    void Begin(List<object> operands)
    {
        var properties = operands.ElementAtOrDefault(1) as Dictionary<string, object?> ?? [];
        var mark = properties.TryGetValue("/MCID", out var no) ? (int?)(double)no! : null;
        var isArtifact = (string)operands[0] == "/Artifact";
        var actual = properties.TryGetValue("/ActualText", out var text) ? PdfDocument.Text(text) : null;
        Assert.True(mark is not null || isArtifact || (actual is not null && open.Count == 1));
        if (mark is { } number) marks.Add(number, new StringBuilder());
        if (isArtifact) artifacts.Add(new StringBuilder());
        if (actual is not null) Target(open.Peek()).Append(actual);
        open.Push(new Open(mark, isArtifact, actual));
    }

    StringBuilder Target(Open it) => it.IsArtifact ? artifacts[^1] : marks[it.Mark!.Value];

    void Show(string text)
    {
        var inner = open.Peek();
        placed.Add(new Placed(state.Face, state.Size, state.X, state.Y, text, open.Any(it => it.IsArtifact)));
        if (inner.Actual is null) Target(inner).Append(text);
    }
}
