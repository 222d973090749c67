using Gemeinwerk.Ledger;
using Gemeinwerk.Web.Frame;
using Gemeinwerk.Web.Members.Api;

namespace Gemeinwerk.Web.Members;

/// <summary>
/// What a member sees of its association: what it pays and why, what it gets, what it has a say in, and nothing of
/// others. Whose people somebody is follows from the bodies in which they work: theirs are the parties that are these
/// bodies, and the member of the assembly is the one from whom levies are claimed through that party.
/// </summary>
static class MembersModule
{
    internal static WebModule Create() => new("Als Mitglied",
    [
        Entry("Übersicht", "member"),
        Entry("Kontoauszug", "member/statement"),
        Entry("Umlagen", "member/levies"),
        Entry("Dienste", "member/services"),
        Entry("Mitgliedschaft", "member/membership"),
        Entry("Beschlüsse", "member/resolutions"),
    ],
    [], routes =>
    {
        MemberPage.Map(routes.Body);
        PartyStatementPage.Map(routes.Body);
        OwnLeviesPage.Map(routes.Body);
        OwnLevyPage.Map(routes.Body);
        OwnServicesPage.Map(routes.Body);
        OwnMembershipPage.Map(routes.Body);
        OwnResolutionsPage.Map(routes.Body);
        OwnResolutionPage.Map(routes.Body);
        MemberApi.Map(routes.Api);
        routes.Body.MapGet("/member/checkpoint", Checkpoint).NeedsRole(BodyRoles.Member);
    })
    {
        Tiles = [new TileProvider(TilePlace.Standing, BodyRoles.Member, MemberTiles.Standing)],
    };

    /// <summary>Only where the visitor's member has an account; in its own body it has none.</summary>
    static MenuEntry Entry(string label, string path) => new(label, path, BodyRoles.Member, typeof(MembersWords))
    {
        Leads = async visit => (await visit.OwnParties(visit.Body)).Count > 0,
    };

    /// <summary>Signed length and root of the book: whoever keeps it can show later what was changed.</summary>
    static async Task<IResult> Checkpoint(Visit visit) =>
        await visit.Read(db => Checkpoints.Last(db, visit.Body)) is { } last
            ? Results.File(System.Text.Encoding.UTF8.GetBytes(last.Note), "text/plain; charset=utf-8",
                $"{visit.Body.Code}.checkpoint")
            : Results.NotFound();
}
