using System.Security.Cryptography;
using System.Text;
using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Verification;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Ledger.Verification;

namespace Gemeinwerk.Tests.Ledger;

/// <summary>Voucher files of entries: what is taken, what is kept, and what nobody can change.</summary>
public class VoucherTests
{
    internal static readonly byte[] Invoice = Encoding.UTF8.GetBytes("%PDF-1.7 Rechnung über 40,00");

    public static TheoryData<Engine> Engines => Databases.Engines;

    static async Task<Books> OneEntry(Engine engine)
    {
        var books = await Books.On(engine);
        await books.Given("""
            2026-01-31 Strom
              5241    40
              3511   -40
            """);
        return books;
    }

    static Task<Result<Voucher>> Attach(Books books, string name, byte[] content, long entryNo = 1) =>
        books.Act((work, book) => Vouchers.Attach(work, book, entryNo, name, content));

    static async Task<PassReport> Verify(Books books) =>
        (await LedgerVerification.Run(books.Database, books.Body)).Single(report => report.Name == "ledger.vouchers");

    [Theory, MemberData(nameof(Engines))]
    public async Task A_voucher_is_kept_whole_and_its_hash_stands_in_the_change_log(Engine engine)
    {
        await using var books = await OneEntry(engine);
        (await books.Act((work, book) => Closing.CloseMonths(work, book, 2026, 1))).Expect();
        var voucher = (await Attach(books, @"C:\Belege\Rechnung 7 ü.pdf", Invoice)).Expect();
        Assert.Equal((1, 1, "Rechnung 7 ü.pdf", "application/pdf"),
            (voucher.EntryNo, voucher.No, voucher.Name, voucher.Type));
        var (found, content) = (await books.Database.Read(db => Vouchers.Find(db, books.Body.Id, 1, 1)))!.Value;
        Assert.Equal(Invoice, content);
        Assert.Equal(SHA256.HashData(Invoice), found.Hash);
        var record = (await books.Database.Read(db =>
            AuditTrail.Find(db, books.Body.AuditLog(), found.RecordNo))).Expect();
        Assert.True(record.Holds);
        Assert.Equal(Convert.ToHexStringLower(found.Hash), record.Record["sha256"]);
        Assert.Equal("Rechnung 7 ü.pdf", record.Record["name"]);
        Assert.Equal(2, (await Attach(books, "Lieferschein.png", [0x89, .. "PNG\r\n\x1A\n"u8, 1])).Expect().No);
        Assert.Equal(Verdict.Pass, (await Verify(books)).Verdict);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_does_not_fit_is_refused_and_leaves_nothing(Engine engine)
    {
        await using var books = await OneEntry(engine);
        var before = await books.Database.Read(db => AuditTrail.Length(db, books.Body.AuditLog()));
        async Task Refused(string code, string name, byte[] content, long entryNo = 1) =>
            Assert.Equal(code, (await Attach(books, name, content, entryNo)).Rejection?.Code);
        await Refused("ledger.entry-unknown", "a.pdf", Invoice, 2);
        await Refused("ledger.entry-unknown", "a.pdf", Invoice, 0);
        await Refused("ledger.voucher-name", "ordner/", Invoice);
        await Refused("ledger.voucher-name", $"{new string('a', 201)}.pdf", Invoice);
        await Refused("ledger.voucher-size", "a.pdf", []);
        await Refused("ledger.voucher-size", "a.pdf", [.. Invoice, .. new byte[Vouchers.LargestBytes]]);
        await Refused("ledger.voucher-type", "a.pdf", "<html><script>alert(1)</script></html>"u8.ToArray());
        Assert.Equal(before, await books.Database.Read(db => AuditTrail.Length(db, books.Body.AuditLog())));
        (await Attach(books, "a.pdf", Invoice)).Expect();
        await Refused("ledger.voucher-known", "anders.pdf", Invoice);
        for (var no = 2; no <= Vouchers.MostOfEntry; no++)
        {
            (await Attach(books, $"{no}.pdf", [.. Invoice, (byte)no])).Expect();
        }
        await Refused("ledger.voucher-count", "b.pdf", [.. Invoice, 0]);
    }

    [Theory]
    [InlineData("%PDF-1.4", "application/pdf")]
    [InlineData("\u00FF\u00D8\u00FF\u00E0", "image/jpeg")]
    [InlineData("II*\0", "image/tiff")]
    [InlineData("<Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\"/>", "application/xml")]
    [InlineData("<?xml version=\"1.0\"?><a:CrossIndustryInvoice "
        + "xmlns:a=\"urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100\"/>", "application/xml")]
    [InlineData("<Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\">", null)]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"c\">]><Invoice "
        + "xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\"/>", null)]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>", null)]
    [InlineData("<html xmlns=\"http://www.w3.org/1999/xhtml\"/>", null)]
    [InlineData("MZ\u0090\0", null)]
    [InlineData("PK\u0003\u0004", null)]
    [InlineData("Text", null)]
    public void A_voucher_is_what_its_content_says(string content, string? type) =>
        Assert.Equal(type, VoucherType.Of(Encoding.Latin1.GetBytes(content)));

    [Theory, MemberData(nameof(Engines))]
    public async Task Direct_sql_cannot_change_or_take_away_a_voucher(Engine engine)
    {
        await using var books = await OneEntry(engine);
        (await Attach(books, "a.pdf", Invoice)).Expect();
        await LockTests.Refused(books, "ledger.immutable", "update ledger_voucher set name = 'b.pdf'");
        await LockTests.Refused(books, "ledger.immutable", "delete from ledger_voucher");
        await LockTests.Refused(books, "ledger.immutable", engine == Engine.Sqlite
            ? "insert or replace into ledger_voucher select * from ledger_voucher"
            : "truncate ledger_voucher");
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Verify_names_a_voucher_that_was_exchanged_and_one_that_is_gone(Engine engine)
    {
        await using var books = await OneEntry(engine);
        (await Attach(books, "a.pdf", Invoice)).Expect();
        var gone = (await Attach(books, "b.pdf", [.. Invoice, 1])).Expect().RecordNo;
        await Corruption.Unlock(books);
        await books.Act(async Task<Result<long>> (work, _) => await work.Db.Run($"""
            update ledger_voucher set content = {"%PDF-1.7 Rechnung über 4,00"u8.ToArray()} where voucher_no = 1
            """));
        await books.Act(async Task<Result<long>> (work, _) =>
            await work.Db.Run($"delete from ledger_voucher where voucher_no = 2"));
        var report = await Verify(books);
        Assert.Equal(Verdict.Fail, report.Verdict);
        Assert.Contains(report.Rows, row => row is { Table: "ledger_voucher", Key: "(1, 1)" });
        Assert.Contains(report.Rows, row =>
            row.Key == $"record {gone}" && row.Expected.Contains("b.pdf", StringComparison.Ordinal));
    }
}
