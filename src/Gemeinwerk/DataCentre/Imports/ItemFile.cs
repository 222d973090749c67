using Gemeinwerk.Ledger.Imports;

namespace Gemeinwerk.DataCentre.Imports;

/// <summary>Finds out what a file is by its first bytes, and has it read.</summary>
static class ItemFile
{
    internal static async Task Read(
        ItemSink sink, ImportSource source, int file, IReadOnlyList<FileForm> own, InventoryImportOptions options)
    {
        var head = new byte[64];
        int got;
        using (var stream = source.Open()) got = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var text = head.AsSpan(0, got);
        if (text.StartsWith("\uFEFF"u8)) text = text[3..];
        text = text.TrimStart(" \t\r\n"u8);
        if (text.StartsWith("PK\u0003\u0004"u8) || text.StartsWith<byte>([0x1F, 0x8B]))
        {
            sink.Find(file, 0, "", new("inventory.packed", "Die Datei ist gepackt; bitte vorher auspacken."));
        }
        else if (text is [(byte)'{' or (byte)'[', ..])
        {
            await JsonItems.Read(sink, source, file, options);
        }
        else if (text.StartsWith("---"u8))
        {
            var (releases, findings) = EndOfLifeFile.Read(source);
            sink.Find(file, findings);
            sink.Releases.AddRange(releases);
            sink.Rows += releases.Count;
        }
        else
        {
            await CsvItems.Read(sink, source, file, own, options);
        }
    }
}
