using System.Globalization;
using Gemeinwerk.Basics;
using Sylvan.Data.Csv;

namespace Gemeinwerk.Cli.Demo;

/// <summary>
/// A member's published balance sheet of 31 December 2009 (IT.NRW). The file states no licence and is not shipped.
/// </summary>
/// <param name="Amounts">Posting account to amount, debit positive; they add up to zero. What the source does not break
/// down stands on an account of the same group.</param>
sealed record BalanceSheet(IReadOnlyDictionary<string, Money> Amounts)
{
    internal const string Result = "2081";

    /// <summary>Totals of the source with the account for what its parts leave open.</summary>
    static readonly (string[] Totals, string[] Classes, string Remainder, int Sign)[] Sections =
    [
        (["0008", "1460", "1911"], ["0", "1"], "1761", 1),
        (["2001", "2301", "2501", "3001", "3911"], ["2", "3"], "3711", -1),
    ];

    /// <summary>Reads the balance sheets of all members from the file, by official key.</summary>
    internal static IReadOnlyDictionary<string, BalanceSheet> Read(string file)
    {
        using var csv = CsvDataReader.Create(file);
        var (ags, item, year, amount) =
            (csv.GetOrdinal("ags"), csv.GetOrdinal("item_no"), csv.GetOrdinal("year"), csv.GetOrdinal("amount_eur"));
        var items = new Dictionary<string, Dictionary<string, long>>();
        while (csv.Read())
        {
            if (csv.GetString(year) != "2009") continue;
            if (!items.TryGetValue(csv.GetString(ags), out var member)) items[csv.GetString(ags)] = member = [];
            member[csv.GetString(item)] = long.Parse(csv.GetString(amount), CultureInfo.InvariantCulture) * 100;
        }
        return items.ToDictionary(pair => pair.Key, pair => Of(pair.Value));
    }

    static BalanceSheet Of(Dictionary<string, long> items)
    {
        var amounts = new Dictionary<string, Money>();
        foreach (var (totals, groups, restAccount, sign) in Sections)
        {
            var rest = totals.Sum(total => items.GetValueOrDefault(total));
            foreach (var (item, amount) in items)
            {
                if (!groups.Contains(item[..1]) || AccountOf(item) is not { } account) continue;
                amounts[account] = amounts.GetValueOrDefault(account) + new Money(sign * amount);
                rest -= amount;
            }
            if (rest != 0) amounts[restAccount] = amounts.GetValueOrDefault(restAccount) + new Money(sign * rest);
        }
        Invariant.Holds(amounts.Values.Aggregate(Money.Zero, (sum, amount) => sum + amount).IsZero);
        return new BalanceSheet(amounts);
    }

    /// <summary>
    /// The posting account of an item that is not broken down further: three digits of the type and a 1. Items end in 8
    /// (book value) for fixed assets and in 1 elsewhere; those ending in 0, 2 to 7 and 9 are schedules and prior years.
    /// </summary>
    static string? AccountOf(string item) => item switch
    {
        "1891" => "1811",
        "1461" => "1461",
        "1501" or "1601" or "1606" or "1701" or "1706" => null,
        "2001" or "2301" or "2501" or "3001" or "3201" or "3301" or "3998" or "3999" => null,
        "0008" or "0198" or "0208" or "0308" or "0408" or "1008" or "1308" => null,
        ['3', '2', '4' or '5', '0', '1'] => item[..3] + "1",
        { Length: 4 } when item[0] is '0' || (item[0] == '1' && item[1] <= '4') =>
            item[3] == '8' ? item[..3] + "1" : null,
        { Length: 4 } when item[3] == '1' => item,
        _ => null,
    };
}
