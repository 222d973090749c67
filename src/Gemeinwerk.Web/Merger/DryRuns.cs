using System.Collections.Concurrent;
using Gemeinwerk.Basics;
using Gemeinwerk.Merger;
using Gemeinwerk.Operating;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Merger;

/// <summary>A dry run, in progress or over.</summary>
/// <param name="Events">How many events the merger had when it began: with more of them it is out of date.</param>
/// <param name="Outcome">Null while it runs, and where the program failed.</param>
public sealed record DryRun(
    string Actor, DateTimeOffset StartedAt, int Events, DryRunPhase Phase, DateTimeOffset? EndedAt,
    Result<MergerOutcome>? Outcome)
{
    /// <summary>The program ended before it did.</summary>
    public bool IsInterrupted { get; init; }

    public bool IsRunning => EndedAt is null && !IsInterrupted;

    public MergerOutcome? Done => Outcome is { } result && result.Ok(out var outcome, out _) ? outcome : null;

    public bool HasPassed => Done?.Certificate is not null;
}

/// <summary>
/// Dry runs in the background, one per merger at a time. A dry run leaves nothing in the books; its outcome is written
/// down at the target of the merger until the next one, so that it is known after a restart, and where the program
/// ended before it did, that is known too.
/// </summary>
sealed class DryRuns(BackgroundWork work, TimeProvider clock)
{
    const string Name = "dry-run";

    readonly ConcurrentDictionary<string, DryRun> runs = new();

    /// <summary>The last one that this program has begun or read; cheap to ask.</summary>
    internal DryRun? Known(MergerCase merger) => runs.GetValueOrDefault(merger.Code);

    /// <summary>The last one, before a restart too.</summary>
    /// <param name="door">As far as the merger concerns it.</param>
    internal async Task<DryRun?> Last(Database door, MergerCase merger)
    {
        if (Known(merger) is { } known) return known;
        var kept = await door.Read(db =>
            KeptWork.Find(db, merger.Target.Id, Name, merger.Code, clock.GetUtcNow()));
        if (kept is null || ApiJson.Read<KeptDryRun>(kept.State) is not { } state) return null;
        lock (runs)
        {
            if (!runs.ContainsKey(merger.Code)) runs[merger.Code] = state.Of(kept.EndedAt);
            return runs[merger.Code];
        }
    }

    /// <summary>Starts one, unless one is running.</summary>
    /// <param name="database">As far as the merger concerns it.</param>
    internal void Start(Database database, MergerCase merger, string actor, int events)
    {
        lock (runs)
        {
            if (Known(merger) is { IsRunning: true }) return;
            runs[merger.Code] = new DryRun(actor, clock.GetUtcNow(), events, DryRunPhase.Waiting, null, null);
            _ = work.Run("dry run of a merger", () => Run(database, merger, actor));
        }
    }

    async Task<Result<MergerOutcome>> Run(Database database, MergerCase merger, string actor)
    {
        var (code, body) = (merger.Code, merger.Target.Id);
        Result<MergerOutcome>? outcome = null;
        await Keep((work, state) => KeptWork.Begin(work, body, Name, code, state));
        try
        {
            var progress = new Relay<DryRunPhase>(phase => Change(code, run => run with { Phase = phase }));
            var done = await Execution.DryRun(database, actor, code, progress: progress);
            outcome = done;
            return done;
        }
        finally
        {
            try
            {
                await Keep((work, state) => KeptWork.End(work, body, Name, code, state));
            }
            finally
            {
                Change(code, run => run with { EndedAt = clock.GetUtcNow(), Outcome = outcome });
            }
        }

        async Task Keep(Func<Work, byte[], Task> write) => (await database.Act(actor,
            async Task<Result<Nothing>> (work) =>
            {
                await write(work, ApiJson.Bytes(KeptDryRun.Of(runs[code] with { Outcome = outcome })));
                return default(Nothing);
            })).Expect();
    }

    void Change(string code, Func<DryRun, DryRun> change)
    {
        lock (runs) runs[code] = change(runs[code]);
    }
}

/// <summary>What is written down of a dry run.</summary>
sealed record KeptDryRun(
    string Actor, DateTimeOffset StartedAt, int Events, DryRunPhase Phase, Rejection? Refused, MergerOutcome? Done)
{
    internal static KeptDryRun Of(DryRun run) =>
        new(run.Actor, run.StartedAt, run.Events, run.Phase, run.Outcome?.Rejection, run.Done);

    /// <param name="endedAt">Null where it broke off with the program.</param>
    internal DryRun Of(DateTimeOffset? endedAt) => new(Actor, StartedAt, Events, Phase, endedAt,
        Refused is { } why ? why : Done is { } done ? done : (Result<MergerOutcome>?)null)
    {
        IsInterrupted = endedAt is null,
    };
}
