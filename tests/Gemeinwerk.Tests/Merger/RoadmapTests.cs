using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Merger.Governance;
using Gemeinwerk.Merger.Roadmaps;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Council;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Merger;

/// <summary>The way to a merger: stages by resolution, tasks in their order, gates, amounts from the books.</summary>
public class RoadmapTests
{
    static readonly DateOnly start = new(2013, 1, 1);

    public static TheoryData<Engine> Engines => Databases.Engines;

    /// <summary>A roadmap without a database, and what others recorded.</summary>
    sealed class Way(IReadOnlyDictionary<string, Assembly>? assemblies = null, Gate? gate = null)
    {
        readonly RoadmapFacts facts = new(code => assemblies?.GetValueOrDefault(code),
            code => code == "sit-2018" ? gate is null ? [] : [gate] : null);

        internal Roadmap Now { get; } = new();

        internal Way Do(RoadmapEvent happened)
        {
            Assert.Null(RoadmapRules.Refuse(Now, facts, happened)?.ToString());
            Now.Apply(new RoadmapRecord(Now.Size + 1, default, "test", happened));
            return this;
        }

        internal string? Refused(RoadmapEvent happened) => RoadmapRules.Refuse(Now, facts, happened)?.Code;
    }

    static Way Started(IReadOnlyDictionary<string, Assembly>? assemblies = null, Gate? gate = null)
    {
        var way = new Way(assemblies, gate);
        foreach (var happened in RoadmapTemplate.Events("suedwestfalen", "Fusion", start, ["kdz"]).Expect())
        {
            way.Do(happened);
        }
        return way;
    }

    [Theory, InlineData("suedwestfalen", 3), InlineData("ostwestfalen-lippe", 2)]
    public void Templates_are_ways_with_any_number_of_stages_that_begin_on_a_day(string name, int stages)
    {
        var way = new Way();
        foreach (var happened in RoadmapTemplate.Events(name, "Titel", start, []).Expect()) way.Do(happened);
        Assert.Equal((stages, start), (way.Now.Stages.Count, way.Now.Stages[0].From));
        way.Do(new StagePlanned(stages + 1, "Noch eine", new(2020, 1, 1), new(2021, 1, 1), null));
        Assert.Equal("roadmap.template", RoadmapTemplate.Events("nirgends", "x", start, []).Rejection!.Code);
    }

    [Fact]
    public void A_stage_opens_by_resolutions_only_and_never_by_itself()
    {
        var passed = Scene.Founded().Sit(new(2013, 1, 15));
        passed.Vote(MotionKind.Ordinary);
        passed.Vote(MotionKind.Ordinary, no: ["hemer", "siegen", "iserlohn"]);
        var way = Started(new Dictionary<string, Assembly> { ["kdz"] = passed.Now });
        Assert.Equal("roadmap.stage-closed", way.Refused(new TaskDone("gruendung", new(2013, 2, 1), null)));
        foreach (var wrong in new[] { null, "kdz:2", "kdz:3", "ckm:1", "kdz" })
        {
            Assert.Equal("roadmap.stage-closed",
                way.Refused(new StageOpened(1, new(2013, 2, 1), wrong is null ? null : [wrong])));
        }
        Assert.Equal("roadmap.stage-closed", way.Refused(new StageOpened(1, new(2013, 1, 14), ["kdz:1"])));
        way.Do(new StageOpened(1, new(2013, 2, 1), ["kdz:1"]));
        Assert.Equal("roadmap.stage-open", way.Refused(new StageOpened(1, new(2013, 3, 1), ["kdz:1"])));
        Assert.Equal("roadmap.stage-closed", way.Refused(new TaskDone("kunden", new(2016, 1, 1), null)));
    }

