using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Web.Frame;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.Identity;

/// <summary>What roles and change logs put on start pages.</summary>
static class IdentityTiles
{
    const int MostLines = 4, MostRead = 200;

    internal static readonly IReadOnlyList<TileProvider> All =
    [
        new(TilePlace.Waiting, BodyRoles.Administer, Asked),
        new(TilePlace.Changed, BodyRoles.Administer | BodyRoles.Audit, Recorded),
    ];

    /// <summary>Role changes that others asked for.</summary>
    static async Task<IReadOnlyList<Tile>> Asked(Visit visit, Body body)
    {
        var words = visit.Service<IStringLocalizer<IdentityWords>>();
        var now = visit.Service<TimeProvider>().GetUtcNow();
        var open = (await visit.Read(db => Approvals.Open(db, body.AuditLog(), now)))
            .FindAll(it => it.Kind == Grants.ApprovalKind && it.AskedBy != visit.Who.Name);
        return open.Count == 0 ? [] :
        [
            new Tile(words["Freigabe von Rollen"], German.Count(open.Count),
                [.. open.Take(MostLines).Select(it => new TileLine(
                    it.Subject, $"/b/{body.Code}/people", words["erbeten von {0}", it.AskedBy]))]),
        ];
    }

    /// <summary>What was done, without what auditors looked at.</summary>
    static async Task<IReadOnlyList<Tile>> Recorded(Visit visit, Body body)
    {
        var words = visit.Service<IStringLocalizer<IdentityWords>>();
        var records = (await visit.Read(db => AuditTrail.Newest(db, body.AuditLog(), MostRead)))
            .Where(record => record.Kind != Gate.QueryKind).Take(MostLines).ToList();
        var address = $"/b/{body.Code}/protocol";
        return records.Count == 0 ? [] :
        [
            new Tile(words["Zuletzt protokolliert"], null,
                [.. records.Select(it => new TileLine($"{RecordKinds.Of(it.Kind, words)}: {it.Subject}", address,
                    $"{ProtocolPage.Time(it.At)} UTC, {it.Actor}"))],
                (words["Protokoll"], address)),
        ];
    }
}
