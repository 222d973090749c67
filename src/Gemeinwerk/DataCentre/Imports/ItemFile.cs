using Gemeinwerk.Ledger.Imports;

namespace Gemeinwerk.DataCentre.Imports;

/// <summary>What a file is by its first bytes.</summary>
enum ItemFileType { Csv, Json, EndOfLife, Packed }

/// <summary>Finds out what a file is by its first bytes, and has it read.</summary>
static class ItemFile
{
    const int HeadBytes = 1 << 16;

    internal static async Task Read(
        ItemSink sink, ImportSource source, int file, IReadOnlyList<FileForm> own, InventoryImportOptions options)
    {
        switch (TypeOf(Head(source, 64)))
        {
            case ItemFileType.Packed:
                sink.Find(file, 0, "", new("inventory.packed", "Die Datei ist gepackt; bitte vorher auspacken."));
                break;
            case ItemFileType.Json:
                await JsonItems.Read(sink, source, file, options);
                break;
            case ItemFileType.EndOfLife:
                var (releases, findings) = EndOfLifeFile.Read(source);
                sink.Find(file, findings);
                sink.Releases.AddRange(releases);
                sink.Rows += releases.Count;
                break;
            default:
                await CsvItems.Read(sink, source, file, own, options);
                break;
        }
    }

    /// <summary>
    /// In which order files are read: those whose items others name come first, so that little has to wait in memory.
    /// Of each only the beginning is looked at, its heading or its first object. What begins with no known kind, such
    /// as a whole dump, comes before all.
    /// </summary>
    /// <returns>The places of the files; those of one kind stay in the order in which they came.</returns>
    internal static IReadOnlyList<int> Order(
        IReadOnlyList<ImportSource> files, IReadOnlyList<FileForm> own, InventoryImportOptions options)
    {
        var ranks = ItemKinds.All.Select((kind, at) => (kind, at)).ToDictionary(it => it.kind, it => it.at);
        return [.. Enumerable.Range(0, files.Count).OrderBy(file =>
            KindOf(files[file], own, options) is { } kind ? ranks[kind] : -1)];
    }

    static ItemKind? KindOf(ImportSource source, IReadOnlyList<FileForm> own, InventoryImportOptions options)
    {
        var head = Head(source, HeadBytes);
        return TypeOf(head) switch
        {
            ItemFileType.Json => JsonItems.KindOf(new MemoryStream(head), options),
            ItemFileType.Csv =>
                CsvItems.KindOf(new ImportSource(source.Name, () => new MemoryStream(Lines(head))), own, options),
            _ => null,
        };
    }

    static ItemFileType TypeOf(byte[] head)
    {
        var text = head.AsSpan();
        if (text.StartsWith("\uFEFF"u8)) text = text[3..];
        text = text.TrimStart(" \t\r\n"u8);
        return text switch
        {
            _ when text.StartsWith("PK\u0003\u0004"u8) || text.StartsWith<byte>([0x1F, 0x8B]) => ItemFileType.Packed,
            [(byte)'{' or (byte)'[', ..] => ItemFileType.Json,
            _ when text.StartsWith("---"u8) => ItemFileType.EndOfLife,
            _ => ItemFileType.Csv,
        };
    }

    static byte[] Head(ImportSource source, int most)
    {
        var head = new byte[most];
        using var stream = source.Open();
        return head[..stream.ReadAtLeast(head, most, throwOnEndOfStream: false)];
    }

    /// <summary>The whole lines of a beginning, so that no letter is cut in two.</summary>
    static byte[] Lines(byte[] head) =>
        head.AsSpan().LastIndexOf((byte)'\n') is var at and >= 0 ? head[..(at + 1)] : head;
}
