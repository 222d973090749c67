using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gemeinwerk.Proof.Exports;
using Gemeinwerk.Proof.Notes;

namespace Gemeinwerk.Proof.Inventories;

/// <summary>
/// Reads one inventory export: keys ascending, every leaf hash right, nothing twice. Faults go to the point.
/// </summary>
sealed class InventoryReader(ExportFile file, Point point)
{
    static readonly Member[] members =
    [
        new("id", MemberKind.Number), new("kind", MemberKind.Text), new("key", MemberKind.Text),
        new("name", MemberKind.Text), new("content", MemberKind.Object), new("leaf", MemberKind.Text),
    ];

    readonly Inventory inventory = new(file.Path);
    readonly Frontier log = new();
    readonly Field[] fields = new Field[members.Length];
    readonly ArrayBufferWriter<byte> form = new();
    readonly byte[] name = Encoding.UTF8.GetBytes($"gemeinwerk/{file.Body}/inventory");
    readonly Dictionary<(string Kind, string Key), InventoryItem> keys = [];
    long last;

    public static Inventory Read(ExportFile file, Point point) => new InventoryReader(file, point).Read();

    Inventory Read()
    {
        try
        {
            using var lines = LineReader.Open(file.Path);
            lines.Next();
            while (lines.Next()) Take(lines);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            point.Fail(file.Path, 0, "die Datei ist nicht lesbar.");
        }
        if (log.Size != file.Count)
            point.Fail(file.Path, 1, $"die Kopfzeile nennt {German.Count(file.Count)} Stücke, es folgen aber "
                + $"{German.Count(log.Size)}.");
        (inventory.Count, inventory.Root) = (log.Size, log.Root());
        return inventory;
    }

    void Take(LineReader lines)
    {
        Span<byte> leaf = stackalloc byte[Merkle.HashSize];
        leaf.Clear();
        if (JsonLine.Read(lines, members, fields) is { } fault)
        {
            point.Fail(file.Path, lines.Number, fault);
            log.Add(leaf);
            return;
        }
        SHA256.HashData(LeafInput(lines.Buffer), leaf);
        log.Add(leaf);
        if (Text(5, lines) != Convert.ToHexStringLower(leaf))
            point.Fail(file.Path, lines.Number, $"Stück {fields[0].Number}: die Prüfsumme (leaf) passt nicht zum "
                + "Inhalt; die Zeile wurde verändert.");
        if (InventoryItem.Parse(fields[4].In(lines.Buffer)) is not { } content)
        {
            point.Fail(file.Path, lines.Number, $"Stück {fields[0].Number}: der Inhalt ist nicht lesbar.");
            return;
        }
        Keep(new InventoryItem(file.Path, lines.Number, fields[0].Number, Text(1, lines), Text(2, lines),
            Text(3, lines), content));
    }

    void Keep(InventoryItem item)
    {
        if (item.Id <= last)
            point.Fail(file.Path, item.Line, $"Stück {item.Id} steht nach Stück {last} (Dopplung oder Vertauschung).");
        last = Math.Max(last, item.Id);
        if (!inventory.Items.TryAdd(item.Id, item)) return;
        if (!keys.TryAdd((item.Kind, item.Key), item))
            point.Fail(file.Path, item.Line, $"{item} hat denselben Schlüssel wie Stück "
                + $"{keys[(item.Kind, item.Key)].Id} ({keys[(item.Kind, item.Key)].Place}).");
    }

    string Text(int member, LineReader lines) => fields[member].Text(lines.Buffer);

    /// <summary>What the leaf hash covers; valid until the next call.</summary>
    ReadOnlySpan<byte> LeafInput(byte[] buffer)
    {
        form.ResetWrittenCount();
        form.Write<byte>([0, 1]);
        Put(name);
        BinaryPrimitives.WriteInt64BigEndian(form.GetSpan(8), fields[0].Number);
        form.Advance(8);
        for (var member = 1; member < 5; member++) Put(fields[member].In(buffer));
        return form.WrittenSpan;
    }

    void Put(ReadOnlySpan<byte> text)
    {
        BinaryPrimitives.WriteInt32BigEndian(form.GetSpan(4), text.Length);
        form.Advance(4);
        form.Write(text);
    }
}
