using System.Text;
using CsCheck;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Imports;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Nkf;

public sealed class BudgetTests
{
    const int Year = 2026;
    static readonly BudgetKey staff = new(null, "50"), supplies = new(null, "52"), machines = new(null, "783");

    static async Task<Books> Planned(Engine engine, bool on = true)
    {
        var books = await Books.On(engine);
        (await books.Act((work, book) => Charts.Seed(work, book))).Expect();
        (await books.Act((work, book) => Budget.Add(work, book, Year, BudgetChangeKind.Original,
        [
            new(staff, new Money(1000_00)), new(supplies, new Money(500_00)), new(machines, new Money(300_00)),
        ], "Satzung"))).Expect();
        (await books.Act(async Task<Result<bool>> (work, book) =>
        {
            await BudgetControl.Switch(work, book, Year, on);
            return on;
        })).Expect();
        return books;
    }

    static async Task<Result<PostedWithBudget>> Spend(
        Books books, string account, long cents, string? commitment = null, string? payment = null)
    {
        var day = new DateOnly(Year, 5, 1);
        var draft = new EntryDraft(day, day, "B", "Ausgabe",
        [
            new(await books.Account(account), new Money(cents)),
            new(await books.Account(payment is null ? "3511" : "1811"), new Money(-cents),
                Payment: payment is null ? null : await books.Account(payment)),
        ]);
        return await books.Act((work, book) => BudgetControl.Post(work, book, draft, commitment));
    }

    /// <summary>Under commercial law expenses stand in the classes 6 and 7, which under NKF are cash.</summary>
    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task A_commercial_book_is_held_to_its_plan_too(Engine engine)
    {
        await using var books = await Books.On(engine, framework: Framework.Hgb);
        (await books.Act((work, book) => Charts.Seed(work, book))).Expect();
        var power = new BudgetKey(null, "6030");
        Assert.Empty((await Post("6520", 1_00)).Expect().Warnings);
        (await books.Act((work, book) => Budget.Add(work, book, Year, BudgetChangeKind.Original,
            [new(power, new Money(400_00)), new(new(null, "5010"), new Money(900_00))], "Wirtschaftsplan"))).Expect();
        Assert.Single((await Post("6520", 1_00)).Expect().Warnings);
        (await books.Act(async Task<Result<bool>> (work, book) =>
        {
            await BudgetControl.Switch(work, book, Year, true);
            return true;
        })).Expect();
        Assert.Contains(
            "es fehlen 100,00 €", (await Post("6030", 500_00)).Rejection?.Message, StringComparison.Ordinal);
        (await Post("6030", 400_00)).Expect();
        Assert.Equal("nkf.budget-exceeded", (await Post("7020", 1)).Rejection?.Code);
        (await Post("5010", -2000_00)).Expect();
        Assert.Equal(Money.Zero, (await Use(books, power)).Available);
        Assert.Equal([("6030", new Money(400_00))], (await books.Database.Read(db =>
            BudgetControl.Parts(db, books.Body, Year, power))).Select(part => (part.Account.Number, part.Amount)));

        async Task<Result<PostedWithBudget>> Post(string account, long cents)
        {
            var day = new DateOnly(Year, 5, 1);
            var draft = new EntryDraft(day, day, "B", "Buchung",
                [new(await books.Account(account), new(cents)), new(await books.Account("2510"), new(-cents))]);
            return await books.Act((work, book) => BudgetControl.Post(work, book, draft));
        }
    }

