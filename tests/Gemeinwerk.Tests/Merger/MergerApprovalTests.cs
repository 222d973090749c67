using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Merger;

/// <summary>Four eyes over mapping and execution.</summary>
public class MergerApprovalTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task What_changed_after_it_was_approved_is_not_executed(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        await Appoint(world);
        Assert.Equal("identity.approval-missing", (await Run(world)).Rejection?.Code);
        await Approve(world, MergerApproval.Mapping);
        await Approve(world, MergerApproval.Execution);
        Assert.All(await Standing(world), it => Assert.True(it.IsGiven));

        await world.Map(MappingKind.Party, "ckm", "D1", "NEU=4711");
        Assert.All(await Standing(world), it => Assert.False(it.IsGiven));
        Assert.Equal("identity.approval-changed", (await Run(world)).Rejection?.Code);

        await Approve(world, MergerApproval.Mapping);
        Assert.Equal("identity.approval-changed", (await Run(world)).Rejection?.Code);
        await Approve(world, MergerApproval.Execution);
        Assert.NotNull((await Run(world)).Expect().Certificate);
        Assert.Equal("merger.executed", (await Run(world)).Rejection?.Code);
    }

    [Fact]
    public async Task An_execution_with_findings_uses_up_no_approval()
    {
        await using var world = await MergerTests.Example(Engine.Sqlite);
        await Appoint(world);
        await world.Map(MappingKind.Account, "kdz", "1811", "9999");
        await Approve(world, MergerApproval.Mapping);
        await Approve(world, MergerApproval.Execution);
        Assert.Equal("merger.findings", (await Run(world)).Rejection?.Code);
        Assert.All(await Standing(world), it => Assert.True(it.IsGiven));
    }

    [Fact]
    public async Task An_approval_of_something_else_is_not_decided_here()
    {
        await using var world = await MergerTests.Example(Engine.Sqlite);
        await Appoint(world);
        var no = (await world.Database.Act("erika", async Task<Result<long>> (work) => await Approvals.Ask(
            work, world["sit"].Body.AuditLog(), "payment.release", "1", "{}", Role.Close))).Expect();
        var decided = await world.Database.Act("anna", work =>
            MergerApprovals.Decide(work, MergerWorld.Code, no, approves: true));
        Assert.Equal("identity.approval-unknown", decided.Rejection?.Code);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_workbench_knows_what_is_open_suggested_and_mapped(Engine engine)
    {
        await using var world = await MergerTests.ExampleBooks(engine);
        await world.Create();
        await world.Map(MappingKind.Account, "kdz", "1811", "1811");
        var merger = (await world.Database.Read(db => Mergers.Find(db, MergerWorld.Code))).Expect();
        var bench = await world.Database.Read(db => Workbench.Read(db, merger, MappingKind.Account));
        var states = bench.Lines.ToDictionary(line => (line.Source.Code, line.Number), line => line.State);
        Assert.Equal(WorkbenchState.Mapped, states[("kdz", "1811")]);
        Assert.Equal(WorkbenchState.Suggested, states[("ckm", "1811")]);
        Assert.Equal(["ckm 1811", "kdz 1811"],
            bench.Targets.Single(target => target.Number == "1811").Arriving.Order(StringComparer.Ordinal));
        Assert.Equal(new WorkbenchCount(MappingKind.Account, 0, bench.Lines.Count - 1, 1), bench.Counts[0]);

        var accepted = (await world.Act(work => Suggestions.Accept(
            work, MergerWorld.Code, line => line is { SourceBody: "ckm", Source: "1811" }))).Expect();
        Assert.Equal(1, accepted);
        bench = await world.Database.Read(db => Workbench.Read(db, merger, MappingKind.Account));
        Assert.Equal(2, bench.Lines.Count(line => line.State == WorkbenchState.Mapped));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_certificate_read_again_adds_up_its_main_positions(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        var certificate = ReadCertificate.Of((await world.Run()).Certificate!);
        Assert.Equal(["kdz", "ckm"], certificate.Sources);
        Assert.Equal("2018-01-01", certificate.Fact("effective"));
        foreach (var side in (string[])["Aktiva", "Passiva"])
        {
            var positions = certificate.MainPositions(side);
            Assert.True(positions.Count > 1);
            Assert.Equal(positions[^1].After,
                positions.SkipLast(1).Aggregate(Money.Zero, (sum, position) => sum + position.After));
        }
        // 3,800.00 of assets, 128.45 of claims, 14,900.00 of cash.
        Assert.Equal(new Money(1_882_845), certificate.MainPositions("Aktiva")[^1].After);
    }

    /// <summary>Two people who close the books of the target.</summary>
    internal static async Task Appoint(MergerWorld world)
    {
        foreach (var name in (string[])["erika", "anna"])
        {
            (await world.Act(work => People.Add(work, name, name))).Expect();
            var change = new RoleChange(true, name, Role.Close, new DateOnly(2017, 1, 1), null, null);
            (await world.Act(work => Grants.Apply(work, world["sit"].Body.AuditLog(), change, "test"))).Expect();
        }
    }

    static Task<Result<MergerOutcome>> Run(MergerWorld world) =>
        world.Act(work => MergerApprovals.Run(work, MergerWorld.Code));

    internal static async Task Approve(MergerWorld world, MergerApproval what)
    {
        var no = (await world.Database.Act("erika", work =>
            MergerApprovals.Ask(work, MergerWorld.Code, what))).Expect();
        (await world.Database.Act("anna", work =>
            MergerApprovals.Decide(work, MergerWorld.Code, no, approves: true))).Expect();
    }

    static async Task<List<StandingApproval>> Standing(MergerWorld world) => await world.Database.Read(async db =>
        await MergerApprovals.Standing(
            db, (await Mergers.Find(db, MergerWorld.Code)).Expect(), TimeProvider.System.GetUtcNow()));
}
