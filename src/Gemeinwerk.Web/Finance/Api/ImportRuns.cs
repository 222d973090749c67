using System.Collections.Concurrent;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Imports;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Finance.Api;

/// <summary>An import, in progress or over.</summary>
/// <param name="File">What was sent, until the import is over.</param>
/// <param name="Report">Null while it runs, and where the program failed.</param>
sealed record ImportRun(
    string Id, string Body, string Kind, string Actor, DateTimeOffset StartedAt, string File, ImportProgress Progress,
    DateTimeOffset? EndedAt, ImportReport? Report)
{
    internal bool IsRunning => EndedAt is null;

    /// <summary>Where the rows go that are not accepted.</summary>
    internal string Rejected => $"{File}.rejected";
}

/// <summary>
/// Imports in the background, one per body at a time. What came of them is kept until the program ends, or until many
/// newer ones are over; their files only as long as they are needed.
/// </summary>
sealed class ImportRuns(BackgroundWork work, TimeProvider clock) : IDisposable
{
    const int Most = 100;

    readonly ConcurrentDictionary<string, ImportRun> runs = new();

    internal ImportRun? Find(Body body, string id) =>
        runs.TryGetValue(id, out var run) && run.Body == body.Code ? run : null;

    /// <summary>Another import of the body that is in progress.</summary>
    internal bool IsBusy(Body body, string id) =>
        runs.Values.Any(run => run.Body == body.Code && run.IsRunning && run.Id != id);

    /// <summary>Starts an import that is not known; deletes the file where it is.</summary>
    internal void Start(ImportRun run, Func<ImportRun, IProgress<ImportProgress>, Task<ImportReport>> import)
    {
        lock (runs)
        {
            if (!runs.TryAdd(run.Id, run))
            {
                File.Delete(run.File);
                return;
            }
            _ = work.Run($"import of {run.Kind}", () => Run(run, import));
            Forget();
        }
    }

    async Task<ImportReport> Run(ImportRun run, Func<ImportRun, IProgress<ImportProgress>, Task<ImportReport>> import)
    {
        ImportReport? report = null;
        try
        {
            return report = await import(run, new Relay<ImportProgress>(progress =>
                Change(run.Id, it => it with { Progress = progress })));
        }
        finally
        {
            File.Delete(run.File);
            Change(run.Id, it => it with { EndedAt = clock.GetUtcNow(), Report = report });
        }
    }

    void Change(string id, Func<ImportRun, ImportRun> change)
    {
        lock (runs) runs[id] = change(runs[id]);
    }

    void Forget()
    {
        foreach (var old in runs.Values.Where(run => !run.IsRunning).OrderByDescending(run => run.EndedAt).Skip(Most))
        {
            if (!runs.TryRemove(old.Id, out _)) continue;
            File.Delete(old.Rejected);
        }
    }

    /// <summary>What an import left that took too long to end goes too.</summary>
    public void Dispose()
    {
        foreach (var run in runs.Values)
        {
            File.Delete(run.File);
            File.Delete(run.Rejected);
        }
    }
}
