using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger.Governance;
using Gemeinwerk.Merger.Roadmaps;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Cli.Demo;

/// <summary>The real way to the merger, recorded with its dates: assemblies, roadmap, gates.</summary>
/// <param name="skipsVote">One assembly sits and does not vote, to show that the merger is refused then.</param>
sealed class DemoCouncil(Database database, string actor, IReadOnlyList<DemoMember> members, bool skipsVote)
{
    readonly DemoAssemblies assemblies = new(members);

    internal IReadOnlyList<Gate> Gates { get; private set; } = [];

    internal Assembly? Umbrella { get; private set; }

    internal Roadmap? Roadmap { get; private set; }

    /// <summary>Until all resolutions are published; the stages open by resolutions on their way.</summary>
    internal async Task Prepare(IProgress<double> progress)
    {
        await Record(AssociationModels.Citkomm, assemblies.Parent(
            "KDVZ Citkomm", "KDVZ Citkomm", "Hemer", DemoAssemblies.CitkommResolved, withVote: true));
        progress.Report(0.4);
        await Record(AssociationModels.Kdz, assemblies.Parent(
            "KDZ Westfalen-Süd", "KDZ Westfalen-Süd", "Siegen", DemoAssemblies.KdzResolved, withVote: !skipsVote));
        progress.Report(0.6);
        await Record(AssociationModels.Umbrella,
            DemoAssemblies.Umbrella(AssociationModels.Citkomm, AssociationModels.Kdz));
        progress.Report(0.8);
        Roadmap = await Plan(DemoRoadmap.Before());
    }

    /// <summary>How the gates stand before the merger is to run.</summary>
    internal async Task Ask(IProgress<double> progress) => Gates = (await database.Read(db => MergerGates.Of(
        db, DemoMerger.Code, DemoAssemblies.Effective))).Expect();

    /// <summary>The first sitting of the 64.</summary>
    internal async Task Finish(IProgress<double> progress)
    {
        await Record(AssociationModels.Umbrella, assemblies.First(AssociationModels.Citkomm, AssociationModels.Kdz));
        Roadmap = await Plan(DemoRoadmap.After());
    }

    /// <summary>The levy of 2018 on its way to the approval.</summary>
    internal Task SetLevy(LevyNeed need) => Record(AssociationModels.Umbrella, assemblies.Levy(need));

    /// <summary>The seven that came in 2020.</summary>
    internal async Task Enlarge(IProgress<double> progress)
    {
        await Record(AssociationModels.Umbrella, assemblies.Enlarge(4, 6));
        Umbrella = await database.Read(async db =>
            await Councils.Read(db, (await Bodies.Find(db, AssociationModels.Umbrella)).Expect().Id));
    }

    async Task Record(string code, IReadOnlyList<CouncilEvent> events) =>
        (await database.Act(actor, async Task<Result<IReadOnlyList<Recorded>>> (work) =>
            (await Bodies.Find(work.Db, code)).Ok(out var body, out var why)
                ? await Councils.RecordAll(work, body, events)
                : why)).Expect();

    async Task<Roadmap> Plan(IReadOnlyList<RoadmapEvent> events) =>
        (await database.Act(actor, async Task<Result<Roadmap>> (work) =>
            (await Bodies.Find(work.Db, AssociationModels.Umbrella)).Ok(out var body, out var why)
                ? await RoadmapRecords.Record(work, body, events)
                : why)).Expect();
}

/// <summary>The roadmap of the real case: planned in 2013 for three stages, done by 30 January 2018.</summary>
static class DemoRoadmap
{
    /// <summary>Planned savings of 2.6 million euros for data centres and 0.9 million for joint finance (StGB NRW,
    /// 2013).</summary>
    internal static IReadOnlyList<RoadmapEvent> Before() =>
    [
        .. RoadmapTemplate.Events("suedwestfalen", "Vom Dachverband zur Südwestfalen-IT", new DateOnly(2013, 1, 1), [])
            .Expect().Select(happened => happened is StagePlanned { Stage: 3 } last
                ? last with { ResolvedBy = [AssociationModels.Citkomm, AssociationModels.Kdz] }
                : happened),
        new AmountPlanned("rz", 1, "Gemeinsamer Rechenzentrumsbetrieb (StGB NRW 2013)", true, 2_600_000_00, 2014,
            AssociationModels.Umbrella, null, 2017, true),
        new AmountPlanned("fin", 1, "Gemeinsames Finanzwesen (StGB NRW 2013)", true, 900_000_00, 2014, null, null,
            null),
        new AmountPlanned("personal", 3, "Personal der Südwestfalen-IT", false, 900_000_00, 2017,
            AssociationModels.Umbrella, ["50"], null),
        new RiskNamed("datenbanken", "Mitglieder einigen sich nicht auf zwei oder drei Datenbanktypen", 4, 3,
            "Katalog mit Fristen, Ausnahmen nur durch Beschluss", "Rechenzentrumsleitung"),
        new RiskNamed("stillstand", "Ein Angriff legt das gemeinsame Finanzwesen still", 2, 5,
            "Notkopien bei den Mitgliedern, Wiederanlauf geübt", "Geschäftsführung"),
        new StageOpened(1, new(2013, 1, 2), null), new TaskDone("gruendung", new(2013, 1, 2), null),
        new TaskDone("finanzwesen", new(2014, 12, 31), null), new TaskDone("rechenzentrum", new(2014, 12, 31), null),
        new StageOpened(2, new(2015, 1, 2), null), new TaskDone("kunden", new(2016, 12, 31), null),
        new TaskDone("investition", new(2016, 12, 31), null), new StageOpened(3, new(2017, 1, 2),
            [$"{AssociationModels.Citkomm}:1", $"{AssociationModels.Kdz}:1"]),
    ];

    internal static IReadOnlyList<RoadmapEvent> After() =>
    [
        new TaskDone("beschluesse", DemoAssemblies.UmbrellaResolved, null),
        new TaskDone("genehmigung", DemoAssemblies.Approved, null),
        new TaskDone("bekanntmachung", DemoAssemblies.Published, null),
        new TaskDone("vollzug", DemoAssemblies.Effective, "Bücher und Rechenzentren, mit Zertifikat"),
        new TaskDone("wahl", DemoAssemblies.FirstSitting, "einstimmig durch 64 Mitglieder"),
    ];
}
