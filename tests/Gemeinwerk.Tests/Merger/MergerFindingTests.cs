using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Treasury;
using Gemeinwerk.Treasury;

namespace Gemeinwerk.Tests.Merger;

/// <summary>What stands against a merger is found all at once, and nothing is written.</summary>
public class MergerFindingTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    static async Task<MergerWorld> Simple(Engine engine)
    {
        var world = await MergerWorld.On(engine);
        foreach (var source in new[] { "kdz", "ckm" })
        {
            await world[source].Given("""
                2017-01-01 Eröffnung
                  1811   90 6811
                  2011  -90
                """);
        }
        await world["sit"].Given("""
            2018-01-01 Eröffnung
              1811   10 6811
              2011  -10
            """);
        return world;
    }

    static async Task<IReadOnlyList<string>> Codes(MergerWorld world) =>
        [.. (await world.Plan()).Findings.Select(finding => finding.Why.Code).Distinct().Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Engines))]
    public async Task Unmapped_numbers_are_all_named_and_a_run_writes_nothing(Engine engine)
    {
        await using var world = await Simple(engine);
        await world.Create();
        var before = await world.State();
        var outcome = await world.Run();
        Assert.Equal(4, outcome.Findings.Count(finding => finding.Why.Code == "merger.unmapped"));
        Assert.Null(outcome.Certificate);
        Assert.Equal(before, await world.State());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Wrong_mappings_are_found_by_kind_of_mistake(Engine engine)
    {
        await using var world = await Simple(engine);
        await world["sit"].Account("1761");
        await world.Create();
        await world.Suggest();
        Assert.Empty(await Codes(world));
        await world.Map(MappingKind.Account, "kdz", "1811", "2011");
        Assert.Equal(["merger.account-type"], await Codes(world));
        await world.Map(MappingKind.Account, "kdz", "1811", "1819");
        await world.Map(MappingKind.Account, "kdz", "9999", "1811");
        await world.Map(MappingKind.Account, "ckm", "2011", "NEU=2011");
        await world.Map(MappingKind.Account, "ckm", "1811", "NEU=12");
        Assert.Equal(["ledger.account-number", "merger.number-taken", "merger.source-unknown", "merger.target-unknown"],
            await Codes(world));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Entries_after_the_day_and_closed_years_stand_against_it(Engine engine)
    {
        await using var world = await Simple(engine);
        await world["kdz"].Act(async Task<Result<Nothing>> (work, book) => await FiscalYears.Open(work, book, 2018));
        await world["kdz"].Given("""
            2018-01-02 zu spät
              1811   1 6811
              2011  -1
            """);
        await world.Create(effective: new DateOnly(2018, 1, 1));
        await world.Suggest();
        Assert.Equal(["merger.entries-after-cutover"], await Codes(world));

        var late = await world.Database.Read(async db => (await Book.State(db, world["kdz"].Body.Id)).EntryCount);
        (await world["kdz"].Act((work, book) =>
            Journal.Reverse(work, book, late, new(2018, 1, 3), "S", "Storno"))).Expect();
        Assert.Empty(await Codes(world));
        Assert.Empty((await world.Run()).Findings);
        Assert.Equal(0, (await world.Check()).Exit);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_late_entry_reversed_before_the_day_still_stands_against_it(Engine engine)
    {
        await using var world = await Simple(engine);
        await world["kdz"].Act(async Task<Result<Nothing>> (work, book) => await FiscalYears.Open(work, book, 2018));
        await world["kdz"].Given("""
            2018-01-02 zu spät
              1811   1 6811
              2011  -1
            """);
        var late = await world.Database.Read(async db => (await Book.State(db, world["kdz"].Body.Id)).EntryCount);
        (await world["kdz"].Act((work, book) =>
            Journal.Reverse(work, book, late, new(2017, 12, 30), "S", "Storno"))).Expect();
        await world.Create(effective: new DateOnly(2018, 1, 1));
        await world.Suggest();
        Assert.Equal(["merger.entries-after-cutover"], await Codes(world));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_target_without_the_year_is_found(Engine engine)
    {
        await using var world = await Simple(engine);
        await world.Create(effective: new DateOnly(2019, 1, 1));
        await world.Suggest();
        Assert.Equal(["merger.earlier-year-open", "merger.source-year", "merger.target-year"], await Codes(world));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Shares_need_accounts_that_carry_them(Engine engine)
    {
        await using var world = await Simple(engine);
        await world["kdz"].Given("""
            2017-01-01 Anteil
              1111   5
              2011  -5
            """);
        await world.Create();
        await world.Suggest();
        (await world.Act(work => Shareholdings.Add(work, MergerWorld.Code,
            new("kdz", "1111", "ckm", "2011", new(501))))).Expect();
        Assert.Equal(["merger.shareholding-balance"], await Codes(world));
        (await world.Act(work => Shareholdings.Add(work, MergerWorld.Code,
            new("kdz", "1811", "ckm", "2011", new(100))))).Expect();
        Assert.Equal(["merger.shareholding-account", "merger.shareholding-balance"], await Codes(world));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Prepaid_expenses_are_no_shares(Engine engine)
    {
        await using var world = await Simple(engine);
        await world["kdz"].Given("""
            2017-01-01 Abgrenzung
              1911   5
              2011  -5
            """);
        await world.Create();
        await world.Suggest();
        (await world.Act(work => Shareholdings.Add(work, MergerWorld.Code,
            new("kdz", "1911", "ckm", "2011", new(100))))).Expect();
        Assert.Contains("merger.shareholding-account", await Codes(world));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Claims_that_do_not_pair_move_on_and_are_reported(Engine engine)
    {
        await using var world = await Simple(engine);
        await world.AddItem("kdz", "F-1", "1711", "CKM", 1_000, "2011", counterpart: world["ckm"].Body);
        await world.AddItem("ckm", "E-1", "3511", "KDZ", -999, "2011", counterpart: world["kdz"].Body);
        // By amount and due date, without a common voucher, against the target itself.
        await world.AddItem("kdz", "F-2", "1711", "SIT", 4_000, "2011", due: "2017-07-01",
            counterpart: world["sit"].Body);
        await world["sit"].Act(async Task<Result<Nothing>> (work, book) => await FiscalYears.Open(work, book, 2017));
        await world.AddItem("sit", "E-2", "3511", "KDZ", -4_000, "2011", due: "2017-07-01",
            counterpart: world["kdz"].Body);
        await world.Create();
        Assert.Empty((await world.Suggest()).Open);
        var outcome = await world.Run();
        Assert.Empty(outcome.Findings);
        Assert.Equal(2, outcome.Notes.Count);
        Assert.All(outcome.Notes, note => Assert.Equal("merger.claim-unpaired", note.Why.Code));
        Assert.Contains("mutual-claim|kdz|F-2|sit|E-2|4000\n", outcome.Certificate, StringComparison.Ordinal);
        var items = await world.Database.Read(db => OpenItems.Unsettled(db, world["sit"].Body.Id));
        Assert.Equal(["E-1", "F-1"], items.Select(item => item.Number).Order(StringComparer.Ordinal));
        var answer = await world.Check();
        Assert.True(answer.Exit == 0, answer.Text);
        Assert.Empty(await world.Undo());
        Assert.Equal(new Money(-4_000),
            (await world.Database.Read(db => OpenItems.Find(db, world["sit"].Body.Id, "E-2")))!.Open);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Orders_and_payment_runs_of_a_source_are_brought_to_an_end_first(Engine engine)
    {
        await using var world = await Simple(engine);
        foreach (var body in (string[])["kdz", "sit"])
        {
            await TreasuryWorld.Accounts(world[body]);
            (await world[body].Act((work, book) => Parties.Add(work, book,
                [new(default, "K-1", "Stadtwerke", Iban: TreasuryWorld.Iban)]))).Expect();
        }
        var kdz = await TreasuryWorld.Of(world["kdz"], new DateOnly(2017, 11, 6));
        await kdz.Posted(60_00);
        var run = (await kdz.Propose("pia", await kdz.Posted())).Expect();
        var wish = await kdz.Draft();
        var draft = (await kdz.As("ines", (work, book) => CashOrders.Draft(work, book, wish))).Expect();
        // What the target still has to do, it does after the merger.
        var sit = TreasuryWorld.Beside(world["sit"], new DateOnly(2018, 1, 8));
        var ofTarget = await sit.Draft();
        (await sit.As("ines", (work, book) => CashOrders.Draft(work, book, ofTarget))).Expect();
        await world.Create();
        await world.Suggest();
        Assert.Equal(["merger.open-orders"], await Codes(world));
        Assert.Equal([$"order/kdz/{draft}", $"run/kdz/{run}"], (await Execution.DryRun(
            world.Database, "test", MergerWorld.Code)).Expect().Findings.Select(it => it.Field).Order());
        var before = await world.State();
        Assert.Null((await world.Run()).Certificate);
        Assert.Equal(before, await world.State());

        (await kdz.As("pia", (work, book) => PaymentRuns.Cancel(work, book, run))).Expect();
        (await kdz.As("ines", (work, book) => CashOrders.Withdraw(work, book, draft, "Fusion"))).Expect();
        var outcome = await world.Run();
        Assert.Empty(outcome.Findings);
        var note = Assert.Single(outcome.Notes, it => it.Why.Code == "merger.unpaid-orders");
        Assert.Contains(" 2 angeordnete", note.Why.Message, StringComparison.Ordinal);
        Assert.Equal("ledger.book-sealed",
            (await kdz.As("ines", (work, book) => CashOrders.Draft(work, book, wish))).Rejection?.Code);
        // The items of both are in the target, and there they are ordered and paid.
        var items = await world.Database.Read(db => OpenItems.Unsettled(db, world["sit"].Body.Id));
        Assert.Equal(new Money(-160_00), items.Aggregate(Money.Zero, (sum, item) => sum + item.Open));
        Assert.Equal(2, items.Count);
        var item = items.Single(it => it.Open == new Money(-60_00));
        var again = (await sit.As("ines", (work, book) => CashOrders.Draft(work, book, ofTarget with
        {
            Party = item.Party,
            Account = item.Account,
            Amount = new(60_00),
            Lines = [],
            Item = item.Id,
        }))).Expect();
        (await sit.Certify("ines", again)).Expect();
        (await sit.OrderBy("otto", again)).Expect();
        Assert.Equal(1, await world.Database.Read(db => PaymentRuns.CountDue(db, world["sit"].Body)));
        var answer = await world.Check();
        Assert.True(answer.Exit == 0, answer.Text);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_two_accounts_could_be_is_asked_and_not_guessed(Engine engine)
    {
        await using var world = await Simple(engine);
        (await world["sit"].Act((work, book) => Accounts.Add(work, book,
        [
            new(AccountNumber.Parse("4411").Expect(), "Mieten Haus A", AccountKind.Revenue, AccountRole.None),
            new(AccountNumber.Parse("4412").Expect(), "Mieten Haus B", AccountKind.Revenue, AccountRole.None),
        ]))).Expect();
        (await world["kdz"].Act((work, book) => Accounts.Add(work, book,
            [new(AccountNumber.Parse("4419").Expect(), "Mieten Haus", AccountKind.Revenue, AccountRole.None)])))
                .Expect();
        await world["kdz"].Given("""
            2017-02-01 Miete
              1811   5 6411
              4419  -5
            """);
        await world.Create();
        var open = Assert.Single((await world.Suggest()).Open);
        Assert.Equal("account/kdz/4419", open.Field);
        Assert.StartsWith("Konto 4419 der kdz: mehrdeutig: 4411", open.Why.Message, StringComparison.Ordinal);
    }
}
