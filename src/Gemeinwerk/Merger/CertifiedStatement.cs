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
    const string Assets = "Aktiva", Liabilities = "Passiva";

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
        return [.. Lines(Assets, form.Assets, column => column.Assets),
            .. Lines(Liabilities, form.Liabilities, column => column.Liabilities)];

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

    /// <summary>The line that an account stands on, and whether its credits count positive there; null for one that
    /// the framework shows nowhere.</summary>
    internal static (string? Line, int Sign) LineOf(
        Framework framework, IEnumerable<Account> accounts, string account)
    {
        var form = BalanceSheetForm.Of(framework);
        if (accounts.Any(it => it.Number == account && !it.IsOnBalanceSheet))
        {
            var result = form.Liabilities.Lines.Single(line =>
                line.Specials.Any(special => special.Term == SpecialTerm.ResultOfTheYear));
            return ($"{Liabilities} {result.Number}", -1);
        }
        return form.Assets.LineOf(account) is { } asset ? ($"{Assets} {asset.Line.Number}", 1)
            : form.Liabilities.LineOf(account) is { } liability ? ($"{Liabilities} {liability.Line.Number}", -1)
            : (null, 1);
    }

    /// <summary>The lines that add up others.</summary>
    internal static IEnumerable<(string Sum, string Part, int Sign)> Parts(Framework framework)
    {
        var form = BalanceSheetForm.Of(framework);
        return Of(Assets, form.Assets).Concat(Of(Liabilities, form.Liabilities));

        static IEnumerable<(string, string, int)> Of(string side, StatementForm lines) =>
            lines.Lines.SelectMany(line => line.Sum.Select(part =>
                ($"{side} {line.Number}", $"{side} {part.Number}", part.Sign)));
    }

    static void Add(Dictionary<string, Money> sums, FormLine line, Money amount) =>
        sums[line.Number] = sums.GetValueOrDefault(line.Number) + amount;
}
