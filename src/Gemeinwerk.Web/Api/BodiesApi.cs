using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Web.Frame;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.Api;

/// <summary>A body (Körperschaft) that keeps exactly one book.</summary>
/// <param name="Code">Stands in addresses and never changes.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Framework">Whose rules its books follow.</param>
/// <param name="Entries">Length of its journal.</param>
/// <param name="LastBookedOn">The last day that was booked on.</param>
/// <param name="SealedOn">From this day on it is dissolved.</param>
/// <param name="OpenYears">Fiscal years that are not closed.</param>
/// <param name="Roles">What the token may do there.</param>
public sealed record ApiBody(
    string Code, string Name, BodyKind Kind, Framework Framework, long Entries, DateOnly? LastBookedOn,
    DateOnly? SealedOn, IReadOnlyList<int> OpenYears, IReadOnlyList<Role> Roles);

/// <summary>The token with which this is asked.</summary>
/// <param name="Name">Which program it was made for.</param>
/// <param name="Actor">What stands in books and change logs as the one who acted.</param>
/// <param name="ExpiresAt">Its end, UTC.</param>
public sealed record ApiToken(string Name, string Actor, DateTimeOffset ExpiresAt);

/// <summary>Something that was searched for.</summary>
/// <param name="Body">Where it is.</param>
/// <param name="Kind">What it is, German.</param>
/// <param name="Label">Number and name.</param>
/// <param name="Page">The address of its page in the browser.</param>
public sealed record ApiHit(string Body, string Kind, string Label, string Page);

/// <summary>What a token sees: itself, its bodies, and what is found in them.</summary>
static class BodiesApi
{
    internal static void Map(IEndpointRouteBuilder site, IEndpointRouteBuilder body)
    {
        site = site.MapGroup("").WithTags("Bodies");
        site.MapGet("/token", Token).Reads<ApiToken>("getToken", "The token itself.", BodyRoles.None);
        site.MapGet("/bodies", List).Lists<ApiBody>("listBodies", "The bodies of the token, by code.", BodyRoles.None);
        site.MapGet("/search", Search).Lists<ApiHit>("search",
            "Searches bodies, accounts, entries, parties, items, assets and mergers; at most 20 of each.",
            BodyRoles.None);
        body.MapGroup("").WithTags("Bodies").MapGet("/", Get)
            .Reads<ApiBody>("getBody", "A body and how far its book is kept.");
    }

    static IResult Token(Visit visit) => Answers.Of(
        new ApiToken(visit.Token().Name, visit.Token().Actor, visit.Token().ExpiresAt));

    static async Task<IResult> List(Visit visit, string? q, string? after, int? limit)
    {
        var bodies = await visit.Bodies();
        return await Lists.Of(visit, new(after, limit, q),
            async db => (await BookFigures.Of(db, bodies)).Select(figure => Of(visit, figure)),
            it => it.Code, it => [it.Code, it.Name]);
    }

    static Task<IResult> Get(Visit visit) => Answers.Read(visit, async Task<Result<ApiBody>> (db) =>
        Of(visit, (await BookFigures.Of(db, [visit.Body]))[0]));

    static async Task<IResult> Search(
        Visit visit, string q, WebApp app, IStringLocalizer<Words> words, IStringLocalizerFactory localizers)
    {
        var text = q.Trim();
        if (text.Length is 0 or > 200) return Problems.Of(new Rejection("api.parameter", "„q“ hat 1 bis 200 Zeichen."));
        var hits = new List<ApiHit>();
        foreach (var body in await visit.Bodies())
        {
            hits.AddRange((await SearchPage.In(visit, body, app, words, localizers, text))
                .Select(hit => new ApiHit(body.Code, hit.Kind, hit.Label, hit.Address)));
        }
        return Answers.Of(new Listed<ApiHit>(hits, null));
    }

    static ApiBody Of(Visit visit, BookFigure figure) => new(
        figure.Body.Code, figure.Body.Name, figure.Body.Kind, figure.Body.Framework, figure.Entries,
        figure.LastBookedOn, figure.SealedOn, figure.OpenYears,
        [.. visit.Who.RolesIn(figure.Body).Each()]);
}
