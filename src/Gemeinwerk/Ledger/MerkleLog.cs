using Gemeinwerk.Basics;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>Roots and proofs of a body's journal for any length it ever had.</summary>
public static class MerkleLog
{
    /// <returns>The root at a length, or <c>ledger.checkpoint-size</c> (longer than the log), <c>ledger.log-damaged</c>
    /// (a hash that must be there is not).</returns>
    public static Task<Result<byte[]>> Root(Session db, Id<Body> body, long size) =>
        Reading(db, body, size, log => log.Root(size));

    /// <summary>The audit path of an entry in the log of a given length, from the leaf upwards.</summary>
    /// <param name="index">Entry number minus one.</param>
    public static Task<Result<IReadOnlyList<byte[]>>> Inclusion(Session db, Id<Body> body, long index, long size)
    {
        if (index < 0 || index >= size)
        {
            return Task.FromResult<Result<IReadOnlyList<byte[]>>>(new Rejection("ledger.checkpoint-size",
                $"Die Buchung Nr. {index + 1} liegt nicht unter den ersten {German.Count(size)}."));
        }
        return Reading(db, body, size, log => log.Inclusion(index, size));
    }

    /// <summary>The proof that the log of one length continues that of a smaller one; empty from length 0.</summary>
    public static Task<Result<IReadOnlyList<byte[]>>> Consistency(Session db, Id<Body> body, long first, long second)
    {
        if (first < 0 || first > second)
        {
            return Task.FromResult<Result<IReadOnlyList<byte[]>>>(new Rejection("ledger.checkpoint-size",
                $"{German.Count(first)} Buchungen liegen nicht vor {German.Count(second)}."));
        }
        return Reading(db, body, second, log => log.Consistency(first, second));
    }

    static async Task<Result<T>> Reading<T>(
        Session db, Id<Body> body, long size, Func<MerkleReader, Task<T>> read)
    {
        var length = await db.One($"select entry_count from ledger_book where body_id = {body}", row => row.Number());
        if (size < 0 || size > length)
        {
            return new Rejection("ledger.checkpoint-size",
                $"Das Journal hat {German.Count(length)} Buchungen, nicht {German.Count(size)}.");
        }
        var reader = new MerkleReader((level, from, count) => Hashes(db, body, level, from, count));
        var value = await read(reader);
        return reader.IsDamaged
            ? new Rejection("ledger.log-damaged", "Im Protokoll (Merkle-Log) fehlen Hashwerte.")
            : value;
    }

    static Task<List<byte[]>> Hashes(Session db, Id<Body> body, int level, long from, int count) => level == 0
        ? db.All($"""
            select leaf_hash from ledger_entry
            where body_id = {body} and entry_no between {from + 1} and {from + count} order by entry_no
            """, row => row.Bytes())
        : db.All($"""
            select hash from ledger_log_node
            where body_id = {body} and level = {level} and node_no between {from} and {from + count - 1}
            order by node_no
            """, row => row.Bytes());
}
