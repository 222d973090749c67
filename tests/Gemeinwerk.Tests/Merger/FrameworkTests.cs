using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Proofs;
using Gemeinwerk.Merger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Merger;

/// <summary>A commercial book goes into a municipal one; statements over both; the verification of moves.</summary>
public class FrameworkTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    static async Task Post(MergerWorld world, string body, string debit, string credit, long cents)
    {
        var (to, from) = (await world[body].Account(debit), await world[body].Account(credit));
        var day = new DateOnly(2017, 3, 1);
        (await world[body].Post(new EntryDraft(day, day, "B-1", "Buchung",
            [new(to, new(cents)), new(from, new(-cents))]))).Expect();
    }

    static async Task<MergerWorld> Commercial(Engine engine)
    {
        var world = await MergerWorld.On(engine, seeded: true, ofKdz: Framework.Hgb);
        var chart = await world.Database.Read(db => Accounts.All(db, world["kdz"].Body.Id));
        string Named(string name) =>
            chart.First(account => account.Name.Contains(name, StringComparison.Ordinal)).Number;
        await Post(world, "kdz", Named("Sparkasse"), Named("Stammkapital"), 90_000);
        await Post(world, "kdz", "2110", chart.First(account => account.Kind == AccountKind.Revenue).Number, 7_000);
        await world.Create(sources: ["kdz"]);
        return world;
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Commercial_books_arrive_in_municipal_ones(Engine engine)
    {
        await using var world = await Commercial(engine);
        var open = (await world.Suggest()).Open;
        var target = await world.Database.Read(db => Accounts.All(db, world["sit"].Body.Id));
        var source = await world.Database.Read(db => Accounts.All(db, world["kdz"].Body.Id));
        foreach (var finding in open)
        {
            var account = source.Single(a => a.Number == finding.Field.Split('/')[2]);
            var like = target.First(other => other.Kind == account.Kind && other.Role == account.Role);
            await world.Map(MappingKind.Account, "kdz", account.Number, like.Number);
        }
        var plan = await world.Plan();
        Assert.True(plan.Findings.Count == 0, string.Join('\n', plan.Findings));
        Assert.Empty((await world.Run()).Findings);
        var answer = await world.Check();
        Assert.True(answer.Exit == 0, answer.Text);

        var results = (await world.Database.Read(db => AsIfMerged.Compute(
            db, MergerWorld.Code, StatementKind.Results, 2017))).Expect();
        Assert.Empty(results.Unmapped);
        Assert.Equal(new Money(7_000), results.Statement.Lines.First(line => line.IsSum).Actual);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_joint_balance_sheet_adds_up_the_single_ones(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        await world.Run();
        var joint = (await world.Database.Read(db => AsIfMerged.Compute(
            db, MergerWorld.Code, StatementKind.BalanceSheet, 2017))).Expect();
        Assert.Empty(joint.Unmapped);
        var sum = Money.Zero;
        foreach (var body in new[] { world["kdz"].Body, world["ckm"].Body })
        {
            var one = (await world.Database.Read(db => Statements.Compute(
                db, body, StatementKind.BalanceSheet, 2017))).Expect();
            sum += Total(one);
        }
        Assert.Equal(sum, Total(joint.Statement));

        static Money Total(Statement statement) => statement.Lines
            .Where(line => line is { Section: "aktiva", IsSum: false })
            .Aggregate(Money.Zero, (total, line) => total + line.Actual);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Verification_finds_a_move_that_the_journals_do_not_say(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        await world.Run();
        Assert.Equal(Verdict.Pass, (await Verify(world)).Verdict);
        await world.Undo();
        Assert.Equal(Verdict.Pass, (await Verify(world)).Verdict);
        (await world.Act(async Task<Result<Nothing>> (work) =>
        {
            await work.Db.Script(engine == Engine.Sqlite
                ? "drop trigger merger_move_update"
                : "alter table merger_move disable trigger all");
            await work.Db.Run($"update merger_move set amount = amount + 1 where source = 'V-1'");
            return default(Nothing);
        })).Expect();
        var report = await Verify(world);
        Assert.Equal(Verdict.Fail, report.Verdict);
        Assert.Contains(report.Rows, row => row.Key.Contains("kdz/V-1", StringComparison.Ordinal));
    }

    static async Task<PassReport> Verify(MergerWorld world)
    {
        var report = new PassReport(MergerVerification.Pass.Name, MergerVerification.Pass.Title);
        await world.Database.Read(async db =>
        {
            await MergerVerification.Pass.Run(db, world["sit"].Body, report);
            return 0;
        });
        return report;
    }
}
