using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Identity.Api;

/// <summary>A role of a person in the body.</summary>
/// <param name="No">Its number.</param>
/// <param name="Person">Sign-in name.</param>
/// <param name="Role">What they may do.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="Reason">Why, where the law asks for a reason.</param>
/// <param name="AskedBy">Who asked for it.</param>
/// <param name="ApprovedBy">Who approved it.</param>
public sealed record ApiGrant(
    long No, string Person, Role Role, DateOnly From, DateOnly? To, string? Reason, string AskedBy, string ApprovedBy);

/// <summary>A role that somebody is to get or to lose; a second person decides it in the browser.</summary>
/// <param name="Gives">To get, or to lose.</param>
/// <param name="Person">Sign-in name.</param>
/// <param name="Role">Which.</param>
/// <param name="To">Last day; none for no end.</param>
/// <param name="Reason">Where the law asks for a reason.</param>
public sealed record NewRoleChange(bool Gives, string Person, Role Role, DateOnly? To = null, string? Reason = null)
    : IExample<NewRoleChange>
{
    public static NewRoleChange Example => new(true, "erika", Role.Post);
}

/// <summary>Something that waits for a second person.</summary>
/// <param name="No">Its number in the body.</param>
public sealed record ApiAsked(long No);

/// <summary>A record of the change log (Protokoll).</summary>
/// <param name="No">Gapless from 1.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Actor">Who; programs have `token:` before their name.</param>
/// <param name="Kind">What was done, stable: `identity.sign-in`.</param>
/// <param name="Subject">To what.</param>
/// <param name="Content">What exactly, as JSON.</param>
public sealed record ApiRecord(
    long No, DateTimeOffset At, string Actor, string Kind, string Subject, string Content);

/// <summary>Roles of people in the body, and its change log.</summary>
static class IdentityApi
{
    const BodyRoles Readers = BodyRoles.Administer | BodyRoles.Audit;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("").WithTags("Roles and change log");
        routes.MapGet("/roles", List).Lists<ApiGrant>("listRoles", "Who has or will have which role.",
            BodyRoles.Administer);
        routes.MapPost("/roles", Ask).Creates<NewRoleChange, ApiAsked>("askRoleChange",
            "Asks for a role to be given or taken; a second administrator decides in the browser.",
            BodyRoles.Administer);
        routes.MapGet("/protocol", Protocol).Lists<ApiRecord>("listProtocol",
            "The change log (Protokoll), newest first.", Readers);
        routes.MapGet("/protocol/{no:long}/proof", Proof).ReadsFile("getProtocolProof",
            "That a record stands in the change log, as a file for gemeinwerk-proof.", "text/plain", Readers);
    }

    static Task<IResult> List(Visit visit, string? q, string? after, int? limit, TimeProvider clock) => Lists.Of(
        visit, new(after, limit, q), async db => (await Grants.In(
            db, visit.Body.AuditLog(), DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)))
            .Select(it => new ApiGrant(
                it.No, it.Person, it.Role, it.From, it.To, it.Reason, it.AskedBy, it.ApprovedBy)),
        it => $"{it.No:D19}", it => [it.Person, it.Reason]);

    static Task<IResult> Ask(Visit visit) => Acts.Create(visit, async Task<Result<Made<ApiAsked>>> (
        NewRoleChange sent, Work work, Book book) =>
    {
        if (sent.Reason is not null && Texts.Refuse(sent.Reason, 500) is { } bad)
        {
            return new Rejection("identity.grant-reason", $"Begründung: {bad}");
        }
        if (Texts.Refuse(sent.Person, 60) is { } no)
        {
            return new Rejection("identity.person-unknown", $"Anmeldename: {no}");
        }
        var change = new RoleChange(sent.Gives, sent.Person.Trim().ToLowerInvariant(), sent.Role,
            DateOnly.FromDateTime(work.Now.UtcDateTime), sent.To, sent.Reason);
        return (await Grants.Ask(work, book.Body.AuditLog(), change)).Ok(out var asked, out var why)
            ? new Made<ApiAsked>(new(asked))
            : why;
    });

    static Task<IResult> Protocol(Visit visit, string? after, int? limit) => Lists.Sliced(
        visit, new(after, limit), async Task<Result<(IReadOnlyList<ApiRecord>, string?)>> (db, place, most) =>
        {
            _ = long.TryParse(place, out var before);
            var records = await AuditTrail.Newest(db, visit.Body.AuditLog(), most, Math.Max(0, before));
            return ([.. records.Select(it => new ApiRecord(it.No, it.At, it.Actor, it.Kind, it.Subject, it.Content))],
                records.Count == most && records[^1].No > 1 ? $"{records[^1].No}" : null);
        });

    static async Task<IResult> Proof(Visit visit, long no)
    {
        var found = await visit.Read(db => AuditTrail.Find(db, visit.Body.AuditLog(), no));
        return found.Ok(out var proven, out var why)
            ? Answers.Text(proven.File, $"{visit.Body.Code}-protocol-{no}.proof")
            : Problems.Of(why.Code == "audit.record-unknown" ? Problems.NotFound : why);
    }
}
