using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Ledger;

/// <summary>What direct SQL, past all of our code, must not be able to do; and the leaks that others had.</summary>
public class LockTests
{
    static async Task<Books> ClosedJanuary(Engine engine)
    {
        var books = await Books.On(engine);
        await books.Account("2081");
        await books.Given("""
            2026-01-31 Umlage
              1811   125 6182
              4182  -125
            2026-02-01 Strom
              5241    40
              3511   -40
            """);
        (await books.Act((work, book) => Closing.CloseMonths(work, book, 2026, 1))).Expect();
        return books;
    }

    internal static async Task Refused(Books books, string code, string sql)
    {
        var error = await Record.ExceptionAsync(() => books.Act(async Task<Result<Nothing>> (work, _) =>
        {
            await work.Db.Script(sql);
            return default(Nothing);
        }));
        Assert.NotNull(error);
        Assert.True(error.Message.Contains(code, StringComparison.Ordinal), $"{sql}: {error.Message}");
    }

    const string Entry = """
        insert into ledger_entry (body_id, entry_no, kind, fiscal_year, period, booked_on, effective_on, document, text,
          posted_by, posted_at, leaf_hash)
        """;

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Direct_sql_cannot_post_into_a_closed_period_or_under_a_posted_entry(Engine engine)
    {
        await using var books = await ClosedJanuary(engine);
        var hash = engine == Engine.Sqlite ? "x'00'" : "'\\x00'";
        await Refused(books, "ledger.period-closed",
            $"{Entry} values (1, 3, 'regular', 2026, 1, 20260105, 20260105, 'B', 'T', 'x', 0, {hash})");
        await Refused(books, "ledger.period-closed",
            $"{Entry} values (1, 3, 'regular', 2031, 1, 20310105, 20310105, 'B', 'T', 'x', 0, {hash})");
        await Refused(books, engine == Engine.Sqlite ? "ledger.sealed-entry" : "ledger_entry_pkey",
            $"{Entry} values (1, 1, 'regular', 2026, 2, 20260205, 20260205, 'B', 'T', 'x', 0, {hash})");
        await Refused(books, "ledger.sealed-entry", """
            insert into ledger_posting (body_id, entry_no, line_no, booked_on, account_id, amount)
            values (1, 2, 3, 20260201, 1, 1)
            """);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Direct_sql_cannot_post_into_a_sealed_book(Engine engine)
    {
        await using var books = await ClosedJanuary(engine);
        var hash = engine == Engine.Sqlite ? "x'00'" : "'\\x00'";
        await Refused(books, "ledger.book-sealed", $"""
            update ledger_book set sealed_on = 20260201;
            {Entry} values (1, 3, 'winding-up', 2026, 2, 20260205, 20260205, 'B', 'T', 'x', 0, {hash}),
              (1, 4, 'regular', 2026, 2, 20260205, 20260205, 'B', 'T', 'x', 0, {hash})
            """);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_sealed_book_takes_the_reversal_of_winding_up_and_of_nothing_else(Engine engine)
    {
        await using var books = await ClosedJanuary(engine);
        var hash = engine == Engine.Sqlite ? "x'00'" : "'\\x00'";
        var reversal = Entry.Replace("leaf_hash", "leaf_hash, reverses_no", StringComparison.Ordinal);
        await Refused(books, "ledger.book-sealed", $"""
            update ledger_book set sealed_on = 20260201;
            {Entry} values (1, 3, 'winding-up', 2026, 2, 20260205, 20260205, 'B', 'T', 'x', 0, {hash});
            {reversal} values (1, 4, 'reversal', 2026, 2, 20260205, 20260205, 'B', 'T', 'x', 0, {hash}, 3);
            {reversal} values (1, 5, 'reversal', 2026, 2, 20260205, 20260205, 'B', 'T', 'x', 0, {hash}, 2)
            """);
        (await books.Act(async Task<Result<Nothing>> (work, _) =>
        {
            await work.Db.Script($"""
                update ledger_book set sealed_on = 20260201;
                {Entry} values (1, 3, 'winding-up', 2026, 2, 20260205, 20260205, 'B', 'T', 'x', 0, {hash});
                {reversal} values (1, 4, 'reversal', 2026, 2, 20260205, 20260205, 'B', 'T', 'x', 0, {hash}, 3)
                """);
            return default(Nothing);
        })).Expect();
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Direct_sql_cannot_post_to_what_does_not_exist(Engine engine)
    {
        await using var books = await ClosedJanuary(engine);
        var code = engine == Engine.Sqlite ? "FOREIGN KEY" : "ledger.dangling";
        foreach (var posting in new[]
            { "999, null, null, null", "1, 999, null, null", "1, null, 999, null", "1, null, null, 999" })
        {
            await Refused(books, code, $"""
                insert into ledger_posting (body_id, entry_no, line_no, booked_on, amount, account_id, product_id,
                  cost_centre_id, party_id)
                values (1, 3, 1, 20260201, 1, 1, null, null, null), (1, 3, 2, 20260201, -1, {posting})
                """);
        }
        await Refused(books, engine == Engine.Sqlite ? code : "ledger.sealed-entry", """
            insert into ledger_posting (body_id, entry_no, line_no, booked_on, amount, account_id)
            values (9, 1, 1, 20260201, 1, 1)
            """);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Direct_sql_cannot_change_or_delete_what_is_posted(Engine engine)
    {
        await using var books = await ClosedJanuary(engine);
        await Refused(books, "ledger.immutable", "update ledger_entry set text = 'anders' where entry_no = 2");
        await Refused(books, "ledger.immutable", "update ledger_posting set amount = amount + 1 where entry_no = 2");
        await Refused(books, "ledger.immutable", "delete from ledger_entry where entry_no = 2");
        await Refused(books, "ledger.immutable", "delete from ledger_posting where entry_no = 2");
        await Refused(books, "ledger.immutable", "update ledger_book set entry_count = entry_count - 1");
        await Refused(books, "ledger.immutable", "update ledger_book set body_id = 7");
        await Refused(books, "ledger.immutable", "delete from ledger_book");
        await Refused(books, "ledger.period-final", "update ledger_period set state = 'open' where period = 1");
        await Refused(books, "ledger.period-final", "update ledger_period set period = 1 where period = 2");
        await Refused(books, "ledger.period-final", "delete from ledger_period where period = 1");
    }

    [Fact]
    public async Task Truncate_on_postgres_is_refused()
    {
        await using var books = await ClosedJanuary(Engine.Postgres);
        await Refused(books, "ledger.immutable", "truncate ledger_posting");
        await Refused(books, "ledger.immutable", "truncate ledger_entry cascade");
        await Refused(books, "ledger.immutable", "truncate ledger_book cascade");
        await Refused(books, "ledger.period-final", "truncate ledger_period");
        await Refused(books, "ledger.immutable", """
            insert into ledger_posting (body_id, entry_no, line_no, booked_on, account_id, amount)
            values (1, 2, 1, 20260201, 1, 1) on conflict (body_id, entry_no, line_no) do update set amount = 1
            """);
    }

    [Fact]
    public async Task Insert_or_replace_on_sqlite_is_refused()
    {
        await using var books = await ClosedJanuary(Engine.Sqlite);
        await Refused(books, "ledger.period-final",
            "insert or replace into ledger_period (body_id, fiscal_year, period, state) values (1, 2026, 1, 'open')");
        await Refused(books, "ledger.period-final", "update or replace ledger_period set period = 1 where period = 2");
        await Refused(books, "ledger.immutable",
            "insert or replace into ledger_book (body_id, entry_count, log_frontier) values (1, 0, x'')");
        await Refused(books, "ledger.sealed-entry", """
            insert or replace into ledger_posting (body_id, entry_no, line_no, booked_on, account_id, amount)
            values (1, 2, 1, 20260201, 1, 1)
            """);
        await Refused(books, "ledger.sealed-entry", $"""
            insert or replace {Entry["insert".Length..]}
            values (1, 2, 'regular', 2026, 2, 20260201, 20260201, 'B', 'T', 'x', 0, x'00')
            """);
        (await books.Act((work, book) => Journal.Reverse(work, book, 2, new(2026, 2, 2), "S", "falsch"))).Expect();
        await Refused(books, "ledger.immutable", """
            insert or replace into ledger_entry (body_id, entry_no, kind, fiscal_year, period, booked_on, effective_on,
              document, text, posted_by, posted_at, reverses_no, leaf_hash)
            values (1, 4, 'reversal', 2026, 2, 20260201, 20260201, 'B', 'T', 'x', 0, 2, x'00')
            """);
    }

    /// <summary>odoo#15034: with a lock date set, the user created, and duplicated, an entry dated before it.</summary>
    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Odoo_15034_an_entry_dated_before_the_lock_could_be_created_and_duplicated(Engine engine)
    {
        await using var books = await ClosedJanuary(engine);
        var first = (await books.Database.Read(db => Entries.Find(db, books.Body, 1)))!.Draft;
        Assert.Equal("ledger.period-closed", (await books.Post(first)).Rejection?.Code);
        Assert.Equal("ledger.period-closed", (await books.Post(first with { ExternalId = "kopie" })).Rejection?.Code);
        // The day decides, not the day of effect, and a copy with a new day goes in.
        (await books.Post(first with { BookedOn = new(2026, 2, 1), PeriodOverride = null })).Expect();
        Assert.Equal("ledger.period-closed",
            (await books.Post(first with { EffectiveOn = new(2026, 2, 1) })).Rejection?.Code);
        Assert.Equal(3, await EntryCount(books));
    }

    /// <summary>erpnext#27244: after the year was closed, a backdated entry, or a cancellation, changed its balance
    /// sheet.</summary>
    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Erpnext_27244_a_backdated_entry_changed_the_closed_balance_sheet(Engine engine)
    {
        await using var books = await ClosedJanuary(engine);
        (await ClosingTests.Begin(books)).Expect();
        (await ClosingTests.Finish(books)).Expect();
        var balanceSheet = await books.TrialBalance("2026-12-31");
        var second = (await books.Database.Read(db => Entries.Find(db, books.Body, 2)))!.Draft;
        foreach (var kind in
            new[] { EntryKind.Regular, EntryKind.Depreciation, EntryKind.CarryOver, EntryKind.WindingUp })
        {
            Assert.Equal("ledger.period-closed", (await books.Post(second with { Kind = kind })).Rejection?.Code);
        }
        foreach (var kind in new[] { EntryKind.Adjustment, EntryKind.Closing })
        {
            Assert.Equal("ledger.period-closed", (await books.Post(
                second with { Kind = kind, BookedOn = new(2026, 12, 31) })).Rejection?.Code);
        }
        Assert.Equal("ledger.period-closed", (await books.Act((work, book) =>
            Journal.Reverse(work, book, 2, new(2026, 2, 1), "S-1", "Storno"))).Rejection?.Code);
        Assert.Equal(balanceSheet, await books.TrialBalance("2026-12-31"));
    }

    /// <summary>fineract#318: after the branch's accounting closure, its manual entries could still be reversed within
    /// the closed time.</summary>
    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Fineract_318_an_entry_could_be_reversed_after_its_period_was_closed(Engine engine)
    {
        await using var books = await ClosedJanuary(engine);
        var january = await books.TrialBalance("2026-01-31");
        Assert.Equal("ledger.period-closed", (await books.Act((work, book) =>
            Journal.Reverse(work, book, 1, new(2026, 1, 31), "S-1", "Storno"))).Rejection?.Code);
        (await books.Act((work, book) => Journal.Reverse(work, book, 1, new(2026, 2, 3), "S-1", "Storno"))).Expect();
        Assert.Equal(january, await books.TrialBalance("2026-01-31"));
        Assert.False((await books.TrialBalance("2026-02-28")).ContainsKey("4182")
            && !(await books.TrialBalance("2026-02-28"))["4182"].IsZero);
    }

    /// <summary>carbon#1031: the guards covered update and delete of the lines of a posted entry, but a service account
    /// could insert a line under it, and change other fields while it was set to reversed.</summary>
    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Carbon_1031_a_line_could_be_inserted_under_a_posted_or_reversed_entry(Engine engine)
    {
        await using var books = await ClosedJanuary(engine);
        (await books.Act((work, book) => Journal.Reverse(work, book, 2, new(2026, 2, 3), "S-1", "Storno"))).Expect();
        for (var entry = 1; entry <= 3; entry++)
        {
            await Refused(books, "ledger.sealed-entry", $"""
                insert into ledger_posting (body_id, entry_no, line_no, booked_on, account_id, amount)
                values (1, {entry}, 3, 20260201, 1, 100), (1, {entry}, 4, 20260201, 2, -100)
                """);
            await Refused(books, "ledger.immutable",
                $"update ledger_entry set kind = 'regular' where entry_no = {entry}");
        }
        Assert.Equal(3, await EntryCount(books));
    }

    static async Task<long> EntryCount(Books books) =>
        (await books.Act(async Task<Result<long>> (_, book) => await Task.FromResult(book.EntryCount))).Expect();
}
