using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Ledger;

public class AssetTests
{
    static readonly AssetVoucher Bought = new(new(2026, 2, 10), "R-1", "Server gekauft");

    /// <summary>A server of product 0111, in service in February 2026 for 7 months, bought for 1,000.00.</summary>
    static async Task<Books> WithServer(Engine engine, int life = 7)
    {
        var books = await Books.On(engine);
        await books.Account("2081");
        var (account, expense, payable) =
            (await books.Account("0811"), await books.Account("5711"), await books.Account("3511"));
        await books.Act(async (work, book) => await Dimensions.AddProducts(work, book, [("0111", "IT")]));
        (await books.Act((work, book) => Assets.Create(work, book, Server(account, expense, life)))).Expect();
        (await books.Act((work, book) =>
            Assets.Acquire(work, book, "A-1", Bought, new(100_000), new Posting(payable, default)))).Expect();
        return books;
    }

    static Asset Server(Id<Account> account, Id<Account> expense, int life) => new(
        default, "A-1", "Server", account, expense, new Id<Product>(1), null, new(2026, 2, 10), life, null,
        default, default);

    internal static Task<Result<DepreciationRun>> Run(Books books, int month, int year = 2026) =>
        books.Act((work, book) => Assets.Depreciate(work, book, year, month));

    static async Task<Asset> Read(Books books) =>
        (await books.Database.Read(db => Assets.Find(db, books.Body.Id, "A-1")))!;

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Depreciation_takes_one_entry_a_month_once_and_ends_at_zero(Engine engine)
    {
        await using var books = await WithServer(engine);
        Assert.Empty((await Run(books, 1)).Expect().Entries);
        var first = (await Run(books, 3)).Expect();
        Assert.Equal((2, 4, new Money(28_572)), (first.Entries.Count, first.Postings, first.Amount));
        Assert.Empty((await Run(books, 3)).Expect().Entries);
        (await Run(books, 12)).Expect();

        Assert.Equal(Money.Zero, (await Read(books)).BookValue);
        Assert.Equal(new Money(100_000), (await books.TrialBalance("2026-12-31"))["5711"]);
        var march = (await books.Database.Read(db => Entries.Find(db, books.Body, 3)))!.Draft;
        Assert.Equal((new DateOnly(2026, 3, 31), EntryKind.Depreciation), (march.BookedOn, march.Kind));
        Assert.Equal((new Id<Product>(1), (Id<Product>?)null), (march.Postings[0].Product, march.Postings[1].Product));
        Assert.Equal("ledger.month", (await Run(books, 0)).Rejection?.Code);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Later_costs_and_a_month_closed_without_depreciation_spread_over_the_rest(Engine engine)
    {
        await using var books = await WithServer(engine);
        (await books.Act((work, book) => Closing.CloseMonths(work, book, 2026, 2))).Expect();
        var payable = await books.Account("3511");
        (await books.Act((work, book) => Assets.Acquire(work, book, "A-1",
            Bought with { BookedOn = new(2026, 5, 5) }, new(3_000), new Posting(payable, default)))).Expect();
        (await Run(books, 8)).Expect();

        var months = await books.Database.Read(db => db.All($"""
            select amount from ledger_posting
            where asset_id is not null and movement = 'depreciation' order by booked_on
            """, row => row.Number()));
        // 1,000.00 over March to August; from May on 30.00 more over four months.
        Assert.Equal([-16_667, -16_667, -17_417, -17_416, -17_417, -17_416], months);
        Assert.Equal(Money.Zero, (await Read(books)).BookValue);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_reversed_month_is_depreciated_again(Engine engine)
    {
        await using var books = await WithServer(engine);
        var run = (await Run(books, 3)).Expect();
        var value = (await Read(books)).BookValue;
        (await books.Act((work, book) =>
            Journal.Reverse(work, book, run.Entries[0], new(2026, 4, 1), "S-1", "falsch"))).Expect();
        Assert.Single((await Run(books, 3)).Expect().Entries);
        Assert.Equal(value, (await Read(books)).BookValue);
        (await Run(books, 8)).Expect();
        Assert.Equal(Money.Zero, (await Read(books)).BookValue);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_disposal_posts_gain_or_loss_to_the_reserve_and_its_reversal_brings_the_asset_back(Engine engine)
    {
        await using var books = await WithServer(engine, life: 10);
        var (cash, reserve, payment) =
            (await books.Account("1811"), await books.Account("2011"), await books.Account("6831"));
        Task<Result<Posted?>> Sell(DateOnly on, long proceeds, Posting? to) => books.Act((work, book) =>
            Assets.Dispose(work, book, "A-1", new(on, "V-1", "Server verkauft"), new(proceeds), to, reserve));
        var toCash = new Posting(cash, default, Payment: payment);

        Assert.Equal("ledger.asset-disposal", (await Sell(new(2026, 1, 1), 1, toCash)).Rejection?.Code);
        Assert.Equal("ledger.asset-disposal", (await Sell(new(2026, 5, 1), 1, null)).Rejection?.Code);
        (await Run(books, 6)).Expect();
        Assert.Equal("ledger.asset-later-postings", (await Sell(new(2026, 5, 1), 1, toCash)).Rejection?.Code);
        var sold = (await Sell(new(2026, 6, 15), 60_000, toCash)).Expect()!;

        var trial = await books.TrialBalance("2026-12-31");
        Assert.Equal((Money.Zero, new Money(50_000), new Money(-10_000)),
            (trial["0811"], trial["5711"], trial["2011"]));
        Assert.Equal(new DateOnly(2026, 6, 15), (await Read(books)).DisposedOn);
        Assert.Equal("ledger.asset-disposed", (await Sell(new(2026, 7, 1), 1, toCash)).Rejection?.Code);
        Assert.Empty((await Run(books, 12)).Expect().Entries);

        (await books.Act((work, book) =>
            Journal.Reverse(work, book, sold.EntryNo, new(2026, 7, 1), "S", "Irrtum"))).Expect();
        var back = await Read(books);
        Assert.Equal((null, new Money(50_000)), (back.DisposedOn, back.BookValue));
        (await Run(books, 12)).Expect();
        Assert.Equal(Money.Zero, (await Read(books)).BookValue);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task The_schedule_shows_the_year_by_movement_and_agrees_with_the_accounts(Engine engine)
    {
        await using var books = await WithServer(engine, life: 20);
        (await Run(books, 12)).Expect();
        (await ClosingTests.Begin(books)).Expect();
        (await ClosingTests.Finish(books)).Expect();
        var reserve = await books.Account("2011");
        (await books.Act((work, book) => Assets.Dispose(work, book, "A-1",
            new(new(2027, 3, 31), "V-1", "verschrottet"), Money.Zero, null, reserve))).Expect();

        Task<IReadOnlyList<AssetScheduleLine>> Schedule(int year) =>
            books.Database.Read(db => AssetScheduleLine.Of(db, books.Body.Id, year));
        var first = Assert.Single(await Schedule(2026));
        Assert.Equal((new Money(100_000), new Money(-55_000)), (first.Additions, first.Depreciation));
        Assert.Equal((await books.TrialBalance("2026-12-31"))["0811"], first.BookValue);
        var second = Assert.Single(await Schedule(2027));
        Assert.Equal(first.BookValue, second.OpeningBookValue);
        Assert.Equal((new Money(-100_000), new Money(-10_000), new Money(65_000), Money.Zero),
            (second.Disposals, second.Depreciation, second.ReleasedDepreciation, second.BookValue));
        Assert.Equal(new Money(35_000), (await books.TrialBalance("2027-12-31"))["2011"]);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Assets_that_are_not_well_formed_are_refused(Engine engine)
    {
        await using var books = await WithServer(engine);
        var good = await Read(books);
        async Task<string?> Create(Asset asset) =>
            (await books.Act((work, book) => Assets.Create(work, book, asset))).Rejection?.Code;
        Assert.Equal("ledger.asset-exists", await Create(good));
        Assert.Equal("ledger.asset-number", await Create(good with { Number = "" }));
        Assert.Equal("ledger.asset-name", await Create(good with { Number = "A-2", Name = "\0" }));
        Assert.Equal("ledger.asset-account", await Create(good with { Number = "A-2", Account = good.ExpenseAccount }));
        Assert.Equal("ledger.asset-life", await Create(good with { Number = "A-2", UsefulLifeMonths = 2401 }));
        Assert.Equal("ledger.asset-unknown", (await books.Act((work, book) => Assets.Acquire(
            work, book, "A-9", Bought, new(1), new Posting(good.Account, default)))).Rejection?.Code);
    }
}
