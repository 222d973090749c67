using Gemeinwerk.Council;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Council.Public;

/// <summary>What pages without sign-in read, and where they are.</summary>
static class PublicVisits
{
    internal const string Root = "/public/{association}";

    internal static async Task<PublicRecords> Records(this Visit visit) => PublicRecords.Of(
        await visit.Read(db => Councils.Records(db, visit.Body.Id)),
        CouncilVisits.Today(visit.Service<TimeProvider>()));

    internal static string PublicHome(this Visit visit) => $"/public/{visit.Body.Code}";

    internal static string Address(this Visit visit, PublicSitting sitting) =>
        $"{visit.PublicHome()}/sittings/{sitting.No}";

    internal static string Address(this Visit visit, PublicResolution resolution) =>
        $"{visit.PublicHome()}/resolutions/{resolution.No}";
}
