using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Merger;

namespace Gemeinwerk.Tests.Identity;

/// <summary>
/// Role changes, mappings and executions by two people: not by one alone, not by one who lost the role meanwhile, and
/// once only where many decide at once. Payment releases: <see cref="Treasury.PaymentRunTests"/>.
/// </summary>
public class FourEyesTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    public static TheoryData<Engine, MergerApproval> Mergers => new()
    {
        { Engine.Sqlite, MergerApproval.Mapping }, { Engine.Postgres, MergerApproval.Mapping },
        { Engine.Sqlite, MergerApproval.Execution }, { Engine.Postgres, MergerApproval.Execution },
    };

    static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    static async Task<Books> World(Engine engine)
    {
        var books = await Books.On(engine);
        foreach (var name in (string[])["erika", "anna", "vera", "max"])
        {
            (await books.Database.Act("cli", work => People.Add(work, name, name))).Expect();
            if (name != "max") (await Set(books, name, Role.Administer)).Expect();
        }
        return books;
    }

    static Task<Result<Nothing>> Set(
        Books books, string name, Role role, bool gives = true, DateOnly? from = null, DateOnly? to = null,
        AuditLog? log = null) => books.Database.Act("cli", work => Grants.Apply(work, log ?? books.Body.AuditLog(),
            new RoleChange(gives, name, role, from ?? Today, to, null), "cli"));

    static Task<Result<long>> Ask(Books books, string who, Role role) => books.Database.Act(who, work =>
        Grants.Ask(work, books.Body.AuditLog(), new RoleChange(true, "max", role, Today, null, null)));

    static Task<Result<Approval>> Decide(Books books, string who, long no) => books.Database.Act(who, work =>
        Grants.Decide(work, books.Body.AuditLog(), no, approves: true));

    static async Task<List<Role>> RolesOfMax(Books books) => (await books.Database.Read(db =>
        Grants.In(db, books.Body.AuditLog(), Today))).FindAll(grant => grant.Person == "max").ConvertAll(it => it.Role);

    [Theory, MemberData(nameof(Engines))]
    public async Task A_role_change_needs_two_who_still_administer(Engine engine)
    {
        await using var books = await World(engine);
        var no = (await Ask(books, "erika", Role.Post)).Expect();
        Assert.Equal("identity.approval-own", (await Decide(books, "erika", no)).Rejection?.Code);
        (await Set(books, "anna", Role.Administer, gives: false)).Expect();
        Assert.Equal("identity.approval-role", (await Decide(books, "anna", no)).Rejection?.Code);
        (await Set(books, "erika", Role.Administer, gives: false)).Expect();
        Assert.Equal("identity.approval-lapsed", (await Decide(books, "vera", no)).Rejection?.Code);
        Assert.Empty(await RolesOfMax(books));
        (await Set(books, "erika", Role.Administer)).Expect();
        (await Decide(books, "vera", no)).Expect();
        Assert.Equal([Role.Post], await RolesOfMax(books));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Who_decide_at_once_decide_once(Engine engine)
    {
        await using var books = await World(engine);
        var no = (await Ask(books, "erika", Role.Post)).Expect();
        var decided = await Task.WhenAll(((string[])["anna", "vera", "erika"]).Select(who =>
            Task.Run(() => Decide(books, who, no))));
        Assert.Single(decided, it => it.Rejection is null);
        Assert.Equal([Role.Post], await RolesOfMax(books));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_conflict_that_arose_after_asking_is_found_when_approving(Engine engine)
    {
        await using var books = await World(engine);
        var no = (await Ask(books, "erika", Role.Pay)).Expect();
        (await Set(books, "max", Role.Post)).Expect();
        Assert.Equal("identity.role-conflict", (await Decide(books, "anna", no)).Rejection?.Code);
        Assert.Equal([Role.Post], await RolesOfMax(books));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Roles_exclude_each_other_over_the_whole_time_of_both(Engine engine)
    {
        await using var books = await World(engine);
        var (later, end) = (Today.AddDays(30), Today.AddDays(60));
        async Task<string?> Refused(Role role, DateOnly? from = null, DateOnly? to = null, AuditLog? log = null) =>
            (await Set(books, "max", role, true, from, to, log)).Rejection?.Code;
        (await Set(books, "max", Role.Pay, from: later, to: end)).Expect();
        Assert.Equal("identity.role-conflict", await Refused(Role.Post));
        Assert.Equal("identity.role-conflict", await Refused(Role.Post, to: later));
        Assert.Equal("identity.role-conflict", await Refused(Role.Post, from: end));
        Assert.Null(await Refused(Role.Post, to: later.AddDays(-1)));
        Assert.Null(await Refused(Role.Order, from: end.AddDays(1)));
        // Who will administer the installation will administer this body too.
        Assert.Null(await Refused(Role.Administer, from: later, log: AuditLog.Installation));
        Assert.Equal("identity.role-conflict", await Refused(Role.Audit, from: Today, to: end.AddDays(90)));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Of_two_roles_that_exclude_each_other_and_come_at_once_one_is_given(Engine engine)
    {
        await using var books = await World(engine);
        var given = await Task.WhenAll(
            Task.Run(() => Set(books, "max", Role.Post)), Task.Run(() => Set(books, "max", Role.Pay)));
        Assert.Single(given, it => it.Rejection is null);
        Assert.Single(await RolesOfMax(books));
        var around = await Task.WhenAll(
            Task.Run(() => Set(books, "vera", Role.Audit, log: new AuditLog(99, "anderswo"))),
            Task.Run(() => Set(books, "vera", Role.Administer, log: AuditLog.Installation)));
        Assert.Single(around, it => it.Rejection is null);
    }

    [Theory, MemberData(nameof(Mergers))]
    public async Task A_merger_is_approved_by_a_second_who_still_closes_the_books(Engine engine, MergerApproval what)
    {
        await using var world = await MergerTests.Example(engine);
        await MergerApprovalTests.Appoint(world);
        var books = world["sit"];
        (await world.Act(work => People.Add(work, "vera", "vera"))).Expect();
        (await Set(books, "vera", Role.Close)).Expect();
        var no = (await world.Database.Act("erika", work =>
            MergerApprovals.Ask(work, MergerWorld.Code, what))).Expect();
        Task<Result<Approval>> Approve(string who) => world.Database.Act(who, work =>
            MergerApprovals.Decide(work, MergerWorld.Code, no, approves: true));
        Assert.Equal("identity.approval-own", (await Approve("erika")).Rejection?.Code);
        (await Set(books, "anna", Role.Close, gives: false)).Expect();
        Assert.Equal("identity.approval-role", (await Approve("anna")).Rejection?.Code);
        (await Set(books, "erika", Role.Close, gives: false)).Expect();
        Assert.Equal("identity.approval-lapsed", (await Approve("vera")).Rejection?.Code);
        (await Set(books, "erika", Role.Close)).Expect();
        (await Set(books, "anna", Role.Close)).Expect();
        var decided = await Task.WhenAll(Task.Run(() => Approve("anna")), Task.Run(() => Approve("vera")));
        Assert.Single(decided, it => it.Rejection is null);
        Assert.Single(decided, it => it.Rejection?.Code == "identity.approval-decided");
    }
}
