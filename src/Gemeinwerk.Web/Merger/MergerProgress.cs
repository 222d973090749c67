using Gemeinwerk.Merger;
using Gemeinwerk.Web.Frame;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.Merger;

/// <summary>Where a merger stands, for its own page and for start pages.</summary>
/// <param name="Says">What is to be said of an approval.</param>
public sealed record MergerProgress(
    MergerCase Merger, IReadOnlyList<MergerStep> Steps, IReadOnlyList<StandingApproval> Approvals,
    Func<MergerApproval, string> Says, IReadOnlyList<MergerEvent> Events)
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
        var last = await visit.Service<DryRuns>().Last(visit.Door, merger);
        var steps = new MergerSteps(
            merger, plan, approvals, last?.Events == events.Count ? last : null, words);
        var progress = new MergerProgress(merger, steps.All(), approvals, steps.Says, events);
        visit.Http.Items[key] = progress;
        return progress;
    }
}
