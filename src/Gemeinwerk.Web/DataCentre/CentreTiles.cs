using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.Ledger;
using Gemeinwerk.Web.Frame;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.DataCentre;

/// <summary>What the data centre puts on start pages, where the body has one: how much there is, and the ways on.
/// </summary>
static class CentreTiles
{
    internal static readonly IReadOnlyList<TileProvider> All = [new(TilePlace.Standing, BodyRoles.Staff, Stand)];

    static async Task<IReadOnlyList<Tile>> Stand(Visit visit, Body body)
    {
        var counts = await visit.Read(db => Inventory.Count(db, body.Id));
        if (counts.Count == 0) return [];
        var words = visit.Service<IStringLocalizer<CentreWords>>();
        var home = $"/b/{body.Code}";
        var kinds = new[] { ItemKinds.Application, ItemKinds.VirtualMachine, ItemKinds.Device }
            .Where(counts.ContainsKey)
            .Select(kind => new TileLine(words[kind.Plural], kind == ItemKinds.Application
                ? $"{home}/centre/applications" : KindPage.Address(home, kind), German.Count(counts[kind])));
        return
        [
            new Tile(words["Rechenzentrum"], null,
                [.. kinds, new TileLine(words["Kapazität"], $"{home}/centre/capacity"),
                    new TileLine(words["Wiederanlaufplan"], $"{home}/centre/restart")],
                (words["Bestand und Pläne"], $"{home}/centre/items")),
        ];
    }

    /// <summary>The pages that compute with the inventory.</summary>
    internal static IReadOnlyList<(string Label, string Path)> Plans(IStringLocalizer words) =>
    [
        (words["Kapazität"], "centre/capacity"), (words["Belegung"], "centre/placement"),
        (words["Was wäre, wenn"], "centre/what-if"), (words["Umzugsplan"], "centre/waves"),
        (words["Wiederanlaufplan"], "centre/restart"),
    ];
}
