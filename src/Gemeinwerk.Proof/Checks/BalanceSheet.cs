using Gemeinwerk.Proof.Certificates;

namespace Gemeinwerk.Proof.Checks;

/// <summary>
/// What the numbers of lines and accounts of a balance sheet say by themselves. The lines are those of KomHVO NRW § 42
/// (NKF) or of HGB § 266; which of the two, the line of financial assets tells.
/// </summary>
sealed class BalanceSheet(Certificate certificate)
{
    public const string Assets = "Aktiva SUM", Liabilities = "Passiva SUM";

    static readonly (string Line, string[] Digits)[] shares =
        [("Aktiva 1.3", ["10", "11", "12"]), ("Aktiva A.III", ["111", "113"])];

    static readonly (string Line, string[] Digits)[] equity = [("Passiva 1", ["20"]), ("Passiva A", ["30"])];

    readonly bool isHgb = certificate.Statement.Any(line => line.Number == "Aktiva A.III");
    readonly Dictionary<string, string?> lines = certificate.AccountLines.DistinctBy(each => each.Account)
        .ToDictionary(each => each.Account, each => each.Number);

    public static bool IsAssets(string line) => line.StartsWith("Aktiva ", StringComparison.Ordinal);

    public static bool HasSide(string line) =>
        IsAssets(line) || line.StartsWith("Passiva ", StringComparison.Ordinal);

    public static bool IsTotal(string line) => line is Assets or Liabilities;

    /// <summary>Classes 0 and 1 in both frameworks; NKF: value adjustments 21, HGB: class 2.</summary>
    public bool IsAssetAccount(string account) =>
        account[0] is '0' or '1' || (isHgb ? account[0] == '2' : account.StartsWith("21", StringComparison.Ordinal));

    /// <summary>Whether an account of the target is one for shares in others, by its number and its line.</summary>
    public bool IsForShares(string account) => Stands(account, shares);

    public bool IsEquity(string account) => Stands(account, equity);

    /// <summary>Whether an account of the target stands on a line of equity.</summary>
    public bool StandsOnEquity(string account) => lines.GetValueOrDefault(account) is { } line
        && equity.Any(each => IsWithin(line, each.Line));

    bool Stands(string account, (string Line, string[] Digits)[] places) =>
        lines.GetValueOrDefault(account) is { } line && places.Any(place => IsWithin(line, place.Line)
            && place.Digits.Any(digits => account.StartsWith(digits, StringComparison.Ordinal)));

    static bool IsWithin(string line, string sum) =>
        line == sum || line.StartsWith(sum + ".", StringComparison.Ordinal);
}
