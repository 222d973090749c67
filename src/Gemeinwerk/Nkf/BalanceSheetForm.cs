using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Nkf;

/// <summary>Both sides of a balance sheet, evaluated.</summary>
sealed record BalanceSheetValues(
    Dictionary<string, Money> Assets, Dictionary<string, Money> Liabilities, IReadOnlyList<string> WithoutLine);

/// <summary>
/// The two sides of a framework's balance sheet. Nothing is netted across accounts (KomHVO NRW § 42 (2)): an asset
/// account with a credit balance is shown among the other liabilities, an account of special items, provisions or
/// liabilities with a debit balance among the other assets. Equity accounts stay where they are, below zero if need be;
/// where equity as a whole is used up, the deficit is shown as the last asset.
/// </summary>
sealed record BalanceSheetForm(StatementForm Assets, StatementForm Liabilities)
{
    internal static BalanceSheetForm Of(Framework framework) => new(
        StatementForm.Of(framework, "bilanz_aktiva")!, StatementForm.Of(framework, "bilanz_passiva")!);

    internal BalanceSheetValues Evaluate(YearFigures figures)
    {
        var assets = new Dictionary<string, Money>();
        var liabilities = new Dictionary<string, Money>();
        var withoutLine = new List<string>();
        Money creditBalances = default, debitBalances = default;
        foreach (var (account, balance) in figures.Balances
            .Where(line => !line.Account.IsResult && !line.Balance.IsZero)
            .Select(line => (line.Account, line.Balance)))
        {
            if (Assets.LineOf(account.Number) is { } asset)
            {
                if (balance.Cents < 0 && !asset.IsLess) creditBalances -= balance;
                else Add(assets, asset.Line, balance);
            }
            else if (Liabilities.LineOf(account.Number) is { } liability)
            {
                if (balance.Cents > 0 && MovesToAssets(account)) debitBalances += balance;
                else Add(liabilities, liability.Line, -balance);
            }
            else withoutLine.Add(account.Number);
        }
        var deficit = Money.Zero;
        var counterItem = Liabilities.Lines.Single(line =>
            line.Specials.Any(it => it.Term == SpecialTerm.UncoveredDeficit));
        var equity = Liabilities.Lines.Single(line => line.Sum.Any(part => part.Number == counterItem.Number));
        var rest = Liabilities.Evaluate(line => Leaf(liabilities, line))[equity.Number];
        if (rest.Cents < 0) deficit = -rest;
        return new BalanceSheetValues(
            Assets.Evaluate(line => Leaf(assets, line)),
            Liabilities.Evaluate(line => Leaf(liabilities, line)), withoutLine);

        Money Leaf(Dictionary<string, Money> sums, FormLine line) =>
            line.Specials.Aggregate(sums.GetValueOrDefault(line.Number), (sum, special) => sum + special.Term switch
            {
                SpecialTerm.ResultOfTheYear => figures.Result,
                SpecialTerm.DebitBalances => debitBalances,
                SpecialTerm.CreditBalances => creditBalances,
                SpecialTerm.UncoveredDeficit => deficit,
                _ => Money.Zero,
            });
    }

    static void Add(Dictionary<string, Money> sums, FormLine line, Money amount) =>
        sums[line.Number] = sums.GetValueOrDefault(line.Number) + amount;

    static bool MovesToAssets(Account account) =>
        account.Kind is AccountKind.SpecialItem or AccountKind.Provision or AccountKind.Liability;
}
