using System.Collections.Concurrent;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Imports;

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
sealed partial class ImportRuns(TimeProvider clock, ILogger<ImportRuns> log) : IAsyncDisposable
{
    const int Most = 100;

    readonly ConcurrentDictionary<string, ImportRun> runs = new();
    readonly ConcurrentDictionary<string, Task> tasks = new();

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
            tasks[run.Id] = Task.Run(() => Run(run, import));
            Forget();
        }
    }

    async Task Run(ImportRun run, Func<ImportRun, IProgress<ImportProgress>, Task<ImportReport>> import)
    {
        ImportReport? report = null;
        try
        {
            report = await import(run, new Relay(progress => Change(run.Id, it => it with { Progress = progress })));
        }
        catch (Exception error)
        {
            // Nobody waits for this task, so the error would be lost; the state says that it failed.
            LogFailure(log, run.Kind, error);
        }
        File.Delete(run.File);
        Change(run.Id, it => it with { EndedAt = clock.GetUtcNow(), Report = report });
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
            tasks.TryRemove(old.Id, out _);
            File.Delete(old.Rejected);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(tasks.Values);
        foreach (var run in runs.Values) File.Delete(run.Rejected);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The import of {Kind} failed.")]
    static partial void LogFailure(ILogger log, string kind, Exception error);

    /// <summary>Reports at once; <see cref="Progress{T}"/> would do so later, and out of order.</summary>
    sealed class Relay(Action<ImportProgress> report) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => report(value);
    }
}
