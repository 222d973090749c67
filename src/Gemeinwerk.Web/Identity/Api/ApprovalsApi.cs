using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Identity.Api;

/// <summary>Something that one asks for and a second person decides in the browser (Freigabe, Vier-Augen-Prinzip).
/// </summary>
/// <param name="No">Its number in the body.</param>
/// <param name="Kind">What is to be done, stable: `identity.role`, `identity.token`, `merger.mapping`,
/// `merger.execution`, `treasury.release`.</param>
/// <param name="Subject">To what: a person and a role, a program, a merger, the number of a payment run.</param>
/// <param name="Content">What exactly is approved, as JSON; the approval holds for this and nothing else.</param>
/// <param name="Needs">The role of whoever decides.</param>
/// <param name="AskedBy">Who asked; programs have `token:` before their name.</param>
/// <param name="AskedAt">When, UTC.</param>
/// <param name="ExpiresAt">Until when it can be decided and used, UTC.</param>
/// <param name="State">Asked, approved, refused, used, or void.</param>
/// <param name="DecidedBy">Who decided.</param>
public sealed record ApiApproval(
    long No, string Kind, string Subject, string Content, Role Needs, string AskedBy, DateTimeOffset AskedAt,
    DateTimeOffset ExpiresAt, ApprovalState State, string? DecidedBy)
{
    internal static ApiApproval Of(Approval it) => new(it.No, it.Kind, it.Subject, it.Content, it.Needs, it.AskedBy,
        it.AskedAt, it.ExpiresAt, it.State, it.DecidedBy);
}

/// <summary>
/// What waits for a second person, and what became of it. It is read here and decided in the browser: a program is
/// never the second person.
/// </summary>
static class ApprovalsApi
{
    const string Whose = "Seen are those that a role of the token is needed for, and all of them for auditing.";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("/approvals").WithTags("Approvals");
        routes.MapGet("", List).Lists<ApiApproval>("listApprovals",
            $"Approvals, newest first; with `state=asked` those that can still be decided. {Whose}");
        routes.MapGet("/{no:long}", Get).Reads<ApiApproval>("getApproval",
            $"One approval and what became of it. {Whose}");
    }

    static async Task<IResult> List(Visit visit, string? state, string? after, int? limit) =>
        CodeFilter.Of<ApprovalState>("state", state).Ok(out var wanted, out var why)
            ? await Lists.NewestFirst(visit, new(after, limit), (db, before, most) =>
                Read(visit, db, wanted, before, most), it => it.No)
            : Problems.Of(why);

    static Task<IResult> Get(Visit visit, long no) => Answers.Read(visit, async Task<Result<ApiApproval>> (db) =>
        no < long.MaxValue && (await Read(visit, db, null, no + 1, 1)).Find(it => it.No == no) is { } found
            ? found
            : Problems.NotFound);

    static async Task<List<ApiApproval>> Read(Visit visit, Session db, ApprovalState? state, long before, int most)
    {
        var roles = visit.May(BodyRoles.Audit) ? BodyRoles.Anyone : visit.Who.RolesIn(visit.Body);
        var now = visit.Service<TimeProvider>().GetUtcNow();
        return (await Approvals.Newest(db, visit.Body.AuditLog(), [.. roles.Each()], state, now, before, most))
            .ConvertAll(ApiApproval.Of);
    }
}
