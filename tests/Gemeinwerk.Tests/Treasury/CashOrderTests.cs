using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Verification;
using Gemeinwerk.Nkf;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Web;
using Gemeinwerk.Treasury;

namespace Gemeinwerk.Tests.Treasury;

/// <summary>SD-02 to SD-04: certified, ordered and posted, each by people of their own.</summary>
public class CashOrderTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    internal static async Task Verified(Books books)
    {
        foreach (var report in await LedgerVerification.Run(
            books.Database, books.Body, null, [TreasuryVerification.Pass]))
        {
            Assert.True(report.Verdict != Verdict.Fail, $"{report.Name}: {string.Join("; ", report.Rows)}");
            if (report.Name == "treasury.orders") Assert.Equal(Verdict.Pass, report.Verdict);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task An_order_goes_through_different_hands_into_the_books(Engine engine)
    {
        await using var world = await TreasuryWorld.On(engine);
        var draft = await world.Draft();
        var no = (await world.As("ines", (work, book) => CashOrders.Draft(work, book, draft))).Expect();
        Assert.Equal("treasury.order-state", (await world.OrderBy("otto", no)).Rejection?.Code);
        (await world.Certify("ines", no, figures: false)).Expect();
        Assert.Equal("treasury.certified", (await world.Certify("ivo", no, figures: false)).Rejection?.Code);
        Assert.Equal("treasury.order-state", (await world.OrderBy("otto", no)).Rejection?.Code);
        (await world.Certify("ivo", no)).Expect();
        foreach (var certifier in (string[])["ines", "ivo"])
        {
            Assert.Equal("treasury.same-person", (await world.OrderBy(certifier, no)).Rejection?.Code);
        }
        Assert.Equal("treasury.order-state", (await world.PostBy("berta", no)).Rejection?.Code);
        (await world.OrderBy("otto", no)).Expect();
        Assert.Equal("treasury.same-person", (await world.PostBy("otto", no)).Rejection?.Code);
        var entryNo = (await world.PostBy("berta", no)).Expect();
        Assert.Equal("treasury.order-state", (await world.PostBy("berta", no)).Rejection?.Code);

        var books = world.Books;
        var entry = (await books.Database.Read(db => Entries.Find(db, books.Body, entryNo)))!;
        Assert.Equal(("berta", "R-77"), (entry.PostedBy, entry.Draft.Document));
        var item = Assert.Single(await books.Database.Read(db => OpenItems.Unsettled(db, books.Body.Id)));
        Assert.Equal(new Money(-100_00), item.Open);
        Assert.Equal(no, await books.Database.Read(db => CashOrders.OfEntry(db, books.Body, entryNo)));
        var order = await world.Order(no);
        Assert.Equal((CashOrderState.Posted, "otto", "berta"), (order.State, order.OrderedBy, order.PostedBy));
        await Verified(books);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Who_answers_answers_for_what_they_saw(Engine engine)
    {
        await using var world = await TreasuryWorld.On(engine);
        var draft = await world.Draft();
        var no = (await world.As("ines", (work, book) => CashOrders.Draft(work, book, draft))).Expect();
        var seen = await world.Hash(no);
        var dearer = await world.Draft(200_00);
        (await world.As("ivo", (work, book) => CashOrders.Change(work, book, no, dearer))).Expect();
        Assert.Equal("treasury.changed", (await world.As("ines", (work, book) =>
            CashOrders.Certify(work, book, no, seen, facts: true, figures: true))).Rejection?.Code);
        (await world.Certify("ines", no)).Expect();
        Assert.Equal("treasury.order-state", (await world.As("ivo", (work, book) =>
            CashOrders.Change(work, book, no, draft))).Rejection?.Code);
        Assert.Equal("treasury.reason", (await world.As("otto", (work, book) =>
            CashOrders.Return(work, book, no, " "))).Rejection?.Code);
        (await world.As("otto", (work, book) => CashOrders.Return(work, book, no, "doppelt"))).Expect();
        var order = await world.Order(no);
        Assert.False(order.IsFactsCertified || order.IsFiguresCertified);
        // A certification from before counts no more, so its person may order what others certify.
        (await world.Certify("ivo", no)).Expect();
        (await world.OrderBy("ines", no)).Expect();
        (await world.As("berta", (work, book) => CashOrders.Withdraw(work, book, no, "storniert"))).Expect();
        Assert.Equal("treasury.order-state", (await world.PostBy("berta", no)).Rejection?.Code);
        await Verified(world.Books);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task An_order_beyond_the_budget_is_refused_with_what_is_ordered_already(Engine engine)
    {
        await using var world = await TreasuryWorld.On(engine);
        await PostPageTests.Plan(world.Books);
        (await world.Books.Act(async Task<Result<Nothing>> (work, book) =>
        {
            await BudgetControl.Switch(work, book, 2026, on: true);
            return default(Nothing);
        })).Expect();
        async Task<long> Certified(long cents)
        {
            var draft = await world.Draft(cents);
            var no = (await world.As("ines", (work, book) => CashOrders.Draft(work, book, draft))).Expect();
            (await world.Certify("ines", no)).Expect();
            return no;
        }
        var (first, second) = (await Certified(60_00), await Certified(60_00));
        (await world.OrderBy("otto", first)).Expect();
        Assert.Equal("nkf.budget-exceeded", (await world.OrderBy("otto", second)).Rejection?.Code);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_is_in_the_books_already_is_ordered_without_posting_it_again(Engine engine)
    {
        await using var world = await TreasuryWorld.On(engine);
        var books = world.Books;
        var draft = await world.Draft(70_00);
        var item = (await books.Act(async Task<Result<Id<OpenItem>>> (work, book) =>
        {
            var id = (await OpenItems.Create(work, book, new(default, "ALT-1", draft.Account, draft.Party,
                world.Day, world.Day, 0, default))).Expect();
            (await Journal.Post(work, book, CashOrders.EntryOf(draft, world.Day, id))).Expect();
            return id;
        })).Expect();
        var old = draft with { Lines = [], Item = item };
        var no = (await world.As("ines", (work, book) => CashOrders.Draft(work, book, old))).Expect();
        Assert.Equal("treasury.item-ordered", (await world.As("ines", (work, book) =>
            CashOrders.Draft(work, book, old))).Rejection?.Code);
        // Its item stands in this order already, and is no reason not to change it.
        (await world.As("ines", (work, book) =>
            CashOrders.Change(work, book, no, old with { Text = "Strom Altfall" }))).Expect();
        (await world.Certify("ines", no)).Expect();
        (await world.OrderBy("otto", no)).Expect();
        Assert.Equal(CashOrderState.Posted, (await world.Order(no)).State);
        Assert.Equal(no, Assert.Single(await books.Database.Read(db =>
            PaymentRuns.Due(db, books.Body, DateOnly.MaxValue))).Order.No);
        await Verified(books);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_receipt_is_ordered_like_a_payment(Engine engine)
    {
        await using var world = await TreasuryWorld.On(engine);
        var draft = await world.Draft(kind: CashOrderKind.Receipt);
        var no = (await world.As("ines", (work, book) => CashOrders.Draft(work, book, draft))).Expect();
        (await world.Certify("ines", no)).Expect();
        (await world.OrderBy("otto", no)).Expect();
        (await world.PostBy("berta", no)).Expect();
        Assert.Equal(new Money(100_00), Assert.Single(await world.Books.Database.Read(db =>
            OpenItems.Unsettled(db, world.Books.Body.Id))).Open);
        Assert.Empty(await world.Books.Database.Read(db =>
            PaymentRuns.Due(db, world.Books.Body, DateOnly.MaxValue)));
        await Verified(world.Books);
    }

    [Fact]
    public async Task A_draft_that_cannot_be_right_is_refused()
    {
        await using var world = await TreasuryWorld.On(Engine.Sqlite);
        var draft = await world.Draft();
        async Task Refused(string code, CashOrderDraft wrong) => Assert.Equal(code, (await world.As("ines",
            (work, book) => CashOrders.Draft(work, book, wrong))).Rejection?.Code);
        await Refused("treasury.document", draft with { Document = "" });
        await Refused("treasury.text", draft with { Text = " " });
        await Refused("treasury.party", draft with { Party = new(99) });
        await Refused("treasury.account", draft with { Account = await world.Books.Account("5241") });
        await Refused("treasury.amount", draft with { Amount = Money.Zero });
        await Refused("treasury.lines", draft with { Lines = [] });
        await Refused("treasury.lines", draft with { Item = new(99) });
        await Refused("treasury.line-account",
            draft with { Lines = [new(await world.Books.Account("1811"), draft.Amount)] });
        await Refused("treasury.sum", draft with { Amount = new(1) });
        await Refused("treasury.payment-account", draft with { Payment = await world.Books.Account("5241") });
        await Refused("treasury.days", draft with { DueOn = draft.EffectiveOn.AddDays(-1) });
        await Refused("treasury.item", draft with { Lines = [], Item = new(99) });
    }

    [Theory]
    [InlineData(Engine.Sqlite, "update treasury_step set person = 'otto'")]
    [InlineData(Engine.Postgres, "update treasury_step set person = 'otto'")]
    [InlineData(Engine.Sqlite, "delete from treasury_step")]
    [InlineData(Engine.Postgres, "delete from treasury_step")]
    [InlineData(Engine.Sqlite, "update treasury_order set amount = 1")]
    [InlineData(Engine.Postgres, "update treasury_order set amount = 1")]
    [InlineData(Engine.Sqlite, "delete from treasury_order_line")]
    [InlineData(Engine.Postgres, "delete from treasury_order_line")]
    public async Task The_database_keeps_what_was_done(Engine engine, string sql)
    {
        await using var world = await TreasuryWorld.On(engine);
        await world.Posted();
        var error = await Assert.ThrowsAnyAsync<Exception>(() => world.Books.Database.Act("test",
            async Task<Result<Nothing>> (work) =>
            {
                await work.Db.Script(sql);
                return default(Nothing);
            }));
        Assert.Contains("treasury.immutable", error.Message, StringComparison.Ordinal);
    }
}
