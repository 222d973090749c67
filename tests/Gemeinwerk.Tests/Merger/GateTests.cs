using Gemeinwerk.Council;
using Gemeinwerk.Installation;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Merger.Governance;
using Gemeinwerk.Merger.Roadmaps;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Council;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Ledger.Verification;

namespace Gemeinwerk.Tests.Merger;

/// <summary>A merger waits for its records: resolutions, approval, publication, a dry run, a certificate.</summary>
public class GateTests
{
    static readonly DateOnly sat = new(2017, 12, 18), published = new(2017, 12, 30), today = new(2018, 1, 2);

    public static TheoryData<Engine> Engines => Databases.Engines;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    /// <summary>What one body has to record, step by step.</summary>
    /// <param name="wording">Of the statute that it resolves.</param>
    /// <param name="against">Members that vote against it.</param>
    internal static Scene Resolved(string wording = "§ 1 SIT", params string[] against)
    {
        var scene = Scene.Founded().Draft(wording).Sit(sat);
        scene.Vote(MotionKind.Merger, no: against, statute: 2, merger: MergerWorld.Code);
        return scene;
    }

    internal static Scene Completed() => Resolved().Approve(1, sat, new(2017, 12, 22)).Publish(1, published);

    static GateFacts Facts(
        IReadOnlyDictionary<string, Assembly> assemblies, bool isRehearsed = true, DateOnly? effective = null,
        MergerForm form = MergerForm.Eingliederung, bool isFixed = true)
    {
        Body Of(string code, int id) => new(new(id), code, code, BodyKind.Association, Framework.Nkf);
        return new GateFacts(new MergerCase(new(1), MergerWorld.Code, form, Of("sit", 1), [Of("kdz", 2), Of("ckm", 3)],
            effective ?? new(2018, 1, 1), MergerState.Draft, 0)
        {
            IsDayFixed = isFixed,
        }, assemblies, isRehearsed, false, today);
    }

    static Dictionary<string, Assembly> All(Scene sit, Scene kdz, Scene ckm) =>
        new() { ["sit"] = sit.Now, ["kdz"] = kdz.Now, ["ckm"] = ckm.Now };

    static List<string> Missing(GateFacts facts, GateStep step = GateStep.Execute) =>
        [.. Gates.Of(facts).Single(gate => gate.Step == step).Missing.Select(it => it.Says)];

    [Theory, MemberData(nameof(Seeds))]
    public void No_order_of_recording_opens_a_gate_before_all_is_there(int seed)
    {
        var random = new Random(seed);
        var scripts = new Dictionary<string, IReadOnlyList<CouncilRecord>>
        {
            ["sit"] = Completed().Records,
            ["kdz"] = Resolved().Records,
            ["ckm"] = Resolved().Records,
        };
        var done = scripts.Keys.ToDictionary(body => body, _ => 0);
        while (true)
        {
            var assemblies = done.ToDictionary(it => it.Key, it => Assembly.Of(scripts[it.Key].Take(it.Value)));
            var isComplete = done.All(it => it.Value == scripts[it.Key].Count);
            foreach (var (isRehearsed, isFixed) in new[] { (true, true), (true, false), (false, true), (false, false) })
            {
                var gates = Gates.Of(Facts(assemblies, isRehearsed, isFixed: isFixed));
                Assert.Equal(isComplete, gates.Any(it => it.Step == GateStep.EffectiveDate && it.IsOpen));
                Assert.Equal(isComplete && isRehearsed && isFixed,
                    gates.Any(it => it.Step == GateStep.Execute && it.IsOpen));
                Assert.DoesNotContain(gates, it => it.Step == GateStep.Seal && it.IsOpen);
            }
            if (isComplete) break;
            var open = done.Where(it => it.Value < scripts[it.Key].Count).Select(it => it.Key).ToArray();
            var body = open[random.Next(open.Length)];
            done[body] = Math.Min(scripts[body].Count, done[body] + random.Next(1, 6));
        }
    }

