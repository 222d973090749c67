using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.Merger.Roadmaps;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger.Inventories;

/// <summary>The debt at one moment.</summary>
/// <param name="Stage">Which moment of which kind, German: <c>vorher</c>, <c>mit der Fusion</c>, <c>nach Plan</c>,
/// <c>heute</c>.</param>
/// <param name="On">The day before a merger, its effective day, or today.</param>
/// <param name="Merger">Code of the merger that it belongs to; null of today.</param>
/// <param name="IsUndone">It was so after a run that was undone.</param>
/// <param name="OfRoadmap">The stage of the target's roadmap in which the day lies, or that ended the day before; null
/// where none does.</param>
public sealed record MergeDebtStage(
    string Stage, DateOnly On, string? Merger, bool IsUndone, string? OfRoadmap, MergeDebt Debt);

/// <summary>How the debt goes from the beginning to the end of a stage of the roadmap.</summary>
/// <param name="AtStart">As last known when its first day begins, else what is known first in it; null where nothing
/// is known in it or before.</param>
/// <param name="AtEnd">As last known, or planned, when its last day is over.</param>
public sealed record RoadmapDebt(Stage Stage, MergeDebt? AtStart, MergeDebt? AtEnd);

/// <summary>The debt of a joint data centre over time, and by the stages of its roadmap.</summary>
/// <param name="Moments">By day; before, with and planned in this order.</param>
public sealed record MergeDebtCourse(IReadOnlyList<MergeDebtStage> Moments, IReadOnlyList<RoadmapDebt> Stages);

/// <summary>
/// How the debt goes: before each merger into a body and with it, as the runs wrote it down; by the plan of one that is
/// still to come; and today.
/// </summary>
public static class MergeDebts
{
    /// <summary>Over all mergers into the target of one. Behind a wall only those of whose bodies none stands outside.
    /// </summary>
    /// <param name="code">The merger whose plan is looked at, where it is still to come.</param>
    /// <returns>The course, or <c>merger.unknown</c>.</returns>
    public static async Task<Result<MergeDebtCourse>> Of(Session db, string code, DateOnly today)
    {
        if (!(await Mergers.Find(db, code)).Ok(out var merger, out var why)) return why;
        var stages = (await RoadmapRecords.Read(db, merger.Target.Id)).Stages;
        var moments = new List<MergeDebtStage>();
        foreach (var other in (await Mergers.All(db)).Where(it => it.Target == merger.Target)
            .OrderBy(it => it.EffectiveOn))
        {
            moments.AddRange(await Recorded(db, other));
        }
        var wasMerged = moments.Exists(it => !it.IsUndone);
        if (merger.State == MergerState.Draft)
        {
            if (!(await Execution.Plan(db, code)).Ok(out var plan, out why)) return why;
            if (plan.Inventory is { } inventory) moments.AddRange(Planned(merger, inventory));
        }
        moments = [.. moments.OrderBy(it => it.On)];
        if (wasMerged)
        {
            moments.Add(new MergeDebtStage("heute", today, null, false, null,
                MergeDebt.Of(await InventorySnapshot.Load(db, merger.Target))));
        }
        return new MergeDebtCourse([.. moments.Select(it => it with { OfRoadmap = At(stages, it.On)?.Title })],
            [.. stages.Select(stage => Through(stage, moments))]);
    }

    static async Task<List<MergeDebtStage>> Recorded(Session db, MergerCase merger)
    {
        var moments = new List<MergeDebtStage>();
        for (var no = 1; no <= merger.RunNo; no++)
        {
            var run = merger with { RunNo = no };
            if (await RecordedInventory.Read(db, run) is not { } recorded) continue;
            var isUndone = no < merger.RunNo || merger.State == MergerState.Draft;
            moments.Add(new("vorher", merger.LastDay, merger.Code, isUndone, null, MergeDebt.Of(
                [.. merger.Bodies.Select(body => new InventorySnapshot(body, [.. recorded.Before(body)]))])));
            moments.Add(new("mit der Fusion", merger.EffectiveOn, merger.Code, isUndone, null, MergeDebt.Of(
                new InventorySnapshot(merger.Target, recorded.After(merger.Target, merger.Target)))));
        }
        return moments;
    }

    /// <summary>Before a merger that is still to come and with it, by its plan.</summary>
    public static IReadOnlyList<MergeDebtStage> Planned(MergerCase merger, InventoryPlan plan) =>
    [
        new("vorher", merger.LastDay, merger.Code, false, null, MergeDebt.Of([.. plan.Sources, plan.Target])),
        new("nach Plan", merger.EffectiveOn, merger.Code, false, null,
            MergeDebt.Of(new InventorySnapshot(merger.Target, plan.After))),
    ];

    /// <summary>A merger that takes effect when a stage is just over was what it was for.</summary>
    static Stage? At(IReadOnlyList<Stage> stages, DateOnly day) =>
        stages.LastOrDefault(stage => stage.From <= day && day <= stage.Until)
        ?? stages.LastOrDefault(stage => stage.Until.AddDays(1) == day);

    static RoadmapDebt Through(Stage stage, List<MergeDebtStage> moments)
    {
        var known = moments.FindAll(it => !it.IsUndone);
        var over = stage.Until.AddDays(1);
        var first = known.FindLast(it => it.On <= stage.From) ?? known.Find(it => it.On <= over);
        return new RoadmapDebt(stage, first?.Debt, known.FindLast(it => it.On <= over)?.Debt);
    }
}
