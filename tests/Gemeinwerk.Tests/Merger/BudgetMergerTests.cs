using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Merger;

/// <summary>Plan values, authorisations and commitments go over to the target, and back.</summary>
public class BudgetMergerTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    internal static readonly BudgetKey power = new("0111", "5241");

    static readonly BudgetKey staff = new("0111", "50"), investment = new(null, "F26");

    internal static async Task Plan(MergerWorld world, string body, int year, BudgetKey key, long cents,
        BudgetChangeKind kind = BudgetChangeKind.Original) => (await world[body].Act((work, book) =>
            Budget.Add(work, book, year, kind, [new(key, new(cents))], "Beschluss"))).Expect();

    internal static async Task Bind(
        MergerWorld world, string body, int year, BudgetKey key, string number, long cents) =>
        (await world[body].Act((work, book) =>
            Commitments.Bind(work, book, year, key, number, "Auftrag", new(cents)))).Expect();

    internal static async Task<MergerWorld> Planned(Engine engine)
    {
        var world = await MergerWorld.On(engine);
        foreach (var body in new[] { "kdz", "ckm", "sit" })
        {
            await world.Product(body, "0111");
            await world[body].Account("5241");
        }
        await Plan(world, "kdz", 2017, power, 99_900);
        await Plan(world, "kdz", 2018, power, 10_000);
        await Plan(world, "kdz", 2018, power, 500, BudgetChangeKind.CarriedForward);
        await Plan(world, "kdz", 2018, staff, 70_000, BudgetChangeKind.Supplementary);
        await Plan(world, "kdz", 2019, investment, 5_000);
        await Plan(world, "ckm", 2018, power, 2_000);
        await Plan(world, "sit", 2018, power, 300);
        await Bind(world, "kdz", 2017, power, "M-1", 40);
        await Bind(world, "ckm", 2018, power, "M-1", 60);
        await Bind(world, "sit", 2018, power, "M-1", 7);
        await world.Create();
        Assert.Empty((await world.Suggest()).Open);
        return world;
    }

    static async Task<BudgetUse> Use(MergerWorld world, string body, int year, BudgetKey key) =>
        (await world.Database.Read(db => BudgetControl.Watch(db, world[body].Body, year))).Single(it => it.Key == key);

    [Theory, MemberData(nameof(Engines))]
    public async Task Budgets_go_over_with_their_kinds_and_come_back(Engine engine)
    {
        await using var world = await Planned(engine);
        var before = await world.State();
        var certificate = (await world.Run()).Certificate!;
        var use = await Use(world, "sit", 2018, power);
        Assert.Equal((new Money(12_300), new Money(500), new Money(107)), (use.Original, use.CarriedForward,
            use.Committed));
        Assert.Equal(new Money(70_000), (await Use(world, "sit", 2018, staff)).Supplementary);
        Assert.Equal(new Money(5_000), (await Use(world, "sit", 2019, investment)).Original);
        var left = await Use(world, "kdz", 2018, power);
        Assert.Equal((Money.Zero, Money.Zero), (left.Updated, left.Committed));
        Assert.Equal(new Money(99_900), (await Use(world, "kdz", 2017, power)).Updated);
        Assert.Equal(["M-1", "ckm:M-1", "kdz:M-1"], (await world.Database.Read(db =>
            Commitments.Open(db, world["sit"].Body.Id))).Select(it => it.Number));
        Assert.Contains("original|2018|0111|5241|10000|2000|300|12300\n", certificate, StringComparison.Ordinal);
        Assert.Contains("commitment|2018|0111|5241|40|60|7|107\n", certificate, StringComparison.Ordinal);
        Assert.Contains("carried-forward|2018|0111|5241|500|0|0|500\n", certificate, StringComparison.Ordinal);
        Assert.Contains("supplementary|2018|0111|50|70000|0|0|70000\n", certificate, StringComparison.Ordinal);
        Assert.Contains("kdz|M-1|2017|0111|5241|40|kdz:M-1\n", certificate, StringComparison.Ordinal);
        Assert.Contains("position|kdz|F26|F26\n", certificate, StringComparison.Ordinal);
        var answer = await world.Check();
        Assert.True(answer.Exit == 0, answer.Text);

        Assert.Empty(await world.Undo());
        Assert.Equal(before, await world.State());
        Assert.Empty((await world.Run()).Findings);
        Assert.Equal(new Money(12_300), (await Use(world, "sit", 2018, power)).Original);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_budget_goes_where_the_mapping_says_or_is_a_finding(Engine engine)
    {
        await using var world = await Planned(engine);
        await world["sit"].Account("5291");
        (await world["sit"].Act((work, book) => Dimensions.AddProducts(work, book, [("0999", "EDV")]))).Expect();
        await world.Map(MappingKind.Account, "kdz", "5241", "5291");
        await world.Map(MappingKind.Product, "kdz", "0111", "0999");
        Assert.Contains((await world.Plan()).Budget.Values, move => move.To == new BudgetKey("0999", "5291"));

        await Plan(world, "kdz", 2018, new BudgetKey("0111", "524"), 1);
        var finding = Assert.Single((await world.Plan()).Findings);
        Assert.Equal(("merger.budget-position", "budget/kdz/0111/524"), (finding.Why.Code, finding.Field));
        (await world.Act(work => Mappings.Remove(work, MergerWorld.Code, MappingKind.Product, "kdz", "0111"))).Expect();
        Assert.Contains((await world.Plan()).Findings, it => it.Why.Code == "merger.unmapped");
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Undo_is_refused_once_a_commitment_was_used_or_released(Engine engine)
    {
        await using var world = await Planned(engine);
        await world.Run();
        (await world["sit"].Act((work, book) => Commitments.Release(work, book, "kdz:M-1"))).Expect();
        Assert.Equal("merger.commitment-changed", Assert.Single(await world.Undo()).Why.Code);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Within_a_year_only_what_is_left_goes_over(Engine engine)
    {
        await using var world = await MergerWorld.On(engine, seeded: true);
        await world.Close("kdz", 2017);
        await world["kdz"].Given("""
            2018-03-31 Strom
              5241   40,00
              1811  -40,00 7241
            """);
        await Plan(world, "kdz", 2018, new BudgetKey(null, "5241"), 10_000);
        await world.Create(effective: new DateOnly(2018, 7, 1), sources: "kdz");
        await world.Suggest();
        Assert.Empty((await world.Run()).Findings);
        Assert.Equal(new Money(6_000), (await Use(world, "sit", 2018, new(null, "5241"))).Available);
        Assert.Equal(Money.Zero, (await Use(world, "kdz", 2018, new(null, "5241"))).Available);
        Assert.Equal(0, (await world.Check()).Exit);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_commercial_source_without_a_budget_is_told(Engine engine)
    {
        await using var world = await MergerWorld.On(engine, Framework.Hgb);
        await world.Create(sources: "kdz");
        var outcome = await world.Run();
        Assert.Empty(outcome.Findings);
        Assert.Equal("merger.no-budget", Assert.Single(outcome.Notes).Why.Code);
    }
}
