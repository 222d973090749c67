using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Identity;

public sealed class IdentityTests
{
    const string Network = "192.0.2.0/24";
    static readonly AuditLog body = new(1, "hemer");

    public static TheoryData<Engine> Engines => Databases.Engines;

    sealed class World(FreshDatabase database, SetClock clock) : IAsyncDisposable
    {
        internal SetClock Clock { get; } = clock;

        internal static async Task<World> On(Engine engine)
        {
            var clock = new SetClock();
            var world = new World(await Databases.Fresh(engine, clock), clock);
            foreach (var name in (string[])["erika", "anna", "karl"])
            {
                (await world.Act("cli", work => People.Add(work, name, name))).Expect();
            }
            return world;
        }

        internal Task<Result<T>> Act<T>(string actor, Func<Work, Task<Result<T>>> act) =>
            database.Database.Act(actor, act);

        internal async Task<T> Do<T>(Func<Work, Task<T>> act) =>
            (await Act("test", async Task<Result<T>> (work) => await act(work))).Expect();

        internal Task<T> Read<T>(Func<Session, Task<T>> read) => database.Database.Read(read);

        internal Task<Result<Nothing>> Grant(string person, Role role, string? reason = null) =>
            Act("cli", work => Grants.Apply(work, body, Change(person, role, reason), "cli"));

        internal RoleChange Change(string person, Role role, string? reason = null) =>
            new(true, person, role, DateOnly.FromDateTime(Clock.Now.UtcDateTime), null, reason);

        internal async Task<Person> Person(string name) => (await Read(db => People.Find(db, name))).Expect();

