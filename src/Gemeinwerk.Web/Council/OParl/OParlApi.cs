using System.Text.Json.Nodes;
using Gemeinwerk.Council;
using Gemeinwerk.Ledger;
using Gemeinwerk.Web.Council.Public;
using Gemeinwerk.Web.Frame;
using Gemeinwerk.Web.Operating;

namespace Gemeinwerk.Web.Council.OParl;

/// <summary>Public records of assemblies for programs of others (OParl 1.1), without sign-in.</summary>
static class OParlApi
{
    internal static void Map(IEndpointRouteBuilder site)
    {
        var routes = site.MapGroup(OParlAnswer.Root);
        routes.MapGet("/system", System).Public();
        routes.MapGet("/bodies", AllBodies).Public();
        var ofBody = routes.MapGroup("/body/{association}");
        ofBody.MapGet("", One).PublicOfPublisher();
        foreach (var (_, kind) in OParlBody.Lists)
        {
            ofBody.MapGet($"/{kind}s", (Visit visit) => List(visit, kind)).PublicOfPublisher();
            ofBody.MapGet($"/{kind}/{{key}}", (Visit visit, string key) => Find(visit, kind, key)).PublicOfPublisher();
        }
        ofBody.MapGet("/file/{no:int}/text", Text).PublicOfPublisher();
    }

    /// <summary>The same whoever asks: nothing in it lies in a book.</summary>
    static IResult System(HttpContext http, WebSettings settings)
    {
        var origin = settings.OriginFor(http.Request);
        return OParlAnswer.Of(new JsonObject
        {
            ["id"] = $"{origin}{OParlAnswer.Root}/system",
            ["type"] = $"{OParlAnswer.Schema}System",
            ["oparlVersion"] = OParlAnswer.Schema,
            ["body"] = $"{origin}{OParlAnswer.Root}/bodies",
            ["name"] = "Gemeinwerk",
        });
    }

    static async Task<IResult> AllBodies(
        HttpContext http, Publishers publishers, WebSettings settings, TimeProvider clock)
    {
        var origin = settings.OriginFor(http.Request);
        var all = new List<OParlObject>();
        foreach (var (body, door) in await publishers.All())
        {
            var records = await door.Read(db => Councils.Records(db, body.Id));
            all.Add(Of(body, PublicRecords.Of(records, CouncilVisits.Today(clock)), origin, clock).Itself());
        }
        return OParlList.Of(http, $"{origin}{OParlAnswer.Root}/bodies", all);
    }

    static async Task<IResult> One(Visit visit) => OParlAnswer.Of((await Of(visit)).Itself().Json);

    static async Task<IResult> List(Visit visit, string kind)
    {
        var body = await Of(visit);
        return OParlList.Of(visit.Http, body.ListOf(kind), body.All(kind));
    }

    static async Task<IResult> Find(Visit visit, string kind, string key) =>
        (await Of(visit)).Find(kind, key) is { } found
            ? OParlAnswer.Of(found.Json)
            : OParlAnswer.Error(StatusCodes.Status404NotFound);

    static async Task<IResult> Text(Visit visit, int no)
    {
        if ((await visit.Records()).Resolution(no) is not { } resolution)
        {
            return OParlAnswer.Error(StatusCodes.Status404NotFound);
        }
        return Results.File(
            OParlBody.Content(resolution), "text/plain; charset=utf-8", OParlBody.NameOf(resolution));
    }

    static async Task<OParlBody> Of(Visit visit) => Of(visit.Body, await visit.Records(),
        visit.Service<WebSettings>().OriginFor(visit.Http.Request), visit.Service<TimeProvider>());

    static OParlBody Of(Body body, PublicRecords records, string origin, TimeProvider clock) =>
        new(body, records, origin, clock.LocalTimeZone);
}
