using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.DataCentre;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Council;
using Gemeinwerk.Web.Council.Api;
using Gemeinwerk.Web.Council.Levies;
using Gemeinwerk.Web.Council.Public;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Members.Api;

/// <summary>
/// What a member's own programs read. Their tokens have the role of a member in the association and a role of the
/// member's own body; of others there is nothing.
/// </summary>
static class MemberApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("/member").WithTags("Member");
        routes.MapGet("/parties", ListParties).Lists<ApiOwnParty>("listOwnParties",
            "The parties (Geschäftspartner) that are bodies of the token, by number.", BodyRoles.Member);
        routes.MapGet("/levies", ListLevies).Lists<ApiOwnLevy>("listOwnLevies",
            "What the member pays of levies that were resolved, and why, by number.", BodyRoles.Member);
        routes.MapGet("/levies/{no:int}", GetLevy).Reads<ApiOwnLevy>("getOwnLevy",
            "What the member pays of one levy that was resolved, and why.", BodyRoles.Member);
        routes.MapGet("/levies/{no:int}/notice", GetNotice).ReadsFile("getOwnLevyNotice",
            "The member's notice of a levy that is claimed (Umlagebescheid), as PDF or HTML.", PaperFile.Types,
            BodyRoles.Member);
        routes.MapGet("/services", ListServices).Lists<ApiOwnService>("listOwnServices",
            "What the member uses of the data centre on a day, in the order of recording.", BodyRoles.Member);
        routes.MapGet("/membership", GetMembership).Reads<ApiCouncilMember>("getMembership",
            "Since when the member is one, its votes on a day and who stands for it.", BodyRoles.Member);
        routes.MapGet("/resolutions", ListResolutions).Lists<ApiPublicResolution>("listPublicResolutions",
            "What the assembly resolved in public, by number.", BodyRoles.Member);
    }

    static Task<IResult> ListParties(Visit visit, string? after, int? limit) => Lists.Of(visit, new(after, limit),
        async _ => (await visit.OwnParties(visit.Body)).Select(it => new ApiOwnParty(it.Number, it.Name)),
        it => it.Number);

    static Task<IResult> ListLevies(Visit visit, string? party, TimeProvider clock, string? after, int? limit) =>
        Found(visit, party, async own =>
        {
            var (member, today) = (await visit.OwnMember(visit.Body, own), CouncilVisits.Today(clock));
            var levies = member.Member is { } it ? MemberLevy.All(member.Assembly, it.Number, today) : [];
            return await Lists.Of(visit, new(after, limit), _ => Task.FromResult(
                levies.Select(levy => ApiOwnLevy.Of(member.Assembly, levy, today))), levy => $"{levy.No:D10}");
        });

    static Task<IResult> GetLevy(Visit visit, int no, string? party, TimeProvider clock) =>
        Found(visit, party, async own => await Answers.Read(visit, async Task<Result<ApiOwnLevy>> (_) =>
        {
            var (member, today) = (await visit.OwnMember(visit.Body, own), CouncilVisits.Today(clock));
            return member.Levy(no, today) is { } levy
                ? ApiOwnLevy.Of(member.Assembly, levy, today)
                : Problems.NotFound;
        }));

    static Task<IResult> GetNotice(Visit visit, int no, string? party, string? format, TimeProvider clock) =>
        Found(visit, party, async own =>
        {
            var member = await visit.OwnMember(visit.Body, own);
            if (member.Levy(no, CouncilVisits.Today(clock)) is not { HasNotice: true } levy)
            {
                return Problems.Of(Problems.NotFound);
            }
            var made = await LevyNoticeFile.Of(visit, no, levy.Share.Member, format, clock);
            return made.Ok(out var file, out var why) ? file.Answer() : Problems.Of(why);
        });

    static Task<IResult> ListServices(
        Visit visit, string? party, IsoDay? on, TimeProvider clock, string? after, int? limit) =>
        Found(visit, party, async own =>
        {
            var day = on?.Day ?? CouncilVisits.Today(clock);
            return await Lists.Of(visit, new(after, limit), async db =>
            {
                var services = await MemberServices.Of(db, visit.Body, own.Party.Number);
                return services.On(day).Select(it => ApiOwnService.Of(services, it, day));
            }, it => $"{it.Id:D19}");
        });

    static Task<IResult> GetMembership(Visit visit, string? party, IsoDay? on, TimeProvider clock) =>
        Found(visit, party, async own => await Answers.Read(visit, async Task<Result<ApiCouncilMember>> (_) =>
        {
            var (found, day) = (await visit.OwnMember(visit.Body, own), on?.Day ?? CouncilVisits.Today(clock));
            return found.Assembly.Weights(day).FirstOrDefault(it => it.Member == found.Member) is { } weight
                ? ApiCouncilMember.Of(found.Assembly, weight, day)
                : Problems.NotFound;
        }));

    static Task<IResult> ListResolutions(Visit visit, string? party, string? after, int? limit) =>
        Found(visit, party, async _ =>
        {
            var records = await visit.Records();
            return await Lists.Of(visit, new(after, limit), _ => Task.FromResult(
                records.Resolutions.Select(ApiPublicResolution.Of)), it => $"{it.No:D10}");
        });

    /// <summary>Answers about the party that is named, else about the first; of another's there is nothing.</summary>
    static async Task<IResult> Found(Visit visit, string? party, Func<OwnParty, Task<IResult>> answer) =>
        (await visit.OwnParties(visit.Body)).Chosen(party) is { } found
            ? await answer(found)
            : Problems.Of(Problems.NotFound);
}
