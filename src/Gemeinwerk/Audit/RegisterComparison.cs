using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Audit;

/// <summary>Goes once through a register and through all that the log says of it, both by key.</summary>
sealed class RegisterComparison(Session db, AuditLog log, RegisterState state, PassReport report)
{
    const int RowsAtOnce = 4096;

    readonly Register register = state.Register;
    readonly Dictionary<long, (RowHash Hash, long No)> expected = [];
    long from = long.MinValue;

    internal async Task Run()
    {
        var single = state.Rows.Where(row => row.Value.IsAdded).Select(row => row.Key).Order().ToList();
        var next = 0;
        foreach (var batch in state.Batches.OrderBy(batch => batch.First))
        {
            for (; next < single.Count && single[next] < batch.First; next++) await ExpectSingle(single[next]);
            if (await IsWhole(batch)) await ExpectAll(batch);
            else await CompareAsWhole(batch);
        }
        for (; next < single.Count; next++) await ExpectSingle(single[next]);
        await Compare(long.MaxValue);
        foreach (var (key, row) in state.Rows.Where(row => !row.Value.IsAdded))
        {
            report.Fail("audit_record", $"{row.No}", "eine Zeile, die hinzugefügt wurde", $"{register.Table} {key}");
        }
    }

    Task ExpectSingle(long key)
    {
        var row = state.Rows[key];
        return Expect(key, row.Now, row.No);
    }

    async Task ExpectAll(RegisterBatch batch)
    {
        for (var part = 1; await Entries(batch, part) is { } entries; part++)
        {
            foreach (var (key, hash) in entries) await Expect(key, Now(batch, key, hash, out var no), no);
        }
    }

    /// <summary>What a row of many is today: as it was added, or as its last change left it.</summary>
    RowHash Now(RegisterBatch batch, long key, RowHash added, out long no)
    {
        no = batch.No;
        if (!state.Rows.TryGetValue(key, out var row) || row.IsAdded) return added;
        state.Rows.Remove(key);
        if (row.Origin != added)
        {
            report.Fail("audit_record", $"{row.No}", $"vorher wie in Nr. {batch.No}", $"{register.Table} {key}");
        }
        no = row.No;
        return row.Now;
    }

    async Task Expect(long key, RowHash hash, long no)
    {
        if (key < from || !expected.TryAdd(key, (hash, no)))
        {
            report.Fail("audit_record", $"{no}", "eine neue Zeile", $"{register.Table} {key}");
            return;
        }
        if (expected.Count >= RowsAtOnce) await Compare(key);
    }

    /// <summary>Compares all rows up to a key with what is expected of them.</summary>
    async Task Compare(long through)
    {
        await Scan(through, row =>
        {
            if (!expected.Remove(row.Key, out var it)) Fail(row, "kein Eintrag im Protokoll");
            else if (state.Hash(row) != it.Hash) Fail(row, $"wie in Protokoll Nr. {it.No}");
        });
        foreach (var (key, it) in expected.OrderBy(pair => pair.Key))
        {
            report.Fail(register.Table, $"{key}", $"wie in Protokoll Nr. {it.No}", null);
        }
        expected.Clear();
    }

    /// <summary>The rows from where the last scan ended through a key.</summary>
    async Task Scan(long through, Action<RegisterRow> each)
    {
        while (from <= through)
        {
            var rows = await register.Read(db, log, from, through, RowsAtOnce);
            rows.ForEach(each);
            if (rows.Count == 0 || rows[^1].Key >= through)
            {
                from = through == long.MaxValue ? through : through + 1;
                return;
            }
            from = rows[^1].Key + 1;
        }
    }

    /// <summary>Whether the enclosure of a record is what its root says.</summary>
    async Task<bool> IsWhole(RegisterBatch batch)
    {
        var (root, ends) = (new MerkleFrontier(0, []), new List<long>());
        for (var part = 1; await Entries(batch, part) is { } entries; part++)
        {
            foreach (var entry in entries) root.Append(entry.Hash.Bytes(), (_, _, _) => { });
            ends.AddRange(entries.Select(entry => entry.Key).Take(1));
            ends.AddRange(entries.Select(entry => entry.Key).TakeLast(1));
        }
        if (root.Size == batch.Count && root.Root().AsSpan().SequenceEqual(batch.Root)
            && ends is [var first, .., var last] && first == batch.First && last == batch.Last) return true;
        report.Fail("audit_enclosure", $"{batch.No}", batch.Root, root.Root());
        return false;
    }

    async Task<List<RegisterEntry>?> Entries(RegisterBatch batch, int part)
    {
        var bytes = await db.Maybe($"""
            select entries from audit_enclosure
            where body_id = {log.BodyId} and record_no = {batch.No} and part_no = {part}
            """, row => row.Bytes());
        if (bytes is null || bytes.Length % RegisterEntry.Size != 0) return null;
        var entries = new List<RegisterEntry>(bytes.Length / RegisterEntry.Size);
        for (var at = 0; at < bytes.Length; at += RegisterEntry.Size) entries.Add(RegisterEntry.Of(bytes.AsSpan(at)));
        return entries;
    }

    /// <summary>Without its enclosure a record still says whether all of its rows are right, but not which are not.
    /// </summary>
    async Task CompareAsWhole(RegisterBatch batch)
    {
        await Compare(batch.First - 1);
        var root = new MerkleFrontier(0, []);
        await Scan(batch.Last, row =>
        {
            var hash = state.Hash(row);
            var added = state.Rows.TryGetValue(row.Key, out var known) && !known.IsAdded ? known.Origin : hash;
            if (hash != Now(batch, row.Key, added, out var no)) Fail(row, $"wie in Protokoll Nr. {no}");
            root.Append(added.Bytes(), (_, _, _) => { });
        });
        if (root.Size == batch.Count && root.Root().AsSpan().SequenceEqual(batch.Root)) return;
        report.Fail(register.Table, $"{batch.First} bis {batch.Last}", $"wie in Protokoll Nr. {batch.No}", root.Root());
    }

    void Fail(RegisterRow row, string expected) => report.Fail(register.Table, $"{row.Key} ({register.Label(row)})",
        expected, AuditRecord.Canonical(register.Content(row)));
}
