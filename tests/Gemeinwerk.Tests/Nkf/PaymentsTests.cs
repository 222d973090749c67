using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Nkf;

public sealed class PaymentsTests
{
    static async Task<Books> Seeded(Engine engine)
    {
        var books = await Books.On(engine);
        (await books.Act((work, book) => Charts.Seed(work, book))).Expect();
        return books;
    }

    static async Task<Result<EntryDraft>> Complete(Books books, string lines)
    {
        var draft = Assert.Single(await books.Drafts($"2026-03-01 Zahlung\n{lines}"));
        return await books.Act((work, book) => Payments.Complete(work, book, draft));
    }

    static async Task<string> Shown(Books books, EntryDraft draft)
    {
        var accounts = (await books.Database.Read(db => Accounts.All(db, books.Body.Id))).ToDictionary(a => a.Id);
        return string.Join("; ", draft.Postings.Select(posting =>
            $"{accounts[posting.Account].Number} {posting.Amount.ToPlainText()}"
            + (posting.Payment is { } payment ? $" {accounts[payment].Number}" : "")));
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task A_cash_line_is_split_so_that_each_part_names_its_payment(Engine engine)
    {
        await using var books = await Seeded(engine);
        var one = (await Complete(books, " 5012 100,00\n 1811 -100,00")).Expect();
        Assert.Equal("1811 -100.00 7012; 5012 100.00", await Shown(books, one));
        var two = (await Complete(books, " 5012 70,00\n 5431 30,00\n 1811 -100,00")).Expect();
        Assert.Equal("1811 -70.00 7012; 1811 -30.00 7431; 5012 70.00; 5431 30.00", await Shown(books, two));
        var banks = (await Complete(books, " 1811 60,00\n 1812 40,00\n 4012 -100,00")).Expect();
        Assert.Equal("1811 60.00 6012; 1812 40.00 6012; 4012 -100.00", await Shown(books, banks));
        var transfer = (await Complete(books, " 1811 60,00\n 1812 -60,00")).Expect();
        Assert.Equal("1811 60.00; 1812 -60.00", await Shown(books, transfer));
        (await books.Post(two)).Expect();
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task The_payment_of_an_open_item_is_what_the_item_arose_from(Engine engine)
    {
        await using var books = await Seeded(engine);
        var (receivable, day) = (await books.Account("1631"), new DateOnly(2026, 1, 10));
        var item = (await books.Act(async Task<Result<Id<OpenItem>>> (work, book) =>
        {
            var party = new Party(default, "P1", "Müller");
            if ((await Parties.Add(work, book, [party])).Rejection is { } why) return why;
            return await OpenItems.Create(
                work, book, new OpenItem(default, "R1", receivable, new(1), day, day, 0, default));
        })).Expect();
        (await books.Post(new EntryDraft(day, day, "B1", "Bescheid",
        [
            new(receivable, new Money(500), Item: item),
            new(await books.Account("4012"), new Money(-500)),
        ]))).Expect();
        var paid = new EntryDraft(day, day, "B2", "Zahlung",
            [new(await books.Account("1811"), new Money(500)), new(receivable, new Money(-500), Item: item)]);
        var done = (await books.Act((work, book) => Payments.Complete(work, book, paid))).Expect();
        Assert.Equal("1811 5.00 6012; 1631 -5.00", await Shown(books, done));
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task What_is_not_certain_is_refused(Engine engine)
    {
        await using var books = await Seeded(engine);
        Assert.Equal("nkf.payment-ambiguous",
            (await Complete(books, " 5012 70,00\n 5431 30,00\n 1811 -60,00\n 1812 -40,00")).Rejection?.Code);
        Assert.Equal("nkf.payment-unmapped", (await Complete(books, " 5711 70,00\n 1811 -70,00")).Rejection?.Code);
        var day = new DateOnly(2026, 1, 1);
        var dangling = new EntryDraft(day, day, "B", "T", [new(new(9999), new Money(1))]);
        Assert.Equal("ledger.dangling",
            (await books.Act((work, book) => Payments.Complete(work, book, dangling))).Rejection?.Code);
    }
}
