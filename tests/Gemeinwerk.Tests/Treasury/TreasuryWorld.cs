using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Treasury;

namespace Gemeinwerk.Tests.Treasury;

/// <summary>A body with a creditor and with people who certify, order, post and pay.</summary>
sealed class TreasuryWorld : IAsyncDisposable
{
    internal const string Iban = "DE89370400440532013000";
    static readonly DateOnly usual = new(2026, 3, 2);

    static readonly (string Name, Role Role)[] people =
    [
        ("ines", Role.Certify), ("ivo", Role.Certify), ("otto", Role.Order), ("berta", Role.Post),
        ("pia", Role.Pay), ("paul", Role.Pay), ("petra", Role.Pay), ("peer", Role.Pay),
    ];

    TreasuryWorld(Books books, DateOnly? day = null) => (Books, Day) = (books, day ?? usual);

    internal Books Books { get; }

    /// <summary>On which orders arise and are posted.</summary>
    internal DateOnly Day { get; }

    internal static async Task<TreasuryWorld> On(Engine engine) => await In(await Books.On(engine));

    internal static async Task<TreasuryWorld> In(Books books)
    {
        var world = new TreasuryWorld(books);
        await Accounts(books);
        (await world.Books.Act((work, book) => Parties.Add(work, book,
            [new(default, "K-1", "Stadtwerke", Iban: Iban), new(default, "K-2", "Ohne Konto")]))).Expect();
        await Appoint(world.Books);
        return world;
    }

    /// <summary>The people, for books that others filled, in another year.</summary>
    internal static async Task<TreasuryWorld> Of(Books books, DateOnly day)
    {
        await Appoint(books);
        return new TreasuryWorld(books, day);
    }

    /// <summary>A second body, to which the people of the first come too.</summary>
    internal static TreasuryWorld Beside(Books books, DateOnly day) => new(books, day);

    internal static async Task Accounts(Books books)
    {
        foreach (var account in (string[])["5241", "3511", "1811", "7241", "4182", "1611", "2081"])
        {
            await books.Account(account);
        }
    }

    /// <summary>The people with their roles, as the command line gives them.</summary>
    internal static async Task Appoint(Books books)
    {
        foreach (var (name, role) in people)
        {
            (await books.Database.Act("cli", work => People.Add(work, name, name))).Expect();
            await Change(books, name, role, gives: true);
        }
    }

    internal static async Task Change(Books books, string name, Role role, bool gives) =>
        (await books.Database.Act("cli", work => Grants.Apply(work, books.Body.AuditLog(), new RoleChange(
            gives, name, role, DateOnly.FromDateTime(work.Now.UtcDateTime), null, null), "cli"))).Expect();

    internal Task<Result<T>> As<T>(string person, Func<Work, Book, Task<Result<T>>> act) =>
        Books.Database.Act(person, async work => await act(work, await Book.Open(work, Books.Body)));

    internal async Task<CashOrderDraft> Draft(
        long cents = 100_00, CashOrderKind kind = CashOrderKind.Payment, string party = "K-1")
    {
        var isPayment = kind == CashOrderKind.Payment;
        var known = (await Books.Database.Read(db => Parties.Find(db, Books.Body.Id, party)))!;
        var product = (await Books.Database.Read(db => Dimensions.Products(db, Books.Body.Id))).FirstOrDefault();
        return new CashOrderDraft(kind, known.Id, await Books.Account(isPayment ? "3511" : "1611"), "R-77",
            "Strom März", Day, Day.AddDays(14), new(cents),
            [new CashOrderLine(await Books.Account(isPayment ? "5241" : "4182"), new(cents), Product: product?.Id)]);
    }

    internal async Task<CashOrder> Order(long no) =>
        (await Books.Database.Read(db => CashOrders.Find(db, Books.Body, no)))!;

    internal async Task<string> Hash(long no) => (await Order(no)).HashText;

    internal Task<Result<Nothing>> Certify(string person, long no, bool facts = true, bool figures = true) =>
        As(person, async (work, book) => await CashOrders.Certify(
            work, book, no, (await CashOrders.Find(work.Db, book.Body, no))!.HashText, facts, figures));

    internal async Task<Result<Nothing>> OrderBy(string person, long no)
    {
        var hash = await Hash(no);
        return await As(person, (work, book) => CashOrders.Order(work, book, no, hash));
    }

    internal async Task<Result<long>> PostBy(string person, long no)
    {
        var hash = await Hash(no);
        return await As(person, async Task<Result<long>> (work, book) =>
            (await CashOrders.Post(work, book, no, hash, Day)).Ok(out var it, out var why) ? it.Posted.EntryNo : why);
    }

    /// <summary>An order on its whole way into the books.</summary>
    internal async Task<long> Posted(long cents = 100_00, string party = "K-1")
    {
        var draft = await Draft(cents, party: party);
        var no = (await As("ines", (work, book) => CashOrders.Draft(work, book, draft))).Expect();
        (await Certify("ines", no)).Expect();
        (await OrderBy("otto", no)).Expect();
        (await PostBy("berta", no)).Expect();
        return no;
    }

    internal async Task<Result<long>> Propose(string person, params long[] orders)
    {
        var cash = await Books.Account("1811");
        return await As(person, (work, book) => PaymentRuns.Propose(work, book, Day.AddDays(10), cash, orders));
    }

    internal Task<Result<PaymentRun>> Release(string person, long no) =>
        As(person, (work, book) => PaymentRuns.Release(work, book, no));

    public ValueTask DisposeAsync() => Books.DisposeAsync();
}
