using Gemeinwerk.Basics;
using Gemeinwerk.Installation;
using Gemeinwerk.Ledger.Verification;
using Gemeinwerk.Merger;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Ledger.Verification;

namespace Gemeinwerk.Tests.Merger;

/// <summary>What a merger wrote down is derived again; whatever somebody changes there is found.</summary>
public class MergerVerificationTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    static readonly string[] codes = ["kdz", "ckm", "sit"];

    internal static async Task<List<PassReport>> Verify(MergerWorld world)
    {
        var all = new List<PassReport>();
        foreach (var body in codes.Select(code => world[code].Body))
        {
            all.AddRange(await WholeVerification.OfBody(world.Database, body));
        }
        return all;
    }

    static async Task Passes(MergerWorld world)
    {
        foreach (var report in await Verify(world))
        {
            Assert.True(report.Verdict == Verdict.Pass,
                $"{report.Name}: {string.Join("; ", report.Rows)} {string.Join("; ", report.Missing)}");
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task All_passes_hold_before_a_merger_after_it_after_its_undo_and_after_the_second_run(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        await Passes(world);
        await world.Run();
        await Passes(world);
        Assert.Empty(await world.Undo());
        await Passes(world);
        await world.Run();
        await Passes(world);
        await world["sit"].Given("""
            2018-02-01 Umlage
              1811   800 6182
              4182  -800
            """);
        await Passes(world);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Whatever_is_changed_behind_the_merger_is_found(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        await world.Run();
        Assert.Empty(await world.Undo());
        await world.Run();
        await Corruption.Unlock(world["sit"]);
        foreach (var (pass, table, change) in new[]
        {
            ("merger.certificates", "merger_certificate",
                "certificate = replace(certificate, 'kdz', 'kdy') where run_no = 1"),
            ("merger.certificates", "merger_certificate", "certificate = replace(certificate, '|moved|', '|mowed|')"),
            ("merger.events", "merger_run", "executed_at = executed_at + 1 where run_no = 1"),
            ("merger.events", "merger_run", "undone_at = null where run_no = 1"),
            ("merger.events", "merger_case", "effective_on = effective_on + 1"),
            ("merger.events", "merger_case", "state = 'draft'"),
            ("merger.events", "merger_case", "form = 'zusammenschluss'"),
            ("merger.events", "merger_mapping", "target = '9999' where kind = 'account' and source = '1811'"),
            ("merger.events", "merger_shareholding", "amount = amount + 1"),
            ("merger.events", "merger_moment", "period_states = 'open'"),
            ("merger.events", "merger_moment", "assets_after = assets_after + 1"),
            ("merger.events", "merger_dunning", "dunning_level = dunning_level + 1"),
            ("merger.events", "merger_case", "run_no = 1000000000"),
            ("merger.events", "merger_case", "run_no = 1"),
            ("merger.events", "merger_event", "event_no = event_no + 100 where kind = 'undone'"),
            ("merger.certificates", "merger_moment", "size_before = size_before - 1"),
            ("merger.moves", "merger_move", "amount = amount + 1 where kind = 'asset' and run_no = 1"),
            ("merger.certificates", "ledger_item", "due_on = due_on - 1 where number = 'R-1'"),
            ("merger.certificates", "ledger_asset", "useful_life_months = useful_life_months + 1"),
            ("merger.seals", "ledger_book", "sealed_on = null"),
            ("merger.seals", "ledger_book", "sealed_on = 20180102 where sealed_on is not null"),
        })
        {
            await Found(world, pass, $"update {table} set {change}");
        }
    }

    /// <summary>Changes something, verifies, and takes it back.</summary>
    [Theory, MemberData(nameof(Engines))]
    public async Task A_budget_changed_on_either_side_or_in_between_is_found(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        await world.Product("kdz", "0111");
        await BudgetMergerTests.Plan(world, "kdz", 2018, BudgetMergerTests.power, 10_000);
        await BudgetMergerTests.Bind(world, "kdz", 2018, BudgetMergerTests.power, "M-1", 60);
        Assert.Empty((await world.Suggest()).Open);
        Assert.Empty((await world.Run()).Findings);
        Assert.Empty(await world.Undo());
        await world.Run();
        await Passes(world);
        await Corruption.Unlock(world["sit"]);
        foreach (var (table, change) in new[]
        {
            ("merger_budget", "amount = amount + 1 where kind = 'original'"),
            ("merger_budget", "target_number = 'M-2' where kind = 'commitment'"),
            ("nkf_budget_change", "amount = amount + 1 where amount > 0"),
            ("nkf_budget_change", "kind = 'supplementary' where amount < 0"),
            ("nkf_commitment", "amount = amount + 1"),
        })
        {
            await Found(world, "merger.budgets", $"update {table} set {change}");
        }
        await Passes(world);
    }

    internal static async Task Found(MergerWorld world, string pass, string sql)
    {
        var reports = new List<PassReport>();
        var undone = new Rejection("test.undone", "Nur zur Probe.");
        var result = await world.Act<Nothing>(async work =>
        {
            await work.Db.Script(sql);
            foreach (var body in codes.Select(code => world[code].Body))
            {
                foreach (var one in MergerVerification.Passes)
                {
                    var report = new PassReport(one.Name, one.Title);
                    await LedgerVerification.Guarded(report, () => one.Run(work.Db, body, report));
                    reports.Add(report);
                }
            }
            return undone;
        });
        Assert.Equal(undone, result.Rejection);
        Assert.True(reports.Exists(report => report.Name == pass && report.Verdict == Verdict.Fail),
            $"{sql}: {string.Join("; ", reports.SelectMany(report => report.Rows))}"
            + string.Join("; ", reports.SelectMany(report => report.Missing)));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task An_entry_other_than_winding_up_after_the_seal_is_found(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        await world.Run();
        await Corruption.Unlock(world["sit"]);
        var hash = engine == Engine.Sqlite ? "x'00'" : "'\\x00'";
        await Found(world, "merger.seals", $"""
            insert into ledger_entry (body_id, entry_no, kind, fiscal_year, period, booked_on, effective_on, document,
              text, posted_by, posted_at, leaf_hash)
            select body_id, entry_count + 1, 'regular', 2017, 12, 20171231, 20171231, 'B', 'T', 'x', 0, {hash}
            from ledger_book where sealed_on is not null
            """);
    }
}
