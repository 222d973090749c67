using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Council;

/// <summary>What visits of the assembly's pages ask for again and again.</summary>
static class CouncilVisits
{
    internal static DateOnly Today(TimeProvider clock) => DateOnly.FromDateTime(clock.GetLocalNow().DateTime);

    internal static Task<Assembly> Assembly(this Visit visit) =>
        visit.Read(db => Councils.Read(db, visit.Body.Id));

    internal static string Address(this Visit visit, Sitting sitting) => $"{visit.Home}/council/sittings/{sitting.No}";

    internal static string Address(this Visit visit, Sitting sitting, AgendaItem item) =>
        $"{visit.Address(sitting)}/items/{item.No}";

    internal static string Address(this Visit visit, Resolution resolution) =>
        $"{visit.Home}/council/resolutions/{resolution.No}";

    internal static string Address(this Visit visit, Statute statute) =>
        $"{visit.Home}/council/statutes/{statute.Version}";

    internal static string Paper(this Visit visit, CouncilPaper paper, int no) =>
        $"{visit.Home}/council/papers/{paper.Code()}/{no}";

    /// <summary>The form of an event, with what is known already.</summary>
    internal static string Record(
        this Visit visit, string kind, params IEnumerable<(string Name, object Value)> given) =>
        $"{visit.Home}/council/record/{kind}?" + string.Join('&', given.Select(pair =>
            $"{pair.Name}={Uri.EscapeDataString($"{pair.Value}")}"));
}
