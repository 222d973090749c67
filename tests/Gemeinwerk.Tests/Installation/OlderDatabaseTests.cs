using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Installation;
using Gemeinwerk.Ledger;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Ledger.Imports;
using Gemeinwerk.Tests.Ledger.Verification;

namespace Gemeinwerk.Tests.Installation;

/// <summary>What a database from before changes were recorded holds is recorded as it is found.</summary>
public class OlderDatabaseTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    /// <summary>A book whose database is as it was before the scripts that brought the records.</summary>
    static async Task<Books> Aged(Engine engine)
    {
        var books = await Books.On(engine).WithAccounts();
        (await books.Import("""
            entry;date;account;amount;text;party;item;due;counter_account
            1;2026-01-31;1711;1,00;Umlage;D-100;R-1;2026-02-28;4012
            """)).Fine();
        await Corruption.Unlock(books);
        (await books.Act(async Task<Result<Nothing>> (work, _) =>
        {
            await work.Db.Script("""
                drop table audit_enclosure; drop table ledger_unrecorded;
                delete from audit_record; delete from audit_node; delete from audit_log;
                delete from storage_migration where name in
                  ('Audit/Schema/0062-audit-enclosure.sql', 'Ledger/Schema/0063-ledger-unrecorded.sql')
                """);
            await AuditTrail.Append(work, books.Body.AuditLog(), "web.act", "vorher");
            return default(Nothing);
        })).Expect();
        return books;
    }

    static async Task<PassReport[]> Recorded(Database database, Body body) =>
        [.. (await WholeVerification.OfBody(database, body)).Where(report =>
            report.Name is "ledger.master-data" or "nkf.budget" or "audit.records")];

    static Task<List<AuditRecord>> Records(Database database, Body body) =>
        database.Read(db => AuditTrail.Newest(db, body.AuditLog(), 100));

    [Theory, MemberData(nameof(Engines))]
    public async Task What_there_is_becomes_the_first_record_and_is_proven_from_then_on(Engine engine)
    {
        await using var books = await Aged(engine);
        await using var database = await InstallationDatabase.Open(books.Address);
        var found = (await Records(database, books.Body)).Where(record => record.Actor == "migration").ToList();
        Assert.Equal(["ledger.item-found", "ledger.party-found", "ledger.cost-centre-found", "ledger.product-found",
            "ledger.account-found", "ledger.body-found"], found.Select(record => record.Kind));
        Assert.Equal(("2", "D-100 … K-200"), (found[1]["count"], found[1].Subject));
        Assert.All(await Recorded(database, books.Body), report => Assert.Equal(Verdict.Pass, report.Verdict));

        (await database.Act("test", async work =>
            await OpenItems.SetDunningLevel(work, await Book.Open(work, books.Body), "R-1", 1))).Expect();
        Assert.All(await Recorded(database, books.Body), report => Assert.Equal(Verdict.Pass, report.Verdict));
        (await database.Act("test", async Task<Result<Nothing>> (work) =>
        {
            await work.Db.Script("update ledger_party set iban = 'DE02120300000000202051' where number = 'K-200'");
            return default(Nothing);
        })).Expect();
        var row = Assert.Single((await Recorded(database, books.Body)).SelectMany(report => report.Rows));
        Assert.Equal(("ledger_party", "2 (K-200)"), (row.Table, row.Key));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Until_then_the_passes_are_incomplete_and_afterwards_nothing_is_recorded_again(Engine engine)
    {
        await using var books = await Aged(engine);
        await using (var database = await Database.Open(books.Address))
        {
            Assert.Equal(["ledger.master-data", "nkf.budget"], (await Recorded(database, books.Body))
                .Where(report => report.Verdict == Verdict.Incomplete).Select(report => report.Name));
        }
        var opened = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
            InstallationDatabase.Open(books.Address))));
        Assert.Equal(7, (await Records(opened[0], books.Body)).Count);
        Assert.All(await Recorded(opened[0], books.Body), report => Assert.Equal(Verdict.Pass, report.Verdict));
        foreach (var database in opened) await database.DisposeAsync();
    }
}
