using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Nkf;

public enum ChartLevel { Class, Group, Type, Account }

/// <summary>
/// A line of a framework's chart of accounts (Kontenrahmen): one digit a class, two a group, three a type.
/// </summary>
/// <param name="Status">How sure it is: <c>verified</c>, <c>verified-secondary</c>, <c>derived</c>, <c>unverified</c>,
/// <c>local</c>.</param>
/// <param name="Basis">Which source says so.</param>
public sealed record ChartLine(
    string Code, ChartLevel Level, string Name, AccountKind Kind, AccountRole Role, string Status, string Basis);

/// <summary>
/// The chart of accounts of a framework; KomHVO NRW § 28 (7) for NKF, own work after the HGB for the other.
/// </summary>
public sealed class Chart
{
    static readonly Lazy<Chart> nkf = new(() => new Chart("nkf-chart.csv"));
    static readonly Lazy<Chart> hgb = new(() => new Chart("hgb-chart.csv"));

    readonly Dictionary<string, ChartLine> byCode;

    Chart(string file)
    {
        Lines = DataFile.Read(file, cell => new ChartLine(
            cell("code"), Codes.Parse<ChartLevel>(cell("level")), cell("name_de"),
            Codes.Parse<AccountKind>(cell("kind")), Codes.Parse<AccountRole>(cell("role")),
            cell("status"), cell("basis")));
        byCode = Lines.ToDictionary(line => line.Code);
    }

    public static Chart Of(Framework framework) => framework == Framework.Nkf ? nkf.Value : hgb.Value;

    /// <summary>By code within each class.</summary>
    public IReadOnlyList<ChartLine> Lines { get; }

    public ChartLine? Find(string code) => byCode.GetValueOrDefault(code);

    /// <summary>The account itself, or the type or group that an account of this number lies below (BK-10).</summary>
    /// <returns>The nearest line, or <c>nkf.account-outside-chart</c>.</returns>
    public Result<ChartLine> Above(AccountNumber number)
    {
        for (var length = Math.Min(number.Digits.Length, 4); length >= 2; length--)
        {
            if (byCode.TryGetValue(number.Digits[..length], out var line)) return line;
        }
        return new Rejection("nkf.account-outside-chart",
            $"Das Konto {number} liegt unter keiner Kontengruppe des Kontenrahmens.", "KomHVO NRW § 28 (7)");
    }

    /// <summary>
    /// The accounts that a new body starts with: the four-digit accounts of classes that are posted to or that name
    /// payments; a type without any gets one local account <c>type + 1</c>, a group without types <c>group + 11</c>.
    /// </summary>
    public IEnumerable<AccountDraft> PostingAccounts()
    {
        var kinds = Lines.Where(line => line.Kind is not (AccountKind.Closing or AccountKind.Costing)).ToList();
        foreach (var line in kinds)
        {
            var digits = line.Level switch
            {
                ChartLevel.Account => line.Code,
                ChartLevel.Type when !HasBelow(line, ChartLevel.Account) => line.Code + "1",
                ChartLevel.Group when !HasBelow(line, ChartLevel.Type) && !HasBelow(line, ChartLevel.Account) =>
                    line.Code + "11",
                _ => null,
            };
            if (digits is not null) yield return Draft(AccountNumber.Parse(digits).Expect(), line.Name, line);
        }

        bool HasBelow(ChartLine above, ChartLevel level) => kinds.Exists(line =>
            line.Level == level && line.Code.StartsWith(above.Code, StringComparison.Ordinal));
    }

    internal static AccountDraft Draft(AccountNumber number, string name, ChartLine above) =>
        new(number, name, above.Kind, above.Role);
}
