using System.Text;

namespace Gemeinwerk.Printing.Pdf;

/// <summary>Text strings outside pages: titles and bookmarks.</summary>
static class PdfText
{
    /// <summary>UTF-16 with its mark, as a hexadecimal string.</summary>
    internal static string Unicode(string text) =>
        $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";
}
