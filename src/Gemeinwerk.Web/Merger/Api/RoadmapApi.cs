using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger.Roadmaps;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Finance;
using Gemeinwerk.Web.Finance.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Merger.Api;

/// <summary>The roadmap of a body.</summary>
static class RoadmapApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("/roadmap").WithTags("Roadmap");
        routes.MapGet("", Get).Reads<ApiRoadmap>("getRoadmap", "Stages, tasks and risks on the way to a merger.");
        routes.MapGet("/amounts", Amounts).Reads<IReadOnlyList<ApiRoadmapAmount>>("getRoadmapAmounts",
            "Planned costs and savings of a year beside what books and data centre show.");
        routes.MapPost("/events", Record).Creates<RoadmapEntry, ApiRoadmapRecorded>("recordRoadmapEvent",
            "Writes down what was planned or done.", BodyRoles.Close);
    }

    static async Task<IResult> Get(Visit visit, IsoDay? on, TimeProvider clock) => Answers.Of(ApiRoadmap.Of(
        await visit.Read(db => RoadmapRecords.Read(db, visit.Body.Id)), on?.Day ?? LastDay.Today(clock)));

    static async Task<IResult> Amounts(Visit visit, int? year, TimeProvider clock)
    {
        if (!(await Years.Of(visit, year, clock)).Ok(out var wanted, out var why)) return Problems.Of(why);
        var sees = await visit.BodiesOfRoadmap();
        return Answers.Of<IReadOnlyList<ApiRoadmapAmount>>([.. (await visit.Read(async db => await RoadmapAmounts.Of(
            db, await RoadmapRecords.Read(db, visit.Body.Id), wanted, sees.Contains))).Select(ApiRoadmapAmount.Of)]);
    }

    static async Task<IResult> Record(Visit visit)
    {
        var (sees, findings) = (await visit.BodiesOfRoadmap(), new List<Finding>());
        return await Acts.Create(visit, async Task<Result<Made<ApiRoadmapRecorded>>> (
            RoadmapEntry sent, Work work, Book book) =>
        {
            if (sent.Fields.GroupBy(field => field.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            {
                return new Rejection("event.field", $"„{Texts.Shown(twice.Key)}“ steht mehrmals da.");
            }
            var (happened, wrong) = RoadmapRecords.ReadFields(
                sent.Event, sent.Fields.ToDictionary(field => field.Name, field => field.Value));
            if (happened is null)
            {
                findings.AddRange(wrong);
                return wrong[0].Why;
            }
            var done = await RoadmapRecords.Record(work, book.Body, [happened], sees.Contains);
            return done.Ok(out var now, out var why)
                ? new Made<ApiRoadmapRecorded>(new(now.Size), $"{visit.Api()}/roadmap")
                : why;
        }, findings);
    }
}

/// <summary>A roadmap (Fahrplan).</summary>
/// <param name="Title">Null before it was started.</param>
/// <param name="On">The day on which the states of tasks are as told.</param>
/// <param name="Stages">In order.</param>
/// <param name="Tasks">In the order in which they were planned.</param>
/// <param name="Risks">In the order in which they were named.</param>
public sealed record ApiRoadmap(
    string? Title, DateOnly On, IReadOnlyList<ApiRoadmapStage> Stages, IReadOnlyList<ApiRoadmapTask> Tasks,
    IReadOnlyList<ApiRoadmapRisk> Risks)
{
    internal static ApiRoadmap Of(Roadmap it, DateOnly on) => new(it.Title, on,
        [.. it.Stages.Select(stage => new ApiRoadmapStage(stage.No, stage.Title, stage.From, stage.Until,
            stage.ResolvedBy, stage.OpenedOn, stage.Resolutions, it.Progress(stage.No)))],
        [.. it.Tasks.Select(task => new ApiRoadmapTask(task.Key, task.Stage, task.Title, task.IsMilestone,
            task.Responsible, task.PlannedFrom, task.PlannedUntil, task.From, task.Until, task.DoneOn,
            it.State(task, on), task.Delay, task.After, task.Merger, task.Gate, task.Note))],
        [.. it.Risks.Select(risk => new ApiRoadmapRisk(risk.Key, risk.Title, risk.Likelihood, risk.Impact, risk.Weight,
            risk.Response, risk.Owner, risk.ClosedOn, risk.Note))]);
}

/// <summary>A stage (Stufe) of a roadmap.</summary>
/// <param name="No">Gapless from 1.</param>
/// <param name="Title">What it is called.</param>
/// <param name="From">Its first day, as planned.</param>
/// <param name="Until">Its last day, as planned.</param>
/// <param name="ResolvedBy">Codes of the bodies whose assemblies have to resolve before it opens.</param>
/// <param name="OpenedOn">Null while it is not.</param>
/// <param name="Resolutions">By which resolutions, as `kdz:3`.</param>
/// <param name="ProgressPercent">Part of its tasks that is done; null without tasks.</param>
public sealed record ApiRoadmapStage(
    int No, string Title, DateOnly From, DateOnly Until, IReadOnlyList<string> ResolvedBy, DateOnly? OpenedOn,
    IReadOnlyList<string> Resolutions, int? ProgressPercent);

/// <summary>A task (Aufgabe) or milestone (Meilenstein) of a roadmap.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Stage">Number of its stage.</param>
/// <param name="Title">What it is called.</param>
/// <param name="IsMilestone">It is a moment.</param>
/// <param name="Responsible">Who does it.</param>
/// <param name="PlannedFrom">As it was first planned.</param>
/// <param name="PlannedUntil">As it was first planned.</param>
/// <param name="From">As it is planned now.</param>
/// <param name="Until">As it is planned now.</param>
/// <param name="DoneOn">Null while it is not.</param>
/// <param name="State">On the key date.</param>
/// <param name="DelayDays">By which it ends or ended later than first planned; negative where earlier.</param>
/// <param name="After">Keys of what has to be done first.</param>
/// <param name="Merger">Code of the merger at whose gate it stands, or null.</param>
/// <param name="Gate">It is done only when this gate is open; null for none.</param>
/// <param name="Note">On its end, or why it was dropped.</param>
public sealed record ApiRoadmapTask(
    string Key, int Stage, string Title, bool IsMilestone, string Responsible, DateOnly PlannedFrom,
    DateOnly PlannedUntil, DateOnly From, DateOnly Until, DateOnly? DoneOn, TaskState State, int DelayDays,
    IReadOnlyList<string> After, string? Merger, Gemeinwerk.Merger.Governance.GateStep? Gate, string? Note);

/// <summary>A risk (Risiko) of a roadmap.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Title">What may happen.</param>
/// <param name="Likelihood">1 to 5.</param>
/// <param name="Impact">1 to 5.</param>
/// <param name="Weight">Likelihood times impact.</param>
/// <param name="Response">What is done about it.</param>
/// <param name="Owner">Who does that.</param>
/// <param name="ClosedOn">Null while it is open.</param>
/// <param name="Note">Why it was closed.</param>
public sealed record ApiRoadmapRisk(
    string Key, string Title, int Likelihood, int Impact, int Weight, string Response, string Owner,
    DateOnly? ClosedOn, string? Note);

/// <summary>A planned cost or saving beside what the books show.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Stage">Number of its stage.</param>
/// <param name="Title">What it is called.</param>
/// <param name="IsSaving">A saving; else a cost.</param>
/// <param name="Year">Which year.</param>
/// <param name="PlannedCents">Positive.</param>
/// <param name="ActualCents">Of a cost the turnover of its accounts, of a saving how much less that is than in its
/// baseline year; null where no books show it that the token may read.</param>
public sealed record ApiRoadmapAmount(
    string Key, int Stage, string Title, bool IsSaving, int Year, long PlannedCents, long? ActualCents)
{
    internal static ApiRoadmapAmount Of(AmountStanding it) => new(it.Amount.Key, it.Amount.Stage, it.Amount.Title,
        it.Amount.IsSaving, it.Year, it.Planned.Cents, it.Actual?.Cents);
}

/// <summary>Something that was planned or done, to be written into a roadmap.</summary>
/// <param name="Event">Its kind: `roadmap-started`, `stage-planned`, `stage-opened`, `task-planned`, `task-moved`,
/// `task-done`, `task-dropped`, `amount-planned`, `risk-named`, `risk-closed`.</param>
/// <param name="Fields">As the command line takes them (docs/web.md): days as `2026-01-31`, lists with commas.</param>
public sealed record RoadmapEntry(string Event, IReadOnlyList<RoadmapEntryField> Fields) : IExample<RoadmapEntry>
{
    public static RoadmapEntry Example => new("task-done", [new("key", "gruendung"), new("on", "2026-01-31")]);
}

/// <summary>A field of it.</summary>
/// <param name="Name">Which.</param>
/// <param name="Value">As it is typed.</param>
public sealed record RoadmapEntryField(string Name, string Value);

/// <summary>What was written down.</summary>
/// <param name="Events">How many events the roadmap has now.</param>
public sealed record ApiRoadmapRecorded(long Events);
