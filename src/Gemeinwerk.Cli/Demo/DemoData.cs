using System.Globalization;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Cli.Demo;

/// <summary>A member of Südwestfalen-IT. Source: GV-ISys; membership: published council papers.</summary>
/// <param name="Ags">Official key (Amtlicher Gemeindeschlüssel), eight digits; a district's is padded with
/// zeros.</param>
/// <param name="Predecessor">The association that served it until 2017: <c>KDVZ Citkomm</c> or <c>KDZ
/// Westfalen-Süd</c>.</param>
/// <param name="IsContractUser">Served by contract, not a member of the predecessor.</param>
sealed record DemoMember(
    string Ags, string Name, bool IsDistrict, string Predecessor, bool IsContractUser, int Population2009,
    int Population2017)
{
    /// <summary>The code of its body in the demo database: its name in the letters that codes allow.</summary>
    internal string BodyCode { get; } = Slug(Name);

    static string Slug(string name)
    {
        var plain = name.Split(" (")[0].ToLowerInvariant()
            .Replace("ä", "ae", StringComparison.Ordinal).Replace("ö", "oe", StringComparison.Ordinal)
            .Replace("ü", "ue", StringComparison.Ordinal).Replace("ß", "ss", StringComparison.Ordinal)
            .Replace(' ', '-');
        return plain.Length <= 20 ? plain : plain[..20].TrimEnd('-');
    }
}

/// <summary>A line of the Finanzrechnungsstatistik.</summary>
/// <param name="Account">Receipt (6…) or payment (7…) account, three or four digits.</param>
/// <param name="Amount">Natural sign: positive in its ordinary direction.</param>
sealed record CashLine(int Year, string ProductGroup, string Account, Money Amount)
{
    internal bool IsReceipt => Account[0] == '6';
}

/// <summary>The published totals of a member and year that the lines must add up to.</summary>
sealed record ControlTotal(int Year, Money Receipts, Money Payments);

/// <summary>Reads the figures that the demo ships with (Demo/Data, sources in its README).</summary>
static class DemoData
{
    internal static IReadOnlyList<DemoMember> Members() =>
        [.. Rows("members.csv").Select(row => new DemoMember(
            row[0], row[1], row[2] == "Kreis", row[3], row[4] == "contract user", Number(row[5]),
            Number(row[6])))];

    internal static ILookup<string, CashLine> CashLines() => Rows("cash_accounts_2009_2011.csv")
        .ToLookup(row => row[0], row => new CashLine(Number(row[1]), row[2], row[3], Euros(row[4])));

    internal static ILookup<string, ControlTotal> ControlTotals() => Rows("control_totals_2009_2011.csv")
        .ToLookup(row => row[0], row => new ControlTotal(Number(row[1]), Euros(row[2]), Euros(row[3])));

    /// <summary>What a member paid to IT associations in its latest year with data, most plausibly its levy.</summary>
    internal static IReadOnlyDictionary<string, Money> ItLevies() => Rows("it_levy_2009_2011.csv")
        .GroupBy(row => row[0])
        .ToDictionary(member => member.Key, member => member
            .GroupBy(row => row[1]).MaxBy(year => year.Key)!
            .Aggregate(Money.Zero, (sum, row) => sum + Euros(row[3])));

    static IEnumerable<string[]> Rows(string name)
    {
        using var stream = typeof(DemoData).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"Resource missing: {name}");
        using var reader = new StreamReader(stream);
        reader.ReadLine();
        while (reader.ReadLine() is { } line) yield return line.Split(',');
    }

    static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    static Money Euros(string text) => new(checked(long.Parse(text, CultureInfo.InvariantCulture) * 100));
}
