using Gemeinwerk.Basics;

namespace Gemeinwerk.Nkf;

/// <summary>
/// Which receipt or payment account a cash posting gets from its counter account, by fixed mapping (KomHVO NRW § 28 (4)
/// [U]): classes 4 and 5 mirror classes 6 and 7 digit by digit; <c>Data/nkf-payment-mapping.csv</c> has the rest.
/// </summary>
public static class PaymentMapping
{
    static readonly Lazy<Dictionary<string, (string Receipt, string Payment)>> exceptions = new(() =>
        DataFile.Read("nkf-payment-mapping.csv", cell => (Account: cell("account"), cell("receipt"), cell("payment")))
            .ToDictionary(row => row.Account, row => (row.Item2, row.Item3)));

    /// <summary>The number of the payment account of the statutory chart that a counter account leads to.</summary>
    /// <param name="account">Number of the counter account, four to eight digits.</param>
    /// <param name="cash">The amount on the cash account: positive is a receipt. Revenues keep their class 6 account
    /// and expenses their class 7 account also where money flows back; balance-sheet accounts follow the
    /// direction.</param>
    /// <returns>Four digits, or null where none is certain, as for depreciation.</returns>
    public static string? For(string account, Money cash)
    {
        for (var length = Math.Min(account.Length, 4); length >= 2; length--)
        {
            if (!exceptions.Value.TryGetValue(account[..length], out var found)) continue;
            var isReceipt = account[0] switch { '4' => true, '5' => false, _ => cash.Cents > 0 };
            return (isReceipt ? found.Receipt : found.Payment) is { Length: > 0 } number ? number : null;
        }
        return account[0] switch
        {
            '4' => Mirror('6', account),
            '5' => Mirror('7', account),
            _ => null,
        };
    }

    static string? Mirror(char paymentClass, string account)
    {
        var chart = Chart.Of(Ledger.Framework.Nkf);
        var mirrored = paymentClass + account[1..4];
        if (chart.Find(mirrored) is not null) return mirrored;
        // A local account below a type that has one payment account only leaves no choice.
        var below = chart.Lines.Where(line => line.Level == ChartLevel.Account
            && line.Code.StartsWith(mirrored[..3], StringComparison.Ordinal)).Take(2).ToList();
        return below.Count == 1 ? below[0].Code : null;
    }
}
