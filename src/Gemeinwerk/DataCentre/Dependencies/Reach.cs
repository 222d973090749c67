using System.Numerics;

namespace Gemeinwerk.DataCentre.Dependencies;

/// <summary>Something that is counted once where any of its nodes is reached: an item, or a member by what it uses.
/// </summary>
/// <param name="Weight">What it counts.</param>
readonly record struct Counted(IReadOnlyList<int> Nodes, long Weight);

/// <summary>How much each node of a graph reaches, for all nodes at once.</summary>
static class Reach
{
    /// <summary>How many bits of a row are worked on at a time: what keeps memory flat at any size.</summary>
    const int Words = 64, BlockSize = Words * 64;

    /// <summary>
    /// For each node the sum of what it reaches, itself included. The effort is edges times counted things by 64.
    /// </summary>
    internal static long[] Sum(Condensation graph, IReadOnlyList<Counted> counted)
    {
        var sums = new long[graph.Members.Length];
        var rows = new ulong[(long)graph.Members.Length * Words];
        for (var start = 0; start < counted.Count; start += BlockSize)
        {
            Array.Clear(rows);
            var end = Math.Min(start + BlockSize, counted.Count);
            var isEven = true;
            for (var at = start; at < end; at++)
            {
                isEven &= counted[at].Weight == counted[start].Weight;
                foreach (var node in counted[at].Nodes)
                {
                    rows[(long)graph.Component[node] * Words + (at - start) / 64] |= 1UL << ((at - start) % 64);
                }
            }
            for (var from = 0; from < graph.Next.Length; from++)
            {
                var row = rows.AsSpan(from * Words, Words);
                foreach (var to in graph.Next[from]) Unite(row, rows.AsSpan(to * Words, Words));
                sums[from] += isEven ? Bits(row) * counted[start].Weight : Weigh(row, counted, start);
            }
        }
        return [.. graph.Component.Select(component => sums[component])];
    }

    static void Unite(Span<ulong> row, ReadOnlySpan<ulong> other)
    {
        for (var at = 0; at <= Words - Vector<ulong>.Count; at += Vector<ulong>.Count)
        {
            (new Vector<ulong>(row[at..]) | new Vector<ulong>(other[at..])).CopyTo(row[at..]);
        }
    }

    static long Bits(ReadOnlySpan<ulong> row)
    {
        var bits = 0;
        foreach (var word in row) bits += BitOperations.PopCount(word);
        return bits;
    }

    static long Weigh(ReadOnlySpan<ulong> row, IReadOnlyList<Counted> counted, int start)
    {
        var sum = 0L;
        for (var at = 0; at < row.Length; at++)
        {
            for (var word = row[at]; word != 0; word &= word - 1)
            {
                sum += counted[start + at * 64 + BitOperations.TrailingZeroCount(word)].Weight;
            }
        }
        return sum;
    }
}
