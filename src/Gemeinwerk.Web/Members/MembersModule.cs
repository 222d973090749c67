using Gemeinwerk.Ledger;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Members;

/// <summary>
/// What a member sees of its association: its own open items and its statement of account, and nothing else. Whose
/// people somebody is follows from the bodies in which they work: theirs are the parties that are these bodies.
/// </summary>
static class MembersModule
{
    internal static WebModule Create() => new("Als Mitglied",
    [
        Entry("Übersicht", "member"),
        Entry("Kontoauszug", "member/statement"),
    ],
    [], routes =>
    {
        MemberPage.Map(routes.Body);
        PartyStatementPage.Map(routes.Body);
        routes.Body.MapGet("/member/checkpoint", Checkpoint).NeedsRole(BodyRoles.Member);
    });

    /// <summary>Only where the visitor's member has an account; in its own body it has none.</summary>
    static MenuEntry Entry(string label, string path) => new(label, path, BodyRoles.Member, typeof(MembersWords))
    {
        Leads = async visit => (await Parties(visit)).Count > 0,
    };

    /// <summary>The parties of the body that are bodies of the visitor, by number.</summary>
    internal static async Task<List<Party>> Parties(Visit visit)
    {
        // Whoever is a member's person in a body too, as in an association that is a member of another, is not of it.
        var own = (await visit.Bodies()).Where(body => body != visit.Body && visit.Who.Is(BodyRoles.Staff, body))
            .Select(body => body.Id).ToHashSet();
        return (await visit.Read(db => Ledger.Parties.All(db, visit.Body.Id)))
            .FindAll(party => party.Counterpart is { } body && own.Contains(body));
    }

    /// <summary>The party that the address names, else the first; null where the visitor has none.</summary>
    internal static async Task<(Party? Party, List<Party> All)> Chosen(Visit visit)
    {
        var all = await Parties(visit);
        var wanted = visit.Query["party"].ToString();
        return (wanted.Length > 0 ? all.Find(party => party.Number == wanted) : all.FirstOrDefault(), all);
    }

    /// <summary>Signed length and root of the book: whoever keeps it can show later what was changed.</summary>
    static async Task<IResult> Checkpoint(Visit visit) =>
        await visit.Read(db => Checkpoints.Last(db, visit.Body)) is { } last
            ? Results.File(System.Text.Encoding.UTF8.GetBytes(last.Note), "text/plain; charset=utf-8",
                $"{visit.Body.Code}.checkpoint")
            : Results.NotFound();
}
