using Gemeinwerk.Printing.Pdf;

namespace Gemeinwerk.Printing;

/// <summary>The typefaces of papers in PDF.</summary>
public sealed class PaperFonts
{
    readonly (Woff Regular, Woff Bold, string Family)? own;

    PaperFonts((Woff, Woff, string)? own) => this.own = own;

    /// <summary>Helvetica, as every reader of PDF has it; it is not embedded.</summary>
    public static PaperFonts Standard { get; } = new(null);

    /// <summary>Typefaces to embed.</summary>
    /// <param name="regular">A file of the form WOFF 1 with TrueType outlines and 1,000 units.</param>
    /// <param name="bold">The same, bold.</param>
    /// <param name="family">As the file is to name it, letters only: <c>NotoSans</c>.</param>
    public static PaperFonts Of(byte[] regular, byte[] bold, string family) =>
        new((new Woff(regular), new Woff(bold), family));

    internal Typeset Typeset() => own is { } fonts
        ? new Typeset(new EmbeddedTypeface(fonts.Regular, "F1", $"{fonts.Family}-Regular"),
            new EmbeddedTypeface(fonts.Bold, "F2", $"{fonts.Family}-Bold"))
        : new Typeset(new Helvetica(isBold: false), new Helvetica(isBold: true));
}
