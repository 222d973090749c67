using Gemeinwerk.Printing;

namespace Gemeinwerk.Web.Frame;

/// <summary>Noto Sans, which comes with KERN, for papers in PDF.</summary>
static class PrintFonts
{
    static readonly Lazy<PaperFonts> noto = new(() =>
        PaperFonts.Of(Read("NotoSans-Regular.woff"), Read("NotoSans-Bold.woff"), "NotoSans"));

    internal static PaperFonts Noto => noto.Value;

    static byte[] Read(string name)
    {
        using var stream = typeof(PrintFonts).Assembly.GetManifestResourceStream($"print/{name}")!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
