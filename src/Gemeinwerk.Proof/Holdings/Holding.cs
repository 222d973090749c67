using Gemeinwerk.Proof.Certificates;
using Gemeinwerk.Proof.Exports;

namespace Gemeinwerk.Proof.Holdings;

/// <summary>
/// The four values that an open item or an asset carries beside its numbers; see <see cref="HoldingShape"/>.
/// </summary>
readonly record struct Values(long First, long Second, long Third, long Fourth)
{
    public long this[int at] => at switch { 0 => First, 1 => Second, 2 => Third, _ => Fourth };
}

/// <summary>An open item or an asset; an asset's party is empty. The line is where it was read.</summary>
sealed record Holding(long Line, string Number, string Account, string Party, Values Values);

enum ValueKind { Day, Number, Amount }

/// <summary>
/// What open items and assets have in common and where they differ, so that one checker does for both.
/// </summary>
sealed class HoldingShape
{
    public static readonly HoldingShape Items = new()
    {
        Kind = ExportKind.Items,
        Section = "items",
        MappingKind = "item",
        Noun = "Posten",
        Nouns = "offenen Posten",
        HasParty = true,
        Fates = ["moved", "eliminated"],
        Columns = [("originated", "Entstehung", ValueKind.Day), ("due", "Fälligkeit", ValueKind.Day),
            ("dunning", "Mahnstufe", ValueKind.Number), ("open", "offener Betrag", ValueKind.Amount)],
    };

    public static readonly HoldingShape Assets = new()
    {
        Kind = ExportKind.Assets,
        Section = "assets",
        MappingKind = "asset",
        Noun = "Anlagegut",
        Nouns = "Anlagegüter",
        HasParty = false,
        Fates = ["moved"],
        Columns = [("inService", "Inbetriebnahme", ValueKind.Day),
            ("lifeMonths", "Nutzungsdauer in Monaten", ValueKind.Number),
            ("cost", "Anschaffungskosten", ValueKind.Amount), ("depreciation", "Abschreibung", ValueKind.Amount)],
    };

    public required ExportKind Kind { get; init; }
    public required string Section { get; init; }
    public required string MappingKind { get; init; }
    public required string Noun { get; init; }
    public required string Nouns { get; init; }
    public required bool HasParty { get; init; }
    public required string[] Fates { get; init; }
    public required (string Member, string Name, ValueKind Kind)[] Columns { get; init; }

    public Values ReadValues(FieldReader fields)
    {
        Span<long> values = stackalloc long[4];
        for (var i = 0; i < 4; i++)
            values[i] = Columns[i].Kind == ValueKind.Day ? fields.Day(Columns[i].Name) : fields.Number(Columns[i].Name);
        return new Values(values[0], values[1], values[2], values[3]);
    }

    public Member[] Members() =>
    [
        new("number", MemberKind.Text), new("account", MemberKind.Text),
        .. HasParty ? [new Member("party", MemberKind.Text)] : Array.Empty<Member>(),
        .. Columns.Select(column =>
            new Member(column.Member, column.Kind == ValueKind.Day ? MemberKind.Day : MemberKind.Number)),
    ];

    /// <summary>
    /// How the one differs from the other, in words; null when account, party and values are the same.
    /// </summary>
    public string? Difference(Holding stated, Holding found)
    {
        if (stated.Account != found.Account) return $"Konto {found.Account} statt {stated.Account}";
        if (stated.Party != found.Party) return $"Partner {found.Party} statt {stated.Party}";
        for (var i = 0; i < 4; i++)
        {
            if (stated.Values[i] == found.Values[i]) continue;
            return $"{Columns[i].Name} {Show(i, found.Values[i])} statt {Show(i, stated.Values[i])}";
        }
        return null;
    }

    string Show(int column, long value) => Columns[column].Kind switch
    {
        ValueKind.Day => $"{value % 100:00}.{value / 100 % 100:00}.{value / 10000:0000}",
        ValueKind.Number => German.Count(value),
        _ => German.Amount(value),
    };
}
