using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Verification;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using static Gemeinwerk.Audit.RegisterField;

namespace Gemeinwerk.Merger.Governance;

/// <summary>What was recorded behind a gate.</summary>
public enum RecordedStepKind
{
    /// <summary>The day was fixed.</summary>
    Day,

    /// <summary>The sources were sealed for good.</summary>
    Seal,
}

/// <summary>
/// Steps of a merger that are recorded, each refused until its gate is open: the day on which it takes effect is fixed,
/// and after the execution the sources are sealed for good, so that nobody undoes it any more.
/// </summary>
public static class RecordedSteps
{
    static readonly Register register = Register.Of("merger.step", "merger_step",
        [Text("actor"), Number("at"), Number("effective"), Text("kind"), Number("merger"), Number("planned"),
            Number("run")], ["kind"],
        (body, from, to, most) => $"""
            select step_no, actor, happened_at, effective_on, kind, merger_id, planned_on, run_no from merger_step
            where body_id = {body} and step_no between {from} and {to} order by step_no limit {most}
            """);

    internal static VerificationPass Pass { get; } = new("merger.steps", "Festgesetzte Tage und endgültige Siegel",
        async (db, body, report) =>
        {
            await MasterDataPass.Compare(db, body, [register], report);
            await Derive(db, body, report);
        });

    /// <summary>Fixes the day on which a merger takes effect (Tag der Wirkung): the planned one, or another as long as
    /// the merger was never executed. Who changes the day needs a new dry run.</summary>
    /// <returns>What its gate lacks, each with code <c>merger.gate</c>; with any of it nothing is written. Or
    /// <c>merger.unknown</c>, <c>merger.executed</c>, <c>merger.day</c>, <c>merger.day-fixed</c>.</returns>
    public static async Task<Result<IReadOnlyList<Finding>>> FixDay(Work work, string code, DateOnly day)
    {
        if (!(await Mergers.FindDraft(work, code)).Ok(out var merger, out var why)) return why;
        if (day.Year is < 1900 or > 2999)
        {
            return new Rejection("merger.day", "Der Tag der Wirkung liegt nicht in den Jahren 1900 bis 2999.");
        }
        if (merger.IsDayFixed && day == merger.EffectiveOn)
        {
            return new Rejection("merger.day-fixed",
                $"Der Tag der Wirkung ist schon auf den {German.Date(day)} festgesetzt.");
        }
        if (merger.RunNo > 0 && day != merger.EffectiveOn)
        {
            return new Rejection("merger.day", $"Die Fusion war zum {German.Date(merger.EffectiveOn)} schon einmal "
                + "vollzogen; ein anderer Tag ist eine andere Fusion.");
        }
        var fixedTo = merger with { EffectiveOn = day };
        var missing = await MergerGates.Against(work.Db, fixedTo, GateStep.EffectiveDate, work.Today());
        if (missing.Count > 0) return missing;
        await Add(work, fixedTo, RecordedStepKind.Day, merger.EffectiveOn);
        if (day != merger.EffectiveOn)
        {
            await work.Db.Run($"""
                update merger_case set effective_on = {day}
                where body_id = {merger.Target.Id} and merger_id = {merger.Id}
                """);
            // What the merger is, is said anew; with that dry runs and approvals of before are about something else.
            await MergerEvents.Add(work, fixedTo, MergerEventKind.Created, MergerEvents.Creation(fixedTo));
        }
        return missing;
    }

    /// <summary>Seals the sources for good. Their books are sealed by the execution, and from now on stay so: the
    /// merger cannot be undone any more.</summary>
    /// <returns>What its gate lacks, each with code <c>merger.gate</c>; with any of it nothing is written. Or
    /// <c>merger.unknown</c>, <c>merger.not-executed</c>, <c>merger.sealed</c>.</returns>
    public static async Task<Result<IReadOnlyList<Finding>>> Seal(Work work, string code)
    {
        if (!(await Mergers.Find(work.Db, code)).Ok(out var merger, out var why)) return why;
        await Execution.Lock(work, merger);
        merger = (await Mergers.Find(work.Db, code)).Expect();
        if (merger.State != MergerState.Executed)
        {
            return new Rejection("merger.not-executed", $"Die Fusion „{code}“ ist nicht vollzogen.");
        }
        if (merger.IsSealed) return Sealed(merger);
        var missing = await MergerGates.Against(work.Db, merger, GateStep.Seal, work.Today());
        if (missing.Count > 0) return missing;
        await Add(work, merger, RecordedStepKind.Seal, merger.EffectiveOn);
        return missing;
    }

