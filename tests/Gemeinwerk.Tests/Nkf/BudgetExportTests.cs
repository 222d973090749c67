using System.Text.RegularExpressions;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Nkf;

/// <summary>The budget as the separate program reads it.</summary>
public partial class BudgetExportTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    static readonly BudgetKey staff = new(null, "50"), power = new("0111", "5241"), taxes = new(null, "Z01");

    /// <summary>Every kind of change, a group, and a commitment that is partly used beside one that is released.</summary>
    static async Task<Books> Planned(Engine engine)
    {
        var books = await Books.On(engine);
        foreach (var account in new[] { "5012", "5241", "3511" }) await books.Account(account);
        (await books.Database.Act("kämmerei", work =>
            Dimensions.AddProducts(work, books.Body.Id, [("0111", "Steuerung")]))).Expect();
        (await books.Database.Act("kämmerei", async Task<Result<Nothing>> (work) =>
        {
            var book = await Book.Open(work, books.Body);
            await Budget.Add(work, book, 2025, BudgetChangeKind.Original, [new(staff, new(900))], "Satzung 2025");
            await Budget.Add(work, book, 2026, BudgetChangeKind.Original,
                [new(staff, new(100_000)), new(power, new(50_000)), new(taxes, new(800_000))], "Satzung „2026“");
            await Budget.Add(work, book, 2026, BudgetChangeKind.Supplementary, [new(staff, new(-1))], "Nachtrag");
            (await Budget.Transfer(work, book, 2026, staff, power, new(5_000), "Verfügung")).Expect();
            (await Budget.Approve(work, book, 2026, power, new(7), "Beschluss", "Mehrertrag | Z01")).Expect();
            (await Budget.CarryForward(work, book, 2026, staff, new(40), "Übertragung")).Expect();
            (await Budget.Group(work, book, 2026, "DK1", "Sachkosten", [power])).Expect();
            (await Commitments.Bind(work, book, 2026, power, "M-1", "Auftrag", new(400))).Expect();
            (await Commitments.Bind(work, book, 2026, power, "M-2", "Auftrag", new(60))).Expect();
            (await Commitments.Release(work, book, "M-2")).Expect();
            return default(Nothing);
        })).Expect();
        var day = new DateOnly(2026, 5, 1);
        (await books.Act(async (work, book) => await BudgetControl.Post(work, book, new EntryDraft(day, day, "B", "Strom",
        [
            new(await AccountOf(work, "5241"), new(150), await ProductOf(work)),
            new(await AccountOf(work, "3511"), new(-150)),
        ]), "M-1"))).Expect();
        return books;

        async Task<Id<Account>> AccountOf(Work work, string number) =>
            (await Accounts.All(work.Db, books.Body.Id)).Single(account => account.Number == number).Id;

        async Task<Id<Product>> ProductOf(Work work) => (await Dimensions.Products(work.Db, books.Body.Id))[0].Id;
    }

    static async Task<string[]> Exported(Books books)
    {
        using var to = new MemoryStream();
        await books.Database.Read(async db => await BudgetExport.Write(db, books.Body, to));
        return System.Text.Encoding.UTF8.GetString(to.ToArray()).Split('\n')[..^1];
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_budget_is_written_as_documented(Engine engine)
    {
        await using var books = await Planned(engine);
        var lines = await Exported(books);
        Golden.Same(Repository.PathOf("tests", "Gemeinwerk.Tests", "Nkf", "Golden", "budget-export.jsonl"),
            Moment().Replace(string.Join('\n', lines), "\"$1\":…") + "\n");
    }

    [GeneratedRegex("\"(at|leaf)\":(?:\\d+|\"[0-9a-f]{64}\")")]
    private static partial Regex Moment();
}
