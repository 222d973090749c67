using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Ledger;

/// <summary>Every rejection of posting and of master data, by one thing wrong with something right.</summary>
public class RejectionTests
{
    static readonly DateOnly Day = new(2026, 3, 1);

    sealed record Things(
        Id<Account> Cash, Id<Account> Claim, Id<Account> Revenue, Id<Account> Payment, Id<Account> Asset,
        Id<OpenItem> Item, Id<Asset> Thing);

    static OpenItem ItemOf(Id<Account> account, string number = "R-1") =>
        new(default, number, account, new(1), Day, Day, 0, default);

    static async Task<(Books Books, Things Things)> Prepared(Engine engine)
    {
        var books = await Books.On(engine);
        var (claim, asset) = (await books.Account("1611"), await books.Account("0811"));
        var expense = await books.Account("5711");
        (await books.Act((work, book) => Parties.Add(work, book,
            [new Party(default, "P1", "Stadt"), new Party(default, "P2", "Kreis")]))).Expect();
        var item = (await books.Act((work, book) => OpenItems.Create(work, book, ItemOf(claim)))).Expect();
        var thing = (await books.Act((work, book) => Assets.Create(work, book, new Asset(
            default, "A-1", "Server", asset, expense, null, null, Day, 12, null, default, default)))).Expect();
        return (books, new Things(await books.Account("1811"), claim, await books.Account("4182"),
            await books.Account("6182"), asset, item, thing));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Each_fault_of_an_entry_has_its_code_and_nothing_is_written(Engine engine)
    {
        var (books, it) = await Prepared(engine);
        await using var _ = books;
        var good = new EntryDraft(Day, Day, "B-1", "Umlage",
            [new(it.Claim, new(100), Item: it.Item), new(it.Revenue, new(-100))]);
        EntryDraft First(Posting posting) => good with { Postings = [posting, good.Postings[1]] };
        var claim = good.Postings[0];
        var huge = new Money(long.MaxValue);

        async Task Refused(string code, EntryDraft draft) =>
            Assert.Equal(code, (await books.Post(draft)).Rejection?.Code);
        await Refused("ledger.no-postings", good with { Postings = [] });
        await Refused("ledger.too-many-postings",
            good with { Postings = [.. Enumerable.Repeat(claim, 1_000_001)] });
        await Refused("ledger.document", good with { Document = "" });
        await Refused("ledger.text", good with { Text = new string('x', 1001) });
        await Refused("ledger.text", First(claim with { Text = "\u0001" }));
        await Refused("ledger.external-id", good with { ExternalId = " " });
        await Refused("ledger.reversal", good with { Kind = EntryKind.Reversal });
        await Refused("ledger.reversal", good with { Reverses = 1 });
        await Refused("ledger.reversal", good with { Kind = EntryKind.Reversal, Reverses = 1 });
        await Refused("ledger.booking-day", good with { Kind = EntryKind.Opening });
        await Refused("ledger.booking-day", good with { Kind = EntryKind.Adjustment });
        await Refused("ledger.dangling", First(claim with { Account = new(99) }));
        await Refused("ledger.dangling", First(claim with { Product = new(99) }));
        await Refused("ledger.dangling", First(claim with { Party = new(99) }));
        await Refused("ledger.zero-amount", First(claim with { Amount = default }));
        await Refused("ledger.payment-account", First(new(it.Payment, new(100))));
        await Refused("ledger.payment-misplaced", First(claim with { Payment = it.Payment }));
        await Refused("ledger.payment-misplaced", First(new(it.Cash, new(100), Payment: it.Claim)));
        await Refused("ledger.payment-missing", First(new(it.Cash, new(100))));
        await Refused("ledger.item-mismatch", First(new(it.Revenue, new(100), Item: it.Item)));
        await Refused("ledger.item-mismatch", First(claim with { Party = new(2) }));
        await Refused("ledger.asset-mismatch", First(new(it.Asset, new(100), Asset: it.Thing)));
        await Refused("ledger.asset-mismatch", First(claim with { Movement = AssetMovement.Addition }));
        await Refused("ledger.unbalanced", First(claim with { Amount = new(99) }));
        await Refused("ledger.amount-too-large", good with { Postings = [new(it.Claim, huge), new(it.Claim, -huge)] });
        await Refused("ledger.amount-too-large",
            good with { Postings = [new(it.Claim, new(long.MinValue)), new(it.Claim, new(long.MinValue))] });
        await Refused("ledger.year-missing", good with { BookedOn = new(2025, 12, 31) });

        (await books.Act((work, book) => Accounts.Retire(work, book, "4182", Day))).Expect();
        await Refused("ledger.account-retired", good);
        Assert.Empty(await books.TrialBalance("2026-12-31"));
        (await books.Act(async Task<Result<long>> (work, book) =>
            await work.Db.Run($"update ledger_book set sealed_on = {Day} where body_id = {book.Body.Id}"))).Expect();
        await Refused("ledger.book-sealed", good with { Postings = [claim, claim with { Amount = new(-100) }] });
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_known_external_id_is_the_same_entry_or_a_conflict(Engine engine)
    {
        var (books, it) = await Prepared(engine);
        await using var _ = books;
        var draft = new EntryDraft(Day, Day, "B-1", "Umlage",
            [new(it.Claim, new(100)), new(it.Revenue, new(-100))], ExternalId: "X1");
        Assert.False((await books.Post(draft)).Expect().WasKnown);
        Assert.Equal(new Posted(1, WasKnown: true), (await books.Post(draft)).Expect());
        Assert.Equal("ledger.external-id-conflict", (await books.Post(draft with { Text = "anders" })).Rejection?.Code);
        Assert.Equal("ledger.account-in-use",
            (await books.Act((work, book) => Accounts.Retire(work, book, "1611", Day))).Rejection?.Code);
        Assert.Equal("ledger.account-unknown",
            (await books.Act((work, book) => Accounts.Retire(work, book, "9999", Day))).Rejection?.Code);
        Assert.Equal("ledger.entry-unknown",
            (await books.Act((work, book) => Journal.Reverse(work, book, 9, Day, "S", "x"))).Rejection?.Code);
        (await books.Act((work, book) => Journal.Reverse(work, book, 1, Day, "S", "x"))).Expect();
        Assert.Equal("ledger.not-reversible",
            (await books.Act((work, book) => Journal.Reverse(work, book, 2, Day, "S", "x"))).Rejection?.Code);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task An_adjustment_reversed_in_a_later_month_stands_in_that_month(Engine engine)
    {
        var (books, it) = await Prepared(engine);
        await using var _ = books;
        (await books.Act((work, book) => FiscalYears.Open(work, book, 2027))).Expect();
        var end = new DateOnly(2026, 12, 31);
        (await books.Post(new EntryDraft(end, end, "A-1", "Abgrenzung",
            [new(it.Claim, new(100)), new(it.Revenue, new(-100))], EntryKind.Adjustment))).Expect();
        (await books.Act((work, book) => Journal.Reverse(work, book, 1, new(2027, 2, 1), "S", "x"))).Expect();

        Assert.Equal(new Money(100), (await books.TrialBalance("2027-01-31"))["1611"]);
        Assert.Equal(Money.Zero, (await books.TrialBalance("2027-02-01"))["1611"]);
        Assert.Equal(2, (await books.Database.Read(db => Entries.Find(db, books.Body, 2)))!.Draft.Period);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Items_are_dunned_while_they_are_open_and_age_by_their_due_day(Engine engine)
    {
        var (books, it) = await Prepared(engine);
        await using var _ = books;
        async Task<string?> Create(OpenItem item) =>
            (await books.Act((work, book) => OpenItems.Create(work, book, item))).Rejection?.Code;
        async Task<string?> Dun(string number, int level) =>
            (await books.Act((work, book) => OpenItems.SetDunningLevel(work, book, number, level))).Rejection?.Code;
        var good = ItemOf(it.Claim, "R-2");
        Assert.Equal("ledger.item-exists", await Create(ItemOf(it.Claim)));
        Assert.Equal("ledger.item-number", await Create(good with { Number = "" }));
        Assert.Equal("ledger.item-account", await Create(good with { Account = it.Revenue }));
        Assert.Equal("ledger.item-party", await Create(good with { Party = new(9) }));
        Assert.Equal("ledger.item-due", await Create(good with { DueOn = Day.AddDays(-1) }));
        Assert.Equal("ledger.dunning-level", await Create(good with { DunningLevel = 10 }));
        Assert.Equal("ledger.item-unknown", await Dun("R-9", 1));
        Assert.Equal("ledger.item-settled", await Dun("R-1", 1));

        (await books.Post(new EntryDraft(Day, Day, "B-1", "Umlage",
            [new(it.Claim, new(100), Item: it.Item), new(it.Revenue, new(-100))]))).Expect();
        (await books.Post(new EntryDraft(Day.AddDays(40), Day, "B-2", "Zahlung",
            [new(it.Cash, new(70), Payment: it.Payment), new(it.Claim, new(-70), Item: it.Item)]))).Expect();
        Assert.Equal("ledger.dunning-level", await Dun("R-1", 10));
        Assert.Null(await Dun("R-1", 2));
        Assert.Equal(2, (await books.Database.Read(db => OpenItems.Find(db, books.Body.Id, "R-1")))!.DunningLevel);

        async Task<AgedItems> Aged(int days) => Assert.Single(
            await books.Database.Read(db => AgedItems.AsOf(db, books.Body.Id, Day.AddDays(days))));
        Assert.Equal(new Money(100), (await Aged(0)).NotDue);
        Assert.Equal(new Money(100), (await Aged(1)).Days30);
        Assert.Equal(new Money(100), (await Aged(31)).Days60);
        Assert.Equal(new Money(30), (await Aged(61)).Days90);
        var old = await Aged(91);
        Assert.Equal((new Money(30), new Money(30), 1), (old.Older, old.Total, old.Items));
        Assert.Empty(await books.Database.Read(db => AgedItems.AsOf(db, books.Body.Id, Day.AddDays(-1))));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Master_data_that_is_not_well_formed_is_refused(Engine engine)
    {
        var (books, _) = await Prepared(engine);
        await using var disposing = books;
        async Task<string?> Body(string code, string name) => (await books.Act((work, _) =>
            Bodies.Create(work, code, name, BodyKind.District, Framework.Nkf))).Rejection?.Code;
        Assert.Equal("ledger.body-code", await Body("X", "Kreis"));
        Assert.Equal("ledger.body-name", await Body("kreis", ""));
        Assert.Equal("ledger.body-exists", await Body(books.Body.Code, "Kreis"));
        Assert.Equal("ledger.body-unknown",
            (await books.Act(async (work, _) => await Book.Open(work, "fehlt"))).Rejection?.Code);

        async Task<string?> Account(string number, string name, AccountRole role = AccountRole.None) =>
            AccountNumber.Parse(number).Ok(out var parsed, out var why)
                ? (await books.Act((work, book) => Accounts.Add(work, book,
                    [new AccountDraft(parsed, name, AccountKind.Equity, role)]))).Rejection?.Code
                : why.Code;
        Assert.Equal("ledger.account-number", await Account("12", "zu kurz"));
        Assert.Equal("ledger.account-name", await Account("2911", ""));
        Assert.Equal("ledger.account-exists", await Account("1611", "anders"));
        Assert.Null(await Account("2081", "Ergebnis", AccountRole.Result));
        Assert.Equal("ledger.account-result", await Account("2082", "noch eins", AccountRole.Result));
        Assert.Equal("ledger.dimension", (await books.Act((work, book) =>
            Dimensions.AddProducts(work, book, [("", "ohne Schlüssel")]))).Rejection?.Code);
        Assert.Equal("ledger.party", (await books.Act((work, book) =>
            Parties.Add(work, book, [new Party(default, "", "x")]))).Rejection?.Code);
    }
}
