using System.Security.Cryptography;
using Gemeinwerk.Audit;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger.Verification;

/// <summary>
/// Holds voucher files against the records of the change log that name them: each file is the one that was recorded,
/// and none that was recorded is missing.
/// </summary>
static class VoucherPass
{
    internal static async Task Run(Session db, Body body, PassReport report)
    {
        var recorded = new Dictionary<long, AuditRecord>();
        await AuditTrail.Scan(db, body.AuditLog(), Vouchers.RecordKind, record => recorded.Add(record.No, record));
        await db.Scan($"""
            select entry_no, voucher_no, name, type, size, hash, attached_by, attached_at, record_no, content
            from ledger_voucher where body_id = {body.Id} order by entry_no, voucher_no
            """, row =>
        {
            var voucher = Vouchers.Map(row);
            var content = row.Blob();
            FormattableString key = $"({voucher.EntryNo}, {voucher.No})";
            var hash = SHA256.HashData(content);
            if (!hash.AsSpan().SequenceEqual(voucher.Hash)) report.Fail("ledger_voucher", key, voucher.Hash, hash);
            if (content.Length != voucher.Size) report.Fail("ledger_voucher", key, voucher.Size, content.Length);
            var found = Said(voucher.AttachedBy, Moment.Microseconds(voucher.AttachedAt), Vouchers.Subject(voucher),
                AuditRecord.Canonical(Vouchers.Content(voucher)));
            var expected = recorded.Remove(voucher.RecordNo, out var record)
                ? Said(record.Actor, Moment.Microseconds(record.At), record.Subject, record.Content)
                : null;
            if (expected != found) report.Fail("ledger_voucher", key, expected, found);
        });
        foreach (var missing in recorded.Values)
        {
            report.Fail("ledger_voucher", $"record {missing.No}", missing.Content, null);
        }
    }

    static string Said(string actor, long at, string subject, string content) =>
        FormattableString.Invariant($"{actor} {at} {subject} {content}");
}
