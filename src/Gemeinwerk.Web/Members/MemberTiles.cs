using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.DataCentre;
using Gemeinwerk.Ledger;
using Gemeinwerk.Web.Council;
using Gemeinwerk.Web.Frame;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.Members;

/// <summary>What members see first: what they pay, what they get and what they have a say in, and the ways there.
/// </summary>
static class MemberTiles
{
    const int MostLines = 3;

    /// <summary>On start pages: one for each party of the visitor.</summary>
    internal static async Task<IReadOnlyList<Tile>> Standing(Visit visit, Body body)
    {
        var words = visit.Service<IStringLocalizer<MembersWords>>();
        var today = CouncilVisits.Today(visit.Service<TimeProvider>());
        var (all, tiles) = (await visit.OwnParties(body), new List<Tile>());
        foreach (var party in all)
        {
            var own = await visit.OwnMember(body, new(party, all));
            var services = await visit.Read(db => MemberServices.Of(db, body, party.Number));
            tiles.Add(new(words["Als Mitglied: {0}", party.Name], null,
            [
                .. LevyLines(body, own, today, words).Take(1),
                .. services.Members.Count == 0 ? Array.Empty<TileLine>() :
                    [new(words["Dienste"], body.Address(party, "/services"), German.Count(services.On(today).Count()))],
                .. Votes(own, today) is { } votes
                    ? [new(words["Stimmen"], body.Address(party, "/membership"), German.Count(votes))]
                    : Array.Empty<TileLine>(),
                new(words["Kontoauszug"], body.Address(party, "/statement")),
            ], (words["Übersicht"], body.Address(party, ""))));
        }
        return tiles;
    }

    /// <summary>On the page of a member.</summary>
    internal static async Task<IReadOnlyList<Tile>> Of(Visit visit, OwnMember own)
    {
        var words = visit.Service<IStringLocalizer<MembersWords>>();
        var today = CouncilVisits.Today(visit.Service<TimeProvider>());
        var (body, party) = (visit.Body, own.Party);
        var services = await visit.Read(db => MemberServices.Of(db, body, party.Number));
        return
        [
            new(words["Umlagen"], null, [.. LevyLines(body, own, today, words).Take(MostLines)],
                (words["Was wir zahlen und warum"], body.Address(party, "/levies"))),
            new(words["Dienste"], services.Members.Count == 0 ? null : German.Count(services.On(today).Count()),
                [.. services.Changes.Take(MostLines).Select(change => new TileLine(change.Service.Item.Name,
                    $"{body.Address(party, "/services")}&on={Day.Iso(change.On)}", Said(change, today, words)))],
                (words["Was wir nutzen"], body.Address(party, "/services"))),
            new(words["Mitgliedschaft"], null, own.Member is null ? [] :
            [
                new(words["Mitglied seit"], body.Address(party, "/membership"), German.Date(own.Member.Since)),
                .. Votes(own, today) is { } votes
                    ? [new(words["Stimmen"], body.Address(party, "/membership"), German.Count(votes))]
                    : Array.Empty<TileLine>(),
            ], (words["Mitgliedschaft und Vertretung"], body.Address(party, "/membership"))),
            new(words["Beschlüsse"], null,
                [.. own.Assembly.Resolutions.Where(it => it.IsPublic).Reverse().Take(MostLines).Select(it =>
                    new TileLine(it.Title, body.Address(party, $"/resolutions/{it.No}"), it.Citation))],
                (words["Öffentliche Beschlüsse"], body.Address(party, "/resolutions"))),
        ];
    }

    /// <summary>When a use began or ends, for people.</summary>
    internal static string Said(ServiceChange change, DateOnly today, IStringLocalizer words) =>
        (change.IsEnd, change.On <= today) switch
        {
            (false, true) => words["seit {0}", German.Date(change.On)],
            (false, false) => words["ab {0}", German.Date(change.On)],
            (true, true) => words["beendet zum {0}", German.Date(change.On)],
            _ => words["endet zum {0}", German.Date(change.On)],
        };

    static IEnumerable<TileLine> LevyLines(Body body, OwnMember own, DateOnly today, IStringLocalizer words) =>
        own.Member is null ? [] : MemberLevy.All(own.Assembly, own.Member.Number, today).Select(it => new TileLine(
            words["Umlage {0} für {1}", it.Levy.No, it.Levy.Year],
            body.Address(own.Party, $"/levies/{it.Levy.No}"), $"{it.Share.Amount}"));

    static int? Votes(OwnMember own, DateOnly day) =>
        own.Assembly.Weights(day).FirstOrDefault(it => it.Member == own.Member)?.Votes;
}
