using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Ledger;
using Gemeinwerk.Web.Frame;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.Council;

/// <summary>What the assembly puts on start pages.</summary>
static class CouncilTiles
{
    /// <summary>Sittings that are called or open, approvals that are out, resolutions that are not published, elections
    /// that are due.</summary>
    internal static async Task<IReadOnlyList<Tile>> Waiting(Visit visit, Body body)
    {
        var words = visit.Service<IStringLocalizer<CouncilWords>>();
        var today = CouncilVisits.Today(visit.Service<TimeProvider>());
        var (assembly, home) = (await visit.Read(db => Councils.Read(db, body.Id)), $"/b/{body.Code}/council");
        List<TileLine> lines =
        [
            .. assembly.Sittings.Where(it => it.State is SittingState.Called or SittingState.Open).Select(it =>
                new TileLine(words["Sitzung {0}", it.No], $"{home}/sittings/{it.No}",
                    words["{0} zum {1}", words[CouncilText.Word(it.State)], German.Date(it.On)])),
            .. assembly.Resolutions.Where(it => it.Approval is { Answer: null } approval && !approval.IsGiven(today))
                .Select(it => new TileLine(words["Beschluss {0}: Genehmigung steht aus", it.Citation],
                    $"{home}/resolutions/{it.No}", it.Approval!.DeemedOn is { } deemed
                        ? words["gilt ab {0} als erteilt", German.Date(deemed)].Value
                        : null)),
            .. assembly.Resolutions.Where(it => it.IsPassed && it.Statute is not null && !it.IsPublished
                    && it.Approval?.IsGiven(today) == true)
                .Select(it => new TileLine(
                    words["Beschluss {0}: bekannt machen", it.Citation], $"{home}/resolutions/{it.No}")),
            .. Enum.GetValues<Office>().Where(it => it is Office.Chair or Office.Head)
                .Where(it => assembly.IsElectionDue(it, today)).Select(it => new TileLine(
                    words["Erste Wahl steht aus: {0}", words[CouncilText.Word(it)]], $"{home}/sittings")),
        ];
        return lines.Count == 0
            ? []
            : [new Tile(words["Verbandsversammlung"], $"{lines.Count}", lines,
                (words["Zu den Sitzungen"], $"{home}/sittings"))];
    }
}
