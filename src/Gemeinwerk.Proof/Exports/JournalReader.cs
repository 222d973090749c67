using System.Security.Cryptography;
using System.Text;
using Gemeinwerk.Proof.Notes;

namespace Gemeinwerk.Proof.Exports;

/// <summary>
/// Streams one journal export: numbers without gaps, every entry balanced, every leaf hash right, and the roots of the
/// log at the sizes asked for. Faults go to the point; memory does not grow with the journal.
/// </summary>
sealed class JournalReader(ExportFile file, Point point)
{
    readonly Entry entry = new();
    readonly byte[] body = Encoding.UTF8.GetBytes(file.Body);
    readonly Frontier log = new();
    readonly Dictionary<long, byte[]> roots = [];
    long expected = 1;

    /// <summary>
    /// The first line that could not be read, 0 for none: the roots from there on cannot be computed.
    /// </summary>
    public long FirstUnreadable { get; private set; }

    public long Entries => log.Size;

    /// <summary>The root at a size asked for; null when the journal does not reach it.</summary>
    public byte[]? RootAt(long size) => roots.GetValueOrDefault(size);

    /// <param name="sizes">The lengths of the journal whose roots are wanted.</param>
    /// <param name="each">Called with every readable entry, its position from 1 and its line.</param>
    public void Read(IEnumerable<long> sizes, Action<Entry, long, long>? each = null)
    {
        var wanted = new Queue<long>(sizes.Distinct().Order());
        Reach(wanted);
        try
        {
            using var lines = LineReader.Open(file.Path);
            lines.Next();
            while (lines.Next())
            {
                ReadEntry(lines, each);
                Reach(wanted);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            point.Fail(file.Path, 0, "die Datei ist nicht lesbar.");
        }
        if (log.Size != file.Count)
            point.Fail(file.Path, 1, $"die Kopfzeile nennt {German.Count(file.Count)} Buchungen, "
                + $"es folgen aber {German.Count(log.Size)}.");
    }

    void Reach(Queue<long> wanted)
    {
        while (wanted.TryPeek(out var size) && size == log.Size) roots[wanted.Dequeue()] = log.Root();
    }

    void ReadEntry(LineReader lines, Action<Entry, long, long>? each)
    {
        Span<byte> leaf = stackalloc byte[Merkle.HashSize];
        if (entry.Read(lines) is { } fault)
        {
            point.Fail(file.Path, lines.Number, fault);
            if (FirstUnreadable == 0) FirstUnreadable = lines.Number;
            leaf.Clear();
            log.Add(leaf);
            expected++;
            return;
        }
        if (entry.No != expected)
            point.Fail(file.Path, lines.Number,
                $"Buchung {entry.No} steht, wo Buchung {expected} stehen müsste (Lücke, Dopplung oder Vertauschung).");
        expected = entry.No == long.MaxValue ? entry.No : entry.No + 1;
        if (entry.Sum() is var sum && sum != 0)
            point.Fail(file.Path, lines.Number,
                $"Buchung {entry.No} ist nicht ausgeglichen: Soll und Haben weichen um {German.Amount(sum)} ab.");
        SHA256.HashData(entry.LeafInput(body, lines.Length), leaf);
        if (!IsHex(entry.Leaf, leaf))
            point.Fail(file.Path, lines.Number,
                $"Buchung {entry.No}: die Prüfsumme (leaf) passt nicht zum Inhalt; die Buchung wurde verändert.");
        log.Add(leaf);
        each?.Invoke(entry, log.Size, lines.Number);
    }

    static bool IsHex(ReadOnlySpan<byte> stated, ReadOnlySpan<byte> hash)
    {
        Span<byte> hex = stackalloc byte[2 * Merkle.HashSize];
        for (var i = 0; i < hash.Length; i++)
        {
            hex[2 * i] = "0123456789abcdef"u8[hash[i] >> 4];
            hex[2 * i + 1] = "0123456789abcdef"u8[hash[i] & 15];
        }
        return stated.SequenceEqual(hex);
    }
}
