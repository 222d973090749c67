using System.Globalization;
using System.Text.Json;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Audit;

/// <summary>
/// Re-derives from a body's change log what the rows of its registers must be, and names those that are not. That the
/// log itself is what it was, is asked by <see cref="AuditVerification"/>. Memory grows with the rows that were
/// recorded one by one, not with those that were added many at once.
/// </summary>
static class RegisterVerification
{
    internal static async Task Run(
        Session db, AuditLog log, IReadOnlyList<Register> registers, PassReport report)
    {
        var states = registers.ToDictionary(register => register.Kind, register =>
            new RegisterState(log, register, report), StringComparer.Ordinal);
        await db.Scan($"""
            select record_no, kind, content from audit_record where body_id = {log.BodyId} order by record_no
            """, row =>
        {
            var (no, kind) = (row.Number(), row.Text());
            var cut = kind.LastIndexOf('-');
            if (cut < 0 || !states.TryGetValue(kind[..cut], out var state)) return;
            using var content = JsonDocument.Parse(row.Text());
            state.Take(no, kind[(cut + 1)..], name =>
                content.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null);
        });
        foreach (var state in states.Values) await new RegisterComparison(db, log, state, report).Run();
    }
}

/// <summary>What the log says of one row that it names.</summary>
/// <param name="Origin">The row as it was added.</param>
/// <param name="Now">The row after the last record.</param>
/// <param name="No">The last record.</param>
/// <param name="IsAdded">Whether it was added alone; else it was one of many.</param>
readonly record struct KnownRow(RowHash Origin, RowHash Now, long No, bool IsAdded);

/// <summary>A record of many rows.</summary>
sealed record RegisterBatch(long No, long First, long Last, long Count, byte[] Root);

/// <summary>All that a log says of one register.</summary>
sealed class RegisterState(AuditLog log, Register register, PassReport report)
{
    readonly CanonicalForm form = new();

    internal Register Register { get; } = register;

    internal Dictionary<long, KnownRow> Rows { get; } = [];

    internal List<RegisterBatch> Batches { get; } = [];

    /// <param name="said">What the record says under a name, or null.</param>
    internal void Take(long no, string what, Func<string, string?> said)
    {
        if (what is Register.Batch or Register.Found)
        {
            Batches.Add(new(no, Number("first"), Number("last"), Number("count"),
                Convert.FromBase64String(said("root") ?? "")));
            return;
        }
        var now = Register.RowOf(Number("key"), said);
        var isKnown = Rows.TryGetValue(now.Key, out var known);
        var hash = Hash(now);
        if (what == Register.Added)
        {
            if (isKnown) report.Fail("audit_record", $"{no}", "eine neue Zeile", $"{Register.Table} {now.Key}");
            Rows[now.Key] = new(hash, hash, no, IsAdded: true);
            return;
        }
        var changed = (said("changed") ?? "").Split(' ');
        var was = Hash(Register.RowOf(now.Key, name => said(changed.Contains(name) ? $"was.{name}" : name)));
        if (isKnown && known.Now != was)
        {
            report.Fail("audit_record", $"{no}", $"vorher wie in Nr. {known.No}", $"{Register.Table} {now.Key}");
        }
        Rows[now.Key] = isKnown ? known with { Now = hash, No = no } : new(was, hash, no, IsAdded: false);

        long Number(string name) => long.Parse(said(name) ?? "", CultureInfo.InvariantCulture);
    }

    internal RowHash Hash(RegisterRow row) => Register.Hash(form, log, row);
}
