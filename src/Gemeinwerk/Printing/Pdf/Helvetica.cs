using System.Globalization;
using System.Text;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Printing.Pdf;

/// <summary>
/// Helvetica as every reader of PDF has it (ISO 32000-1, 9.6.2.2), in WinAnsiEncoding; its widths are those of Adobe's
/// metrics (AFM) of the standard fonts.
/// </summary>
sealed class Helvetica : Typeface
{
    static readonly List<(byte Code, int Letter, int Regular, int Bold)> data =
        DataFile.Read("helvetica-widths.csv", cell => ((byte)Hex(cell("code")), Hex(cell("unicode")),
            Whole(cell("regular")), Whole(cell("bold"))));

    readonly string font;
    readonly Dictionary<int, (byte Code, int Width)> letters;

    internal Helvetica(bool isBold)
    {
        letters = data.ToDictionary(it => it.Letter, it => (it.Code, isBold ? it.Bold : it.Regular));
        Name = isBold ? "F2" : "F1";
        font = isBold ? "Helvetica-Bold" : "Helvetica";
    }

    internal override string Name { get; }

    internal override bool IsEmbedded => false;

    internal override bool Has(Rune letter) => letters.ContainsKey(letter.Value);

    internal override int Width(Rune letter) => letters[letter.Value].Width;

    internal override string Encode(string text)
    {
        var codes = new StringBuilder("<", 2 * text.Length + 2);
        foreach (var letter in text.EnumerateRunes()) codes.Append(null, $"{letters[letter.Value].Code:X2}");
        return codes.Append('>').ToString();
    }

    internal override void AddTo(PdfFile file, int no) =>
        file.Set(no, $"<< /Type /Font /Subtype /Type1 /BaseFont /{font} /Encoding /WinAnsiEncoding >>");

    static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