    /// <summary>Why a merger that is sealed for good is neither undone nor sealed again.</summary>
    internal static Rejection Sealed(MergerCase merger) => new("merger.sealed",
        $"Die Fusion „{merger.Code}“ ist endgültig gesiegelt.", "GkG NRW § 22 (3)");

    /// <summary>Mergers whose day is fixed, and runs that are sealed for good: target, merger, run.</summary>
    internal static async Task<(HashSet<(Id<Body>, Id<MergerCase>)>, HashSet<(Id<Body>, Id<MergerCase>, int)>)> All(
        Session db)
    {
        var steps = await db.All($"""
            select body_id, merger_id, run_no, kind from merger_step
            """, row => (Body: row.Id<Body>(), Merger: row.Id<MergerCase>(), Run: row.Int(), Kind: row.Text()));
        return ([.. steps.Where(it => it.Kind == "day").Select(it => (it.Body, it.Merger))],
            [.. steps.Where(it => it.Kind == "seal").Select(it => (it.Body, it.Merger, it.Run))]);
    }

    static async Task Add(Work work, MergerCase merger, RecordedStepKind kind, DateOnly planned)
    {
        await AuditTrail.Hold(work, merger.Target.AuditLog());
        var no = await work.Db.One($"""
            select coalesce(max(step_no), 0) + 1 from merger_step where body_id = {merger.Target.Id}
            """, row => row.Number());
        await work.Db.Run($"""
            insert into merger_step (body_id, step_no, merger_id, kind, run_no, planned_on, effective_on, actor,
              happened_at)
            values ({merger.Target.Id}, {no}, {merger.Id}, {kind.Code()}, {merger.RunNo}, {planned},
              {merger.EffectiveOn}, {work.Actor}, {work.Now})
            """);
        await register.RecordAdded(work, merger.Target.AuditLog(), no);
    }

    static DateOnly Today(this Work work) => DateOnly.FromDateTime(work.Now.UtcDateTime);

    /// <summary>Days go on from each other to that of the merger, and what is sealed was executed by that run.
    /// </summary>
    static async Task Derive(Session db, Body body, PassReport report)
    {
        var mergers = (await Mergers.All(db)).Where(merger => merger.Target == body).ToDictionary(it => it.Id);
        var last = new Dictionary<Id<MergerCase>, DateOnly>();
        foreach (var (no, id, kind, run, planned, effective) in await db.All($"""
            select step_no, merger_id, kind, run_no, planned_on, effective_on from merger_step
            where body_id = {body.Id} order by step_no
            """, row => (row.Number(), row.Id<MergerCase>(), row.Text(), row.Int(), row.Day(), row.Day())))
        {
            if (last.TryGetValue(id, out var before) && before != planned)
            {
                report.Fail("merger_step", $"{no} planned_on", Day.Iso(before), Day.Iso(planned));
            }
            last[id] = effective;
            if (kind == RecordedStepKind.Seal.Code() && mergers.GetValueOrDefault(id) is { } merger
                && (merger.State != MergerState.Executed || merger.RunNo != run))
            {
                report.Fail("merger_step", $"{no} run_no", $"{merger.State.Code()} {merger.RunNo}", run);
            }
        }
        foreach (var (id, day) in last)
        {
            if (!mergers.TryGetValue(id, out var merger) || merger.EffectiveOn == day) continue;
            report.Fail("merger_case", $"{merger.Code} effective_on", Day.Iso(day), Day.Iso(merger.EffectiveOn));
        }
    }
}
