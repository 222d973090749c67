using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Treasury;

/// <summary>Members of an association as debtors (Debitoren) in its book.</summary>
static class LevyParties
{
    /// <summary>The party of each member: the one that is the member's body, or has its number, alone or behind
    /// <c>D-</c>, or is the only one of its name.</summary>
    /// <returns>By member, or <c>treasury.levy-party</c> naming all that have none or several.</returns>
    internal static async Task<Result<Dictionary<string, Party>>> Of(
        Session db, Body body, Assembly assembly, IEnumerable<string> members)
    {
        var parties = await Parties.All(db, body.Id);
        var bodies = (await Bodies.All(db)).ToDictionary(it => it.Code, it => it.Id);
        var (found, missing) = (new Dictionary<string, Party>(), new List<string>());
        foreach (var number in members.Distinct())
        {
            var member = assembly.Member(number)!;
            if (One(it => it.Number == number) is { } same) found[number] = same;
            else if (bodies.TryGetValue(number, out var id) && One(it => it.Counterpart == id) is { } paired)
            {
                found[number] = paired;
            }
            else if ((One(it => it.Number == $"D-{number}") ?? One(it => it.Name == member.Name)) is { } named)
            {
                found[number] = named;
            }
            else missing.Add(member.Name);
        }
        return missing.Count == 0 ? found : new Rejection("treasury.levy-party",
            $"Ohne eindeutigen Geschäftspartner: {string.Join(", ", missing.Take(20))}"
            + (missing.Count > 20 ? $" und {missing.Count - 20} weitere" : "")
            + ". Ein Geschäftspartner mit der Nummer des Mitglieds genügt.");

        Party? One(Func<Party, bool> fits) => parties.Where(fits).Take(2).ToList() is [var only] ? only : null;
    }
}
