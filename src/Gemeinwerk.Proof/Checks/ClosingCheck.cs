using Gemeinwerk.Proof.Certificates;
using Gemeinwerk.Proof.Exports;

namespace Gemeinwerk.Proof.Checks;

/// <summary>
/// What a source closed before it went over: result accounts only, against the one account of the annual result.
/// Accounts of the classes 0 to 3 belong to the balance sheet in both frameworks, and so does every account whose
/// postings name a payment, an item or an asset, or that keeps a balance.
/// </summary>
static class ClosingCheck
{
    public static void Run(
        ExportFile file, long line, string body, BookFigures figures, Certificate certificate, Point point)
    {
        var all = figures.Closed().ToList();
        if (all.Where(each => each.Balance != 0).ToList() is { Count: > 1 } left)
            point.Fail(file.Path, 0, "nach dem Abschluss dürfte nur das Konto des Jahresergebnisses einen Saldo "
                + "haben; es sind: " + string.Join(", ",
                left.Take(5).Select(each => $"{each.Account} ({German.Amount(each.Balance)})")) + ".");
        var touched = all.Where(each => each.Balance != 0 || each.IsHeld || each.Account[0] is >= '0' and <= '3')
            .ToList();
        if (touched.Count > 1)
            point.Fail(file.Path, line, "der Abschluss berührt mehrere Bilanzkonten, nicht nur das des "
                + $"Jahresergebnisses: {string.Join(", ", touched.Take(5).Select(each => each.Account))}.");
        var (sheet, accounts) = (new BalanceSheet(certificate), certificate.MappingOf("account", body));
        foreach (var (account, balance, isHeld) in touched)
        {
            var isEquity = accounts.TryGetValue(account, out var to) ? sheet.StandsOnEquity(to.Target)
                : account[0] is '2' or '3';
            if (isHeld || !isEquity)
                point.Fail(file.Path, line, $"der Abschluss berührt das Konto {account}, das kein Konto des "
                    + $"Eigenkapitals ist; dort bleiben {German.Amount(balance)}.");
        }
    }
}
