using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Exports;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Proof;

namespace Gemeinwerk.Tests.Ledger.Exports;

/// <summary>The independent checker reads what the product writes.</summary>
public sealed class ProofExportTests : IDisposable
{
    readonly Checker checker = new();

    public void Dispose() => checker.Dispose();

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task The_checker_passes_the_exports_and_a_checkpoint_of_a_book(Engine engine)
    {
        await using var books = await GeneratedBook.On(engine, 6);
        var key = SigningKey.Of(books.Body, checker.Path("keys")).Expect();
        var made = (await books.Act((work, book) => Checkpoints.Create(work, book, key))).Expect();
        var journal = await Export("journal.jsonl", async (db, to) =>
            (await JournalExport.Write(db, books.Body, to)).Expect());
        var items = await Export("items.jsonl", (db, to) => ItemsExport.Write(db, books.Body, to));
        var assets = await Export("assets.jsonl", (db, to) => AssetsExport.Write(db, books.Body, to));
        string[] proof = ["--checkpoint", checker.Write("note", made.Note), "--key", key.Verifier.ToString()];

        var answer = Checker.Run(["journal", journal, items, assets, .. proof]);
        Assert.True(answer.Exit == 0, answer.Text);
        Assert.Contains("PASS", answer.Text, StringComparison.Ordinal);

        var text = await File.ReadAllTextAsync(journal, TestContext.Current.CancellationToken);
        checker.Write("journal.jsonl", text.Replace("RE 7", "RE 9", StringComparison.Ordinal));
        Assert.Equal(1, Checker.Run(["journal", journal, items, assets, .. proof]).Exit);

        async Task<string> Export(string name, Func<Session, Stream, Task<long>> write)
        {
            await using var file = File.Create(checker.Path(name));
            await books.Database.Read(db => write(db, file));
            return checker.Path(name);
        }
    }
}
