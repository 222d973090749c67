using Gemeinwerk.Ledger;

namespace Gemeinwerk.Merger;

/// <summary>
/// Suggests parties by tax number, IBAN, creditor id, and only then by name and address. A mark that two parties of the
/// target share decides nothing. Parties of other sources that become new are candidates too, so that one that all
/// sources know becomes one.
/// </summary>
sealed class PartySuggestions
{
    const string NotThere = "im Ziel nicht vorhanden";

    readonly List<(string Number, string Target, Party Party)> known = [];
    readonly HashSet<string> taken;

    internal PartySuggestions(BookSnapshot target)
    {
        known.AddRange(target.Parties.Values.Select(party => (party.Number, party.Number, party)));
        taken = [.. target.Parties.Values.Select(party => party.Number)];
    }

    internal Suggestion For(BookSnapshot source, Party party)
    {
        foreach (var (mark, reason) in Marks())
        {
            if (mark(party) is not { Length: > 0 } value) continue;
            var same = known.FindAll(other => mark(other.Party) == value);
            if (same.Select(other => other.Target).Distinct().ToList() is [var only]) return new(only, reason);
            if (same.Count > 1)
            {
                var numbers = string.Join(", ", same.Take(4).Select(other => other.Number));
                return Suggestion.None($"mehrdeutig ({reason}): {numbers}");
            }
        }
        var number = FreeNumber.For(source.Body.Code, party.Number, 40, taken.Contains);
        taken.Add(number);
        var target = $"{MappingLine.New}={number}";
        known.Add((number, target, party));
        return new(target, NotThere);
    }

    /// <summary>Whether a reason is one of a suggestion, which nobody thought about.</summary>
    internal static bool IsSuggested(string reason) =>
        reason == NotThere || Marks().Any(mark => mark.Reason == reason);

    static IEnumerable<(Func<Party, string?> Mark, string Reason)> Marks()
    {
        yield return (party => party.Counterpart?.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
            "dieselbe Körperschaft");
        yield return (party => Bare(party.TaxNumber), "gleiche Steuernummer");
        yield return (party => Bare(party.Iban), "gleiche IBAN");
        yield return (party => Bare(party.CreditorId), "gleiche Gläubiger-ID");
        yield return (NameAndAddress, "gleicher Name und gleiche Anschrift");
    }

    internal static string? Bare(string? text) =>
        text is null ? null : string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    /// <summary>A name without any address says too little.</summary>
    static string? NameAndAddress(Party party) =>
        party.PostalCode is null && party.City is null && party.Street is null ? null
            : Similarity.Normal($"{party.Name} {party.Street} {party.PostalCode} {party.City}");
}
