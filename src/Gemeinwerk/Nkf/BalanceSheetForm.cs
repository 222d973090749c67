using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Nkf;

/// <summary>Both sides of a balance sheet, evaluated.</summary>
/// <param name="Parts">What each account adds to the line that it stands in.</param>
sealed record BalanceSheetValues(
    Dictionary<string, Money> Assets, Dictionary<string, Money> Liabilities, IReadOnlyList<string> WithoutLine,
    IReadOnlyList<LinePart> Parts);

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

    /// <summary>Whether an account is one for shares in others, by its line among the financial assets.</summary>
    internal bool IsForShares(string account) => Assets.LineOf(account) is { Line: var line }
        && IsWithin(Assets, line, "Finanzanlagen")
        && line.Name is ("Anteile an verbundenen Unternehmen" or "Beteiligungen" or "Sondervermögen");

    internal bool IsEquity(string account) =>
        Liabilities.LineOf(account) is { Line: var line } && IsWithin(Liabilities, line, "Eigenkapital");

    static bool IsWithin(StatementForm form, FormLine line, string sum) => form.Lines.Any(it =>
        it.Name == sum && line.Number.StartsWith(it.Number + ".", StringComparison.Ordinal));

    internal BalanceSheetValues Evaluate(YearFigures figures)
    {
        var assets = new Dictionary<string, Money>();
        var liabilities = new Dictionary<string, Money>();
        var withoutLine = new List<string>();
        var parts = new List<LinePart>();
        Money creditBalances = default, debitBalances = default;
        foreach (var (account, balance) in figures.Balances
            .Where(line => !line.Account.IsResult && !line.Balance.IsZero)
            .Select(line => (line.Account, line.Balance)))
        {
            if (Assets.LineOf(account.Number) is { } asset)
            {
                var moves = balance.Cents < 0 && !asset.IsLess;
                if (moves) creditBalances -= balance;
                else Add(assets, asset.Line, balance);
                parts.Add(moves
                    ? new LinePart("passiva", With(Liabilities, SpecialTerm.CreditBalances), account, -balance)
                    : new LinePart("aktiva", asset.Line.Number, account, balance));
            }
            else if (Liabilities.LineOf(account.Number) is { } liability)
            {
                var moves = balance.Cents > 0 && MovesToAssets(account);
                if (moves) debitBalances += balance;
                else Add(liabilities, liability.Line, -balance);
                parts.Add(moves
                    ? new LinePart("aktiva", With(Assets, SpecialTerm.DebitBalances), account, balance)
                    : new LinePart("passiva", liability.Line.Number, account, -balance));
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
            Liabilities.Evaluate(line => Leaf(liabilities, line)), withoutLine, parts);

        static string With(StatementForm form, SpecialTerm term) =>
            form.Lines.FirstOrDefault(line => line.Specials.Any(special => special.Term == term))?.Number ?? "";

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
