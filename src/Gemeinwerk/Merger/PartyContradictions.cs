using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Merger;

/// <summary>
/// Parties that become one and contradict each other, as by two bank accounts: a finding until somebody who looked at
/// it has mapped them with a reason of their own. Nothing is guessed; the target keeps what it has.
/// </summary>
static class PartyContradictions
{
    static readonly (string What, Func<Party, string?> Of)[] marks =
    [
        ("IBAN", party => party.Iban), ("Steuernummer", party => party.TaxNumber),
        ("Gläubiger-ID", party => party.CreditorId),
    ];

    /// <param name="mapping">With the numbers that new parties get.</param>
    internal static void Find(
        BookSnapshot target, IReadOnlyList<BookSnapshot> sources, MappingTable mapping, List<Finding> findings)
    {
        var known = target.Parties.Values.ToDictionary(party => party.Number, party => (target.Body, Party: party));
        foreach (var source in sources)
        {
            foreach (var party in source.Parties.Values.OrderBy(party => party.Number, StringComparer.Ordinal))
            {
                if (mapping.Find(MappingKind.Party, source.Body.Code, party.Number) is not { } line) continue;
                if (!known.TryGetValue(line.Target, out var other)) known.Add(line.Target, (source.Body, party));
                else if (PartySuggestions.IsSuggested(line.Reason)) Compare(source, party, line, other, findings);
            }
        }
    }

    static void Compare(
        BookSnapshot source, Party party, MappingLine line, (Body Body, Party Party) other, List<Finding> findings)
    {
        foreach (var (what, of) in marks)
        {
            var (its, known) = (PartySuggestions.Bare(of(party)), PartySuggestions.Bare(of(other.Party)));
            if (its is null or "" || known is null or "" || its == known) continue;
            findings.Add(new Finding(0, MappingResolver.Place(MappingKind.Party, source.Body.Code, party.Number),
                new Rejection("merger.party-contradiction",
                    $"Partner {party.Number} der {source.Body.Code} wird mit {line.Target} eins ({line.Reason}), hat "
                    + $"aber eine andere {what} als {other.Party.Number} der {other.Body.Code}: {Shown(what, its)} "
                    + $"und {Shown(what, known)}. Wer es geklärt hat, ordnet mit eigenem Grund zu.")));
        }
    }

    /// <summary>Of a bank account enough to be told apart, and not the whole.</summary>
    static string Shown(string what, string number) =>
        what == "IBAN" && number.Length > 6 ? $"{number[..2]}…{number[^4..]}" : number;
}
