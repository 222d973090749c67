using Gemeinwerk.Ledger;
using Gemeinwerk.Merger.Roadmaps;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Frame;
using Gemeinwerk.Web.Merger.Api;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.Merger;

/// <summary>The pages of mergers: where they stand, mapping, plan, dry run, execution, certificate.</summary>
static class MergerModule
{
    internal static WebModule Create() => new("Fusion",
        [
            new("Fusionen", "merger", BodyRoles.Staff, typeof(MergerWords)),
            new("Fahrplan", "roadmap", BodyRoles.Staff, typeof(MergerWords)),
        ],
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
        InventoryUsesPage.Map(ofMergers);
        UseWeightsPage.Map(ofMergers);
        MergeDebtPage.Map(ofMergers);
        PlanPage.Map(ofMergers);
        DryRunPage.Map(ofMergers);
        RunPage.Map(ofMergers);
        UndoPage.Map(ofMergers);
        CertificatePage.Map(ofMergers);
        SectionPage.Map(ofMergers);
        GatesPage.Map(ofMergers);
        MergerNoticeFile.Map(ofMergers);
        DayPage.Map(ofMergers);
        SealPage.Map(ofMergers);
        var ofRoadmaps = routes.Body.MapGroup("").Concerns(MergerVisits.OfRoadmap);
        RoadmapPage.Map(ofRoadmaps);
        RoadmapTaskPage.Map(ofRoadmaps);
        RoadmapAmountsPage.Map(ofRoadmaps);
        RoadmapRisksPage.Map(ofRoadmaps);
        RoadmapStartPage.Map(ofRoadmaps);
        RoadmapEventPage.Map(ofRoadmaps);
        MergersApi.MapCreation(routes.Api.MapGroup("").Concerns(Walls.AllOfVisitor));
        var apiOfMergers = routes.Api.MapGroup("").Concerns(MergerVisits.Partners);
        MergersApi.Map(apiOfMergers);
        MappingApi.Map(apiOfMergers);
        InventoryMappingApi.Map(apiOfMergers);
        ExecutionApi.Map(apiOfMergers);
        GatesApi.Map(apiOfMergers);
        RoadmapApi.Map(routes.Api.MapGroup("").Concerns(MergerVisits.OfRoadmap));
    })
    {
        Concerns = MergerVisits.Partners,
        Tiles = MergerTiles.All,
    };

    static async Task<IReadOnlyList<SearchHit>> Find(
        Session db, Body body, string text, int most, IStringLocalizerFactory localizers)
    {
        var words = localizers.Create(typeof(MergerWords));
        var home = $"/b/{body.Code}";
        var mergers = (await MergerVisits.Of(db, body))
            .Where(merger => merger.Code.Contains(text, StringComparison.OrdinalIgnoreCase))
            .Select(merger => new SearchHit(words["Fusion"], merger.Code, $"{home}/merger/{merger.Code}"));
        var tasks = (await RoadmapRecords.Read(db, body.Id)).Tasks
            .Where(task => task.Title.Contains(text, StringComparison.CurrentCultureIgnoreCase) || task.Key == text)
            .Select(task => new SearchHit(
                words["Aufgabe im Fahrplan"], task.Title, RoadmapTaskPage.Address(home, task.Key)));
        return [.. mergers.Concat(tasks).Take(most)];
    }
}
