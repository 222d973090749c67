using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Treasury;

/// <summary>Members of an association as debtors (Debitoren) in its book: the one way from a member to its party, and
/// back.</summary>
public static class LevyParties
{
    /// <summary>The party of each member: the one that has its number, alone or behind <c>D-</c>, or is the only one of
    /// its name.</summary>
    /// <returns>By member, or <c>treasury.levy-party</c> naming all that have none or several.</returns>
    internal static async Task<Result<Dictionary<string, Party>>> Of(
        Session db, Body body, Assembly assembly, IEnumerable<string> members)
    {
        var known = new Known(await Parties.All(db, body.Id));
        var (found, missing) = (new Dictionary<string, Party>(), new List<string>());
        foreach (var number in members.Distinct())
        {
            var member = assembly.Member(number)!;
            if (known.Of(member) is { } party) found[number] = party;
            else missing.Add(member.Name);
        }
        return missing.Count == 0 ? found : new Rejection("treasury.levy-party",
            $"Ohne eindeutigen Geschäftspartner: {string.Join(", ", missing.Take(20))}"
            + (missing.Count > 20 ? $" und {missing.Count - 20} weitere" : "")
            + ". Ein Geschäftspartner mit der Nummer des Mitglieds genügt.");
    }

    /// <summary>The member from whom levies are claimed through a party, whether it is one still or was one.</summary>
    /// <returns>Null where the party is that of no member, or of several, so that nobody is taken for another.
    /// </returns>
    public static async Task<Member?> MemberOf(Session db, Body body, Assembly assembly, Party party)
    {
        var known = new Known(await Parties.All(db, body.Id));
        var members = assembly.Members.Where(member => known.Of(member)?.Id == party.Id).Take(2).ToList();
        return members is [var only] ? only : null;
    }

    sealed class Known(IReadOnlyList<Party> parties)
    {
        readonly Dictionary<string, Party> byNumber = parties.ToDictionary(party => party.Number);
        readonly ILookup<string, Party> byName = parties.ToLookup(party => party.Name);

        internal Party? Of(Member member) => byNumber.GetValueOrDefault(member.Number)
            ?? byNumber.GetValueOrDefault($"D-{member.Number}")
            ?? One(byName[member.Name]);

        static Party? One(IEnumerable<Party> fitting) => fitting.Take(2).ToList() is [var only] ? only : null;
    }
}
