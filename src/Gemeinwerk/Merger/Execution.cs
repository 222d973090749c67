using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger.Governance;
using Gemeinwerk.Merger.Inventories;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger;

/// <summary>What came of a run.</summary>
/// <param name="Certificate">The signed text, or null where findings stand against the merger.</param>
/// <param name="WasDone">It was executed before; nothing was written now.</param>
public sealed record MergerOutcome(
    IReadOnlyList<Finding> Findings, IReadOnlyList<Finding> Notes, string? Certificate, bool WasDone);

/// <summary>Where a dry run is, in this order.</summary>
public enum DryRunPhase { Waiting, Planning, Executing, TakingBack }

/// <summary>
/// Plans and executes mergers. A run is one transaction over all its books: after a crash nothing of it is there, and
/// it is simply run again; run twice it happens once.
/// </summary>
public static class Execution
{
    /// <returns>The plan with its findings, or <c>merger.unknown</c>.</returns>
    public static async Task<Result<MergerPlan>> Plan(Session db, string code)
    {
        if (!(await Mergers.Find(db, code)).Ok(out var merger, out var why)) return why;
        return await Plan(db, merger);
    }

    /// <summary>Executes a merger; with findings it writes nothing.</summary>
    /// <returns>The outcome, or <c>merger.unknown</c>, <c>ledger.signing-key</c>.</returns>
    public static Task<Result<MergerOutcome>> Run(Database database, string actor, string code) =>
        database.Act(actor, work => Run(work, code));

    /// <inheritdoc cref="Run(Database, string, string)"/>
    public static Task<Result<MergerOutcome>> Run(Work work, string code) =>
        Run(work, code, PostingRules.MostPostings);

    internal static async Task<Result<MergerOutcome>> Run(Work work, string code, int mostPostings)
    {
        if (!(await Mergers.Find(work.Db, code)).Ok(out var merger, out var why)) return why;
        var books = await Lock(work, merger);
        // Read again behind the locks: somebody else may have run it meanwhile.
        merger = (await Mergers.Find(work.Db, code)).Expect();
        if (merger.State == MergerState.Executed)
        {
            var certificate = await Certificates.Stored(work.Db, merger);
            return new MergerOutcome([], [], certificate, WasDone: true);
        }
        var plan = await Plan(work.Db, merger);
        List<Finding> findings = [.. plan.Findings, .. await MergerGates.Against(
            work.Db, merger, GateStep.Execute, DateOnly.FromDateTime(work.Now.UtcDateTime))];
        if (findings.Count > 0) return new MergerOutcome(findings, plan.Notes, null, WasDone: false);
        var executed = await new MergerRun(work, plan, books, mostPostings).Execute(isDryRun: false);
        return executed.Ok(out var signed, out why) ? new MergerOutcome([], plan.Notes, signed, WasDone: false) : why;
    }

    /// <summary>Executes a merger and takes everything back: the same certificate, marked as a dry run.</summary>
    /// <param name="whileDone">Sees the books as the merger would leave them, as to write exports that fit the
    /// certificate; it may be called again when acts collide.</param>
    /// <param name="progress">Gets each phase as it begins.</param>
    /// <returns>The outcome, or <c>merger.unknown</c>, <c>merger.executed</c>.</returns>
    public static async Task<Result<MergerOutcome>> DryRun(
        Database database, string actor, string code, Func<Work, MergerCase, string, Task>? whileDone = null,
        IProgress<DryRunPhase>? progress = null)
    {
        MergerOutcome? outcome = null;
        var seen = 0L;
        var undone = new Rejection("merger.dry-run", "Der Probelauf hinterlässt nichts.");
        var result = await database.Act<Nothing>(actor, async work =>
        {
            progress?.Report(DryRunPhase.Waiting);
            if (!(await Mergers.FindDraft(work, code)).Ok(out var merger, out var why)) return why;
            var books = await Lock(work, merger);
            progress?.Report(DryRunPhase.Planning);
            seen = await MergerEvents.Last(work.Db, merger);
            var plan = await Plan(work.Db, merger);
            outcome = new MergerOutcome(plan.Findings, plan.Notes, null, WasDone: false);
            if (plan.Findings.Count > 0) return undone;
            progress?.Report(DryRunPhase.Executing);
            var executed = await new MergerRun(work, plan, books).Execute(isDryRun: true);
            if (!executed.Ok(out var certificate, out why)) return why;
            outcome = outcome with { Certificate = certificate };
            if (whileDone is not null)
            {
                await whileDone(work, (await Mergers.Find(work.Db, code)).Expect(), certificate);
            }
            progress?.Report(DryRunPhase.TakingBack);
            return undone;
        });
        if (result.Rejection != undone) return result.Rejection!;
        if (outcome!.Findings.Count == 0)
        {
            var noted = await database.Act(actor, work => MergerGates.Rehearsed(work, code, seen));
            if (noted.Rejection is { } why) return why;
        }
        return outcome;
    }

    static async Task<MergerPlan> Plan(Session db, MergerCase merger)
    {
        var sources = new List<BookSnapshot>();
        foreach (var source in merger.Sources) sources.Add(await BookSnapshot.Read(db, source, merger));
        var target = await BookSnapshot.Read(db, merger.Target, merger);
        var plan = Planner.Plan(merger, sources, target, new MappingTable(await Mappings.All(db, merger)),
            await Shareholdings.All(db, merger));
        return await InventoryTransfer.Plan(db, plan);
    }

    /// <summary>Opens all books and their change logs, always in the same order, so that two mergers wait and do not
    /// lock each other out.</summary>
    internal static async Task<Dictionary<Id<Body>, Book>> Lock(Work work, MergerCase merger)
    {
        var books = new Dictionary<Id<Body>, Book>();
        var bodies = merger.Bodies.OrderBy(body => body.Id.Value).ToList();
        foreach (var body in bodies) books[body.Id] = await Book.Open(work, body);
        foreach (var body in bodies) await AuditTrail.Hold(work, body.AuditLog());
        return books;
    }
}
