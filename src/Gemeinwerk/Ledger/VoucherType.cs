using System.Xml;

namespace Gemeinwerk.Ledger;

/// <summary>
/// What a voucher file is, by its content and never by its name: nothing that a browser would run as a program.
/// </summary>
static class VoucherType
{
    const string Xml = "application/xml";

    /// <summary>UBL and CII, the two forms of EN 16931 in which e-invoices (XRechnung) come.</summary>
    static readonly HashSet<(string Name, string Space)> invoices =
    [
        ("Invoice", "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"),
        ("CreditNote", "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"),
        ("CrossIndustryInvoice", "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"),
    ];

    static readonly (byte[] Start, string Type)[] binary =
    [
        ([.. "%PDF-"u8], "application/pdf"),
        ([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A], "image/png"),
        ([0xFF, 0xD8, 0xFF], "image/jpeg"),
        ([(byte)'I', (byte)'I', 0x2A, 0x00], "image/tiff"),
        ([(byte)'M', (byte)'M', 0x00, 0x2A], "image/tiff"),
    ];

    internal static IReadOnlyList<string> All { get; } =
        [.. binary.Select(known => known.Type).Append(Xml).Distinct()];

    /// <summary>Its media type, or null where it is none of those that are taken.</summary>
    internal static string? Of(byte[] content) =>
        binary.FirstOrDefault(known => content.AsSpan().StartsWith(known.Start)).Type
        ?? (IsInvoice(content) ? Xml : null);

    static bool IsInvoice(byte[] content)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        try
        {
            using var xml = XmlReader.Create(new MemoryStream(content), settings);
            if (xml.MoveToContent() != XmlNodeType.Element || !invoices.Contains((xml.LocalName, xml.NamespaceURI)))
            {
                return false;
            }
            while (xml.Read()) { }
            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }
}
