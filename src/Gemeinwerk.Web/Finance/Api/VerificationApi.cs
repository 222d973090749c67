using Gemeinwerk.Proofs;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Finance.Api;

public enum WorkState { Running, Done, Failed, Interrupted }

/// <summary>The last verification of the books.</summary>
/// <param name="State">Whether it is in progress. Failed: the program broke off. Interrupted: the program ended before;
/// start it again.</param>
/// <param name="StartedBy">Who began it.</param>
/// <param name="StartedAt">When, UTC.</param>
/// <param name="Percent">The part of the journal that is read.</param>
/// <param name="Verdict">Of all passes together, once it is done.</param>
/// <param name="Passes">What each pass found.</param>
public sealed record ApiVerification(
    WorkState State, string StartedBy, DateTimeOffset StartedAt, int Percent, Verdict? Verdict,
    IReadOnlyList<ApiPass> Passes)
{
    internal static ApiVerification? Of(VerificationRun? run)
    {
        if (run is null) return null;
        return run.Reports.IsCompletedSuccessfully ? Done(run, run.Reports.Result) : Begun(run) with
        {
            State = run.IsInterrupted ? WorkState.Interrupted
                : run.Reports.IsCompleted ? WorkState.Failed
                : WorkState.Running,
        };
    }

    internal static ApiVerification Begun(VerificationRun run) =>
        new(WorkState.Running, run.StartedBy, run.StartedAt, run.Percent, null, []);

    internal static ApiVerification Done(VerificationRun run, IReadOnlyList<PassReport> passes) => new(
        WorkState.Done, run.StartedBy, run.StartedAt, 100, PassReport.Together(passes),
        [.. passes.Select(ApiPass.Of)]);
}

/// <summary>What one pass of the verification found.</summary>
/// <param name="Name">For programs: `ledger.balances`.</param>
/// <param name="Title">German, for people.</param>
/// <param name="Verdict">Pass, fail, or incomplete.</param>
/// <param name="Count">How many rows are wrong.</param>
/// <param name="Rows">The first hundred of them.</param>
/// <param name="Missing">What could not be checked, German.</param>
public sealed record ApiPass(
    string Name, string Title, Verdict Verdict, long Count, IReadOnlyList<ApiDiscrepancy> Rows,
    IReadOnlyList<string> Missing)
{
    internal static ApiPass Of(PassReport it) => new(it.Name, it.Title, it.Verdict, it.Count,
        [.. it.Rows.Select(row => new ApiDiscrepancy(row.Table, row.Key, row.Expected, row.Found))], it.Missing);

    internal PassReport Report() => PassReport.Of(Name, Title, Count,
        Rows.Select(row => new Discrepancy(row.Table, row.Key, row.Expected, row.Found)), Missing);
}

/// <summary>A row that is not what the journal implies.</summary>
/// <param name="Table">Where it stands.</param>
/// <param name="Key">Its key without its body.</param>
/// <param name="Expected">What follows from the journal.</param>
/// <param name="Found">What stands there.</param>
public sealed record ApiDiscrepancy(string Table, string Key, string Expected, string Found);

/// <summary>Verifies the books in the background; the pages show the same runs.</summary>
static class VerificationApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("").WithTags("Verification");
        routes.MapPost("/verification", Start).Does<ApiVerification>("startVerification",
            "Derives everything anew from the journal; one that is in progress goes on.", VerifyPage.Verifiers,
            StatusCodes.Status202Accepted);
        routes.MapGet("/verification", Get).Reads<ApiVerification>("getVerification",
            "The last verification of the last thirty days.", VerifyPage.Verifiers);
        routes.MapGet("/verification/events", Events).Streams<ApiVerification>("followVerification",
            "Follows the verification.", VerifyPage.Verifiers);
    }

    static Task<IResult> Start(Visit visit, Verifications verifications, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var begun = new ApiVerification(WorkState.Running, visit.Who.Name, now, 0, null, []);
        return Acts.Begin(visit, [], new Made<ApiVerification>(begun, $"{visit.Api()}/verification"), isReplay =>
        {
            if (!isReplay) verifications.Start(visit.Door, visit.Body, visit.Who.Name, now);
        });
    }

    static async Task<IResult> Get(Visit visit, Verifications verifications) =>
        ApiVerification.Of(await verifications.Of(visit.Door, visit.Body)) is { } run
            ? Answers.Of(run)
            : Problems.Of(Problems.NotFound);

    static async Task<IResult> Events(Visit visit, Verifications verifications, ProgressStreams streams)
    {
        await verifications.Of(visit.Door, visit.Body);
        return streams.Of(visit, () => ApiVerification.Of(verifications.Known(visit.Body)),
            it => it.State != WorkState.Running);
    }
}
