using Gemeinwerk.Basics;
using Gemeinwerk.Ledger.Verification;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Ledger.Verification;

/// <summary>A lock that is gone is found by its name.</summary>
public class SchemaVerificationTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    static async Task<PassReport> After(Engine engine, string script)
    {
        await using var fresh = await Databases.Fresh(engine);
        (await fresh.Database.Act("test", async Task<Result<Nothing>> (work) =>
        {
            await work.Db.Script(script);
            return default(Nothing);
        })).Expect();
        return await SchemaVerification.Run(fresh);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_database_as_made_passes_and_nothing_stays_behind(Engine engine)
    {
        await using var fresh = await Databases.Fresh(engine);
        for (var run = 0; run < 2; run++)
        {
            var report = await SchemaVerification.Run(fresh);
            Assert.True(report.Verdict == Verdict.Pass, $"{string.Join("; ", report.Rows)} {report.Missing}");
        }
        if (engine == Engine.Sqlite) return;
        Assert.False(await fresh.Database.Read(db => db.Any(
            $"select 1 from pg_namespace where nspname = 'gemeinwerk_scratch'")));
    }

    [Theory]
    [InlineData("drop trigger ledger_posting_insert", "trigger ledger_posting.ledger_posting_insert")]
    [InlineData("drop index ledger_entry_external", "index ledger_entry.ledger_entry_external")]
    [InlineData("alter table ledger_party drop column iban", "table ledger_party")]
    [InlineData("create trigger spy after insert on ledger_entry begin delete from ledger_item; end",
        "trigger ledger_entry.spy")]
    public async Task What_is_dropped_or_added_on_sqlite_is_named(string script, string named)
    {
        var report = await After(Engine.Sqlite, script);
        Assert.Contains(report.Rows, row => $"{row.Table} {row.Key}" == named);
    }

    [Theory]
    [InlineData("drop trigger ledger_posting_insert on ledger_posting",
        "trigger ledger_posting.ledger_posting_insert")]
    [InlineData("alter table ledger_entry disable trigger ledger_entry_change",
        "trigger ledger_entry.ledger_entry_change")]
    [InlineData("alter table ledger_item disable trigger all",
        "trigger ledger_item.ledger_item_body_id_fkey.ledger_item.RI_FKey_check_ins")]
    [InlineData("drop index ledger_entry_external", "index ledger_entry.ledger_entry_external")]
    [InlineData("alter table ledger_balance drop constraint ledger_balance_debit_check",
        "constraint ledger_balance.ledger_balance_debit_check")]
    [InlineData("alter table ledger_party alter column number drop not null", "column ledger_party.number")]
    [InlineData("create or replace function ledger_refuse() returns trigger language plpgsql as "
        + "'begin return null; end'", "function ledger_refuse")]
    [InlineData("create rule spy as on insert to ledger_checkpoint do instead nothing", "rule ledger_checkpoint.spy")]
    public async Task What_is_dropped_disabled_or_added_on_postgres_is_named(string script, string named)
    {
        var report = await After(Engine.Postgres, script);
        Assert.Contains(report.Rows, row => $"{row.Table} {row.Key}" == named);
    }
}
