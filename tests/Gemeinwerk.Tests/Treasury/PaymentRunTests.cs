using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Treasury;

namespace Gemeinwerk.Tests.Treasury;

/// <summary>Three people are needed before money goes, none of whom ordered or posted it: SD-03, SD-05, SD-06.
/// </summary>
public class PaymentRunTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    static async Task<Money> Open(TreasuryWorld world) =>
        (await world.Books.Database.Read(db => OpenItems.Unsettled(db, world.Books.Body.Id)))
        .Aggregate(Money.Zero, (sum, item) => sum + item.Open);

    [Theory, MemberData(nameof(Engines))]
    public async Task Two_others_release_what_one_proposed_and_then_it_is_posted(Engine engine)
    {
        await using var world = await TreasuryWorld.On(engine);
        var (one, two) = (await world.Posted(), await world.Posted(50_00));
        var without = await world.Posted(1_00, "K-2");
        foreach (var person in (string[])["otto", "berta"])
        {
            Assert.Equal("treasury.same-person", (await world.Propose(person, one)).Rejection?.Code);
        }
        Assert.Equal("treasury.iban", (await world.Propose("pia", one, without)).Rejection?.Code);
        Assert.Equal("treasury.nothing-due", (await world.Propose("pia")).Rejection?.Code);
        var run = (await world.Propose("pia", one, two)).Expect();
        Assert.Equal("treasury.not-due", (await world.Propose("paul", one)).Rejection?.Code);
        Assert.Equal("identity.approval-own", (await world.Release("pia", run)).Rejection?.Code);
        Assert.Equal("identity.approval-role", (await world.Release("ines", run)).Rejection?.Code);
        Assert.Equal("treasury.same-person", (await world.Release("berta", run)).Rejection?.Code);
        Assert.Equal(PaymentRunState.Proposed, (await world.Release("paul", run)).Expect().State);
        foreach (var person in (string[])["pia", "paul"])
        {
            Assert.Equal("treasury.same-person", (await world.Release(person, run)).Rejection?.Code);
        }
        Assert.Equal("identity.approval-role", (await world.Release("ivo", run)).Rejection?.Code);
        Assert.Equal(new Money(-151_00), await Open(world));
        var released = (await world.Release("petra", run)).Expect();
        Assert.Equal((PaymentRunState.Released, "paul", "petra"),
            (released.State, released.FirstReleasedBy, released.ReleasedBy));
        Assert.Equal("treasury.run-state", (await world.Release("peer", run)).Rejection?.Code);
        Assert.Equal(new Money(-1_00), await Open(world));
        var balance = await world.Books.TrialBalance("2026-12-31");
        Assert.Equal(new Money(-150_00), balance["1811"]);
        var entry = (await world.Books.Database.Read(db =>
            Entries.Find(db, world.Books.Body, released.Payments[0].EntryNo!.Value)))!;
        Assert.Equal(await world.Books.Account("7241"),
            entry.Draft.Postings.Single(it => it.Payment is not null).Payment);
        await CashOrderTests.Verified(world.Books);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Due_is_what_is_neither_paid_nor_proposed_nor_only_ordered(Engine engine)
    {
        await using var world = await TreasuryWorld.On(engine);
        var (paid, proposed) = (await world.Posted(), await world.Posted(50_00));
        var without = await world.Posted(1_00, "K-2");
        var ordered = await world.Draft(7_00);
        (await world.As("ines", (work, book) => CashOrders.Draft(work, book, ordered))).Expect();
        await IsDue(paid, proposed, without);
        var run = (await world.Propose("pia", paid)).Expect();
        (await world.Release("paul", run)).Expect();
        (await world.Release("petra", run)).Expect();
        await IsDue(proposed, without);
        run = (await world.Propose("pia", proposed)).Expect();
        await IsDue(without);
        (await world.As("pia", (work, book) => PaymentRuns.Cancel(work, book, run))).Expect();
        await IsDue(proposed, without);

        async Task IsDue(params long[] orders)
        {
            var (body, last) = (world.Books.Body, world.Day.AddDays(14));
            var due = await world.Books.Database.Read(db => PaymentRuns.Due(db, body, last));
            Assert.Equal(orders, due.ConvertAll(it => it.Order.No));
            Assert.All(due, it => Assert.Equal(("otto", "berta", it.Amount),
                (it.Order.OrderedBy, it.Order.PostedBy, Assert.Single(it.Order.Draft.Lines).Amount)));
            Assert.Equal(orders.Length, await world.Books.Database.Read(db => PaymentRuns.CountDue(db, body)));
            Assert.Empty(await world.Books.Database.Read(db => PaymentRuns.Due(db, body, last.AddDays(-1))));
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Another_bank_account_than_the_one_released_gets_no_money(Engine engine)
    {
        await using var world = await TreasuryWorld.On(engine);
        var order = await world.Posted();
        var run = (await world.Propose("pia", order)).Expect();
        (await world.Release("paul", run)).Expect();
        await Set("DE02120300000000202051");
        Assert.Equal("treasury.payment-changed", (await world.Release("petra", run)).Rejection?.Code);
        (await world.As("pia", (work, book) => PaymentRuns.Cancel(work, book, run))).Expect();
        Assert.Equal("treasury.run-state", (await world.Release("petra", run)).Rejection?.Code);
        await Set(TreasuryWorld.Iban);
        Assert.Equal(run + 1, (await world.Propose("pia", order)).Expect());

        async Task Set(string iban) => (await world.Books.Act(async Task<Result<long>> (work, _) =>
            await work.Db.Run($"update ledger_party set iban = {iban} where number = 'K-1'"))).Expect();
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Who_lost_the_role_neither_releases_nor_has_proposed_or_released(Engine engine)
    {
        await using var world = await TreasuryWorld.On(engine);
        var run = (await world.Propose("pia", await world.Posted())).Expect();
        Task Set(string person, bool gives) => TreasuryWorld.Change(world.Books, person, Role.Pay, gives);
        await Set("paul", gives: false);
        Assert.Equal("identity.approval-role", (await world.Release("paul", run)).Rejection?.Code);
        await Set("paul", gives: true);
        await Set("pia", gives: false);
        Assert.Equal("identity.approval-lapsed", (await world.Release("paul", run)).Rejection?.Code);
        await Set("pia", gives: true);
        (await world.Release("paul", run)).Expect();
        await Set("paul", gives: false);
        Assert.Equal("identity.approval-lapsed", (await world.Release("petra", run)).Rejection?.Code);
        await Set("paul", gives: true);
        await Set("petra", gives: false);
        Assert.Equal("identity.approval-role", (await world.Release("petra", run)).Rejection?.Code);
        await Set("petra", gives: true);
        Assert.Equal(PaymentRunState.Released, (await world.Release("petra", run)).Expect().State);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Releases_at_the_same_moment_count_once_each(Engine engine)
    {
        await using var world = await TreasuryWorld.On(engine);
        var run = (await world.Propose("pia", await world.Posted())).Expect();
        var results = await Task.WhenAll(((string[])["paul", "petra", "peer"]).Select(person =>
            Task.Run(() => world.Release(person, run))));
        Assert.Equal(2, results.Count(result => result.Rejection is null));
        Assert.Equal("treasury.run-state", results.Single(result => result.Rejection is not null).Rejection!.Code);
        Assert.Equal(Money.Zero, await Open(world));
        var proposals = await Task.WhenAll(((string[])["pia", "paul"]).Select(async person =>
            await Task.Run(async () => await world.Propose(person, await world.Posted()))));
        Assert.All(proposals, proposal => proposal.Expect());
        await CashOrderTests.Verified(world.Books);
    }

    [Theory]
    [InlineData("DE89 3704 0044 0532 0130 00", true)]
    [InlineData("de89370400440532013000", true)]
    [InlineData("GB82WEST12345698765432", true)]
    [InlineData("DE88370400440532013000", false)]
    [InlineData("DE89", false)]
    [InlineData("", false)]
    public void An_iban_has_right_check_digits(string text, bool isRight) =>
        Assert.Equal(isRight, Iban.Parse(text).Rejection is null);
}
