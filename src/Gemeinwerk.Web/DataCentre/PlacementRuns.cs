using System.Collections.Concurrent;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Plan;
using Gemeinwerk.Ledger;
using Gemeinwerk.Operating;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.DataCentre.Api;
using Gemeinwerk.Web.Finance.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.DataCentre;

/// <summary>A search for the best placement, in progress or over.</summary>
/// <param name="EndedAt">Null while it runs.</param>
/// <param name="IsInterrupted">The program ended before it did.</param>
public sealed record PlacementRun(ApiPlacementSearch State, DateTimeOffset? EndedAt, bool IsInterrupted = false)
{
    internal bool IsRunning => EndedAt is null && !IsInterrupted;
}

/// <summary>
/// Searches for the best placement (CP-SAT) in the background, one per body at a time and one of them after the other,
/// because each takes all processors. The inventory stays as it is; what was found is written down until the next
/// search, so that it is known after a restart, and where the program ended before it did, that is known too. It can be
/// stopped, and is where the program is told to end; then the best that was found until then is what it found.
/// </summary>
sealed class PlacementRuns(BackgroundWork work, IHostApplicationLifetime life, TimeProvider clock) : IDisposable
{
    const string Name = "placement";

    readonly ConcurrentDictionary<Id<Body>, PlacementRun> runs = [];
    readonly ConcurrentDictionary<Id<Body>, CancellationTokenSource> stops = [];
    readonly SemaphoreSlim turn = new(1);

    /// <summary>The last one, before a restart too.</summary>
    internal async Task<PlacementRun?> Last(Database door, Body body)
    {
        if (runs.GetValueOrDefault(body.Id) is { } known) return known;
        var kept = await door.Read(db => KeptWork.Find(db, body.Id, Name, "", clock.GetUtcNow()));
        if (kept is null || ApiJson.Read<ApiPlacementSearch>(kept.State) is not { } state) return null;
        lock (runs)
        {
            if (!runs.ContainsKey(body.Id)) runs[body.Id] = new(state, kept.EndedAt, kept.EndedAt is null);
            return runs[body.Id];
        }
    }

    /// <summary>Starts one, unless one is running.</summary>
    /// <param name="door">As far as it concerns the body.</param>
    /// <param name="options">With a limit for the search.</param>
    internal void Start(Database door, Body body, InventorySnapshot snapshot, PlacementOptions options, string actor)
    {
        lock (runs)
        {
            if (runs.GetValueOrDefault(body.Id) is { IsRunning: true }) return;
            runs[body.Id] = new(new(WorkState.Running, actor, clock.GetUtcNow(),
                (int)options.SearchLimit!.Value.TotalSeconds, ApiPlacementRules.Of(options), [], false, null), null);
            var stop = stops[body.Id] = CancellationTokenSource.CreateLinkedTokenSource(life.ApplicationStopping);
            _ = work.Run("search for a placement", () => Run(door, body, snapshot, options, stop));
        }
    }

    /// <summary>Stops the search of a body where one is running; what it found follows soon.</summary>
    internal void Stop(Body body)
    {
        lock (runs) stops.GetValueOrDefault(body.Id)?.Cancel();
    }

    async Task<bool> Run(
        Database door, Body body, InventorySnapshot snapshot, PlacementOptions options, CancellationTokenSource stop)
    {
        var (state, isStopped) = (WorkState.Failed, false);
        ApiPlacement? found = null;
        // Who is stopped while others search has nothing to wait for: only the fast way is left.
        var waited = turn.WaitAsync(stop.Token);
        await waited.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await Keep((of, content) => KeptWork.Begin(of, body.Id, Name, "", content));
            var placement = Placement.Of(snapshot, options, new Relay<PlacementProgress>(Told), stop.Token);
            (found, isStopped, state) = (ApiPlacement.Of(placement), placement.IsStopped, WorkState.Done);
        }
        finally
        {
            if (waited.IsCompletedSuccessfully) turn.Release();
            lock (runs)
            {
                stops.TryRemove(body.Id, out _);
                stop.Dispose();
            }
            Change(run => run with
            {
                State = run.State with { State = state, IsStopped = isStopped, Placement = found },
            });
            try
            {
                await Keep((of, content) => KeptWork.End(of, body.Id, Name, "", content));
            }
            finally
            {
                Change(run => run with { EndedAt = clock.GetUtcNow() });
            }
        }
        return true;

        void Told(PlacementProgress it) => Change(run => run with
        {
            State = run.State with
            {
                Progress = [.. run.State.Progress.Where(other => other.Pool != it.Pool), new(it.Pool, it.Hosts,
                    it.FewestHosts, (long)it.Elapsed.TotalMilliseconds)],
            },
        });

        void Change(Func<PlacementRun, PlacementRun> change)
        {
            lock (runs) runs[body.Id] = change(runs[body.Id]);
        }

        async Task Keep(Func<Work, byte[], Task> write) => (await door.Act(runs[body.Id].State.StartedBy,
            async Task<Result<Nothing>> (of) =>
            {
                await write(of, ApiJson.Bytes(runs[body.Id].State));
                return default(Nothing);
            })).Expect();
    }

    public void Dispose() => turn.Dispose();
}
