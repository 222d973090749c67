using Gemeinwerk.Merger.Governance;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Frame;
using Gate = Gemeinwerk.Merger.Governance.Gate;

namespace Gemeinwerk.Web.Merger.Api;

/// <summary>The gates of a merger.</summary>
static class GatesApi
{
    internal static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGroup("").WithTags("Mergers").MapGet("/mergers/{code}/gates", Get)
            .Reads<IReadOnlyList<ApiGate>>("getMergerGates",
                "What each step of the merger still lacks; empty where no body keeps its assembly here.");

    static async Task<IResult> Get(Visit visit, string code) => await visit.Merger(code) is { } merger
        ? Answers.Of(ApiGate.Of(await visit.Gates(merger)))
        : Problems.Of(Problems.NotFound);
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
