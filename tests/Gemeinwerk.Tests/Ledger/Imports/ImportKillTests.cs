using System.Diagnostics;
using System.Globalization;
using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using static Gemeinwerk.Tests.Ledger.Imports.ImportFixture;

namespace Gemeinwerk.Tests.Ledger.Imports;

/// <summary>An import that is killed has written all of its file or nothing.</summary>
public class ImportKillTests
{
    const int Entries = 4_000;

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_killed_import_has_written_everything_or_nothing(Engine engine)
    {
        var kills = Kills.Share(10);
        await using var books = await Books.On(engine).WithAccounts();
        var folder = Directory.CreateTempSubdirectory("gemeinwerk-kill-");
        var file = Path.Combine(folder.FullName, "journal.csv");
        var text = new StringBuilder(Head + "\n");
        for (var no = 0; no < Entries; no++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{no};2026-01-31;5241;0,01;Strom\n{no};;3511;-0,01;\n");
        }
        await File.WriteAllTextAsync(file, text.ToString());

        var watch = Stopwatch.StartNew();
        Assert.Equal(0, await Import(books.Address, file, Timeout.InfiniteTimeSpan));
        var whole = watch.Elapsed;
        Assert.Equal(Entries, await Complete(books));
        var random = new Random(engine == Engine.Sqlite ? 1 : 2);
        for (var kill = 0; kill < kills; kill++)
        {
            await Import(books.Address, file, whole * (0.2 + random.NextDouble() * 0.8));
            await Complete(books);
        }
        folder.Delete(recursive: true);
    }

    /// <summary>The number of entries, after checking that they are whole files and agree with the balances.</summary>
    static async Task<long> Complete(Books books)
    {
        var count = await books.EntryCount();
        Assert.Equal(0, count % Entries);
        Assert.Equal(new Money(count), (await books.TrialBalance("2026-12-31"))["5241"]);
        var postings = 0L;
        await books.Database.Read(async db =>
        {
            await Gemeinwerk.Ledger.Entries.Scan(
                db, books.Body, 1, count, entry => postings += entry.Draft.Postings.Count);
            return 0;
        });
        Assert.Equal(2 * count, postings);
        return count;
    }

    static Task<int> Import(string address, string file, TimeSpan killAfter) => TheProgram.RunFor(killAfter,
        ["--db", address, "--user", "test", "journal", "import", file, "--body", "testverband", "--again"]);
}
