using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Imports;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Finance.Api;

public enum ImportState { Running, Done, Refused, Failed, Interrupted }

/// <summary>An import of a file.</summary>
/// <param name="Id">Its own; from body, token and key.</param>
/// <param name="Kind">Of what.</param>
/// <param name="State">Refused: nothing was written, the findings say why. Failed: the program broke off. Interrupted:
/// the program ended before; nothing was written, and the same request begins it again.</param>
/// <param name="StartedBy">Who began it.</param>
/// <param name="StartedAt">When, UTC.</param>
/// <param name="EndedAt">When it was over.</param>
/// <param name="Percent">Of the file that is read.</param>
/// <param name="Rows">Data rows read.</param>
/// <param name="Added">What is new in the books.</param>
/// <param name="Known">What was there before with the same content.</param>
/// <param name="Postings">Lines of the entries that were posted.</param>
/// <param name="RejectedRows">Rows that were not accepted; they can be fetched.</param>
/// <param name="FindingCount">How many findings there are altogether.</param>
/// <param name="Findings">The first thousand of them.</param>
/// <param name="Changed">What was there and has other content now; only of an inventory.</param>
/// <param name="Ignored">What was seen and is not kept, in German; only of an inventory.</param>
/// <param name="Nameless">Rows of things without a name, called by what tells them apart; only of an
/// inventory.</param>
/// <param name="IsTrial">The file was only checked, nothing was written.</param>
public sealed record ApiImport(
    string Id, string Kind, ImportState State, string StartedBy, DateTimeOffset StartedAt, DateTimeOffset? EndedAt,
    int Percent, long Rows, long Added, long Known, long Postings, long RejectedRows, long FindingCount,
    IReadOnlyList<ProblemPart> Findings, long Changed, IReadOnlyList<string> Ignored, long Nameless, bool IsTrial)
{
    internal static ApiImport? Of(ImportRun? run) => run is null ? null : new(run.Id, run.Kind,
        run switch
        {
            { IsRunning: true } => ImportState.Running,
            { Report: null } => ImportState.Failed,
            { Report.IsRefused: true } => ImportState.Refused,
            _ => ImportState.Done,
        },
        run.Actor, run.StartedAt, run.EndedAt,
        run.IsRunning ? (int)(100 * run.Progress.BytesRead / Math.Max(1, run.Progress.BytesTotal)) : 100,
        run.Report?.Rows ?? run.Progress.Rows, run.Report?.Added ?? 0, run.Report?.Known ?? 0,
        run.Report?.Postings ?? 0, run.Report?.RejectedRows ?? 0, run.Report?.FindingCount ?? 0,
        run.Report is null ? [] : [.. run.Report.Findings.Select((finding, at) =>
            ProblemPart.Of(finding) with { File = run.Report.FindingFiles.ElementAtOrDefault(at) })],
        run.Report?.Changed ?? 0, run.Report?.Ignored ?? [],
        run.Report?.Nameless ?? 0, run.IsTrial);
}

