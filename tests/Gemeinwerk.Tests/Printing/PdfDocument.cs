using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Gemeinwerk.Tests.Printing;

/// <summary>A file of PDF as its cross-reference table leads to it; every offset is followed.</summary>
sealed class PdfDocument
{
    readonly Dictionary<int, (object? Value, byte[]? Stream)> objects = [];

    internal PdfDocument(byte[] file)
    {
        var text = Encoding.Latin1.GetString(file);
        Assert.StartsWith("%PDF-1.7\n", text, StringComparison.Ordinal);
        Assert.EndsWith("%%EOF\n", text, StringComparison.Ordinal);
        var start = Number(text[(text.LastIndexOf("startxref\n", StringComparison.Ordinal) + 10)..^6]);
        var lines = text[start..].Split('\n');
        Assert.Equal("xref", lines[0]);
        var count = Number(lines[1].Split(' ')[1]);
        for (var no = 1; no < count; no++)
        {
            Assert.Equal(19, lines[2 + no].Length);
            Read(file, no, Number(lines[2 + no][..10]));
        }
        var trailer = new PdfSyntax(file, text.LastIndexOf("trailer", StringComparison.Ordinal) + 7);
        Trailer = (Dictionary<string, object?>)trailer.Next()!;
        Assert.Equal((double)count, Trailer["/Size"]);
        // Nothing lies between the objects that no entry leads to.
        Assert.Equal(count - 1, text[..start].Split(" 0 obj\n").Length - 1);
        Catalog = Dictionary(Trailer["/Root"]);
        Pages = [.. List(Dictionary(Catalog["/Pages"])["/Kids"]).Select((page, at) =>
            new PdfPage(this, ((PdfRef)page).No, at))];
    }

    internal Dictionary<string, object?> Trailer { get; }
    internal Dictionary<string, object?> Catalog { get; }
    internal IReadOnlyList<PdfPage> Pages { get; }

    internal Dictionary<string, object?> Dictionary(object? value) =>
        Assert.IsType<Dictionary<string, object?>>(Value(value));

    internal List<object> List(object? value) => Assert.IsType<List<object>>(Value(value));

    internal object? Value(object? value) => value is PdfRef reference ? objects[reference.No].Value : value;

    /// <summary>The bytes of a stream, unpacked.</summary>
    internal byte[] Stream(object? value)
    {
        var (dictionary, bytes) = objects[((PdfRef)value!).No];
        if (!((Dictionary<string, object?>)dictionary!).ContainsKey("/Filter")) return bytes!;
        using var zip = new ZLibStream(new MemoryStream(bytes!), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        zip.CopyTo(plain);
        return plain.ToArray();
    }

    /// <summary>A text string of a dictionary.</summary>
    internal static string Text(object? value) => value is byte[] and [0xFE, 0xFF, .. var bytes]
        ? Encoding.BigEndianUnicode.GetString(bytes)
        : Encoding.ASCII.GetString((byte[])value!);

    static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    void Read(byte[] file, int no, int at)
    {
        var syntax = new PdfSyntax(file, at);
        Assert.Equal((double)no, syntax.Next(withReferences: false));
        Assert.Equal(0.0, syntax.Next(withReferences: false));
        Assert.Equal(new PdfWord("obj"), syntax.Next());
        var value = syntax.Next();
        var then = syntax.Next();
        byte[]? stream = null;
        if (then is PdfWord { Text: "stream" })
        {
            var length = (int)(double)((Dictionary<string, object?>)value!)["/Length"]!;
            var from = syntax.At + 1;
            stream = file[from..(from + length)];
            syntax.At = from + length;
            Assert.Equal(new PdfWord("endstream"), syntax.Next());
            then = syntax.Next();
        }
        Assert.Equal(new PdfWord("endobj"), then);
        objects.Add(no, (value, stream));
    }
}
