using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Merger.Api;

/// <summary>Dry run, execution, certificate and undoing of a merger.</summary>
static class ExecutionApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("").WithTags("Execution of mergers");
        routes.MapPost("/mergers/{code}/dry-run", Rehearse).Does<ApiDryRun>("startDryRun",
            "Executes the merger and takes all of it back; one that is in progress goes on.", BodyRoles.Close,
            StatusCodes.Status202Accepted);
        routes.MapGet("/mergers/{code}/dry-run", DryRun).Reads<ApiDryRun>("getDryRun",
            "The last dry run of the last thirty days.");
        routes.MapGet("/mergers/{code}/dry-run/events", Events).Streams<ApiDryRun>("followDryRun",
            "Follows a dry run.");
        routes.MapPost("/mergers/{code}/run", Run).Does<ApiExecution>("executeMerger",
            "Executes the merger, all of it or nothing; a second person has approved mapping and execution.",
            BodyRoles.Close);
        routes.MapPost("/mergers/{code}/undo", Undone).Does<ApiMerger>("undoMerger",
            "Undoes the merger by inverse entries.", BodyRoles.Close);
        foreach (var (path, isDryRun) in CertificateSource.Paths)
        {
            var name = isDryRun ? "DryRunCertificate" : "Certificate";
            var api = path.Replace("/merger/", "/mergers/", StringComparison.Ordinal);
            routes.MapGet(api, (Visit visit, string code, DryRuns dryRuns) => Text(visit, code, dryRuns, isDryRun))
                .ReadsFile($"get{name}", "The certificate as it was signed.", "text/plain");
            routes.MapGet($"{api}/sections/{{section}}",
                (Visit visit, string code, string section, DryRuns dryRuns) =>
                    Section(visit, code, section, dryRuns, isDryRun))
                .Reads<ApiSection>($"get{name}Section", "One section of the certificate.");
        }
        routes.MapGet("/mergers/{code}/certificate/files", Files).ReadsFile("getCertificateFiles",
            "Certificate, public key and all exports in one ZIP file, for gemeinwerk-proof; at the target only.",
            "application/zip");
    }

    static async Task<IResult> Rehearse(Visit visit, string code, DryRuns dryRuns, TimeProvider clock)
    {
        if (await visit.OwnMerger(code) is not { } merger) return Problems.Of(Problems.NotFound);
        if (merger.State == MergerState.Executed) return Problems.Of(Mergers.Executed(code));
        var events = (await visit.Read(db => MergerEvents.All(db, merger))).Count;
        var begun = new ApiDryRun(
            visit.Who.Name, clock.GetUtcNow(), DryRunPhase.Waiting, true, false, null, [], false);
        return await Acts.Begin(visit, [], new Made<ApiDryRun>(begun, $"{visit.Api()}/mergers/{code}/dry-run"),
            isReplay =>
            {
                if (!isReplay) dryRuns.Start(visit.Door, merger, visit.Who.Name, events);
            });
    }

    static async Task<IResult> DryRun(Visit visit, string code, DryRuns dryRuns) =>
        await visit.Merger(code) is { } merger && ApiDryRun.Of(await dryRuns.Last(visit.Door, merger)) is { } run
            ? Answers.Of(run)
            : Problems.Of(Problems.NotFound);

    static async Task<IResult> Events(Visit visit, string code, DryRuns dryRuns, ProgressStreams streams)
    {
        if (await visit.Merger(code) is not { } merger) return Problems.Of(Problems.NotFound);
        await dryRuns.Last(visit.Door, merger);
        return streams.Of(visit, () => ApiDryRun.Of(dryRuns.Known(merger)), it => !it.IsRunning);
    }

    static async Task<IResult> Run(Visit visit, string code, TimeProvider clock) => await visit.OwnMerger(code) is null
        ? Problems.Of(Problems.NotFound)
        : await Acts.Do(visit, async Task<Result<Made<ApiExecution>>> (Work work, Book book) =>
        {
            var started = clock.GetTimestamp();
            if (!(await MergerApprovals.Run(work, code)).Ok(out var outcome, out var why)) return why;
            var merger = (await Mergers.Find(work.Db, code)).Expect();
            return new Made<ApiExecution>(new(ApiMerger.Of(merger), [.. outcome.Notes.Select(ProblemPart.Of)],
                $"{visit.Api()}/mergers/{code}/certificate", clock.GetElapsedTime(started).TotalSeconds));
        });

    static async Task<IResult> Undone(Visit visit, string code)
    {
        if (await visit.OwnMerger(code) is null) return Problems.Of(Problems.NotFound);
        var findings = new List<Finding>();
        return await Acts.Do(visit, async Task<Result<Made<ApiMerger>>> (Work work, Book book) =>
        {
            if (!(await Undo.Run(work, code)).Ok(out var against, out var why)) return why;
            findings.AddRange(against);
            return against.Count > 0
                ? new Rejection("merger.findings", $"Dem Rückgängigmachen stehen {against.Count} Befunde entgegen.")
                : new Made<ApiMerger>(ApiMerger.Of((await Mergers.Find(work.Db, code)).Expect()));
        }, findings);
    }

    static async Task<IResult> Text(Visit visit, string code, DryRuns dryRuns, bool isDryRun) =>
        await CertificateSource.Find(visit, code, dryRuns, isDryRun) is (_, var text)
            ? Answers.Text(text, $"{code}-certificate.txt")
            : Problems.Of(Problems.NotFound);

    static async Task<IResult> Section(Visit visit, string code, string section, DryRuns dryRuns, bool isDryRun) =>
        await CertificateSource.Find(visit, code, dryRuns, isDryRun) is (_, var text)
        && ReadCertificate.Of(text).Find(section) is { } found
            ? Answers.Of(new ApiSection(found.Name, found.Comments, found.Rows))
            : Problems.Of(Problems.NotFound);

    static async Task<IResult> Files(Visit visit, string code)
    {
        if (await visit.OwnMerger(code) is not { State: MergerState.Executed } merger)
        {
            return Problems.Of(Problems.NotFound);
        }
        return (await CertificateSource.Zip(visit, merger)).Ok(out var zip, out var why)
            ? Results.Stream(zip, "application/zip", $"{code}-certificate.zip")
            : Problems.Of(why);
    }
}