    [Fact]
    public void Tasks_are_done_in_their_order_and_tell_their_delay()
    {
        var way = new Way();
        foreach (var happened in RoadmapTemplate.Events("suedwestfalen", "Fusion", start, []).Expect())
        {
            way.Do(happened);
        }
        way.Do(new StageOpened(1, start, null));
        Assert.Equal("roadmap.task-waits", way.Refused(new TaskDone("finanzwesen", new(2014, 1, 1), null)));
        way.Do(new TaskDone("gruendung", start, null));
        Assert.Equal(TaskState.Ready, way.Now.State(way.Now.Task("finanzwesen")!, new(2014, 1, 1)));
        Assert.Equal(TaskState.Late, way.Now.State(way.Now.Task("finanzwesen")!, new(2016, 1, 1)));
        way.Do(new TaskMoved("finanzwesen", new(2013, 2, 1), new(2015, 6, 30), "Ausschreibung"));
        Assert.Equal(TaskState.Ready, way.Now.State(way.Now.Task("finanzwesen")!, new(2015, 6, 30)));
        way.Do(new TaskDone("finanzwesen", new(2015, 2, 9), null));
        Assert.Equal(9, way.Now.Task("finanzwesen")!.Delay);
        Assert.Equal("roadmap.task-over", way.Refused(new TaskDone("finanzwesen", new(2015, 2, 10), null)));
        way.Do(new TaskDropped("rechenzentrum", "nicht mehr nötig"));
        Assert.Equal(100, way.Now.Progress(1));
        Assert.Equal("roadmap.order",
            way.Refused(new TaskMoved("kunden", new(2017, 1, 1), new(2016, 1, 1), "verkehrt")));
        Assert.Equal("roadmap.task-unknown", way.Refused(new TaskPlanned(
            "neu", 1, "Neu", false, "wer", start, start, ["gibt-es-nicht"], null, null)));
    }

    [Fact]
    public void A_task_at_a_gate_is_done_only_when_the_gate_is_open()
    {
        Gate At(bool isMet) => new(GateStep.Execute, [new Requirement("Die Bekanntmachung fehlt.", isMet, "§ 11")]);
        TaskPlanned Planned(string merger) =>
            new("tor", 1, "Vollzug", true, "Projekt", start, start, null, merger, GateStep.Execute);
        var way = new Way(null, At(false)).Do(new RoadmapStarted("Fusion"))
            .Do(new StagePlanned(1, "Fusion", start, start, null)).Do(new StageOpened(1, start, null));
        Assert.Equal("roadmap.gate", way.Refused(Planned("gibt-es-nicht")));
        way.Do(Planned("sit-2018"));
        Assert.Equal("merger.gate", way.Refused(new TaskDone("tor", start, null)));
        var open = new Way(null, At(true)).Do(new RoadmapStarted("Fusion"))
            .Do(new StagePlanned(1, "Fusion", start, start, null)).Do(new StageOpened(1, start, null))
            .Do(Planned("sit-2018"));
        Assert.Null(open.Refused(new TaskDone("tor", start, null)));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Costs_and_savings_are_held_against_the_books_and_records_stay(Engine engine)
    {
        await using var books = await Books.On(engine);
        await books.Given("""
            2026-03-31 Personal
              5012   70000,00
              3511  -70000,00
            2026-04-30 Strom
              5241   20000,00
              3511  -20000,00
            """);
        RoadmapEvent[] events =
        [
            new RoadmapStarted("Fusion"), new StagePlanned(1, "Eins", start, start, null),
            new AmountPlanned("personal", 1, "Personal", false, 80_000_00, 2025, "testverband", ["50"], null),
            new AmountPlanned("alles", 1, "Alles", false, 80_000_00, 2026, "testverband", ["50", "52"], null),
            new AmountPlanned("spar", 1, "Strom", true, 5_000_00, 2026, "testverband", ["52"], 2025),
            new AmountPlanned("fern", 1, "Später", false, 1_00, 2027, null, null, null),
            new RiskNamed("stillstand", "Stillstand", 2, 5, "Notkopien", "Leitung"),
        ];
        var roadmap = (await books.Database.Act("test", work =>
            RoadmapRecords.Record(work, books.Body, events))).Expect();
        var amounts = await books.Database.Read(db => RoadmapAmounts.Of(db, roadmap, 2026));
        Assert.Equal([("personal", 70_000_00L), ("alles", 90_000_00L), ("spar", null)],
            amounts.Select(it => (it.Amount.Key, it.Actual?.Cents)));
        var again = await books.Database.Read(db => RoadmapRecords.Read(db, books.Body.Id));
        Assert.Equal((10, "Fusion"), (again.Risks[0].Weight, again.Title));
        var refused = await books.Database.Act("test", work => RoadmapRecords.Record(work, books.Body,
            [new RiskClosed("stillstand", start, "geübt"), new RoadmapStarted("noch einer")]));
        Assert.Equal("roadmap.exists", refused.Rejection!.Code);
        Assert.Equal(7, (await books.Database.Read(db => RoadmapRecords.All(db, books.Body.Id))).Count);
        await Assert.ThrowsAnyAsync<Exception>(() => books.Database.Act<Nothing>("test", async work =>
        {
            await work.Db.Run($"delete from merger_roadmap_event where body_id = {books.Body.Id}");
            return default(Nothing);
        }));
    }
}
