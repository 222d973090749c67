using Gemeinwerk.Basics;
using Gemeinwerk.Council.Papers;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Council.Levies;

/// <summary>The notice of a levy to a member (Umlagebescheid) as a file.</summary>
static class LevyNoticeFile
{
    /// <returns>The file, or a rejection of <see cref="LevyNotice.Of"/>, <c>printing.format</c>.</returns>
    internal static async Task<Result<PaperFile>> Of(
        Visit visit, int no, string member, string? format, TimeProvider clock)
    {
        var made = LevyNotice.Of(
            await visit.Assembly(), no, member, visit.Body.Name, CouncilVisits.Today(clock));
        return made.Ok(out var paper, out var why)
            ? PaperFile.Of(paper, $"{visit.Body.Code}-levy-{no}-{member}", format)
            : why;
    }
}
