using Gemeinwerk.Council;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Council.Api;
using Gemeinwerk.Web.Council.Levies;
using Gemeinwerk.Web.Council.OParl;
using Gemeinwerk.Web.Council.Public;
using Gemeinwerk.Web.Frame;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.Council;

/// <summary>The pages of the assembly (Verbandsversammlung): members, sittings, votes, resolutions, statutes.</summary>
static class CouncilModule
{
    internal static WebModule Create() => new("Verbandsversammlung",
    [
        new("Verbandsmitglieder", "council/members", BodyRoles.Staff, typeof(CouncilWords)),
        new("Verband", "council/association", BodyRoles.Staff, typeof(CouncilWords)),
        new("Sitzungen", "council/sittings", BodyRoles.Staff, typeof(CouncilWords)),
        new("Beschlüsse", "council/resolutions", BodyRoles.Staff, typeof(CouncilWords)),
        new("Satzung", "council/statutes", BodyRoles.Staff, typeof(CouncilWords)),
        new("Verbandsumlagen", "council/levies", BodyRoles.Staff, typeof(CouncilWords)),
    ],
    [new SearchProvider(BodyRoles.Staff, Find)], routes =>
    {
        MembersPage.Map(routes.Body);
        MemberPage.Map(routes.Body);
        AssociationPage.Map(routes.Body);
        SittingsPage.Map(routes.Body);
        SittingPage.Map(routes.Body);
        ItemPage.Map(routes.Body);
        ResolutionsPage.Map(routes.Body);
        ResolutionPage.Map(routes.Body);
        StatutesPage.Map(routes.Body);
        StatutePage.Map(routes.Body);
        RecordPage.Map(routes.Body);
        PaperFiles.Map(routes.Body);
        LeviesPage.Map(routes.Body);
        LevyPage.Map(routes.Body);
        LevyMemberPage.Map(routes.Body);
        CouncilApi.Map(routes.Api);
        LeviesApi.Map(routes.Api);
        OParlApi.Map(routes.Site);
        // What is public has no sign-in, also where there is nothing.
        foreach (var root in (string[])["/public", "/oparl"])
        {
            routes.Site.MapGet(root + "/{**rest}", () => Results.NotFound()).Public();
        }
        var open = routes.Site.MapGroup(PublicVisits.Root);
        PublicStartPage.Map(open);
        PublicSittingsPage.Map(open);
        PublicSittingPage.Map(open);
        PublicResolutionsPage.Map(open);
        PublicResolutionPage.Map(open);
        PublicStatutePage.Map(open);
        PublicNoticesPage.Map(open);
    })
    {
        Tiles = [new TileProvider(TilePlace.Waiting, BodyRoles.Clerk, CouncilTiles.Waiting)],
    };

    static async Task<IReadOnlyList<SearchHit>> Find(
        Session db, Body body, string text, int most, IStringLocalizerFactory localizers)
    {
        var words = localizers.Create(typeof(CouncilWords));
        var (assembly, home) = (await Councils.Read(db, body.Id), $"/b/{body.Code}/council");
        return
        [
            .. assembly.Members.Where(it => Has(it.Name) || Has(it.Number))
                .Select(it => new SearchHit(words["Verbandsmitglied"], it.Name, $"{home}/members/{it.Number}"))
                .Concat(assembly.Resolutions.Where(it => Has(it.Title) || Has(it.Citation)).Select(it => new SearchHit(
                    words["Beschluss"], $"{it.Citation} {it.Title}", $"{home}/resolutions/{it.No}")))
                .Concat(assembly.Sittings.SelectMany(sitting => sitting.Items
                    .Where(it => it.Resolution is null && Has(it.Title)).Select(it => new SearchHit(words["Punkt"],
                        it.Title, $"{home}/sittings/{sitting.No}/items/{it.No}"))))
                .Concat(assembly.Levies.All
                    .Where(it => Has($"Umlage {it.Year}") || it.Parts.Any(part => Has(part.Name)))
                    .Select(it => new SearchHit(words["Verbandsumlage"], words["Umlage {0} für {1}", it.No, it.Year],
                        $"{home}/levies/{it.No}")))
                .Take(most),
        ];

        bool Has(string value) => value.Contains(text, StringComparison.CurrentCultureIgnoreCase);
    }
}
