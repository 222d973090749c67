using System.Security.Cryptography;
using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>A file that proves an entry (Belegdatei): an invoice, a notice, a receipt.</summary>
/// <param name="No">From 1 within its entry.</param>
/// <param name="Type">What its first bytes say it is, a media type.</param>
/// <param name="Hash">SHA-256 of its content.</param>
/// <param name="RecordNo">The record of the body's change log that covers all of this.</param>
public sealed record Voucher(
    long EntryNo, long No, string Name, string Type, long Size, byte[] Hash, string AttachedBy,
    DateTimeOffset AttachedAt, long RecordNo);

/// <summary>
/// Voucher files of entries (KomHVO NRW § 28 (3) [U]): added, never changed and never taken away. Each is named with
/// its hash by a record of the body's change log, so the log's checkpoints prove it as they prove the rest.
/// </summary>
public static class Vouchers
{
    public const int LargestBytes = 10 << 20, MostOfEntry = 20, LongestName = 200;

    /// <summary>The media types that a voucher file may be of.</summary>
    public static IReadOnlyList<string> Types => VoucherType.All;

    internal const string RecordKind = "ledger.voucher-attached";

    /// <summary>Attaches a file to an entry, whatever the state of its period.</summary>
    /// <param name="fileName">Without folders; where it has some, they are left out.</param>
    /// <returns>The voucher, or, in this order, <c>ledger.entry-unknown</c>, <c>ledger.voucher-name</c>,
    /// <c>ledger.voucher-size</c>, <c>ledger.voucher-type</c>, <c>ledger.voucher-known</c>,
    /// <c>ledger.voucher-count</c>.</returns>
    public static async Task<Result<Voucher>> Attach(
        Work work, Book book, long entryNo, string fileName, byte[] content)
    {
        if (entryNo < 1 || entryNo > book.EntryCount)
        {
            return new Rejection("ledger.entry-unknown", $"Die Buchung Nr. {entryNo} gibt es nicht.");
        }
        var name = fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..].Trim();
        if (Refuse(name, content) is { } unfit) return unfit;
        var type = VoucherType.Of(content);
        if (type is null)
        {
            return new Rejection("ledger.voucher-type",
                $"„{Texts.Shown(name)}“ ist weder PDF noch PNG, JPEG, TIFF oder eine XML-Rechnung.");
        }
        var hash = SHA256.HashData(content);
        var kept = await Of(work.Db, book.Body.Id, entryNo);
        if (kept.Exists(voucher => voucher.Hash.AsSpan().SequenceEqual(hash)))
        {
            return new Rejection("ledger.voucher-known", $"„{Texts.Shown(name)}“ hängt an dieser Buchung schon.");
        }
        if (kept.Count >= MostOfEntry)
        {
            return new Rejection("ledger.voucher-count", $"Eine Buchung hat höchstens {MostOfEntry} Belegdateien.");
        }
        var voucher = new Voucher(
            entryNo, kept.Count + 1, name, type, content.Length, hash, work.Actor, work.Now, RecordNo: 0);
        var record = await AuditTrail.Append(
            work, book.Body.AuditLog(), RecordKind, Subject(voucher), Content(voucher));
        await work.Db.Run($"""
            insert into ledger_voucher (body_id, entry_no, voucher_no, name, type, size, hash, attached_by, attached_at,
              record_no, content)
            values ({book.Body.Id}, {entryNo}, {voucher.No}, {name}, {type}, {voucher.Size}, {hash}, {work.Actor},
              {work.Now}, {record}, {content})
            """);
        return voucher with { RecordNo = record };
    }

    /// <summary>The voucher files of an entry, in the order in which they were attached.</summary>
    public static Task<List<Voucher>> Of(Session db, Id<Body> body, long entryNo) => db.All($"""
        select entry_no, voucher_no, name, type, size, hash, attached_by, attached_at, record_no from ledger_voucher
        where body_id = {body} and entry_no = {entryNo} order by voucher_no
        """, Map);

    /// <summary>One file with its content, or null.</summary>
    public static async Task<(Voucher Voucher, byte[] Content)?> Find(
        Session db, Id<Body> body, long entryNo, long voucherNo)
    {
        var found = await db.All($"""
            select entry_no, voucher_no, name, type, size, hash, attached_by, attached_at, record_no, content
            from ledger_voucher where body_id = {body} and entry_no = {entryNo} and voucher_no = {voucherNo}
            """, row => (Map(row), row.Bytes()));
        return found is [var only] ? only : null;
    }

    static Rejection? Refuse(string name, byte[] content)
    {
        if (Texts.Refuse(name, LongestName) is { } bad)
        {
            return new("ledger.voucher-name", $"Name der Belegdatei: {bad}");
        }
        return content.Length is > 0 and <= LargestBytes
            ? null
            : new("ledger.voucher-size",
                $"„{Texts.Shown(name)}“ ist leer oder größer als {LargestBytes >> 20} Megabyte.");
    }

    internal static string Subject(Voucher voucher) => $"Buchung {voucher.EntryNo}, Beleg {voucher.No}";

    /// <summary>What its record says of it.</summary>
    internal static (string Name, string? Value)[] Content(Voucher voucher) =>
    [
        ("entry", $"{voucher.EntryNo}"), ("voucher", $"{voucher.No}"), ("name", voucher.Name), ("type", voucher.Type),
        ("size", $"{voucher.Size}"), ("sha256", Convert.ToHexStringLower(voucher.Hash)),
    ];

    internal static Voucher Map(Row row) => new(row.Number(), row.Number(), row.Text(), row.Text(), row.Number(),
        row.Bytes(), row.Text(), row.Moment(), row.Number());
}
