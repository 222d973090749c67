using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Gemeinwerk.Proof.Exports;

/// <summary>
/// Gives each distinct text (as UTF-8 bytes) a small number, 0, 1, 2, … in order of first sight. A big journal names
/// millions of items; this holds each in its length plus twenty bytes. Seeded, so that a hostile file cannot collide.
/// </summary>
sealed class ByteTable
{
    static readonly ulong Seed = (ulong)Random.Shared.NextInt64() | 1;

    byte[] bytes = new byte[256];
    int used;
    int[] buckets = new int[16];
    Slot[] slots = new Slot[8];

    public int Count { get; private set; }

    public int Add(ReadOnlySpan<byte> text)
    {
        var hash = Hash(text);
        var found = Find(text, hash);
        if (found >= 0) return found;
        if (Count == slots.Length) Grow();
        while (used + text.Length > bytes.Length) Array.Resize(ref bytes, checked(bytes.Length * 2));
        text.CopyTo(bytes.AsSpan(used));
        ref var bucket = ref buckets[hash & (buckets.Length - 1)];
        slots[Count] = new Slot(used, text.Length, bucket - 1, hash);
        used += text.Length;
        return (bucket = ++Count) - 1;
    }

    /// <returns>The number, or −1 when the text was never added.</returns>
    public int Find(string text) => Find(Encoding.UTF8.GetBytes(text));

    public int Find(ReadOnlySpan<byte> text) => Find(text, Hash(text));

    public string Text(int number) => Encoding.UTF8.GetString(bytes, slots[number].Start, slots[number].Length);

    int Find(ReadOnlySpan<byte> text, int hash)
    {
        for (var at = buckets[hash & (buckets.Length - 1)] - 1; at >= 0; at = slots[at].Next)
        {
            ref var slot = ref slots[at];
            if (slot.Hash == hash && text.SequenceEqual(bytes.AsSpan(slot.Start, slot.Length))) return at;
        }
        return -1;
    }

    void Grow()
    {
        Array.Resize(ref slots, slots.Length * 2);
        buckets = new int[slots.Length * 2];
        for (var at = 0; at < Count; at++)
        {
            ref var bucket = ref buckets[slots[at].Hash & (buckets.Length - 1)];
            slots[at] = slots[at] with { Next = bucket - 1 };
            bucket = at + 1;
        }
    }

    static int Hash(ReadOnlySpan<byte> text)
    {
        var hash = Seed;
        for (; text.Length >= 8; text = text[8..]) hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(text));
        ulong rest = (ulong)text.Length << 56;
        for (var i = 0; i < text.Length; i++) rest |= (ulong)text[i] << (8 * i);
        return (int)(Mix(hash ^ rest) >> 33);
    }

    static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value ^ Seed, 0x9E3779B97F4A7C15UL, out var low);
        return BitOperations.RotateLeft(high ^ low, 29) ^ Seed;
    }

    readonly record struct Slot(int Start, int Length, int Next, int Hash);
}
