using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Installation;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Council;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Ledger.Verification;
using Gemeinwerk.Treasury;

namespace Gemeinwerk.Tests.Treasury;

/// <summary>Levies in the books: claimed once, after their approval, through several hands. GkG NRW § 19, KomHVO NRW §
/// 31.</summary>
public class LevyClaimTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    static readonly DateOnly day = LevyScene.Approved;
    static readonly string[] members = ["hemer", "siegen", "iserlohn", "kreis", "gmbh"];

    /// <summary>An association with its people, debtors, and a levy of 100.00 that is set; votes are 4, 3, 3, 2, 1.
    /// </summary>
    internal static async Task<(TreasuryWorld World, Scene Scene)> Set(Engine engine, bool isApproved = true)
    {
        var world = await TreasuryWorld.On(engine);
        await world.Books.Account("4189");
        (await world.Books.Act((work, book) => Parties.Add(work, book,
            [new(default, "hemer", "Stadt Hemer"), new(default, "D-siegen", "Siegen"),
                new(default, "K-7", "Mitglied iserlohn"), new(default, "kreis", "Kreis"),
                new(default, "gmbh", "GmbH")]))).Expect();
        var scene = Scene.Founded().DraftLevy().Part(130_00, LevyKey.Votes).SetLevy();
        if (isApproved) scene.ApproveLevy();
        await Record(world, scene);
        return (world, scene);
    }

    /// <summary>Records what the scene has more than the database.</summary>
    static async Task Record(TreasuryWorld world, Scene scene)
    {
        var known = await world.Books.Database.Read(db => Councils.Records(db, world.Books.Body.Id));
        (await CouncilTests.Record(world.Books,
            [.. scene.Records.Skip(known.Count).Select(record => record.Event)])).Expect();
    }

    static async Task<Result<int>> Claim(
        TreasuryWorld world, int no = 1, string person = "ines", string revenue = "4189", bool withDebts = true)
    {
        var target = new LevyTarget(await world.Books.Account(revenue), await world.Books.Account("1611"),
            withDebts ? await world.Books.Account("3511") : null);
        return await world.As(person, (work, book) => LevyClaims.Claim(work, book, no, day, target));
    }

    static Task<Result<int>> Order(TreasuryWorld world, string person, int no = 1) => world.As(person,
        async (work, book) => await LevyClaims.Order(work, book, no, LevyClaims.HashOf(
            await LevyClaims.Of(work.Db, book.Body, no), CashOrderState.Certified)));

    static Task<Result<int>> Post(TreasuryWorld world, string person, int no = 1, DateOnly? on = null) => world.As(
        person, async (work, book) => await LevyClaims.Post(work, book, no, LevyClaims.HashOf(
            await LevyClaims.Of(work.Db, book.Body, no), CashOrderState.Ordered), on ?? day));

    static async Task<string> Items(TreasuryWorld world) => string.Join(", ", (await world.Books.Database.Read(db =>
        OpenItems.Unsettled(db, world.Books.Body.Id))).OrderBy(item => item.Id.Value)
        .Select(item => $"{German.Date(item.DueOn)[..6]} {item.Open.ToPlainText()}"));

    static async Task<List<PassReport>> Failures(TreasuryWorld world) =>
        [.. (await WholeVerification.OfBody(world.Books.Database, world.Books.Body))
            .Where(report => report.Verdict == Verdict.Fail)];

    [Theory, MemberData(nameof(Engines))]
    public async Task FI_03_Without_the_recorded_approval_nothing_is_claimed_and_nothing_written(Engine engine)
    {
        var (world, scene) = await Set(engine, isApproved: false);
        await using var _ = world;
        var why = (await Claim(world)).Rejection!;
        Assert.Equal(("council.levy-approval", "GkG NRW § 19 (2)"), (why.Code, why.Source));
        Assert.Empty(await world.Books.Database.Read(db => LevyClaims.Of(db, world.Books.Body, 1)));
        scene.ApproveLevy();
        await Record(world, scene);
        Assert.Equal(10, (await Claim(world)).Expect());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task FI_03_That_a_levy_is_claimed_is_recorded_with_its_orders_and_never_alone(Engine engine)
    {
        var (world, _) = await Set(engine);
        await using var __ = world;
        var why = (await CouncilTests.Record(world.Books, new LevyClaimed(1, day))).Rejection!;
        Assert.Equal("council.levy-treasury", why.Code);
        Assert.Contains("council levy claim", why.Message, StringComparison.Ordinal);
        Assert.Equal(10, (await Claim(world)).Expect());
        var records = await world.Books.Database.Read(db => Councils.Records(db, world.Books.Body.Id));
        Assert.Equal(new LevyClaimed(1, day), records[^1].Event);
        Assert.Empty(await Failures(world));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task FI_03_An_approved_levy_becomes_open_items_through_the_hands_of_three(Engine engine)
    {
        var (world, _) = await Set(engine);
        await using var __ = world;
        Assert.Equal(10, (await Claim(world)).Expect());
        Assert.Equal("treasury.same-person", (await Order(world, "ines")).Rejection!.Code);
        Assert.Equal("", await Items(world));
        Assert.Equal(10, (await Order(world, "otto")).Expect());
        Assert.Equal("treasury.same-person", (await Post(world, "otto")).Rejection!.Code);
        Assert.Equal("treasury.levy-year", (await Post(world, "berta", on: new(2025, 12, 31))).Rejection!.Code);
        Assert.Equal(10, (await Post(world, "berta")).Expect());
        Assert.Equal("15.02. 5.00, 15.08. 5.00, 15.02. 20.00, 15.08. 20.00, 15.02. 15.00, 15.08. 15.00, 15.02. 10.00, "
            + "15.08. 10.00, 15.02. 15.00, 15.08. 15.00", await Items(world));
        var balance = (await world.Books.Database.Read(db => Balances.TrialBalance(db, world.Books.Body.Id, day)))
            .Single(line => line.Account.Number == "4189").Balance;
        Assert.Equal(new Money(-130_00), balance);
        Assert.Empty(await Failures(world));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task FI_03_Nothing_is_claimed_twice_and_what_was_withdrawn_comes_again(Engine engine)
    {
        var (world, _) = await Set(engine);
        await using var __ = world;
        (await Claim(world)).Expect();
        Assert.Equal("treasury.levy-claimed", (await Claim(world)).Rejection!.Code);
        var order = (await world.Books.Database.Read(db => LevyClaims.Of(db, world.Books.Body, 1)))[3];
        (await world.As("otto", (work, book) => CashOrders.Withdraw(work, book, order.Order.No, "falsch"))).Expect();
        Assert.Equal(1, (await Claim(world)).Expect());
        Assert.Equal("treasury.levy-claimed", (await Claim(world)).Rejection!.Code);
        var orders = await world.Books.Database.Read(db => LevyClaims.Of(db, world.Books.Body, 1));
        Assert.Equal((11, 130_00L), (orders.Count, orders.Sum(it => it.Claimed.Cents)));
        Assert.Contains(orders, it => it.Order.Draft.Document == "UB 2026-1/hemer/2-2");
        Assert.Empty(await Failures(world));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task FI_03_A_levy_that_is_set_again_makes_the_difference_only(Engine engine)
    {
        var (world, scene) = await Set(engine);
        await using var _ = world;
        (await Claim(world)).Expect();
        (await Order(world, "otto")).Expect();
        (await Post(world, "berta")).Expect();
        scene.Do(new LevyClaimed(1, day)).Do(new VotesFixed("gmbh", 5, new(2026, 1, 2), "Satzung"))
            .DraftLevy().Part(170_00, LevyKey.Votes, new(2026, 1, 2)).Do(new LevyCapSet(2, "hemer", 30_00, "§ 15"))
            .SetLevy(new(2026, 1, 5)).ApproveLevy();
        await Record(world, scene);
        Assert.Equal("council.levy-replaced", (await Claim(world)).Rejection!.Code);
        Assert.Equal("treasury.levy-debts", (await Claim(world, 2, withDebts: false)).Rejection!.Code);
        Assert.Equal(10, (await Claim(world, 2)).Expect());
        var orders = await world.Books.Database.Read(db => LevyClaims.Of(db, world.Books.Body, 2));
        Assert.Equal(40_00, orders.Sum(it => it.Claimed.Cents));
        Assert.Equal(-10_00, orders.Where(it => it.Member == "hemer").Sum(it => it.Claimed.Cents));
        Assert.Equal("treasury.levy-claimed", (await Claim(world, 2)).Rejection!.Code);
        (await Order(world, "otto", 2)).Expect();
        (await Post(world, "berta", 2)).Expect();
        var balance = (await world.Books.Database.Read(db => Balances.TrialBalance(db, world.Books.Body.Id, day)))
            .Single(line => line.Account.Number == "4189").Balance;
        Assert.Equal(new Money(-170_00), balance);
        Assert.Empty(await Failures(world));
    }

    /// <summary>Page, notice and orders tell one and the same, also where something is given back.</summary>
    [Theory, MemberData(nameof(Engines))]
    public async Task A_lower_levy_gives_back_what_its_notice_says_and_withdrawn_refunds_are_no_damage(Engine engine)
    {
        var (world, scene) = await Set(engine);
        await using var _ = world;
        (await Claim(world)).Expect();
        scene.Do(new LevyClaimed(1, day))
            .Do(new MemberLeft("gmbh", new(2026, 1, 1), LeaveReason.Merger, null, "Fusion"))
            .DraftLevy().Part(96_00, LevyKey.Votes, new(2025, 12, 31)).SetLevy(new(2026, 1, 5)).ApproveLevy();
        await Record(world, scene);
        Assert.Equal(10, (await Claim(world, 2)).Expect());
        scene.Do(new LevyClaimed(2, day));
        var levy = scene.Now.Levies.All[1];
        var orders = await Orders();
        foreach (var demand in LevyDemand.All(scene.Now, levy, levy.Placed!))
        {
            Assert.Equal(demand.Due.Select(it => (it.No, it.DueOn, it.Amount)),
                orders.Where(it => it.Member == demand.Share.Member)
                    .Select(it => (it.Instalment, it.Order.Draft.DueOn, it.Claimed)));
        }
        Assert.Equal(-10_00, orders.Where(it => it.Member == "gmbh").Sum(it => it.Claimed.Cents));
        foreach (var order in orders)
        {
            (await world.As("otto", (work, book) => CashOrders.Withdraw(work, book, order.Order.No, "falsch")))
                .Expect();
        }
        Assert.Empty(await Failures(world));
        // What an order of the first levy asked for and does not any more comes with the second.
        var first = (await world.Books.Database.Read(db => LevyClaims.Of(db, world.Books.Body, 1)))
            .First(it => it.Member == "hemer");
        (await world.As("otto", (work, book) => CashOrders.Withdraw(work, book, first.Order.No, "falsch"))).Expect();
        (await Claim(world, 2)).Expect();
        var all = (await world.Books.Database.Read(db => LevyClaims.Of(db, world.Books.Body, 1)))
            .Concat(await Orders());
        Assert.Equal(levy.Placed!.Shares.Select(it => (it.Member, it.Amount.Cents)).Prepend(("gmbh", 0L)),
            all.GroupBy(it => it.Member).Select(it => (it.Key, it.Sum(order => order.Claimed.Cents)))
                .OrderBy(it => it.Key, StringComparer.Ordinal));
        Assert.Empty(await Failures(world));

        Task<List<LevyOrder>> Orders() =>
            world.Books.Database.Read(db => LevyClaims.Of(db, world.Books.Body, 2));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Verify_finds_an_order_that_claims_more_than_was_resolved(Engine engine)
    {
        var (world, _) = await Set(engine);
        await using var __ = world;
        (await Claim(world)).Expect();
        await Corruption.Unlock(world.Books);
        await Corruption.Script(world.Books, "update treasury_order set amount = amount + 1 where order_no = 1");
        var report = Assert.Single(await Failures(world), report => report.Name == "treasury.levies");
        Assert.Equal("treasury_levy_order 1/gmbh: erwartet höchstens 10.00, gefunden 10.01",
            string.Join('\n', report.Rows));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task FI_02_Where_the_budget_is_kept_here_it_bounds_the_levy(Engine engine)
    {
        var (world, _) = await Set(engine);
        await using var __ = world;
        await Plan(world, ("52", 500_00), ("43", 371_00), ("41", 130_00));
        Assert.Equal("treasury.levy-budget", (await Claim(world)).Rejection!.Code);
        await Plan(world, ("52", 1_00));
        var budget = (await world.Books.Database.Read(db =>
            LevyBudget.Of(db, world.Books.Body, 2026, "4189", day)))!;
        Assert.Equal((501_00L, 371_00L, 130_00L, "41"), (budget.Expenses.Cents, budget.OtherRevenues.Cents,
            budget.PlannedLevy.Cents, $"{Assert.Single(budget.LevyLines)}"));
        Assert.Equal(10, (await Claim(world)).Expect());
        Assert.Null(await world.Books.Database.Read(db => LevyBudget.Of(db, world.Books.Body, 2027, "4189", day)));
    }

    static Task<Result<int>> Plan(TreasuryWorld world, params (string Position, long Cents)[] lines) => world.Books.Act(
        async (work, book) => await Gemeinwerk.Nkf.Budget.Add(work, book, 2026, BudgetChangeKind.Original,
            [.. lines.Select(line => new BudgetChange(new(null, line.Position), new(line.Cents)))], "Haushalt 2026"));

    [Theory, MemberData(nameof(Engines))]
    public async Task FI_05_More_than_the_equalisation_reserve_holds_does_not_come_from_it(Engine engine)
    {
        await using var world = await TreasuryWorld.On(engine);
        await world.Books.Account("4189");
        await world.Books.Given("2026-01-02 Rücklage\n  1811 99,99 6861\n  2041 -99,99");
        (await world.Books.Act((work, book) => Parties.Add(work, book,
            [.. members.Select(number => new Party(default, number, number))]))).Expect();
        var scene = Scene.Founded().DraftLevy(reserve: 100_00).Part(130_00, LevyKey.Votes).SetLevy().ApproveLevy();
        await Record(world, scene);
        await Plan(world, ("52", 230_00));
        Assert.Equal("treasury.levy-reserve", (await Claim(world)).Rejection!.Code);
        await world.Books.Given("2026-01-03 Rücklage\n  1811 0,01 6861\n  2041 -0,01");
        Assert.Equal(10, (await Claim(world)).Expect());
        Assert.Contains(Chart.Of(Framework.Nkf).Lines, line => line is { Code: "204", Name: "Ausgleichsrücklage" });
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Wrong_accounts_and_stale_hashes_are_refused(Engine engine)
    {
        var (world, _) = await Set(engine);
        await using var __ = world;
        Assert.Equal("council.levy-unknown", (await Claim(world, 9)).Rejection!.Code);
        Assert.Equal("treasury.levy-account", (await Claim(world, revenue: "5241")).Rejection!.Code);
        Assert.Equal("treasury.levy-nothing", (await Order(world, "otto")).Rejection!.Code);
        (await Claim(world)).Expect();
        Assert.Equal("treasury.changed", (await world.As("otto", (work, book) =>
            LevyClaims.Order(work, book, 1, new string('0', 64)))).Rejection!.Code);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Members_without_a_party_of_their_own_are_all_named(Engine engine)
    {
        await using var world = await TreasuryWorld.On(engine);
        await world.Books.Account("4189");
        (await world.Books.Act((work, book) => Parties.Add(work, book, [new(default, "hemer", "Hemer"),
            new(default, "K-3", "Mitglied kreis"), new(default, "K-4", "Mitglied kreis")]))).Expect();
        await Record(world, Scene.Founded().DraftLevy().Part(130_00, LevyKey.Votes).SetLevy().ApproveLevy());
        var why = (await Claim(world)).Rejection!;
        Assert.Equal("treasury.levy-party", why.Code);
        Assert.Contains("Mitglied gmbh, Mitglied iserlohn, Mitglied kreis, Mitglied siegen", why.Message,
            StringComparison.Ordinal);
        Assert.Null((await world.Books.Database.Read(db => Councils.Read(db, world.Books.Body.Id))).Levies.All[0]
            .ClaimedOn);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Verify_finds_an_order_that_says_it_claims_another_levy(Engine engine)
    {
        var (world, _) = await Set(engine);
        await using var __ = world;
        (await Claim(world)).Expect();
        Assert.Empty(await Failures(world));
        await Corruption.Unlock(world.Books);
        await Corruption.Script(world.Books, "update treasury_levy_order set member = 'anders' where order_no = 1");
        Assert.Contains(await Failures(world), report => report.Name == "treasury.levies");
    }
}
