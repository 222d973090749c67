using System.Text.RegularExpressions;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Exports;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Merger;
using Answer = Gemeinwerk.Tests.Proof.Answer;
using Checker = Gemeinwerk.Tests.Proof.Checker;

namespace Gemeinwerk.Tests.Nkf;

/// <summary>The budget as the separate program reads it.</summary>
public partial class BudgetExportTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    static readonly BudgetKey staff = new(null, "50"), power = new("0111", "5241"), fees = new(null, "Z04");

    /// <summary>Every kind of change, a group, a commitment that is partly used and one that is released.</summary>
    static async Task<Books> Planned(Engine engine)
    {
        var books = await Books.On(engine);
        foreach (var account in new[] { "5012", "5241", "3511" }) await books.Account(account);
        (await books.Act((work, book) => Dimensions.AddProducts(work, book, [("0111", "Steuerung")]))).Expect();
        (await books.Database.Act("kämmerei", async Task<Result<Nothing>> (work) =>
        {
            var book = await Book.Open(work, books.Body);
            await Budget.Add(work, book, 2025, BudgetChangeKind.Original, [new(staff, new(900))], "Satzung 2025");
            await Budget.Add(work, book, 2026, BudgetChangeKind.Original,
                [new(staff, new(100_000)), new(power, new(50_000)), new(fees, new(800_000))], "Satzung „2026“");
            await Budget.Add(work, book, 2026, BudgetChangeKind.Supplementary, [new(staff, new(-1))], "Nachtrag");
            (await Budget.Transfer(work, book, 2026, staff, power, new(5_000), "Verfügung")).Expect();
            (await Budget.Approve(work, book, 2026, power, new(7), "Beschluss", "Mehrertrag | Z04")).Expect();
            (await Budget.CarryForward(work, book, 2026, staff, new(40), "Übertragung")).Expect();
            (await Budget.Group(work, book, 2026, "DK1", "Sachkosten", [power])).Expect();
            (await Commitments.Bind(work, book, 2026, power, "M-1", "Auftrag", new(400))).Expect();
            (await Commitments.Bind(work, book, 2026, power, "M-2", "Auftrag", new(60))).Expect();
            (await Commitments.Release(work, book, "M-2")).Expect();
            return default(Nothing);
        })).Expect();
        var day = new DateOnly(2026, 5, 1);
        var product = (await books.Database.Read(db => Dimensions.Products(db, books.Body.Id)))[0].Id;
        var draft = new EntryDraft(day, day, "B", "Strom",
            [new(await books.Account("5241"), new(150), product), new(await books.Account("3511"), new(-150))]);
        (await books.Act((work, book) => BudgetControl.Post(work, book, draft, "M-1"))).Expect();
        return books;
    }

    static async Task<string[]> Exported(Books books)
    {
        using var to = new MemoryStream();
        await books.Database.Read(async db => await BudgetExport.Write(db, books.Body, to));
        return System.Text.Encoding.UTF8.GetString(to.ToArray()).Split('\n')[..^1];
    }

    static Answer Check(string folder, string[] lines)
    {
        File.WriteAllText(Path.Combine(folder, "budget.jsonl"), string.Concat(lines.Select(line => line + "\n")));
        return Checker.Run("journal", folder);
    }

    static async Task<TemporaryFolder> WithJournal(Books books)
    {
        var folder = new TemporaryFolder();
        await using var journal = File.Create(Path.Combine(folder.Path, "journal.jsonl"));
        (await books.Database.Read(async db => await JournalExport.Write(db, books.Body, journal))).Expect();
        return folder;
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_separate_program_reads_a_budget_that_is_written_as_documented(Engine engine)
    {
        await using var books = await Planned(engine);
        var lines = await Exported(books);
        using var folder = await WithJournal(books);
        var answer = Check(folder.Path, lines);
        Assert.True(answer.Exit == 3 && answer.Findings.Count == 0, answer.Text);
        Assert.Contains("PASS       5 Haushalte", answer.Text, StringComparison.Ordinal);
        Golden.Same(Repository.PathOf("tests", "Gemeinwerk.Tests", "Nkf", "Golden", "budget-export.jsonl"),
            Moment().Replace(string.Join('\n', lines), "\"$1\":…") + "\n");
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Every_line_changed_dropped_doubled_or_swapped_is_named(Engine engine)
    {
        await using var books = await Planned(engine);
        var lines = await Exported(books);
        using var folder = await WithJournal(books);
        for (var at = 1; at < lines.Length; at++)
        {
            foreach (var digit in Digit().Matches(lines[at]).Select(match => match.Index))
            {
                var changed = (string[])lines.Clone();
                changed[at] = lines[at][..digit] + (lines[at][digit] == '1' ? '2' : '1') + lines[at][(digit + 1)..];
                Named(changed, at + 1);
            }
            Named([.. lines[..at], .. lines[(at + 1)..]], at + 1, 1);
            Named([.. lines[..(at + 1)], .. lines[at..]], at + 2);
            if (at + 1 < lines.Length) Named([.. lines[..at], lines[at + 1], lines[at], .. lines[(at + 2)..]], at + 1);
        }

        void Named(string[] changed, params int[] anyOf)
        {
            var answer = Check(folder.Path, changed);
            Assert.True(answer.Exit == 1 && anyOf.Any(line => answer.Names("budget.jsonl", line)),
                $"line {anyOf[0]}: {answer.Text}");
        }
    }

    [GeneratedRegex("\"(at|leaf)\":(?:\\d+|\"[0-9a-f]{64}\")")]
    private static partial Regex Moment();

    /// <summary>Numbers of every kind; a leaf is what it is for.</summary>
    [GeneratedRegex("(?<=\":\"?-?)\\d")]
    private static partial Regex Digit();
}
