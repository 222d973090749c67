using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Web.Frame;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.Merger;

/// <summary>What mergers put on start pages.</summary>
static class MergerTiles
{
    internal static readonly IReadOnlyList<TileProvider> All =
    [
        new(TilePlace.Waiting, BodyRoles.Close, Waiting),
        new(TilePlace.Standing, BodyRoles.Staff, Standing),
    ];

    /// <summary>Approvals that others asked for, and else the next step; at the target, where mergers are
    /// changed.</summary>
    static async Task<IReadOnlyList<Tile>> Waiting(Visit visit, Body body)
    {
        var words = visit.Service<IStringLocalizer<MergerWords>>();
        var lines = new List<TileLine>();
        foreach (var merger in await visit.Read(db => MergerVisits.Of(db, body)))
        {
            if (merger.Target != body || merger.State == MergerState.Executed) continue;
            var progress = await MergerProgress.Of(visit, merger);
            var address = Address(body, merger);
            var open = progress.Approvals.Where(it => it.IsOpen).ToList();
            lines.AddRange(open.Where(it => it.Approval.AskedBy != visit.Who.Name).Select(it => new TileLine(
                words["Fusion {0}: Freigabe erteilen oder ablehnen", merger.Code], $"{address}#approvals",
                words["{0}, erbeten von {1}", words[MergerPage.Word(it.What)], it.Approval.AskedBy])));
            if (open.Count == 0 && progress.Now.Next is { } next)
            {
                lines.Add(new(words["Fusion {0}: {1}", merger.Code, next.Label], $"{address}{next.Path}",
                    progress.Now.Says));
            }
        }
        return lines.Count == 0 ? [] : [new Tile(words["Fusionen"], null, lines)];
    }

    static async Task<IReadOnlyList<Tile>> Standing(Visit visit, Body body)
    {
        var words = visit.Service<IStringLocalizer<MergerWords>>();
        var tiles = new List<Tile>();
        foreach (var merger in await visit.Read(db => MergerVisits.Of(db, body)))
        {
            // The start page of all bodies tells a merger once, and of its target where the visitor sees that.
            if (visit.BodyOrNone is null && First(visit, merger) != body) continue;
            var progress = await MergerProgress.Of(visit, merger);
            var address = Address(body, merger);
            tiles.Add(new Tile(words["Fusion {0} zum {1}", merger.Code, German.Date(merger.EffectiveOn)], null, [],
                (words["Zur Fusion"], address))
            {
                Picture = MergerGlance.Of(progress, address),
            });
        }
        return tiles;
    }

    static Body? First(Visit visit, MergerCase merger) => merger.Sources.Prepend(merger.Target)
        .FirstOrDefault(body => visit.Who.Is(BodyRoles.Staff, body));

    static string Address(Body body, MergerCase merger) => $"/b/{body.Code}/merger/{merger.Code}";
}