    static async Task<BudgetUse> Use(Books books, BudgetKey key) =>
        (await books.Database.Read(db => BudgetControl.Watch(db, books.Body, Year))).Single(use => use.Key == key);

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task What_is_beyond_the_budget_is_refused_with_the_missing_amount(Engine engine)
    {
        await using var books = await Planned(engine);
        (await Spend(books, "5012", 999_00)).Expect();
        var refused = (await Spend(books, "5012", 2_00)).Rejection;
        Assert.Equal("nkf.budget-exceeded", refused?.Code);
        Assert.Contains("es fehlen 1,00 €", refused?.Message, StringComparison.Ordinal);
        Assert.Equal("nkf.budget-exceeded", (await Spend(books, "5431", 1)).Rejection?.Code);
        Assert.Equal("nkf.budget-exceeded", (await Spend(books, "0811", 300_01, payment: "7831")).Rejection?.Code);
        (await Spend(books, "0811", 300_00, payment: "7831")).Expect();
        Assert.Equal(new Money(1_00), (await Use(books, staff)).Available);
        Assert.Equal(Money.Zero, (await Use(books, machines)).Available);

        await using var warned = await Planned(engine, on: false);
        var posted = (await Spend(warned, "5012", 1000_01)).Expect();
        Assert.Equal("nkf.budget-exceeded", Assert.Single(posted.Warnings).Code);
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task Transfers_approvals_groups_and_carried_forward_authorisations_count(Engine engine)
    {
        await using var books = await Planned(engine);
        (await books.Act((work, book) =>
            Budget.Transfer(work, book, Year, supplies, staff, new Money(100_00), "Kämmerei"))).Expect();
        (await books.Act((work, book) =>
            Budget.Approve(work, book, Year, staff, new Money(50_00), "Beschluss 7", "Mehrerträge 4182"))).Expect();
        (await books.Act((work, book) =>
            Budget.CarryForward(work, book, Year + 1, machines, new Money(300_00), "Liste"))).Expect();
        Assert.Equal(new Money(1150_00), (await Use(books, staff)).Available);
        Assert.Equal(Money.Zero, (await Use(books, machines)).Available);
        var next = await books.Database.Read(db => BudgetControl.Watch(db, books.Body, Year + 1));
        Assert.Equal(new Money(300_00), Assert.Single(next).CarriedForward);

        (await books.Act((work, book) =>
            Budget.Group(work, book, Year, "D1", "Betrieb", [staff, supplies]))).Expect();
        (await Spend(books, "5012", 1550_00)).Expect();
        Assert.Equal("nkf.budget-exceeded", (await Spend(books, "5281", 1)).Rejection?.Code);
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task A_commitment_binds_until_it_is_used_or_released(Engine engine)
    {
        await using var books = await Planned(engine);
        (await Bind("A-1", 400_00)).Expect();
        Assert.Equal("nkf.budget-exceeded", (await Bind("A-2", 100_01)).Rejection?.Code);
        Assert.Equal("nkf.budget-exceeded", (await Spend(books, "5281", 200_00)).Rejection?.Code);
        (await Spend(books, "5281", 150_00, "A-1")).Expect();
        Assert.Equal(new Money(250_00), (await Use(books, supplies)).Committed);
        Assert.Equal(new Money(100_00), (await Use(books, supplies)).Available);
        var spent = (await Spend(books, "5281", 100_00, "A-1")).Expect().Posted.EntryNo;
        Assert.Equal(new Money(150_00), (await Use(books, supplies)).Committed);
        (await books.Act((work, book) =>
            Journal.Reverse(work, book, spent, new DateOnly(Year, 12, 1), "S-1", "Storno"))).Expect();
        Assert.Equal(new Money(250_00), (await Use(books, supplies)).Committed);
        Assert.Equal(new Money(250_00),
            Assert.Single(await books.Database.Read(db => Commitments.Open(db, books.Body.Id))).Open);
        Assert.Equal("nkf.commitment-unused", (await Spend(books, "5012", 1_00, "A-1")).Rejection?.Code);
        Assert.Equal("nkf.commitment-unknown", (await Spend(books, "5012", 1_00, "A-9")).Rejection?.Code);
        Assert.Equal("nkf.commitment-exists", (await Bind("A-1", 1_00)).Rejection?.Code);
        Assert.Equal("nkf.commitment-number", (await Bind("", 1_00)).Rejection?.Code);
        Assert.Equal(new Money(250_00),
            (await books.Act((work, book) => Commitments.Release(work, book, "A-1"))).Expect());
        Assert.Equal(new Money(350_00), (await Use(books, supplies)).Available);

        Task<Result<Commitment>> Bind(string number, long cents) => books.Act((work, book) =>
            Commitments.Bind(work, book, Year, supplies, number, "Auftrag", new Money(cents)));
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task The_budget_of_a_year_that_is_closed_for_good_stands_fast(Engine engine)
    {
        await using var books = await Planned(engine);
        (await books.Act((work, book) => Closing.BeginClosing(work, book, Year))).Expect();
        (await books.Act((work, book) => Budget.Set(work, book, Year, staff, new Money(1001_00), "B"))).Expect();
        (await books.Act((work, book) => Closing.Finish(work, book, Year))).Expect();

        Assert.All(
            [
                await Code((work, book) => Budget.Set(work, book, Year, staff, new Money(9), "B")),
                await Code((work, book) => Budget.Transfer(work, book, Year, staff, supplies, new Money(1), "B")),
                await Code((work, book) => Budget.Approve(work, book, Year, staff, new Money(1), "B", "C")),
                await Code((work, book) => Budget.CarryForward(work, book, Year + 1, staff, new Money(1), "B")),
                await Code((work, book) => Budget.Group(work, book, Year, "D1", "Betrieb", [staff])),
                await Code((work, book) => Commitments.Bind(work, book, Year, staff, "A-1", "T", new Money(1))),
            ],
            code => Assert.Equal("nkf.budget-closed", code));

        async Task<string?> Code<T>(Func<Work, Book, Task<Result<T>>> act) => (await books.Act(act)).Rejection?.Code;
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task Changes_that_make_no_sense_are_refused(Engine engine)
    {
        await using var books = await Planned(engine);
        var unknown = new BudgetKey(null, "53");
        Assert.Equal("nkf.budget-position", await Refused(new BudgetKey(null, "Q1"), "x"));
        Assert.Equal("nkf.product-unknown", await Refused(new BudgetKey("999999", "50"), "x"));
        Assert.Equal("nkf.budget-reference", await Refused(staff, ""));
        Assert.Equal("nkf.budget-cover", (await books.Act((work, book) =>
            Budget.Approve(work, book, Year, staff, new Money(1), "B", ""))).Rejection?.Code);
        Assert.Equal("nkf.budget-amount", (await books.Act((work, book) =>
            Budget.Transfer(work, book, Year, staff, supplies, Money.Zero, "B"))).Rejection?.Code);
        Assert.Equal("nkf.budget-line-unknown", (await books.Act((work, book) =>
            Budget.Transfer(work, book, Year, unknown, supplies, new Money(1), "B"))).Rejection?.Code);
        Assert.Equal("nkf.budget-exceeded", (await books.Act((work, book) =>
            Budget.Transfer(work, book, Year, staff, supplies, new Money(1000_01), "B"))).Rejection?.Code);
        Assert.Equal("nkf.cover-group", (await books.Act((work, book) =>
            Budget.Group(work, book, Year, "", "Ohne Kürzel", [staff]))).Rejection?.Code);

        async Task<string?> Refused(BudgetKey key, string reference) => (await books.Act((work, book) =>
            Budget.Set(work, book, Year, key, new Money(1), reference))).Rejection?.Code;
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task After_any_accepted_postings_nothing_is_overdrawn(Engine engine)
    {
        var wish = Gen.Select(Gen.Int[0, 2], Gen.Long[-20_000, 60_000]);
        await wish.List[1, 12].SampleAsync(async wishes =>
        {
            await using var books = await Planned(engine);
            var rule = await books.Database.Read(db => BudgetControl.Rule(db, books.Body, Year));
            foreach (var (what, cents) in wishes.Where(it => it.Item2 != 0))
            {
                var account = what == 0 ? "5012" : what == 1 ? "5281" : "0811";
                await Spend(books, account, cents, payment: what == 2 ? "7831" : null);
            }
            Assert.All(await books.Database.Read(db => BudgetControl.Watch(db, books.Body, Year)),
                use => Assert.True(use.Available >= Money.Zero, use.ToString()));
            var day = new DateOnly(Year, 5, 1);
            var much = new EntryDraft(day, day, "B", "Viel",
                [new(await books.Account("5012"), new Money(1000_01)),
                    new(await books.Account("3511"), new Money(-1000_01))]);
            Assert.Equal("nkf.budget-exceeded", rule(much)?.Code);
        }, iter: engine == Engine.Sqlite ? 15 : 4, threads: 1);
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task The_budget_of_Wesel_is_imported_with_its_published_totals(Engine engine)
    {
        var file = Repository.PathOf("..", "shared", "data", "real", "budget_wesel_2015_2020.csv");
        if (!File.Exists(file)) file = Repository.PathOf("..", "..", "shared", "data", "real",
            "budget_wesel_2015_2020.csv");
        Assert.SkipUnless(File.Exists(file), "The budget of Wesel is not beside the repository.");
        await using var books = await Books.On(engine, year: 2017, kind: BodyKind.Municipality);
        var read = await BudgetImport.Run(books.Database, "test", books.Body.Code, 2017, "Haushaltsplan 2017",
            ImportSource.File(file));

        Assert.Empty(read.Findings);
        Assert.Equal(new Money(190_687_753_71), read.Revenues);
        Assert.Equal(new Money(194_962_990_77), read.Expenses);
        var results = (await books.Database.Read(db =>
            Statements.Compute(db, books.Body, StatementKind.Results, 2017))).Expect();
        Assert.NotNull(results.Line("26").Plan);
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task An_import_names_every_bad_row_and_writes_nothing(Engine engine)
    {
        await using var books = await Books.On(engine);
        const string Head = "agency,year,plan_actual,product_code,product_name,account_code,kind,amount_eur\n";
        Assert.Equal(["import.number", "nkf.budget-kind", "money.amount", "nkf.budget-position"], await Import(
            "X,zwei,plan,01,Amt,5012,expense,1\nX,2026,plan,01,Amt,5012,gift,1\nX,2026,plan,01,Amt,5012,expense,viel\n"
            + "X,2026,plan,01,Amt,Q1,expense,1\n"));
        Assert.Equal(["ledger.amount-too-large"],
            await Import("X,2026,plan,01,Amt,5012,expense,999999999999999\n"));
        Assert.Empty(await Import("X,2026,plan,01,Amt,Z13,expense,70.50\nX,2026,actual,01,Amt,Z13,expense,1\n"));
        Assert.Equal(["nkf.budget-present"], await Import("X,2026,plan,01,Amt,Z13,expense,70.50\n"));
        var results = (await books.Database.Read(db =>
            Statements.Compute(db, books.Body, StatementKind.Results, Year, Segment.OfArea("01")))).Expect();
        Assert.Equal(new Money(70_50), results.Line("13").Plan);

        async Task<IEnumerable<string>> Import(string rows) =>
            (await BudgetImport.Run(books.Database, "test", books.Body.Code, Year, "Plan",
                new ImportSource("plan.csv", () => new MemoryStream(Encoding.UTF8.GetBytes(Head + rows)))))
            .Findings.Select(finding => finding.Why.Code);
    }
}
