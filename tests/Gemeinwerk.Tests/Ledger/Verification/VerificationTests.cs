using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Verification;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Ledger.Log;

namespace Gemeinwerk.Tests.Ledger.Verification;

public sealed class VerificationTests : IDisposable
{
    readonly string keys = Directory.CreateTempSubdirectory("gemeinwerk-keys-").FullName;

    public void Dispose() => Directory.Delete(keys, recursive: true);

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Sound_books_pass_in_every_pass(Engine engine)
    {
        await using var books = await Books.On(engine);
        Assert.All(await Verify(books), report => Assert.Equal(Verdict.Pass, report.Verdict));
        await Given(books, 700);
        foreach (var report in await Verify(books))
        {
            Assert.True(report.Verdict == Verdict.Pass,
                $"{report.Name}: {string.Join("; ", report.Rows)} {string.Join("; ", report.Missing)}");
        }
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Without_the_key_the_checkpoints_are_incomplete(Engine engine)
    {
        await using var books = await Books.On(engine);
        await Given(books, 10);
        var reports = await LedgerVerification.Run(books.Database, books.Body);
        Assert.Equal(["ledger.checkpoints"], reports.Where(r => r.Verdict == Verdict.Incomplete).Select(r => r.Name));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Another_module_adds_its_pass_and_what_throws_is_incomplete(Engine engine)
    {
        await using var books = await Books.On(engine);
        VerificationPass[] others =
        [
            new("nkf.plan", "Plan", async (db, body, report) => await db.Scan($"select no_such_column", _ => { })),
        ];
        var reports = await LedgerVerification.Run(books.Database, books.Body, null, others);
        Assert.Equal(Verdict.Incomplete, reports.Single(report => report.Name == "nkf.plan").Verdict);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task One_bit_flipped_in_any_column_is_found_and_its_table_named(Engine engine)
    {
        await using var books = await Books.On(engine);
        await Given(books, 300);
        await Corruption.Unlock(books);
        var random = new Random(20180101);
        foreach (var (table, column) in Corruption.Columns)
        {
            for (var run = 0; run < 3; run++)
            {
                var cell = await Corruption.Pick(books, table, column, random);
                if (cell is null) continue;
                await cell.Damage(books, random);
                var reports = await Verify(books);
                var found = reports.SelectMany(report => report.Rows).Select(row => row.Table).ToHashSet();
                Assert.True(reports.Any(report => report.Verdict == Verdict.Fail), $"{cell} was not found");
                Assert.True(found.Overlaps(Corruption.NamedFor(table, column)), $"{cell}: {string.Join(", ", found)}");
                await cell.Restore(books);
            }
        }
        Assert.All(await Verify(books), report => Assert.Equal(Verdict.Pass, report.Verdict));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_row_that_is_dropped_from_any_table_is_found(Engine engine)
    {
        foreach (var table in Corruption.Columns.Select(column => column.Table).Distinct())
        {
            // A checkpoint or an item without postings may be absent: nothing says that it must be there.
            if (table is "ledger_checkpoint" or "ledger_item" or "ledger_asset" or "ledger_book") continue;
            await using var books = await Books.On(engine);
            await Given(books, 300);
            await Corruption.Unlock(books);
            await Corruption.DropOne(books, table);
            Assert.Contains(await Verify(books), report => report.Verdict == Verdict.Fail);
        }
    }

    async Task Given(Books books, int count)
    {
        await LogBooks.Post(books, count);
        (await books.Act((work, book) =>
            Journal.Reverse(work, book, 1, new DateOnly(2026, 12, 1), "S-1", "falsch"))).Expect();
        var key = SigningKey.Of(books.Body, keys).Expect();
        (await books.Act((work, book) => Checkpoints.Create(work, book, key))).Expect();
    }

    Task<IReadOnlyList<PassReport>> Verify(Books books) => LedgerVerification.Run(
        books.Database, books.Body, SigningKey.Of(books.Body, keys).Expect().Verifier);
}
