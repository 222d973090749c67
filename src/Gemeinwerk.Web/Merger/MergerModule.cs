using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Frame;
using Gemeinwerk.Web.Merger.Api;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.Merger;

/// <summary>The pages of mergers: where they stand, mapping, plan, dry run, execution, certificate.</summary>
static class MergerModule
{
    internal static WebModule Create() => new("Fusion",
        [new("Fusionen", "merger", BodyRoles.Staff, typeof(MergerWords))],
        [new SearchProvider(BodyRoles.Staff, Find)], routes =>
    {
        CreatePage.Map(routes.Body.MapGroup("").Concerns(Walls.AllOfVisitor));
        var ofMergers = routes.Body.MapGroup("").Concerns(MergerVisits.Partners);
        MergersPage.Map(ofMergers);
        MergerPage.Map(ofMergers);
        MappingPage.Map(ofMergers);
        MappingLinePage.Map(ofMergers);
        InventoryPlanPage.Map(ofMergers);
        InventoryDecisionPage.Map(ofMergers);
        PlanPage.Map(ofMergers);
        DryRunPage.Map(ofMergers);
        RunPage.Map(ofMergers);
        UndoPage.Map(ofMergers);
        CertificatePage.Map(ofMergers);
        SectionPage.Map(ofMergers);
        MergersApi.MapCreation(routes.Api.MapGroup("").Concerns(Walls.AllOfVisitor));
        var apiOfMergers = routes.Api.MapGroup("").Concerns(MergerVisits.Partners);
        MergersApi.Map(apiOfMergers);
        MappingApi.Map(apiOfMergers);
        InventoryMappingApi.Map(apiOfMergers);
        ExecutionApi.Map(apiOfMergers);
    })
    {
        Concerns = MergerVisits.Partners,
        Tiles = MergerTiles.All,
    };

    static async Task<IReadOnlyList<SearchHit>> Find(
        Session db, Body body, string text, int most, IStringLocalizerFactory localizers)
    {
        var words = localizers.Create(typeof(MergerWords));
        return [.. (await MergerVisits.Of(db, body))
            .Where(merger => merger.Code.Contains(text, StringComparison.OrdinalIgnoreCase)).Take(most)
            .Select(merger => new SearchHit(words["Fusion"], merger.Code, $"/b/{body.Code}/merger/{merger.Code}"))];
    }
}
