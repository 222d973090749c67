using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;

namespace Gemeinwerk.Merger;

/// <summary>A line of the balance sheet in <c>[statement]</c>.</summary>
sealed record CertifiedStatementLine(
    string Number, string Name, IReadOnlyList<Money> Sources, Money Before, Money Eliminated, Money After);

/// <summary>
/// The balance sheet in the lines of the target's framework. Each account stays on its own line whatever its sign,
/// other than on a balance sheet for readers: only so every line adds up over the bodies.
/// </summary>
static class CertifiedStatement
{
    internal static IReadOnlyList<CertifiedStatementLine> Of(
        Framework framework, IEnumerable<Account> accounts, int sources, List<CertifiedBalance> balances)
    {
        var form = BalanceSheetForm.Of(framework);
        var results = accounts.Where(account => !account.IsOnBalanceSheet)
            .Select(account => account.Number).ToHashSet();
        var columns = Enumerable.Range(0, sources)
            .Select(i => Column(balance => balance.Sources[i]))
            .Append(Column(balance => balance.Before)).Append(Column(balance => balance.Eliminated))
            .Append(Column(balance => balance.After)).ToList();
        return [.. Lines("Aktiva", form.Assets, column => column.Assets),
            .. Lines("Passiva", form.Liabilities, column => column.Liabilities)];

        (Dictionary<string, Money> Assets, Dictionary<string, Money> Liabilities) Column(
            Func<CertifiedBalance, Money> amount)
        {
            var (assets, liabilities) = (new Dictionary<string, Money>(), new Dictionary<string, Money>());
            var result = Money.Zero;
            foreach (var balance in balances)
            {
                var (number, cents) = (balance.At.Account, amount(balance));
                if (results.Contains(number)) result -= cents;
                else if (form.Assets.LineOf(number) is { } asset) Add(assets, asset.Line, cents);
                else if (form.Liabilities.LineOf(number) is { } liability) Add(liabilities, liability.Line, -cents);
            }
            return (form.Assets.Evaluate(line => Leaf(assets, line)),
                form.Liabilities.Evaluate(line => Leaf(liabilities, line)));

            Money Leaf(Dictionary<string, Money> sums, FormLine line) => sums.GetValueOrDefault(line.Number)
                + (line.Specials.Any(special => special.Term == SpecialTerm.ResultOfTheYear) ? result : Money.Zero);
        }

        IEnumerable<CertifiedStatementLine> Lines(string side, StatementForm lines,
            Func<(Dictionary<string, Money> Assets, Dictionary<string, Money> Liabilities), Dictionary<string,
                Money>> of) =>
            lines.Lines.Select(line => new CertifiedStatementLine($"{side} {line.Number}", line.Name,
                [.. columns[..^3].Select(column => of(column)[line.Number])],
                of(columns[^3])[line.Number], of(columns[^2])[line.Number], of(columns[^1])[line.Number]));
    }

    static void Add(Dictionary<string, Money> sums, FormLine line, Money amount) =>
        sums[line.Number] = sums.GetValueOrDefault(line.Number) + amount;
}
