using Gemeinwerk.Merger;
using Gemeinwerk.Merger.Governance;
using Gemeinwerk.Merger.Roadmaps;
using Gemeinwerk.Web.Finance;
using Gemeinwerk.Web.Frame;
using Microsoft.Extensions.Localization;
using Gate = Gemeinwerk.Merger.Governance.Gate;

namespace Gemeinwerk.Web.Merger;

/// <summary>Where a merger stands, for its own page and for start pages.</summary>
/// <param name="Says">What is to be said of an approval.</param>
/// <param name="Gate">That of the execution; null where no body keeps its assembly here, or it is executed.</param>
/// <param name="Milestone">The next one of the target's roadmap; null without.</param>
public sealed record MergerProgress(
    MergerCase Merger, IReadOnlyList<MergerStep> Steps, IReadOnlyList<StandingApproval> Approvals,
    Func<MergerApproval, string> Says, IReadOnlyList<MergerEvent> Events, Gate? Gate,
    NextMilestone? Milestone)
{
    internal MergerStep Now => Steps.First(step => step.State == StepState.Now);

    /// <summary>Read once in a request; the plan of a merger that is not executed reads all books in it.</summary>
    internal static async Task<MergerProgress> Of(Visit visit, MergerCase merger)
    {
        var key = (typeof(MergerProgress), merger.Code);
        if (visit.Http.Items.TryGetValue(key, out var known)) return (MergerProgress)known!;
        var (words, now) = (visit.Service<IStringLocalizer<MergerWords>>(), visit.Service<TimeProvider>().GetUtcNow());
        var (plan, approvals, events) = await visit.Read(async db => (
            merger.State == MergerState.Draft ? (await Execution.Plan(db, merger.Code)).Expect() : null,
            await MergerApprovals.Standing(db, merger, now), await MergerEvents.All(db, merger)));
        // Whether the certificate of an executed one agrees with its books is too much to ask for a start page.
        var gates = merger.State == MergerState.Draft ? await visit.Gates(merger) : [];
        var gate = gates.FirstOrDefault(gate => gate.Step == GateStep.Execute);
        var last = await visit.Service<DryRuns>().Last(visit.Door, merger);
        var steps = new MergerSteps(
            merger, plan, approvals, last?.Events == events.Count ? last : null, words, gates);
        var progress = new MergerProgress(merger, steps.All(), approvals, steps.Says, events, gate,
            await NextMilestone.Of(visit, merger));
        visit.Http.Items[key] = progress;
        return progress;
    }
}

/// <summary>The next milestone on the way to a merger.</summary>
/// <param name="Address">Its page; null where the visitor may not open it.</param>
public sealed record NextMilestone(RoadmapTask Task, bool IsLate, string? Address)
{
    internal static async Task<NextMilestone?> Of(Visit visit, MergerCase merger)
    {
        var roadmap = await visit.Read(db => RoadmapRecords.Read(db, merger.Target.Id));
        if (roadmap.NextMilestone is not { } task) return null;
        return new NextMilestone(task, task.Until < LastDay.Today(visit.Service<TimeProvider>()),
            visit.Who.Is(BodyRoles.Staff, merger.Target)
                ? RoadmapTaskPage.Address($"/b/{merger.Target.Code}", task.Key)
                : null);
    }
}
