using Gemeinwerk.Basics;
using Gemeinwerk.Council.Papers;
using Gemeinwerk.Merger;
using Gemeinwerk.Merger.Governance;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Council;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Merger;

/// <summary>The public notice (Bekanntmachung) of a merger, by the resolutions of all assemblies that have to resolve
/// on it (GkG NRW § 22), as a file.</summary>
static class MergerNoticeFile
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/merger/{code}/notice", async (
        Visit visit, string code, string? format, TimeProvider clock) => await visit.Merger(code) is not { } merger
            ? Results.NotFound()
            : (await Of(visit, merger, format, clock)).Ok(out var file, out var why)
            ? file.Answer()
            : Errors.Page(why)).NeedsRole(BodyRoles.Staff);

    internal static void MapApi(IEndpointRouteBuilder routes) => routes.MapGet("/mergers/{code}/notice", async (
        Visit visit, string code, string? format, TimeProvider clock) => await visit.Merger(code) is not { } merger
            ? Problems.Of(Problems.NotFound)
            : (await Of(visit, merger, format, clock)).Ok(out var file, out var why)
            ? file.Answer()
            : Problems.Of(why)).ReadsFile("getMergerNotice",
                "The public notice of the merger, by the resolutions of all assemblies, as PDF or HTML.",
                PaperFile.Types);

    static async Task<Result<PaperFile>> Of(Visit visit, MergerCase merger, string? format, TimeProvider clock)
    {
        var sides = await visit.Read(db => MergerNotices.Sides(db, merger));
        var made = MergerNotice.Of(sides, merger.Code, CouncilVisits.Today(clock));
        return made.Ok(out var paper, out var why) ? PaperFile.Of(paper, $"{merger.Code}-notice", format) : why;
    }
}
