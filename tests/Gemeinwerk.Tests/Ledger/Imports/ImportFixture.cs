using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Imports;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Ledger.Imports;

/// <summary>Short words for tests of imports: a text becomes a file, a book gets accounts.</summary>
static class ImportFixture
{
    internal const string Head = "entry;date;account;amount;text";

    internal static ImportSource Source(string text, Encoding? encoding = null) =>
        Source((encoding ?? Encoding.UTF8).GetBytes(text));

    internal static ImportSource Source(byte[] bytes) => new("test.csv", () => new MemoryStream(bytes));

    internal static async Task<Books> WithAccounts(this Task<Books> making)
    {
        var books = await making;
        foreach (var number in new[] { "1811", "1711", "3511", "2011", "0811", "4012", "5241", "5711", "6012", "7241" })
        {
            await books.Account(number);
        }
        (await books.Act(async (work, book) =>
        {
            await Dimensions.AddProducts(work, book, [("0111", "Verwaltung"), ("1101", "Steuern")]);
            await Dimensions.AddCostCentres(work, book, [("K1", "Rechenzentrum")]);
            return await Parties.Add(work, book,
                [new Party(default, "D-100", "Stadt Ä"), new Party(default, "K-200", "Werk")]);
        })).Expect();
        return books;
    }

    internal static Task<ImportReport> Import(this Books books, string text, JournalImportOptions? options = null) =>
        books.Import(Source(text), options);

    internal static Task<ImportReport> Import(
        this Books books, ImportSource source, JournalImportOptions? options = null) =>
        JournalImport.Run(books.Database, "test", books.Body.Code, source, options ?? new JournalImportOptions());

    internal static async Task<long> EntryCount(this Books books) =>
        (await books.Act(async Task<Result<long>> (_, book) => await Task.FromResult(book.EntryCount))).Expect();

    internal static async Task<Entry> Entry(this Books books, long no) =>
        (await books.Database.Read(db => Entries.Find(db, books.Body, no)))!;

    /// <summary>The import took place, without any finding.</summary>
    internal static ImportReport Fine(this ImportReport report)
    {
        Assert.Empty(report.Findings.Select(finding => finding.ToString()));
        Assert.False(report.IsRefused);
        return report;
    }
}
