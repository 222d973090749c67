using System.Text.Json.Nodes;
using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Council.Api;

/// <summary>The assembly (Verbandsversammlung): read as its records leave it, and events recorded.</summary>
static class CouncilApi
{
    /// <summary>How many events are recorded at once.</summary>
    const int MostEvents = 2_000;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("/council").WithTags("Council");
        routes.MapGet("/members", Members).Lists<ApiCouncilMember>("listCouncilMembers",
            "The members on a day (today where it is missing), with their votes and delegates, by number.");
        routes.MapGet("/votes", Votes).Reads<ApiCouncilVotes>("getCouncilVotes",
            "All statutory votes on a day, and who holds the offices.");
        routes.MapGet("/association", Association).Reads<ApiAssociation>("getCouncilAssociation",
            "What the association is on a day (today where it is missing), and who supervises it.");
        routes.MapGet("/statutes", Statutes).Lists<ApiCouncilStatute>("listCouncilStatutes",
            "The versions of the statute, by number.");
        routes.MapGet("/statutes/{no:int}", Statute).Reads<ApiCouncilStatuteText>("getCouncilStatute",
            "One version of the statute with all that it says.");
        routes.MapGet("/sittings", Sittings).Lists<ApiCouncilSitting>("listCouncilSittings",
            "The sittings, by number.");
        routes.MapGet("/sittings/{no:int}", Sitting).Reads<ApiCouncilSitting>("getCouncilSitting", "One sitting.");
        routes.MapGet("/sittings/{no:int}/items", Items).Lists<ApiCouncilItem>("listCouncilItems",
            "The agenda of a sitting, with instructions, ballots and how the vote stands, by number.");
        routes.MapGet("/resolutions", Resolutions).Lists<ApiCouncilResolution>("listCouncilResolutions",
            "The resolutions, by number.");
        routes.MapGet("/resolutions/{no:int}", Resolution).Reads<ApiCouncilResolution>("getCouncilResolution",
            "One resolution.");
        PaperFiles.MapApi(routes);
        routes.MapGet("/events", Events).Lists<ApiCouncilEvent>("listCouncilEvents",
            "What was recorded, by number, in the form in which it is recorded.");
        routes.MapPost("/events", Record).Creates<NewCouncilEvents, ApiCouncilRecorded>("recordCouncilEvents",
            "Records one event or several, each after the one before, all or none. An event is an object whose `event` "
            + "names its kind, as in the files of „council import“; „council events“ lists them. What law and "
            + "statute do not allow is refused with its code.", BodyRoles.Clerk);
    }

    static Task<Assembly> Read(Session db, Visit visit) => Councils.Read(db, visit.Body.Id);

    static Task<IResult> Members(
        Visit visit, TimeProvider clock, IsoDay? on, string? q, string? after, int? limit) => Lists.Of(
        visit, new(after, limit, q), async db =>
        {
            var (assembly, day) = (await Read(db, visit), on?.Day ?? CouncilVisits.Today(clock));
            return assembly.Weights(day).Select(it => ApiCouncilMember.Of(assembly, it, day));
        }, it => it.Number, it => [it.Number, it.Name]);

    static Task<IResult> Votes(Visit visit, TimeProvider clock, IsoDay? on) => Answers.Read(
        visit, async Task<Result<ApiCouncilVotes>> (db) =>
            ApiCouncilVotes.Of(await Read(db, visit), on?.Day ?? CouncilVisits.Today(clock)));

    static Task<IResult> Association(Visit visit, TimeProvider clock, IsoDay? on) => Answers.Read(
        visit, async Task<Result<ApiAssociation>> (db) =>
            ApiAssociation.Of(await Read(db, visit), on?.Day ?? CouncilVisits.Today(clock)));

    static Task<IResult> Statutes(Visit visit, string? after, int? limit) => Lists.Of(
        visit, new(after, limit), async db => (await Read(db, visit)).Statutes.Select(ApiCouncilStatute.Of),
        it => $"{it.Version:D10}");

    static Task<IResult> Statute(Visit visit, int no) => Answers.Read(
        visit, async Task<Result<ApiCouncilStatuteText>> (db) => (await Read(db, visit)).Statute(no) is { } statute
            ? ApiCouncilStatuteText.Of(statute)
            : Problems.NotFound);

    static Task<IResult> Sittings(Visit visit, string? after, int? limit) => Lists.Of(
        visit, new(after, limit), async db =>
        {
            var assembly = await Read(db, visit);
            return assembly.Sittings.Select(it => ApiCouncilSitting.Of(assembly, it));
        }, it => $"{it.No:D10}");

    static Task<IResult> Sitting(Visit visit, int no) => Answers.Read(
        visit, async Task<Result<ApiCouncilSitting>> (db) =>
        {
            var assembly = await Read(db, visit);
            return assembly.Sitting(no) is { } sitting ? ApiCouncilSitting.Of(assembly, sitting) : Problems.NotFound;
        });

    static async Task<IResult> Items(Visit visit, int no, string? after, int? limit)
    {
        var assembly = await visit.Assembly();
        return assembly.Sitting(no) is { } sitting
            ? await Lists.Of(visit, new(after, limit), _ => Task.FromResult(
                sitting.Items.Select(it => ApiCouncilItem.Of(assembly, sitting, it))), it => $"{it.No:D10}")
            : Problems.Of(Problems.NotFound);
    }

    static Task<IResult> Resolutions(Visit visit, TimeProvider clock, string? q, string? after, int? limit) => Lists.Of(
        visit, new(after, limit, q), async db => (await Read(db, visit)).Resolutions
            .Select(it => ApiCouncilResolution.Of(it, CouncilVisits.Today(clock))),
        it => $"{it.No:D10}", it => [it.Citation, it.Title]);

    static Task<IResult> Resolution(Visit visit, TimeProvider clock, int no) => Answers.Read(
        visit, async Task<Result<ApiCouncilResolution>> (db) =>
            (await Read(db, visit)).Resolution(no) is { } resolution
                ? ApiCouncilResolution.Of(resolution, CouncilVisits.Today(clock))
                : Problems.NotFound);

    static Task<IResult> Events(Visit visit, string? after, int? limit) => Lists.Of(
        visit, new(after, limit), async db => (await Councils.Records(db, visit.Body.Id)).Select(it =>
            new ApiCouncilEvent(it.No, it.At, it.Actor, JsonNode.Parse(CouncilForm.Write(it.Event))!.AsObject())),
        it => $"{it.No:D10}");

    static Task<IResult> Record(Visit visit)
    {
        var findings = new List<Finding>();
        return Acts.Create(visit, async Task<Result<Made<ApiCouncilRecorded>>> (
            NewCouncilEvents sent, Work work, Book book) =>
        {
            if (Parse(sent, findings) is not { } events) return findings[0].Why;
            if (!(await Councils.RecordAll(work, book.Body, events)).Ok(out var recorded, out var why)) return why;
            return new Made<ApiCouncilRecorded>(new(
                recorded[0].Record.No, recorded[^1].Record.No, [.. recorded.SelectMany(it => it.Warnings)]),
                $"{visit.Api()}/council/events");
        }, findings);
    }

    /// <returns>The events, or null with what is wrong, each at its place in the list.</returns>
    static List<CouncilEvent>? Parse(NewCouncilEvents sent, List<Finding> findings)
    {
        var events = new List<CouncilEvent>();
        if (sent.Events.Count is 0 or > MostEvents)
        {
            findings.Add(new(0, "events", new("event.form",
                $"Es sind 1 bis {German.Count(MostEvents)} Ereignisse auf einmal.")));
        }
        foreach (var (json, at) in sent.Events.Take(MostEvents).Select((json, at) => (json, at)))
        {
            if (CouncilForm.Read(json.ToJsonString()).Ok(out var happened, out var wrong)) events.Add(happened);
            else findings.Add(new(0, $"events[{at}]", wrong));
        }
        return findings.Count > 0 ? null : events;
    }
}
