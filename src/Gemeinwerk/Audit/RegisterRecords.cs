using System.Buffers.Binary;
using System.Globalization;
using Gemeinwerk.Basics;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Audit;

/// <summary>How changes of a register become records, in the same act and read back from its table.</summary>
sealed partial class Register
{
    internal const string Added = "added", Batch = "batch", Found = "found", Changed = "changed";

    /// <summary>Up to so many rows are recorded word by word; of more only a root over their hashes.</summary>
    internal const int MostSingly = 16;

    const int RowsPerPart = 1024;

    /// <summary>Records rows that were added: those from a key on, or between two.</summary>
    internal async Task RecordAdded(Work work, AuditLog log, long first, long last = long.MaxValue)
    {
        var rows = await Read(work.Db, log, first, last, MostSingly + 1);
        if (rows.Count > MostSingly) await RecordMany(work, log, Batch, first, last);
        else if (rows.Count > 0) await AuditTrail.AppendAll(work, log, [.. rows.Select(AddedRecord)]);
    }

    /// <summary>Records all rows that there are, of a time when changes were not recorded.</summary>
    internal Task RecordFound(Work work, AuditLog log) => RecordMany(work, log, Found, 0, long.MaxValue);

    /// <summary>Does what changes rows of these keys and records how they are now and what they were.</summary>
    internal async Task RecordChange(Work work, AuditLog log, IReadOnlyCollection<long> keys, Func<Task> change)
    {
        var before = new List<RegisterRow?>();
        foreach (var key in keys) before.Add(await Find(work.Db, log, key));
        await change();
        var records = new List<NewRecord>();
        foreach (var (key, was) in keys.Zip(before))
        {
            var now = await Find(work.Db, log, key);
            Invariant.Holds(now is not null || was is null);
            if (now is null || (was is not null && now.IsSame(was))) continue;
            records.Add(was is null ? AddedRecord(now) : ChangedRecord(was, now));
        }
        if (records.Count > 0) await AuditTrail.AppendAll(work, log, records);
    }

    NewRecord AddedRecord(RegisterRow row) => new($"{Kind}-{Added}", Label(row), Content(row));

    NewRecord ChangedRecord(RegisterRow was, RegisterRow now)
    {
        var changed = Enumerable.Range(0, fields.Count).Where(i => was.Values[i] != now.Values[i]).ToList();
        return new NewRecord($"{Kind}-{Changed}", Label(now),
        [
            .. Content(now), ("changed", string.Join(' ', changed.Select(i => fields[i].Name))),
            .. changed.Select(i => ($"was.{fields[i].Name}", was.Values[i])),
        ]);
    }

    /// <summary>One record for rows that are too many to be told: how many, which keys, the root over them.</summary>
    async Task RecordMany(Work work, AuditLog log, string what, long from, long to)
    {
        var no = (await AuditTrail.Hold(work, log)).Size + 1;
        var (form, root, part) = (new CanonicalForm(), new MerkleFrontier(0, []), 0);
        RegisterRow? first = null, last = null;
        for (var rows = await Next(); rows.Count > 0; rows = await Next())
        {
            var entries = new byte[rows.Count * RegisterEntry.Size];
            for (var i = 0; i < rows.Count; i++)
            {
                var hash = Hash(form, log, rows[i]);
                new RegisterEntry(rows[i].Key, hash).Write(entries.AsSpan(i * RegisterEntry.Size));
                root.Append(hash.Bytes(), (_, _, _) => { });
            }
            await work.Db.Run($"""
                insert into audit_enclosure (body_id, record_no, part_no, entries)
                values ({log.BodyId}, {no}, {++part}, {entries})
                """);
            (first, last) = (first ?? rows[0], rows[^1]);
        }
        if (first is null || last is null) return;
        await AuditTrail.Append(work, log, $"{Kind}-{what}", $"{Label(first)} … {Label(last)}",
            ("count", Text(root.Size)), ("first", Text(first.Key)), ("last", Text(last.Key)),
            ("root", Convert.ToBase64String(root.Root())));

        async Task<List<RegisterRow>> Next() => last?.Key == to
            ? []
            : await Read(work.Db, log, last is null ? from : last.Key + 1, to, RowsPerPart);

        static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
    }
}

/// <summary>A row in an enclosure: its key and its hash.</summary>
readonly record struct RegisterEntry(long Key, RowHash Hash)
{
    internal const int Size = sizeof(long) + MerkleHash.Size;

    internal static RegisterEntry Of(ReadOnlySpan<byte> entry) =>
        new(BinaryPrimitives.ReadInt64BigEndian(entry), RowHash.Of(entry[sizeof(long)..]));

    internal void Write(Span<byte> to)
    {
        BinaryPrimitives.WriteInt64BigEndian(to, Key);
        Hash.Write(to[sizeof(long)..]);
    }
}
