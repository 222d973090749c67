using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Treasury;
using Gemeinwerk.Web.Frame;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.Treasury;

/// <summary>What the treasury puts on start pages: to each what is theirs to do, and not what they may not.</summary>
static class TreasuryTiles
{
    const int MostLines = 4;

    internal static readonly IReadOnlyList<TileProvider> All =
    [
        new(TilePlace.Waiting, TreasuryModule.Drafters, Orders),
        new(TilePlace.Waiting, BodyRoles.Pay, Runs),
    ];

    /// <summary>Orders whose next step the visitor may take: nobody orders what they certified, or posts what they
    /// ordered.</summary>
    static async Task<IReadOnlyList<Tile>> Orders(Visit visit, Body body)
    {
        var open = await visit.Read(db => CashOrders.Open(db, body));
        if (open.Count == 0) return [];
        var words = visit.Service<IStringLocalizer<TreasuryWords>>();
        var me = visit.Who.Name;
        (BodyRoles Role, CashOrderState State, string Title, Func<CashOrder, bool> IsForMe)[] steps =
        [
            (BodyRoles.Certify, CashOrderState.Draft, words["Festzustellen"], _ => true),
            (BodyRoles.Order, CashOrderState.Certified, words["Anzuordnen"], it => !it.Certifiers.Contains(me)),
            (BodyRoles.Post, CashOrderState.Ordered, words["Zu buchen"], it => it.OrderedBy != me),
        ];
        var home = $"/b/{body.Code}/treasury/orders";
        return
        [
            .. from step in steps
               where visit.Who.Is(step.Role, body)
               let mine = open.FindAll(it => it.State == step.State && step.IsForMe(it))
               where mine.Count > 0
               select new Tile(step.Title, German.Count(mine.Count),
                   [.. mine.OrderBy(it => it.Draft.DueOn).Take(MostLines).Select(it => new TileLine(
                       $"Nr. {it.No}: {it.Draft.Text}", $"{home}/{it.No}", $"{it.Draft.Amount}"))],
                   (words["Anordnungen"], $"{home}?state={step.State.Code()}")),
        ];
    }

    /// <summary>Runs that the visitor neither proposed nor released yet, and what may be proposed.</summary>
    static async Task<IReadOnlyList<Tile>> Runs(Visit visit, Body body)
    {
        var words = visit.Service<IStringLocalizer<TreasuryWords>>();
        var me = visit.Who.Name;
        var (runs, due) = await visit.Read(async db => (
            (await PaymentRuns.Unfinished(db, body)).FindAll(it => it.ProposedBy != me && it.FirstReleasedBy != me),
            await PaymentRuns.CountDue(db, body)));
        var home = $"/b/{body.Code}/treasury/runs";
        var tiles = new List<Tile>();
        if (runs.Count > 0)
        {
            tiles.Add(new Tile(words["Zahlläufe freizugeben"], German.Count(runs.Count),
                [.. runs.Take(MostLines).Select(it => new TileLine(
                    words["Nr. {0} zum {1}", it.No, German.Date(it.PayOn)], $"{home}/{it.No}", $"{it.Sum}"))],
                (words["Zahlläufe"], home)));
        }
        if (due > 0)
        {
            tiles.Add(new Tile(words["Zur Zahlung"], German.Count(due),
                [new TileLine(words["Zahlungen vorschlagen"], $"{home}/new")]));
        }
        return tiles;
    }
}
