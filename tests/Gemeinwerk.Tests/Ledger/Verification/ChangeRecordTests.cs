using System.Globalization;
using System.Text;
using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Imports;
using Gemeinwerk.Ledger.Verification;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Ledger.Imports;

namespace Gemeinwerk.Tests.Ledger.Verification;

/// <summary>Master data can be changed by no one unnoticed: what its records do not say is found, row by row.</summary>
public class ChangeRecordTests
{
    const string Pass = "ledger.master-data";
    const int Many = 2500;

    public static TheoryData<Engine> Engines => Databases.Engines;

    static async Task<PassReport> Verify(Books books) =>
        (await LedgerVerification.Run(books.Database, books.Body)).Single(report => report.Name == Pass);

    static async Task Passes(Books books)
    {
        var report = await Verify(books);
        Assert.True(report.Verdict == Verdict.Pass,
            $"{string.Join("; ", report.Rows)} {string.Join("; ", report.Missing)}");
    }

    /// <summary>A claim of each entry against one debtor, imported as one file.</summary>
    static string Claims(int count, string? bad = null)
    {
        var text = new StringBuilder("entry;date;account;amount;text;party;item;due;counter_account\n");
        for (var i = 1; i <= count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i};2026-01-31;1711;1,00;Umlage;D-100;R-{i};2026-02-28;4012\n");
        }
        return text.Append(bad).ToString();
    }

    static async Task<Books> Imported(Engine engine)
    {
        var books = await Books.On(engine).WithAccounts();
        Assert.Equal(Many, (await books.Import(Claims(Many))).Fine().NewItems);
        return books;
    }

    static async Task Tamper(Books books, string sql)
    {
        (await books.Act(async Task<Result<Nothing>> (work, _) =>
        {
            await work.Db.Script(sql);
            return default(Nothing);
        })).Expect();
    }

    static Task<List<AuditRecord>> Records(Books books) =>
        books.Database.Read(db => AuditTrail.Newest(db, books.Body.AuditLog(), 100));

    [Theory, MemberData(nameof(Engines))]
    public async Task A_change_is_a_record_that_says_what_was(Engine engine)
    {
        await using var books = await Books.On(engine).WithAccounts();
        (await books.Import(Claims(1))).Fine();
        (await books.Act((work, book) => OpenItems.SetDunningLevel(work, book, "R-1", 2))).Expect();
        (await books.Act((work, book) => OpenItems.SetDunningLevel(work, book, "R-1", 2))).Expect();
        (await books.Act((work, book) => Accounts.Retire(work, book, "5711", new(2026, 6, 1)))).Expect();
        var records = await Records(books);
        var (retired, dunned, added) = (records[0], records[1], records[2]);
        Assert.Equal(("ledger.account-changed", "5711"), (retired.Kind, retired.Subject));
        Assert.Equal(("retired", "20260601", null),
            (retired["changed"], retired["retired"], retired["was.retired"]));
        Assert.Equal(("ledger.item-changed", "R-1"), (dunned.Kind, dunned.Subject));
        Assert.Equal(("dunning", "2", "0"), (dunned["changed"], dunned["dunning"], dunned["was.dunning"]));
        Assert.Equal("""
            {"account":"1711","due":"20260228","dunning":"0","key":"1","number":"R-1","originated":"20260131",
            """ + "\"party\":\"D-100\"}", added.Content);
        await Passes(books);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Many_rows_at_once_are_one_record_and_each_of_them_is_named_when_it_changes(Engine engine)
    {
        await using var books = await Imported(engine);
        var record = (await Records(books))[0];
        Assert.Equal(("ledger.item-batch", "R-1 … R-2500"), (record.Kind, record.Subject));
        Assert.Equal(("2500", "1", "2500"), (record["count"], record["first"], record["last"]));
        (await books.Act((work, book) => OpenItems.SetDunningLevel(work, book, "R-2000", 1))).Expect();
        await Passes(books);

        await Corruption.Unlock(books);
        await Tamper(books, "update ledger_item set due_on = 20270228 where number = 'R-1500'");
        await Tamper(books, "update ledger_item set dunning_level = 0 where number = 'R-2000'");
        await Tamper(books, "update ledger_party set iban = 'DE02120300000000202051' where number = 'D-100'");
        var found = await Verify(books);
        Assert.Equal(["ledger_party 1 (D-100)", "ledger_item 1500 (R-1500)", "ledger_item 2000 (R-2000)"],
            found.Rows.Select(row => $"{row.Table} {row.Key}"));
        Assert.Contains("\"due\":\"20270228\"", found.Rows[1].Found, StringComparison.Ordinal);
        Assert.Equal($"wie in Protokoll Nr. {record.No + 1}", found.Rows[2].Expected);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Rows_without_a_record_and_rows_that_are_gone_are_named(Engine engine)
    {
        await using var books = await Imported(engine);
        await Corruption.Unlock(books);
        await Tamper(books, """
            insert into ledger_party (body_id, party_id, number, name) values (1, 7, 'X', 'Eingeschmuggelt');
            update ledger_item set number = 'R-0' where number = 'R-2';
            delete from ledger_cost_centre
            """);
        Assert.Equal(["ledger_cost_centre 1", "ledger_party 7 (X)", "ledger_item 2 (R-0)"],
            (await Verify(books)).Rows.Select(row => $"{row.Table} {row.Key}"));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Without_its_enclosure_a_record_still_says_whether_all_of_its_rows_are_right(Engine engine)
    {
        await using var books = await Imported(engine);
        (await books.Act((work, book) => OpenItems.SetDunningLevel(work, book, "R-2000", 1))).Expect();
        var no = (await Records(books)).Single(record => record.Kind == "ledger.item-batch").No;
        await Corruption.Unlock(books);
        await Tamper(books, $"delete from audit_enclosure where record_no = {no} and part_no = 2");
        Assert.Equal([$"audit_enclosure {no}"],
            (await Verify(books)).Rows.Select(row => $"{row.Table} {row.Key}"));
        await Tamper(books, "update ledger_item set due_on = 20270228 where number = 'R-1500'");
        Assert.Equal([$"audit_enclosure {no}", "ledger_item 1 bis 2500"],
            (await Verify(books)).Rows.Select(row => $"{row.Table} {row.Key}"));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_database_refuses_to_change_an_enclosure(Engine engine)
    {
        await using var books = await Imported(engine);
        foreach (var change in new[]
        {
            "update audit_enclosure set part_no = 7 where part_no = 1", "delete from audit_enclosure",
            "insert into audit_enclosure select body_id, record_no, 9, entries from audit_enclosure where part_no = 1",
        })
        {
            var error = await Assert.ThrowsAnyAsync<Exception>(() => Tamper(books, change));
            Assert.Contains("audit.immutable", error.Message, StringComparison.Ordinal);
        }
        var insert = $"insert into ledger_unrecorded (body_id) values ({books.Body.Id.Value})";
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => Tamper(books, insert));
        Assert.Contains("ledger.immutable", refused.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_record_that_does_not_continue_the_one_before_is_found(Engine engine)
    {
        await using var books = await Imported(engine);
        foreach (var level in new[] { 1, 2 })
        {
            (await books.Act((work, book) => OpenItems.SetDunningLevel(work, book, "R-7", level))).Expect();
        }
        await Corruption.Unlock(books);
        await Tamper(books, """
            update audit_record set content = replace(content, '"was.dunning":"1"', '"was.dunning":"3"')
            """);
        Assert.Equal(["audit_record"], (await Verify(books)).Rows.Select(row => row.Table));
        await Tamper(books, """
            update audit_record set content = replace(content, '"was.dunning":"3"', '"was.dunning":"1"')
            """);
        await Passes(books);
        await Tamper(books, """
            update audit_record set content = replace(content, '"key":"7"', '"key":"70000"')
            """);
        Assert.Contains((await Verify(books)).Rows, row => row.Table == "audit_record");
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Items_of_refused_entries_are_neither_there_nor_recorded(Engine engine)
    {
        await using var books = await Books.On(engine).WithAccounts();
        var rejected = Path.Combine(Directory.CreateTempSubdirectory("gemeinwerk-rest-").FullName, "rest.csv");
        var report = await books.Import(
            Claims(20, "21;2026-01-31;9999;1,00;Umlage;D-100;;;4012\n22;2019-01-31;1711;1,00;Umlage;D-100;R-22;"
                + "2026-02-28;4012\n23;2026-01-31;1711;1,00;Umlage;D-100;R-23;2026-02-28;4012\n"),
            new JournalImportOptions { RejectedFile = rejected });
        Assert.Equal((21, 2), (report.NewItems, report.FindingCount));
        var record = (await Records(books))[0];
        Assert.Equal(("21", "1", "22"), (record["count"], record["first"], record["last"]));
        await Passes(books);
        Directory.Delete(Path.GetDirectoryName(rejected)!, recursive: true);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_refused_import_leaves_no_record(Engine engine)
    {
        await using var books = await Books.On(engine).WithAccounts();
        var before = (await Records(books)).Count;
        Assert.True((await books.Import(Claims(20, "21;2026-01-31;9999;1,00;Umlage;D-100;;;4012\n"))).IsRefused);
        Assert.Equal(before, (await Records(books)).Count);
        await Passes(books);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Lists_that_are_imported_are_recorded_once(Engine engine)
    {
        await using var books = await Books.On(engine).WithAccounts();
        var before = (await Records(books)).Count;
        for (var time = 0; time < 2; time++)
        {
            (await ItemImport.Run(books.Database, "test", books.Body.Code, ImportFixture.Source(
                "number;account;party;originated;due;dunning;amount;counter_account;date;text\n"
                + "R-1;1711;D-100;15.01.2026;15.02.2026;3;1250,00;4012;15.01.2026;Umlage\n"))).Fine();
            (await AssetImport.Run(books.Database, "test", books.Body.Code, ImportFixture.Source(
                "number;name;account;expense_account;in_service;life_months;cost;depreciation;counter_account;date\n"
                + "A-1;Server;0811;5711;01.07.2024;60;5000,00;0;2011;01.01.2026\n"))).Fine();
        }
        Assert.Equal(["ledger.asset-added", "ledger.item-added"],
            (await Records(books)).SkipLast(before).Select(record => record.Kind));
        await Passes(books);
    }
}
