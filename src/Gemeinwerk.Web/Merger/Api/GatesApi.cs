using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Merger.Governance;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Frame;
using Gate = Gemeinwerk.Merger.Governance.Gate;

namespace Gemeinwerk.Web.Merger.Api;

/// <summary>The gates of a merger.</summary>
static class GatesApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("").WithTags("Mergers");
        routes.MapGet("/mergers/{code}/gates", Get).Reads<IReadOnlyList<ApiGate>>("getMergerGates",
            "What each step of the merger still lacks; only that of the seal where no body keeps its assembly here.");
        MergerNoticeFile.MapApi(routes);
        routes.MapPost("/mergers/{code}/day", Fix).Creates<MergerDay, ApiMerger>("fixMergerDay",
            "Fixes the day on which the merger takes effect; refused until its gate is open.", BodyRoles.Close);
        routes.MapPost("/mergers/{code}/seal", Seal).Does<ApiMerger>("sealMerger",
            "Seals the sources for good, so that the merger cannot be undone; refused until its gate is open.",
            BodyRoles.Close);
    }

    static async Task<IResult> Get(Visit visit, string code) => await visit.Merger(code) is { } merger
        ? Answers.Of(ApiGate.Of(await visit.Gates(merger)))
        : Problems.Of(Problems.NotFound);

    static async Task<IResult> Fix(Visit visit, string code)
    {
        if (await visit.OwnMerger(code) is null) return Problems.Of(Problems.NotFound);
        var findings = new List<Finding>();
        return await Acts.Create(visit, async Task<Result<Made<ApiMerger>>> (MergerDay sent, Work work, Book book) =>
            await Recorded(visit, work, code, await RecordedSteps.FixDay(work, code, sent.EffectiveOn), findings),
            findings);
    }

    static async Task<IResult> Seal(Visit visit, string code)
    {
        if (await visit.OwnMerger(code) is null) return Problems.Of(Problems.NotFound);
        var findings = new List<Finding>();
        return await Acts.Do(visit, async Task<Result<Made<ApiMerger>>> (Work work, Book book) =>
            await Recorded(visit, work, code, await RecordedSteps.Seal(work, code), findings), findings);
    }

    static async Task<Result<Made<ApiMerger>>> Recorded(
        Visit visit, Work work, string code, Result<IReadOnlyList<Finding>> done, List<Finding> findings)
    {
        if (!done.Ok(out var missing, out var why)) return why;
        findings.AddRange(missing);
        return missing.Count > 0
            ? missing[0].Why
            : new Made<ApiMerger>(ApiMerger.Of((await Mergers.Find(work.Db, code)).Expect()),
                $"{visit.Api()}/mergers/{code}");
    }
}

/// <summary>The day on which a merger takes effect (Tag der Wirkung).</summary>
/// <param name="EffectiveOn">The first day on which the sources are gone.</param>
public sealed record MergerDay(DateOnly EffectiveOn) : IExample<MergerDay>
{
    public static MergerDay Example => new(new DateOnly(2018, 1, 1));
}

/// <summary>A gate (Tor): a step of a merger that waits for records.</summary>
/// <param name="Step">Which step.</param>
/// <param name="IsOpen">All records are there.</param>
/// <param name="Requirements">All of them, in order.</param>
public sealed record ApiGate(GateStep Step, bool IsOpen, IReadOnlyList<ApiRequirement> Requirements)
{
    internal static IReadOnlyList<ApiGate> Of(IReadOnlyList<Gate> gates) => [.. gates.Select(gate =>
        new ApiGate(gate.Step, gate.IsOpen, [.. gate.Requirements.Select(it =>
            new ApiRequirement(it.Says, it.IsMet, it.Source))]))];
}

/// <summary>A record that a step needs.</summary>
/// <param name="Says">What it is and how it stands, German.</param>
/// <param name="IsMet">It is there.</param>
/// <param name="Source">The paragraph that asks for it.</param>
public sealed record ApiRequirement(string Says, bool IsMet, string Source);