/// <summary>
/// Imports of files, with the same rules as the command line: all findings in one run, nothing written where there is
/// one, and the same file twice changes nothing.
/// </summary>
static class ImportsApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("").WithTags("Imports");
        routes.MapPost("/imports/journal", Journal).TakesImport("importJournal", "Imports a journal.", BodyRoles.Post);
        Lists(routes, "accounts", "importAccounts", "Imports a chart of accounts.", BodyRoles.Close,
            (database, actor, body, source) => AccountImport.Run(database, actor, body, source));
        Lists(routes, "products", "importProducts", "Imports products.", BodyRoles.Close,
            (database, actor, body, source) => DimensionImport.Products(database, actor, body, source));
        Lists(routes, "cost-centres", "importCostCentres", "Imports cost centres.", BodyRoles.Close,
            (database, actor, body, source) => DimensionImport.CostCentres(database, actor, body, source));
        routes.MapPost("/imports/parties", Parties).TakesImport("importParties", "Imports parties.", BodyRoles.Post);
        routes.MapPost("/imports/items", Items).TakesImport("importItems",
            "Imports open items, each with the entry that gives it its amount.", BodyRoles.Post);
        routes.MapPost("/imports/assets", Assets).TakesImport("importAssets",
            "Imports fixed assets and posts their values.", BodyRoles.Post);
        routes.MapPost("/imports/budget", Budget).TakesImport("importBudget",
            "Imports the plan values of one year.", BodyRoles.Close);
        routes.MapGet("/imports/{id}", Get).Reads<ApiImport>("getImport", "How far an import is, or what came of it.");
        routes.MapGet("/imports/{id}/events", Events).Streams<ApiImport>("followImport", "Follows an import.");
        routes.MapGet("/imports/{id}/rejected", Rejected).ReadsFile("getRejectedRows",
            "The rows that were not accepted, each with the reason.", "text/csv");
    }

    static RouteHandlerBuilder TakesImport(
        this RouteHandlerBuilder route, string name, string summary, BodyRoles anyOf) =>
        route.TakesFile<ApiImport>(name, $"{summary} The columns stand in docs/formats.md; the answer names where to "
            + "ask how far it is.", anyOf, StatusCodes.Status202Accepted, Operations.LargestFileBytes);

    static void Lists(IEndpointRouteBuilder routes, string kind, string name, string summary, BodyRoles anyOf,
        Func<Database, string, string, ImportSource, Task<ImportReport>> run) =>
        routes.MapPost($"/imports/{kind}", (Visit visit, ImportRuns runs, TimeProvider clock) =>
            Take(visit, runs, clock, kind, (it, _) => run(visit.Door, it.Actor, it.Body.Code, ImportRuns.Source(it))))
            .TakesImport(name, summary, anyOf);

    static Task<IResult> Journal(
        Visit visit, ImportRuns runs, TimeProvider clock, bool? opening, bool? createDimensions, bool? openYears,
        bool? acceptValid) =>
        Take(visit, runs, clock, "journal", (it, progress) => JournalImport.Run(
            visit.Door, it.Actor, it.Body.Code, ImportRuns.Source(it), new JournalImportOptions
            {
                Kind = Kind(opening),
                CreateDimensions = createDimensions == true,
                OpenYears = openYears == true,
                RejectedFile = acceptValid == true ? it.Rejected : null,
                AlsoRefuse = (work, book) => BudgetControl.Rules(work.Db, book.Body),
            }, progress));

    static Task<IResult> Parties(Visit visit, ImportRuns runs, TimeProvider clock)
    {
        var (door, who) = (visit.Door, visit.Who);
        return Take(visit, runs, clock, "parties", (it, _) => PartyImport.Run(
            door, it.Actor, it.Body.Code, ImportRuns.Source(it), mayName: body => who.RolesIn(body) != BodyRoles.None));
    }

    static Task<IResult> Items(Visit visit, ImportRuns runs, TimeProvider clock, bool? opening) =>
        Take(visit, runs, clock, "items", (it, _) =>
            ItemImport.Run(visit.Door, it.Actor, it.Body.Code, ImportRuns.Source(it), Kind(opening)));

    static Task<IResult> Assets(Visit visit, ImportRuns runs, TimeProvider clock, bool? opening) =>
        Take(visit, runs, clock, "assets", (it, _) =>
            AssetImport.Run(visit.Door, it.Actor, it.Body.Code, ImportRuns.Source(it), Kind(opening)));

    static async Task<IResult> Budget(
        Visit visit, ImportRuns runs, TimeProvider clock, int year, string? reference)
    {
        if (Years.Refuse(year) is { } why) return Problems.Of(why);
        return await Take(visit, runs, clock, "budget", async (it, _) => await BudgetImport.Run(visit.Door,
            it.Actor, it.Body.Code, year, reference is { Length: > 0 } ? reference : "Schnittstelle",
            ImportRuns.Source(it)));
    }

    static async Task<IResult> Get(Visit visit, string id, ImportRuns runs) =>
        await runs.State(visit.Door, visit.Body, id) is { } run ? Answers.Of(run) : Problems.Of(Problems.NotFound);

    static async Task<IResult> Events(Visit visit, string id, ImportRuns runs, ProgressStreams streams)
    {
        var kept = await runs.State(visit.Door, visit.Body, id);
        return streams.Of(visit, () => ApiImport.Of(runs.Find(visit.Body, id)) ?? kept,
            it => it.State != ImportState.Running);
    }

    static IResult Rejected(Visit visit, string id, ImportRuns runs) =>
        runs.Find(visit.Body, id) is { IsRunning: false } run && File.Exists(run.Rejected)
            ? Results.File(run.Rejected, "text/csv", $"{visit.Body.Code}-{run.Kind}-rejected.csv")
            : Problems.Of(Problems.NotFound);

    /// <summary>Takes the file and begins. A program that sends the same again after this one was restarted begins it
    /// again where it was interrupted.</summary>
    /// <param name="type">Of the file, where it is no CSV.</param>
    /// <param name="isTrial">It is only checked.</param>
    internal static async Task<IResult> Take(
        Visit visit, ImportRuns runs, TimeProvider clock, string kind,
        Func<ImportRun, IProgress<ImportProgress>, Task<ImportReport>> import, string type = "text/csv",
        bool isTrial = false)
    {
        if (!Acts.Key(visit.Http).Ok(out var key, out var why)) return Problems.Of(why);
        var id = Base64Url.EncodeToString(SHA256.HashData(
            Encoding.UTF8.GetBytes($"{visit.Body.Code}\n{visit.Token().Id}\n{key}")))[..22];
        if (runs.IsBusy(visit.Body, id))
        {
            return Problems.Of(new Rejection("api.busy", "In dieser Körperschaft läuft schon ein Import."));
        }
        var path = Path.Combine(Path.GetTempPath(), $"gemeinwerk-import-{Guid.NewGuid():N}");
        var isTaken = false;
        try
        {
            if (!(await Sent.File(visit.Http, type, path)).Ok(out var digest, out why)) return Problems.Of(why);
            var run = new ImportRun(
                id, visit.Body, kind, visit.Who.Name, clock.GetUtcNow(), path, default, null, null)
            {
                Afterwards = isTrial ? import : null,
            };
            var known = await runs.State(visit.Door, visit.Body, id);
            return await Acts.Begin(visit, digest,
                new Made<ApiImport>(ApiImport.Of(run)!, $"{visit.Api()}/imports/{id}"), isReplay =>
                {
                    if (isReplay && known is { State: not ImportState.Interrupted }) return;
                    isTaken = true;
                    runs.Start(visit.Door, run, import);
                }, work => ImportRuns.Begin(work, run));
        }
        finally
        {
            if (!isTaken) File.Delete(path);
        }
    }

    static EntryKind Kind(bool? opening) => opening == true ? EntryKind.Opening : EntryKind.Regular;
}