        public ValueTask DisposeAsync() => database.DisposeAsync();
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Roles_that_exclude_each_other_are_refused_over_all_grants_of_a_body(Engine engine)
    {
        await using var world = await World.On(engine);
        (await world.Grant("erika", Role.Post)).Expect();
        Assert.Equal("identity.role-conflict", (await world.Grant("erika", Role.Pay)).Rejection?.Code);
        Assert.Equal("identity.role-conflict", (await world.Grant("erika", Role.Audit)).Rejection?.Code);
        Assert.Equal("identity.role-conflict", (await world.Grant("erika", Role.Certify)).Rejection?.Code);
        Assert.Equal("identity.role-conflict", (await world.Grant("erika", Role.Certify, "  ")).Rejection?.Code);
        (await world.Grant("erika", Role.Certify, "Nur sie kennt den Vertrag.")).Expect();
        Assert.Equal("identity.role-held", (await world.Grant("erika", Role.Post)).Rejection?.Code);
        (await world.Grant("anna", Role.Order)).Expect();
        Assert.Equal("identity.role-conflict", (await world.Grant("anna", Role.Pay)).Rejection?.Code);
        (await world.Grant("karl", Role.Audit)).Expect();
        foreach (var role in (Role[])[Role.Certify, Role.Order, Role.Post, Role.Pay, Role.Close, Role.Administer,
            Role.Clerk, Role.Operate])
        {
            Assert.Equal("identity.role-conflict", (await world.Grant("karl", role, "Grund")).Rejection?.Code);
        }
        var everywhere = await world.Act("cli", work => Grants.Apply(
            work, AuditLog.Installation, world.Change("karl", Role.Administer), "x"));
        Assert.Equal("identity.role-conflict", everywhere.Rejection?.Code);
        // Elsewhere, and after the other role was revoked, the same person may.
        (await world.Act("cli", work => Grants.Apply(
            work, new(2, "siegen"), world.Change("erika", Role.Pay), "x"))).Expect();
        (await world.Act("cli", work => Grants.Apply(
            work, body, world.Change("anna", Role.Order) with { Gives = false }, "x"))).Expect();
        (await world.Grant("anna", Role.Pay)).Expect();
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Who_asks_cannot_approve_and_a_changed_content_is_not_approved(Engine engine)
    {
        await using var world = await World.On(engine);
        (await world.Grant("erika", Role.Administer)).Expect();
        (await world.Grant("anna", Role.Administer)).Expect();
        Task<long> Ask(string content) => world.Do(work => Approvals.Ask(
            work with { Actor = "erika" }, body, "merger.execution", "swit", content, Role.Administer));
        Task<Result<Approval>> Decide(string who, long no, bool yes = true) =>
            world.Act(who, work => Approvals.Decide(work, body, no, yes));
        Task<Result<Approval>> Use(string content) =>
            world.Act("erika", work => Approvals.Use(work, body, "merger.execution", "swit", content));

        var first = await Ask("a");
        Assert.Equal("identity.approval-missing", (await Use("a")).Rejection?.Code);
        Assert.Equal("identity.approval-own", (await Decide("erika", first)).Rejection?.Code);
        Assert.Equal("identity.approval-role", (await Decide("karl", first)).Rejection?.Code);
        Assert.Equal("identity.approval-unknown", (await Decide("anna", 99)).Rejection?.Code);
        (await Decide("anna", first)).Expect();
        Assert.Equal("identity.approval-decided", (await Decide("anna", first)).Rejection?.Code);
        Assert.Equal("identity.approval-changed", (await Use("b")).Rejection?.Code);
        (await Use("a")).Expect();
        Assert.Equal("identity.approval-missing", (await Use("a")).Rejection?.Code);

        var second = await Ask("a");
        (await Decide("anna", second)).Expect();
        var third = await Ask("c");
        Assert.Equal("identity.approval-missing", (await Use("a")).Rejection?.Code);
        (await Decide("anna", third)).Expect();
        world.Clock.Now += Approvals.Lasting;
        Assert.Equal("identity.approval-expired", (await Use("c")).Rejection?.Code);
        var kinds = (await world.Read(db => AuditTrail.Newest(db, body, 100))).ConvertAll(it => it.Kind);
        Assert.Contains("approval.used", kinds);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_role_change_takes_effect_when_another_administrator_approves_it(Engine engine)
    {
        await using var world = await World.On(engine);
        (await world.Grant("erika", Role.Administer)).Expect();
        (await world.Grant("anna", Role.Administer)).Expect();
        var no = (await world.Act("erika", work => Grants.Ask(work, body, world.Change("karl", Role.Post)))).Expect();
        var karl = await world.Person("karl");
        var today = DateOnly.FromDateTime(world.Clock.Now.UtcDateTime);
        Assert.Empty((await world.Read(db => Grants.Of(db, karl.Id, today)))[body.BodyId]);
        Assert.Equal("identity.approval-own",
            (await world.Act("erika", work => Grants.Decide(work, body, no, true))).Rejection?.Code);
        (await world.Act("anna", work => Grants.Decide(work, body, no, true))).Expect();
        Assert.Equal([Role.Post], (await world.Read(db => Grants.Of(db, karl.Id, today)))[body.BodyId]);
        Assert.Equal("identity.role-conflict", (await world.Act("erika",
            work => Grants.Ask(work, body, world.Change("karl", Role.Pay)))).Rejection?.Code);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Guessing_gets_slower_and_the_owner_is_not_kept_out_from_elsewhere(Engine engine)
    {
        await using var world = await World.On(engine);
        var erika = await world.Person("erika");
        await world.Do(work => Sessions.Start(
            work, erika.Id, Stage.Full, SessionTimes.Usual, "Firefox", Network));
        Task<Rejection?> Refused(string network) =>
            world.Do(async work => (Why: await Attempts.Refuse(work, "erika", network), 0))
                .ContinueWith(it => it.Result.Why, TaskScheduler.Default);
        Task Fail(string network) => world.Do(async work =>
        {
            await Attempts.Failed(work, "erika", network);
            return 0;
        });

        var (waits, said) = (new List<double>(), new List<string>());
        for (var i = 0; i < 12; i++)
        {
            Assert.Null(await Refused("198.51.100.0/24"));
            await Fail("198.51.100.0/24");
            var began = world.Clock.Now;
            while (await Refused("198.51.100.0/24") is { } why)
            {
                Assert.Equal("identity.wait", why.Code);
                said.Add(why.Message.Split(" in ")[^1]);
                world.Clock.Now += TimeSpan.FromSeconds(1);
            }
            waits.Add((world.Clock.Now - began).TotalSeconds);
        }
        Assert.Equal(0, waits[3]);
        Assert.Equal(["einer Sekunde.", "2 Sekunden.", "einer Sekunde.", "4 Sekunden."], said[..4]);
        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128], waits[4..]);
        // The account as a whole makes others wait, but not where the owner signed in before.
        await Fail("198.51.100.0/24");
        Assert.NotNull(await Refused("203.0.113.0/24"));
        Assert.Null(await Refused(Network));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Sessions_end_by_idling_by_age_by_signing_out_everywhere_and_by_a_lock(Engine engine)
    {
        await using var world = await World.On(engine);
        var erika = await world.Person("erika");
        Task<string> Start() => world.Do(work => Sessions.Start(
            work, erika.Id, Stage.Full, SessionTimes.Usual, "Firefox", Network));
        Task<PersonSession?> Find(string key) => world.Read(db => Sessions.Find(
            db, key, SessionTimes.Usual, world.Clock.Now));

        var idle = await Start();
        Assert.Equal("erika", (await Find(idle))?.Person.SignInName);
        Assert.Null(await Find(idle + "0"));
        world.Clock.Now += SessionTimes.Usual.Idle;
        Assert.Null(await Find(idle));

        var old = await Start();
        for (var minutes = 0; minutes < 12 * 60; minutes += 20)
        {
            var session = await Find(old);
            Assert.NotNull(session);
            await world.Do(async work => { await Sessions.Note(work, session); return 0; });
            world.Clock.Now += TimeSpan.FromMinutes(20);
        }
        Assert.Null(await Find(old));

        string[] several = [await Start(), await Start()];
        Assert.Equal(2, (await world.Read(db => Sessions.Of(
            db, erika.Id, SessionTimes.Usual, world.Clock.Now))).Count);
        await world.Do(work => Sessions.EndAll(work, erika.Id));
        foreach (var key in several) Assert.Null(await Find(key));

        var locked = await Start();
        await world.Do(async work => { await People.SetState(work, erika, PersonState.Locked); return 0; });
        Assert.Null(await Find(locked));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_one_time_link_works_once_and_the_first_administrators_only_while_there_is_none(Engine engine)
    {
        await using var world = await World.On(engine);
        var first = await world.Do(Invitations.FirstAdministrator);
        var second = await world.Do(Invitations.FirstAdministrator);
        Task<Result<Person>> Accept(string key) =>
            world.Act("Einrichtung", work => Invitations.Accept(work, key, "chefin", "Chefin", "hash"));
        Assert.Equal("identity.invitation", (await Accept(first!)).Rejection?.Code);
        (await Accept(second!)).Expect();
        Assert.Equal("identity.invitation", (await Accept(second!)).Rejection?.Code);
        Assert.Null(await world.Do(Invitations.FirstAdministrator));
        var records = await world.Read(db => AuditTrail.Newest(db, AuditLog.Installation, 10));
        Assert.Contains(records, it => it["reason"] == "erste Verwaltung, ohne zweite Person");

        var erika = await world.Person("erika");
        var key = await world.Do(work => Invitations.For(work, erika));
        world.Clock.Now += Invitations.Lasting;
        Assert.Equal("identity.invitation", (await Accept(key)).Rejection?.Code);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Codes_of_app_and_paper_count_once(Engine engine)
    {
        await using var world = await World.On(engine);
        var erika = await world.Person("erika");
        var secret = Totp.NewSecret();
        var code = Totp.Code(secret, world.Clock.Now);
        async Task<bool> Take() => await world.Do(async work => await People.TakeTotp(
            work, await People.Credentials(work.Db, erika.Id), secret, code));
        Assert.True(await Take());
        Assert.False(await Take());
        var codes = await world.Do(work => People.NewRecoveryCodes(work, erika));
        Assert.Equal(10, codes.Distinct().Count());
        var typed = $" {codes[3].ToUpperInvariant()} ";
        Assert.True(await world.Do(work => People.TakeRecoveryCode(work, erika.Id, typed)));
        Assert.False(await world.Do(work => People.TakeRecoveryCode(work, erika.Id, codes[3])));
        Assert.Equal(9, (await world.Read(db => People.Credentials(db, erika.Id))).RecoveryCodes);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_token_ends_and_is_revoked_and_has_only_its_scope(Engine engine)
    {
        await using var world = await World.On(engine);
        Task<Result<string>> Make(int days, params Role[] roles) => world.Act("cli",
            work => Tokens.Create(work, "Kasse", [.. roles.Select(role => (body, role))], days));
        Task<Token?> Find(string key) => world.Read(db => Tokens.Find(db, key, world.Clock.Now));
        Assert.Equal("identity.role-conflict", (await Make(1, Role.Post, Role.Pay)).Rejection?.Code);
        Assert.Equal("identity.token-scope", (await Make(1)).Rejection?.Code);
        Assert.Equal("identity.token-days", (await Make(731, Role.Post)).Rejection?.Code);
        var key = (await Make(2, Role.Post)).Expect();
        Assert.Equal([(body.BodyId, Role.Post)], (await Find(key))!.Scope);
        Assert.Null(await Find(key[..^1]));
        world.Clock.Now += TimeSpan.FromDays(2);
        Assert.Null(await Find(key));
        var other = (await Make(2, Role.Post)).Expect();
        (await world.Act("cli", async work => await Tokens.Revoke(work, (await Find(other))!.Id))).Expect();
        Assert.Null(await Find(other));
    }

    [Theory]
    [InlineData("kurz", "identity.password-short")]
    [InlineData("Passwort123!!", "identity.password-common")]
    [InlineData("sommer-2026-sommer", "identity.password-common")]
    [InlineData("aaaaaaaaaaaaaaaa", "identity.password-common")]
    [InlineData("111222333444", "identity.password-common")]
    [InlineData("meine erika-liste", "identity.password-name")]
    [InlineData("vier kühe fliegen nach hemer", null)]
    public void Passwords_that_are_guessed_first_are_refused(string password, string? code) =>
        Assert.Equal(code, Passwords.Refuse(password, "erika")?.Code);

    [Fact]
    public void Codes_are_those_of_the_standard()
    {
        // RFC 6238 appendix B, SHA-1, the last six of eight digits; its secret „12345678901234567890“ in base 32.
        const string secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        Assert.Equal("287082", Totp.Code(secret, DateTimeOffset.FromUnixTimeSeconds(59)));
        Assert.Equal("081804", Totp.Code(secret, DateTimeOffset.FromUnixTimeSeconds(1111111109)));
        Assert.Equal("353130", Totp.Code(secret, DateTimeOffset.FromUnixTimeSeconds(20000000000)));
    }
}
