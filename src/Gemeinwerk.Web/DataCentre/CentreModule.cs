using Gemeinwerk.DataCentre;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.DataCentre.Api;
using Gemeinwerk.Web.Frame;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.DataCentre;

/// <summary>The pages of the data centre: what there is, what leads to what, and what two inventories have against each
/// other.</summary>
static class CentreModule
{
    internal static WebModule Create() => new("Rechenzentrum",
    [
        new("Bestand", "centre/items", BodyRoles.Staff, typeof(CentreWords)),
        new("Fachverfahren und Nutzer", "centre/applications", BodyRoles.Staff, typeof(CentreWords)),
        new("Standorte und Schränke", "centre/sites", BodyRoles.Staff, typeof(CentreWords)),
        new("Netze", "centre/networks", BodyRoles.Staff, typeof(CentreWords)),
        new("Wer was nutzt", "centre/uses", BodyRoles.Staff, typeof(CentreWords)),
        new("Kapazität", "centre/capacity", BodyRoles.Staff, typeof(CentreWords)),
        new("Belegung", "centre/placement", BodyRoles.Staff, typeof(CentreWords)),
        new("Was wäre, wenn", "centre/what-if", BodyRoles.Staff, typeof(CentreWords)),
        new("Umzugsplan", "centre/waves", BodyRoles.Staff, typeof(CentreWords)),
        new("Wiederanlaufplan", "centre/restart", BodyRoles.Staff, typeof(CentreWords)),
        new("Konflikte", "centre/conflicts", BodyRoles.Staff, typeof(CentreWords)),
    ],
    [new SearchProvider(BodyRoles.Staff, Find)], routes =>
    {
        InventoryPage.Map(routes.Body);
        KindPage.Map(routes.Body);
        ItemPage.Map(routes.Body);
        ImportPage.Map(routes.Body);
        ImportRunPage.Map(routes.Body);
        EditItemPage.Map(routes.Body);
        ImpactPage.Map(routes.Body);
        ApplicationsPage.Map(routes.Body);
        UsesPage.Map(routes.Body);
        EndUsePage.Map(routes.Body);
        SitesPage.Map(routes.Body);
        SitePage.Map(routes.Body);
        RackPage.Map(routes.Body);
        NetworksPage.Map(routes.Body);
        CapacityPage.Map(routes.Body);
        PlacementPage.Map(routes.Body);
        WhatIfPage.Map(routes.Body);
        WavesPage.Map(routes.Body);
        RestartPage.Map(routes.Body);
        ConflictsPage.Map(routes.Body);
        InventoryApi.Map(routes.Api);
        SpaceApi.Map(routes.Api);
        InventoryImportsApi.Map(routes.Api);
        UsesApi.Map(routes.Api);
        PlanApi.Map(routes.Api);
    })
    {
        Tiles = CentreTiles.All,
    };

    static async Task<IReadOnlyList<SearchHit>> Find(
        Session db, Body body, string text, int most, IStringLocalizerFactory words)
    {
        var say = words.Create(typeof(CentreWords));
        var home = $"/b/{body.Code}";
        var hits = (await Inventory.Search(db, body.Id, text, most)).Select(item => new SearchHit(
            say[item.Kind.German], item.Name, ItemPage.Address(home, item.Kind, item.Id.Value)));
        var plans = CentreTiles.Plans(say).Where(plan => plan.Label.Contains(text, StringComparison.OrdinalIgnoreCase));
        return [.. plans.Select(plan => new SearchHit(say["Rechenzentrum"], plan.Label, $"{home}/{plan.Path}"))
            .Concat(hits).Take(most)];
    }
}
