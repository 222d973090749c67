using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Ledger.Log;

namespace Gemeinwerk.Tests.Ledger;

/// <summary>What direct SQL must not be able to do to periods, books and what entries refer to.</summary>
public class MasterDataLockTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    static async Task<Books> Posted(Engine engine)
    {
        var books = await Books.On(engine);
        await LogBooks.Post(books, 40);
        return books;
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task An_open_period_cannot_be_deleted(Engine engine)
    {
        await using var books = await Posted(engine);
        await LockTests.Refused(books, "ledger.period-final", "delete from ledger_period where period = 2");
        await LockTests.Refused(books, "ledger.period-final", "delete from ledger_period where period = 13");
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Length_and_frontier_of_a_journal_change_together_only(Engine engine)
    {
        await using var books = await Posted(engine);
        var bytes = engine == Engine.Sqlite ? "x'00'" : "'\\x00'";
        await LockTests.Refused(books, "ledger.immutable", "update ledger_book set entry_count = entry_count + 1");
        await LockTests.Refused(books, "ledger.immutable", $"update ledger_book set log_frontier = {bytes}");
        await LockTests.Refused(books, "ledger.immutable", "update ledger_body set code = 'anders'");
        await LockTests.Refused(books, "ledger.immutable", "update ledger_body set framework = 'hgb'");
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task An_entry_stands_in_the_period_of_its_day(Engine engine)
    {
        await using var books = await Posted(engine);
        var hash = engine == Engine.Sqlite ? "x'00'" : "'\\x00'";
        foreach (var (kind, period, day) in new[]
        {
            ("regular", 3, 20260205), ("opening", 0, 20260102), ("adjustment", 13, 20261130), ("regular", 14, 20261231),
            ("carry-over", 0, 20260131), ("regular", 13, 20260131),
        })
        {
            await LockTests.Refused(books, engine == Engine.Sqlite ? "CHECK" : "check constraint", $"""
                insert into ledger_entry (body_id, entry_no, kind, fiscal_year, period, booked_on, effective_on,
                  document, text, posted_by, posted_at, leaf_hash)
                values (1, 1000, '{kind}', 2026, {period}, {day}, {day}, 'B', 'T', 'x', 0, {hash})
                """);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_entries_refer_to_can_be_neither_deleted_nor_renumbered(Engine engine)
    {
        await using var books = await Posted(engine);
        foreach (var (table, number, others) in new[]
        {
            ("ledger_account", "number", "kind = 'expense', role = 'cash'"),
            ("ledger_product", "code", "product_id = 99"),
            ("ledger_cost_centre", "code", "cost_centre_id = 99"), ("ledger_party", "number", "party_id = 99"),
            ("ledger_item", "number", "account_id = 1, party_id = 1, originated_on = 20260102"),
            ("ledger_asset", "number", "account_id = 1, expense_account_id = 1, in_service_on = 20260102"),
        })
        {
            await LockTests.Refused(books, "ledger.immutable", $"delete from {table}");
            await LockTests.Refused(books, "ledger.immutable", $"update {table} set {number} = '4711'");
            foreach (var other in others.Split(", "))
            {
                await LockTests.Refused(books, "ledger.immutable", $"update {table} set {other}");
            }
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task An_item_without_postings_can_go_again(Engine engine)
    {
        await using var books = await Posted(engine);
        (await books.Act(async Task<Result<Nothing>> (work, _) =>
        {
            await work.Db.Script("""
                insert into ledger_item (body_id, item_id, number, account_id, party_id, originated_on, due_on,
                  dunning_level, open) values (1, 4711, 'unbenutzt', 1, 1, 20260101, 20260131, 0, 0)
                """);
            Assert.Equal(1, await work.Db.Run($"delete from ledger_item where item_id = 4711"));
            return default(Nothing);
        })).Expect();
    }

    [Fact]
    public async Task Neither_truncate_on_postgres_nor_replace_on_sqlite_is_a_way_around()
    {
        await using var postgres = await Posted(Engine.Postgres);
        await using var sqlite = await Posted(Engine.Sqlite);
        foreach (var table in new[]
        {
            "ledger_account", "ledger_product", "ledger_cost_centre", "ledger_party", "ledger_item", "ledger_asset",
        })
        {
            await LockTests.Refused(postgres, "ledger.immutable", $"truncate {table} cascade");
            await LockTests.Refused(sqlite, "ledger.immutable",
                $"insert or replace into {table} select * from {table}");
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_kept_checkpoint_stays(Engine engine)
    {
        await using var books = await Posted(engine);
        using var keys = new Merger.TemporaryFolder();
        var key = SigningKey.Of(books.Body, keys.Path).Expect();
        (await books.Act((work, book) => Checkpoints.Create(work, book, key))).Expect();
        await LockTests.Refused(books, "ledger.immutable", "delete from ledger_checkpoint");
        await LockTests.Refused(books, "ledger.immutable", "update ledger_checkpoint set size = 1");
    }
}
