using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Gemeinwerk.Printing.Pdf;

/// <summary>A file of PDF 1.7 (ISO 32000-1): numbered objects, where each begins, and which is the first to read.
/// </summary>
sealed class PdfFile
{
    readonly List<byte[]?> objects = [];

    /// <summary>A number for an object that comes later.</summary>
    internal int Reserve()
    {
        objects.Add(null);
        return objects.Count;
    }

    internal int Add(string content)
    {
        var no = Reserve();
        Set(no, content);
        return no;
    }

    internal void Set(int no, string content) => objects[no - 1] = Encoding.ASCII.GetBytes(content);

    /// <param name="dictionary">What else its dictionary says.</param>
    internal int AddStream(byte[] content, string dictionary = "", bool isPacked = true)
    {
        var bytes = content;
        if (isPacked)
        {
            using var packed = new MemoryStream();
            using (var zip = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) zip.Write(content);
            bytes = packed.ToArray();
            dictionary += " /Filter /FlateDecode";
        }
        objects.Add([.. Encoding.ASCII.GetBytes($"<<{dictionary} /Length {bytes.Length} >>\nstream\n"), .. bytes,
            .. "\nendstream"u8]);
        return objects.Count;
    }

    /// <summary>The file; its id is a digest of what it says, so that equal papers are equal files.</summary>
    internal byte[] Write(int catalog, int info)
    {
        using var file = new MemoryStream();
        file.Write("%PDF-1.7\n%"u8);
        file.Write([0xE2, 0xE3, 0xCF, 0xD3, (byte)'\n']);
        var places = new List<long>();
        for (var i = 0; i < objects.Count; i++)
        {
            places.Add(file.Position);
            Ascii($"{i + 1} 0 obj\n");
            file.Write(objects[i]);
            Ascii("\nendobj\n");
        }
        var start = file.Position;
        var id = Convert.ToHexString(SHA256.HashData(file.ToArray()).AsSpan(0, 16));
        Ascii($"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        foreach (var place in places) Ascii($"{place:0000000000} 00000 n \n");
        Ascii($"trailer\n<< /Size {objects.Count + 1} /Root {catalog} 0 R /Info {info} 0 R /ID [<{id}> <{id}>] >>\n"
            + $"startxref\n{start}\n%%EOF\n");
        return file.ToArray();

        void Ascii(string text) => file.Write(Encoding.ASCII.GetBytes(text));
    }
}
