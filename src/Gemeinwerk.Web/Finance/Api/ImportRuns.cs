using System.Collections.Concurrent;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Imports;
using Gemeinwerk.Operating;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Finance.Api;

/// <summary>An import, in progress or over.</summary>
/// <param name="File">What was sent, until the import is over.</param>
/// <param name="Report">Null while it runs, and where the program failed.</param>
sealed record ImportRun(
    string Id, Body Body, string Kind, string Actor, DateTimeOffset StartedAt, string File, ImportProgress Progress,
    DateTimeOffset? EndedAt, ImportReport? Report)
{
    internal bool IsRunning => EndedAt is null;

    /// <summary>The file is only checked; what would take it over, where nothing is wrong with it.</summary>
    internal Func<ImportRun, IProgress<ImportProgress>, Task<ImportReport>>? Afterwards { get; init; }

    internal bool IsTrial => Afterwards is not null;

    /// <summary>The file is still there, to be taken over.</summary>
    internal bool IsReady => IsTrial && Report is { IsRefused: false };

    /// <summary>Where the rows go that are not accepted.</summary>
    internal string Rejected => $"{File}.rejected";
}

/// <summary>
/// Imports in the background, one per body at a time. What came of them is kept in the database: that a file is in the
/// books is written in the act that writes it there, so after a restart nobody is told what is not so. Their files are
/// kept only as long as they are needed.
/// </summary>
sealed class ImportRuns(BackgroundWork work, TimeProvider clock) : IDisposable
{
    const string Name = "import";
    const int Most = 100;

    readonly ConcurrentDictionary<string, ImportRun> runs = new();

    internal ImportRun? Find(Body body, string id) =>
        runs.TryGetValue(id, out var run) && run.Body.Id == body.Id ? run : null;

    /// <summary>How far it is, or what came of it, before the last restart too; null where it is not known.</summary>
    internal async Task<ApiImport?> State(Database door, Body body, string id)
    {
        if (ApiImport.Of(Find(body, id)) is { } known) return known;
        var kept = await door.Read(db => KeptWork.Find(db, body.Id, Name, id, clock.GetUtcNow()));
        // It may have begun since.
        if (ApiImport.Of(Find(body, id)) is { } begun) return begun;
        if (kept is null || ApiJson.Read<ApiImport>(kept.State) is not { } state) return null;
        return kept.EndedAt is null ? state with { State = ImportState.Interrupted } : state;
    }

    /// <summary>Writes down that an import begins.</summary>
    internal static Task Begin(Work work, ImportRun run) =>
        KeptWork.Begin(work, run.Body.Id, Name, run.Id, ApiJson.Bytes(ApiImport.Of(run)));

    /// <summary>The same in an act of its own.</summary>
    internal static async Task Begin(Database door, ImportRun run) => (await door.Act(run.Actor,
        async Task<Result<Nothing>> (work) =>
        {
            await Begin(work, run);
            return default(Nothing);
        })).Expect();

    /// <summary>Another import of the body that is in progress.</summary>
    internal bool IsBusy(Body body, string id) =>
        runs.Values.Any(run => run.Body.Id == body.Id && run.IsRunning && run.Id != id);

    /// <summary>Starts an import that is not known; deletes the file where it is.</summary>
    /// <param name="door">Where what came of it is written down.</param>
    internal void Start(
        Database door, ImportRun run, Func<ImportRun, IProgress<ImportProgress>, Task<ImportReport>> import)
    {
        lock (runs)
        {
            if (!runs.TryAdd(run.Id, run))
            {
                File.Delete(run.File);
                return;
            }
            _ = work.Run($"import of {run.Kind}", () => Run(door, run, import));
            Forget();
        }
    }

    async Task<ImportReport> Run(
        Database door, ImportRun run, Func<ImportRun, IProgress<ImportProgress>, Task<ImportReport>> import)
    {
        ImportReport? report = null;
        try
        {
            return report = await import(run, new Relay<ImportProgress>(progress =>
                Change(run.Id, it => it with { Progress = progress })));
        }
        finally
        {
            if (!run.IsTrial || report is not { IsRefused: false }) File.Delete(run.File);
            try
            {
                // What takes a file over writes this down itself, in the same act.
                if (run.IsTrial || report is not { IsRefused: false })
                {
                    await door.Act(run.Actor, work => End(work, run, report));
                }
            }
            finally
            {
                Change(run.Id, it => it with { EndedAt = clock.GetUtcNow(), Report = report });
            }
        }
    }

    /// <param name="report">Null where the program failed.</param>
    static async Task<Result<Nothing>> End(Work work, ImportRun run, ImportReport? report)
    {
        var over = run with { EndedAt = work.Now, Report = report };
        await KeptWork.End(work, run.Body.Id, Name, run.Id, ApiJson.Bytes(ApiImport.Of(over)));
        return default(Nothing);
    }

    /// <summary>The file of an import, with what is written beside its content.</summary>
    internal static ImportSource Source(ImportRun run) => ImportSource.File(run.File) with
    {
        Name = run.Kind,
        Beside = (work, report) => End(work, run, report),
    };

    /// <summary>Takes over the file of a trial that found nothing wrong, once.</summary>
    /// <returns>The import, or null where there is no such file any more.</returns>
    internal async Task<ImportRun?> Apply(Database door, Body body, string id, string actor)
    {
        if (Find(body, id) is not { IsReady: true, Afterwards: { } import } trial) return null;
        var file = $"{trial.File}.taken";
        try
        {
            File.Move(trial.File, file);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        var run = new ImportRun($"{id}-2", body, trial.Kind, actor, clock.GetUtcNow(), file, default, null, null);
        await Begin(door, run);
        Start(door, run, import);
        return run;
    }

    /// <summary>Only the newest trial of a body keeps its file.</summary>
    internal void ForgetTrials(Body body)
    {
        foreach (var old in runs.Values.Where(run => run.Body.Id == body.Id && run.IsReady))
        {
            File.Delete(old.File);
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
            File.Delete(old.File);
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
