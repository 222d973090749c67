using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Ledger.Exports;

/// <summary>
/// A book with some hundred random entries, reversals, items, assets and a closed year, whose texts are as other
/// programs like them least.
/// </summary>
static class GeneratedBook
{
    internal static readonly string[] Texts =
    [
        "Umlage für Größe und Fußweg", "Miete; Büro \"Süd\"", "=1+1", "+49 2351 1", "-5 Prozent", "@SUM(A1)", "\tTab",
        "\rCR",
        "erste Zeile\nzweite Zeile\r\ndritte", "date: 2020-13-77", "siehe [2026-99-99] und [=2020-01-01]", "Wert:: 1/0",
        ":marke:", "* ! (Beleg) )", "zwei  Blanks  ; Kommentar", "C:\\neu\\tab", "'schon zitiert'", "a|b,c;d", "＝１＋１",
        "\u00A0\u00A0geschützt\u2028Zeile", "😀 Emoji", new('€', 1000),
    ];

    static readonly string[] accounts =
        ["1811", "1611", "3511", "4182", "4321", "5241", "5711", "0811", "2081", "2011", "6182", "7241"];

    internal static async Task<Books> On(Engine engine, int seed)
    {
        var books = await Books.On(engine);
        var odd = new AccountDraft(AccountNumber.Parse("52910").Expect(),
            "Sonstiges; Miete: (Büro)  [2026] \"Süd\"", AccountKind.Expense, AccountRole.None);
        (await books.Act((work, book) => Accounts.Add(work, book, [odd]))).Expect();
        foreach (var number in accounts) await books.Account(number);
        await Masters(books);
        await Post(books, new Random(seed), 2026, 300);
        await Reverse(books, new Random(seed), 25);
        foreach (var number in new[] { "A-1", "=A-2" })
        {
            var voucher = new AssetVoucher(new(2026, 2, 10), "RE 7", "Server");
            (await books.Act((work, book) => Assets.Acquire(
                work, book, number, voucher, new(100_001), new Posting(new(Id("3511")), default)))).Expect();
        }
        (await AssetTests.Run(books, 12)).Expect();
        (await ClosingTests.Begin(books)).Expect();
        (await ClosingTests.Finish(books)).Expect();
        await Post(books, new Random(seed + 1), 2027, 60);
        (await books.Act((work, book) => Assets.Dispose(work, book, "=A-2",
            new(new(2027, 1, 31), "RE 8", "verschrottet"), Money.Zero, null, new(Id("2011"))))).Expect();
        return books;
    }

    static long Id(string number) => Array.IndexOf(accounts, number) + 2;

    static async Task Masters(Books books)
    {
        await books.Act(async (work, book) =>
            await Dimensions.AddProducts(work, book, [("0111", "IT; Netz"), ("0112", "Rat")]));
        await books.Act(async (work, book) =>
            await Dimensions.AddCostCentres(work, book, [("K1", "-Netz"), ("K:2", "Haus")]));
        await books.Act(async (work, book) => await Parties.Add(work, book,
            [
                new(default, "P1", "=Stadt \"Süd\"; Amt"),
                new(default, "P2", "Gemeinde", Iban: "DE02120300000000202051"),
            ]));
        for (var i = 1; i <= 10; i++)
        {
            var item = new OpenItem(default, $"-R{i}", new(Id("1611")), new(1 + i % 2),
                new(2026, 1, 1), new(2026, 2, 1), i % 4, default);
            (await books.Act((work, book) => OpenItems.Create(work, book, item))).Expect();
        }
        foreach (var (number, product) in new[] { ("A-1", (Id<Product>?)new Id<Product>(1)), ("=A-2", null) })
        {
            var asset = new Asset(default, number, "Server; groß", new(Id("0811")), new(Id("5711")), product, null,
                new(2026, 2, 10), 36, null, default, default);
            (await books.Act((work, book) => Assets.Create(work, book, asset))).Expect();
        }
    }

    static async Task Post(Books books, Random random, int year, int count)
    {
        var drafts = Enumerable.Range(1, count).Select(i => Draft(random, year, i)).ToList();
        var findings = new List<Finding>();
        var posted = await books.Act(async Task<Result<long>> (work, book) =>
            await Journal.PostAll(work, book, drafts, findings));
        Assert.Empty(findings);
        Assert.Equal(count, posted.Expect());
    }

    static EntryDraft Draft(Random random, int year, int i)
    {
        var booked = new DateOnly(year, 1, 1).AddDays(random.Next(365));
        var amounts = Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.NextInt64(1, 10_000_000_000)).ToList();
        var postings = amounts.Select(amount => Other(random, new(-amount))).ToList();
        postings.Add(random.Next(2) == 0
            ? new Posting(new(Id("1811")), new(amounts.Sum()), Payment: new(Id("6182")), Text: Text(random))
            : new Posting(new(Id("1611")), new(amounts.Sum()), Party: null, Item: new(1 + random.Next(10))));
        return new EntryDraft(booked, booked.AddDays(random.Next(-3, 2)), $"({Text(random)[..2]}); B-{i}", Text(random),
            postings, ExternalId: i % 3 == 0 ? $"=X{year}-{i}" : null);
    }

    static Posting Other(Random random, Money amount) => new(
        new(random.Next(5) switch
        {
            0 => 1,
            1 => Id("4182"),
            2 => Id("4321"),
            3 => Id("5241"),
            _ => Id("3511"),
        }),
        amount, random.Next(2) == 0 ? new Id<Product>(1 + random.Next(2)) : null,
        random.Next(2) == 0 ? new Id<CostCentre>(1 + random.Next(2)) : null,
        Party: random.Next(4) == 0 ? new Id<Party>(2) : null,
        Text: random.Next(2) == 0 ? Text(random) : null);

    static string Text(Random random) => Texts[random.Next(Texts.Length)];

    static async Task Reverse(Books books, Random random, int count)
    {
        var numbers = Enumerable.Range(0, count * 2).Select(_ => random.NextInt64(1, 301)).Distinct().Take(count);
        foreach (var number in numbers)
        {
            (await books.Act((work, book) =>
                Journal.Reverse(work, book, number, new(2026, 12, 31), $"S-{number}", "Storno: [falsch]"))).Expect();
        }
    }
}
