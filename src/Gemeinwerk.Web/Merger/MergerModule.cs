using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Frame;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.Merger;

/// <summary>The pages of mergers: where they stand, mapping, plan, dry run, execution, certificate.</summary>
static class MergerModule
{
    internal static WebModule Create() => new("Fusion",
        [new("Fusionen", "merger", BodyRoles.Staff, typeof(MergerWords))],
        [new SearchProvider(BodyRoles.Staff, Find)], routes =>
    {
        MergersPage.Map(routes.Body);
        CreatePage.Map(routes.Body);
        MergerPage.Map(routes.Body);
        MappingPage.Map(routes.Body);
        MappingLinePage.Map(routes.Body);
        PlanPage.Map(routes.Body);
        DryRunPage.Map(routes.Body);
        RunPage.Map(routes.Body);
        UndoPage.Map(routes.Body);
        CertificatePage.Map(routes.Body);
        SectionPage.Map(routes.Body);
    });

    static async Task<IReadOnlyList<SearchHit>> Find(
        Session db, Body body, string text, int most, IStringLocalizerFactory localizers)
    {
        var words = localizers.Create(typeof(MergerWords));
        return [.. (await MergerVisits.Of(db, body))
            .Where(merger => merger.Code.Contains(text, StringComparison.OrdinalIgnoreCase)).Take(most)
            .Select(merger => new SearchHit(words["Fusion"], merger.Code, $"/b/{body.Code}/merger/{merger.Code}"))];
    }
}
