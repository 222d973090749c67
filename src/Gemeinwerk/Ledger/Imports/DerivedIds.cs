using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Ledger.Imports;

/// <summary>
/// External ids for entries that bring none: <c>csv:</c>, their day, a hash of their content, and from the second on
/// which of several alike in the file they are. So the same file again is known entry by entry, a corrected one in all
/// entries that were not touched, and real twins stay two.
/// </summary>
sealed class DerivedIds
{
    const string Prefix = "csv:";
    const int HashBytes = 16;

    // So many entries are compared with each other; those behind them are counted anew, and memory stays flat.
    const int MostPerPart = 1 << 20;

    readonly Dictionary<ulong, int> seen = [];
    byte[] buffer = new byte[1024];
    int used, part;

    internal static bool Made(string? externalId) =>
        externalId is not null && externalId.StartsWith(Prefix, StringComparison.Ordinal);

    internal string Of(EntryDraft draft)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Write(draft);
        SHA256.HashData(buffer.AsSpan(0, used), hash);
        if (seen.Count == MostPerPart)
        {
            seen.Clear();
            part++;
        }
        var key = BinaryPrimitives.ReadUInt64LittleEndian(hash);
        var twin = seen[key] = seen.GetValueOrDefault(key) + 1;
        // The day comes first so that neighbours in the file are neighbours in the index of ids.
        var id = string.Create(CultureInfo.InvariantCulture,
            $"{Prefix}{Day.Number(draft.BookedOn)}:{Base64Url.EncodeToString(hash[..HashBytes])}");
        return (part, twin) switch
        {
            (0, 1) => id,
            (0, _) => string.Create(CultureInfo.InvariantCulture, $"{id}:{twin}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{id}:{part}.{twin}"),
        };
    }

    /// <summary>All that the file says of an entry; things of the book stand in it with their keys.</summary>
    void Write(EntryDraft draft)
    {
        used = 0;
        Number((int)draft.Kind);
        Number(Day.Number(draft.BookedOn));
        Number(Day.Number(draft.EffectiveOn));
        Text(draft.Document);
        Text(draft.Text);
        foreach (var posting in draft.Postings)
        {
            Number(posting.Account.Value);
            Number(posting.Amount.Cents);
            Number(posting.Product?.Value ?? 0);
            Number(posting.CostCentre?.Value ?? 0);
            Number(posting.Payment?.Value ?? 0);
            Number(posting.Party?.Value ?? 0);
            Number(posting.Item?.Value ?? 0);
            Text(posting.Text ?? "");
        }
    }

    void Number(long value) => BinaryPrimitives.WriteInt64LittleEndian(Room(sizeof(long)), value);

    void Text(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Number(length);
        Encoding.UTF8.GetBytes(text, Room(length));
    }

    Span<byte> Room(int size)
    {
        if (used + size > buffer.Length) Array.Resize(ref buffer, Math.Max(buffer.Length * 2, used + size));
        var room = buffer.AsSpan(used, size);
        used += size;
        return room;
    }
}