    [Fact]
    public void A_refusal_names_what_is_missing_and_its_paragraph()
    {
        Assert.Empty(Missing(Facts(All(Completed(), Resolved(), Resolved()))));
        Assert.Contains("der Beschluss der Verbandsversammlung fehlt",
            Assert.Single(Missing(Facts(All(Completed(), Scene.Founded(), Resolved()))).Take(1)),
            StringComparison.Ordinal);
        var lost = Missing(Facts(All(Completed(), Resolved("§ 1 SIT", "hemer", "gmbh"), Resolved())));
        Assert.Contains("kdz: Beschluss 1/2017 hat die Mehrheit nicht erreicht, 8 von 9 nötigen Stimmen.", lost);
        Assert.Equal(["Die beschlossenen Wortlaute der Satzung sind verschieden."],
            Missing(Facts(All(Completed(), Resolved("§ 1 anders"), Resolved()))));
        Assert.Equal(["Die Genehmigung der Aufsichtsbehörde ist nicht beantragt.", "Die Bekanntmachung fehlt."],
            Missing(Facts(All(Resolved(), Resolved(), Resolved()))));
        Assert.Equal(["Bekannt gemacht am 30.12.2017; vor dem 31.12.2017 kann die Fusion nicht wirksam werden."],
            Missing(Facts(All(Completed(), Resolved(), Resolved()), effective: published)));
        Assert.Equal(["Ein Probelauf ohne Befund seit der letzten Änderung fehlt."],
            Missing(Facts(All(Completed(), Resolved(), Resolved()), isRehearsed: false)));
        Assert.Equal(["Der Tag der Wirkung ist nicht festgesetzt; geplant ist der 01.01.2018."],
            Missing(Facts(All(Completed(), Resolved(), Resolved()), isFixed: false)));
        Assert.Equal(["Wer bis zur ersten Wahl Vorsteher und Vorsitz ist, fehlt oder ist verschieden bestimmt."],
            Missing(Facts(All(new Scene(), Completed(), Resolved()), form: MergerForm.Zusammenschluss)));
        Assert.All(Gates.Of(Facts(All(Resolved(), Resolved(), Resolved()))).SelectMany(gate => gate.Requirements),
            it => Assert.NotEmpty(it.Source));
        Assert.Empty(Gates.Of(Facts(All(new Scene(), new Scene(), new Scene()))));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_merger_runs_only_when_its_gates_are_met_and_takes_the_members_along(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        await Record(world, "sit", Completed());
        await Record(world, "kdz", Resolved());
        Assert.Empty((await DryRun(world)).Findings);
        var refused = await world.Run();
        Assert.Null(refused.Certificate);
        Assert.Equal(["merger.gate"], refused.Findings.Select(it => it.Why.Code).Distinct());
        Assert.Contains(refused.Findings, it => it.Why.Message.Contains("Beschluss der Verbandsversammlung fehlt",
            StringComparison.Ordinal));
        Assert.Equal(["merger.gate"], (await world.FixDay()).Select(it => it.Why.Code).Distinct());
        await Record(world, "ckm", Resolved());
        Assert.Contains("nicht festgesetzt", Assert.Single((await world.Run()).Findings).Why.Message,
            StringComparison.Ordinal);
        Assert.Empty(await world.FixDay());
        Assert.Empty((await world.Run()).Findings);

        var sit = await Council(world, "sit");
        Assert.Equal((2, new DateOnly(2018, 1, 1)), (sit.StatuteOn(today)!.Version, sit.Origins[0].On));
        Assert.Equal(new DateOnly(2018, 4, 1), sit.MergerTerminationUntil);
        var gates = (await world.Database.Read(db => MergerGates.Of(db, MergerWorld.Code, today))).Expect();
        Assert.All(gates, gate => Assert.True(gate.IsOpen, string.Join('\n', gate.Missing)));
        await Verified(world);
        Assert.Empty((await world.Act(work => Undo.Run(work, MergerWorld.Code))).Expect());
        sit = await Council(world, "sit");
        Assert.Equal((1, 0), (sit.StatuteOn(today)!.Version, sit.Origins.Count));
        await Verified(world);
        Assert.Contains("Probelauf", Assert.Single((await world.Run()).Findings).Why.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Who_changes_dry_runs_or_roadmaps_behind_the_program_is_found(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        await Record(world, "sit", Completed());
        await DryRun(world);
        (await world.Act(work => RoadmapRecords.Record(
            work, world["sit"].Body, [new RoadmapStarted("Fusion")]))).Expect();
        var records = await world.Database.Read(db => db.All($"""
            select kind from audit_record where body_id = {world["sit"].Body.Id}
            """, row => row.Text()));
        Assert.Contains("merger.rehearsal-added", records);
        Assert.Contains("merger.roadmap-added", records);
        await Corruption.Unlock(world["sit"]);
        await Corruption.Script(world["sit"], "update merger_rehearsal set event_no = event_no + 100");
        await Corruption.Script(world["sit"], "update merger_roadmap_event set actor = 'jemand anders'");
        var reports = await WholeVerification.OfBody(world.Database, world["sit"].Body);
        Assert.Equal(["merger.rehearsals", "merger.roadmap"],
            reports.Where(it => it.Verdict == Verdict.Fail).Select(it => it.Name).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_dry_run_counts_only_until_something_changes(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        await Record(world, "sit", Completed());
        foreach (var body in new[] { "kdz", "ckm" }) await Record(world, body, Resolved());
        Assert.Empty(await world.FixDay());
        Assert.Contains((await world.Run()).Findings, it => it.Why.Message.Contains("Probelauf",
            StringComparison.Ordinal));
        await DryRun(world);
        await world.Map(MappingKind.Party, "ckm", "D1", "NEU=4711");
        Assert.Contains((await world.Run()).Findings, it => it.Why.Message.Contains("Probelauf",
            StringComparison.Ordinal));
        await DryRun(world);
        Assert.Empty((await world.Run()).Findings);
    }

    static async Task<MergerOutcome> DryRun(MergerWorld world) =>
        (await Execution.DryRun(world.Database, "test", MergerWorld.Code)).Expect();

    internal static async Task Record(MergerWorld world, string body, Scene scene) => (await world.Act(work =>
        Councils.RecordAll(work, world[body].Body, [.. scene.Records.Select(it => it.Event)]))).Expect();

    static Task<Assembly> Council(MergerWorld world, string body) =>
        world.Database.Read(db => Councils.Read(db, world[body].Body.Id));

    static async Task Verified(MergerWorld world)
    {
        var reports = await WholeVerification.OfBody(world.Database, world["sit"].Body);
        Assert.Empty(reports.Where(it => it.Verdict == Verdict.Fail).SelectMany(it => it.Rows).Select(it => $"{it}"));
    }
}
