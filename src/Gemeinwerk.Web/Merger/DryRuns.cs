using System.Collections.Concurrent;
using Gemeinwerk.Basics;
using Gemeinwerk.Merger;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Merger;

/// <summary>A dry run, in progress or over.</summary>
/// <param name="Events">How many events the merger had when it began: with more of them it is out of date.</param>
/// <param name="Outcome">Null while it runs, and where the program failed.</param>
public sealed record DryRun(
    string Actor, DateTimeOffset StartedAt, int Events, DryRunPhase Phase, DateTimeOffset? EndedAt,
    Result<MergerOutcome>? Outcome)
{
    public bool IsRunning => EndedAt is null;

    public MergerOutcome? Done => Outcome is { } result && result.Ok(out var outcome, out _) ? outcome : null;

    public bool HasPassed => Done?.Certificate is not null;
}

/// <summary>
/// Dry runs in the background, one per merger at a time. A dry run leaves nothing in the database, so its outcome is
/// kept here until the next one, or until the program ends.
/// </summary>
sealed class DryRuns(BackgroundWork work, TimeProvider clock)
{
    readonly ConcurrentDictionary<string, DryRun> runs = new();

    internal DryRun? Last(string code) => runs.GetValueOrDefault(code);

    /// <summary>Starts one, unless one is running.</summary>
    /// <param name="database">As far as the merger concerns it.</param>
    internal void Start(Database database, string code, string actor, int events)
    {
        lock (runs)
        {
            if (Last(code) is { IsRunning: true }) return;
            runs[code] = new DryRun(actor, clock.GetUtcNow(), events, DryRunPhase.Waiting, null, null);
            _ = work.Run("dry run of a merger", () => Run(database, code, actor));
        }
    }

    async Task<Result<MergerOutcome>> Run(Database database, string code, string actor)
    {
        Result<MergerOutcome>? outcome = null;
        try
        {
            var progress = new Relay<DryRunPhase>(phase => Change(code, run => run with { Phase = phase }));
            var done = await Execution.DryRun(database, actor, code, progress: progress);
            outcome = done;
            return done;
        }
        finally
        {
            Change(code, run => run with { EndedAt = clock.GetUtcNow(), Outcome = outcome });
        }
    }

    void Change(string code, Func<DryRun, DryRun> change)
    {
        lock (runs) runs[code] = change(runs[code]);
    }
}
