using Gemeinwerk.Council;
using Gemeinwerk.Ledger;
using Gemeinwerk.Treasury;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Members;

/// <summary>Who a visit of a member's pages is about.</summary>
/// <param name="Party">What a body of the visitor is in the association's book.</param>
/// <param name="All">All parties of the visitor, by number.</param>
public sealed record OwnParty(Party Party, IReadOnlyList<Party> All);

/// <summary>The party of a visitor in the assembly.</summary>
/// <param name="Member">Null where the party is that of no member, or of several.</param>
public sealed record OwnMember(Party Party, IReadOnlyList<Party> All, Assembly Assembly, Member? Member)
{
    /// <returns>Null where no levy of that number was resolved, or the member has no part in it.</returns>
    internal MemberLevy? Levy(int no, DateOnly today) => Member is { } member && Assembly.Levies.Find(no) is { } levy
        ? MemberLevy.Of(Assembly, levy, member.Number, today)
        : null;
}

/// <summary>How visits of members find what is theirs. Nothing that an address names is looked up before.</summary>
static class MemberVisits
{
    /// <summary>The parties of a body that are bodies of the visitor, by number.</summary>
    internal static async Task<List<Party>> OwnParties(this Visit visit, Body of)
    {
        var own = (await visit.OwnBodies(of)).Select(body => body.Id).ToHashSet();
        return own.Count == 0
            ? []
            : (await visit.Read(db => Parties.All(db, of.Id)))
                .FindAll(party => party.Counterpart is { } body && own.Contains(body));
    }

    /// <returns>The party of a number, the first where none is named; null for another's, and where there is none.
    /// </returns>
    internal static OwnParty? Chosen(this List<Party> all, string? wanted) =>
        (wanted is { Length: > 0 } ? all.Find(party => party.Number == wanted) : all.FirstOrDefault()) is { } party
            ? new OwnParty(party, all)
            : null;

    /// <summary>A member of an assembly by the party of one of the visitor's bodies.</summary>
    internal static Task<OwnMember> OwnMember(this Visit visit, Body of, OwnParty own) => visit.Read(async db =>
    {
        var assembly = await Councils.Read(db, of.Id);
        return new OwnMember(own.Party, own.All, assembly, await LevyParties.MemberOf(db, of, assembly, own.Party));
    });

    /// <summary>Answers about the party that the address names, else about the first. Another's is not found; whoever
    /// has none is sent to the page that says so, but for addresses of single things.</summary>
    internal static async Task<IResult> ForParty(
        this Visit visit, Func<OwnParty, Task<IResult>> answer, bool isOfOneThing = false)
    {
        var all = await visit.OwnParties(visit.Body);
        if (all.Chosen(visit.Query["party"]) is { } own) return await answer(own);
        return all.Count == 0 && visit.Query["party"].Count == 0 && !isOfOneThing
            ? Results.Redirect($"{visit.Home}/member")
            : Results.NotFound();
    }

    /// <summary>As <see cref="ForParty"/>, with the member.</summary>
    internal static Task<IResult> ForMember(
        this Visit visit, Func<OwnMember, Task<IResult>> answer, bool isOfOneThing = false) => visit.ForParty(
        async own => await answer(await visit.OwnMember(visit.Body, own)), isOfOneThing);

    /// <summary>A page about a party.</summary>
    /// <param name="path">Below <c>/member</c>, without <c>?</c>.</param>
    internal static string Address(this Body body, Party party, string path) =>
        $"/b/{body.Code}/member{path}?party={Uri.EscapeDataString(party.Number)}";

    /// <summary>Whoever is a member's person in a body too, as in an association that is a member of another, is not of
    /// it.</summary>
    static async Task<List<Body>> OwnBodies(this Visit visit, Body of) =>
        [.. (await visit.Bodies()).Where(body => body != of && visit.Who.Is(BodyRoles.Staff, body))];
}
