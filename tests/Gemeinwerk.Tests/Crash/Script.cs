using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Verification;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Crash;

/// <summary>
/// The entries that the killed processes post: the content of each follows from its number, so that the test knows
/// without asking what must stand in the books.
/// </summary>
sealed class Script
{
    internal const int FirstYear = 2026;
    internal const string ItemNumber = "R-1";

    readonly Dictionary<string, Id<Account>> accounts;
    readonly OpenItem item;

    Script(Body body, Dictionary<string, Id<Account>> accounts, OpenItem item) =>
        (Body, this.accounts, this.item) = (body, accounts, item);

    internal Body Body { get; }

    /// <summary>
    /// Books with the accounts and the open item of the script. Their database is closed, so that the processes that
    /// are killed are the only ones that hold it open; it is deleted with the books.
    /// </summary>
    internal static async Task<Books> Books(Engine engine)
    {
        var books = await Fixtures.Books.On(engine, year: FirstYear);
        string[] numbers = ["1811", "1611", "4182", "5241", "3511", "2081", "6182"];
        foreach (var number in numbers) await books.Account(number);
        var receivable = await books.Account("1611");
        var day = new DateOnly(FirstYear, 1, 1);
        (await books.Act((work, book) =>
            Parties.Add(work, book, [new Party(default, "P1", "Stadt")]))).Expect();
        var party = (await books.Database.Read(db => Parties.All(db, books.Body.Id))).Single();
        (await books.Act((work, book) => OpenItems.Create(work, book,
            new OpenItem(default, ItemNumber, receivable, party.Id, day, day, 0, default)))).Expect();
        await books.Database.DisposeAsync();
        return books;
    }

    internal static Task<Script> Load(Database database) => database.Read(async db =>
    {
        var body = (await Bodies.All(db)).Single();
        var accounts = (await Accounts.All(db, body.Id)).ToDictionary(account => account.Number, account => account.Id);
        return new Script(body, accounts, (await OpenItems.Find(db, body.Id, ItemNumber))!);
    });

    internal EntryDraft Draft(long no, int year = FirstYear)
    {
        var random = new Random((int)no);
        var day = new DateOnly(year, 1, 1).AddDays(random.Next(365));
        var amount = new Money(random.Next(1, 100_000));
        Posting[] postings = random.Next(3) switch
        {
            0 => [new(accounts["5241"], amount), new(accounts["3511"], -amount)],
            1 => [new(accounts["1811"], amount, Payment: accounts["6182"]), new(accounts["4182"], -amount)],
            _ =>
            [
                new(accounts["1611"], amount, Item: item.Id, Party: item.Party),
                new(accounts["4182"], -amount + new Money(1)),
                new(accounts["3511"], new Money(-1), Text: $"Rundung {no}"),
            ],
        };
        return new EntryDraft(day, day.AddDays(-1), $"B-{no}", $"Buchung {no}", postings, ExternalId: $"K-{no}");
    }

    /// <summary>All that a client gave of an entry.</summary>
    internal static string Text(EntryDraft draft) =>
        $"{draft with { Postings = [] }} {string.Join(' ', draft.Postings)}";

    internal static async Task<List<string>> Texts(Database database, Body body)
    {
        var texts = new List<string>();
        var count = await EntryCount(database, body);
        await database.Read(async db =>
        {
            await Entries.Scan(db, body, 1, count, entry => texts.Add($"{entry.No} {Text(entry.Draft)}"));
            return 0;
        });
        return texts;
    }

    /// <summary>
    /// Opens the book, because on PostgreSQL the session of a killed client may still be committing.
    /// </summary>
    internal static async Task<long> EntryCount(Database database, Body body) =>
        (await database.Act("test", async Task<Result<long>> (work) =>
            (await Book.Open(work, body)).EntryCount)).Expect();

    internal static async Task Verify(Database database, Body body)
    {
        foreach (var report in await LedgerVerification.Run(database, body))
        {
            Assert.True(report.Verdict == Verdict.Pass, $"{report.Name}: {string.Join("; ", report.Rows.Take(5))}");
        }
    }
}
