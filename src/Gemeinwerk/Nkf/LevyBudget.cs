using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Nkf;

/// <summary>What the budget of a year says about the levy (Verbandsumlage) of an association: what it plans to spend,
/// what comes in without the levy, and what the equalisation reserve holds. GkG NRW § 19 (1).</summary>
/// <param name="OtherRevenues">Revenues of all lines but those that the levy belongs to.</param>
/// <param name="PlannedLevy">What the lines say that the levy belongs to.</param>
/// <param name="LevyLines">Those lines: product and position.</param>
/// <param name="Reserve">The balance of the equalisation reserve (Ausgleichsrücklage), positive where it holds
/// something.</param>
public sealed record LevyBudget(
    Money Expenses, Money OtherRevenues, Money PlannedLevy, IReadOnlyList<BudgetKey> LevyLines, Money Reserve)
{
    /// <summary>The type of account of the equalisation reserve in the chart of accounts.</summary>
    const string ReserveAccounts = "204";

    /// <summary>What the levy may come to by this budget.</summary>
    /// <param name="reserve">What is taken from the equalisation reserve.</param>
    /// <param name="deficit">Carried-forward deficits that are set off in the year.</param>
    public LevyNeed Need(Money reserve, Money deficit) => new(Expenses, OtherRevenues, reserve, deficit);

    /// <summary>Reads the updated plan of a year.</summary>
    /// <param name="account">Number of the revenue account on which the levy is posted.</param>
    /// <param name="on">The day as of which the reserve is told.</param>
    /// <returns>Null where the body keeps no budget of expenses and revenues for the year here.</returns>
    public static async Task<LevyBudget?> Of(Session db, Body body, int year, string account, DateOnly on)
    {
        var form = StatementForm.Of(body.Framework, "teilergebnisplan")
            ?? StatementForm.Of(body.Framework, "ergebnisrechnung");
        var accounts = await Accounts.All(db, body.Id);
        var (expenses, others, levy, lines) = (Money.Zero, Money.Zero, Money.Zero, new List<BudgetKey>());
        var isKept = false;
        foreach (var value in await PlanValues.Of(db, body.Id, year))
        {
            var kind = KindOf(value.Position, accounts, form);
            isKept |= kind is not null;
            if (kind == AccountKind.Expense) expenses += value.Updated;
            else if (kind == AccountKind.Revenue && IsOfLevy(value.Position, account, form))
            {
                levy += value.Updated;
                lines.Add(new BudgetKey(value.Product, value.Position));
            }
            else if (kind == AccountKind.Revenue) others += value.Updated;
        }
        if (!isKept) return null;
        var reserve = (await Balances.TrialBalance(db, body.Id, on))
            .Where(it => body.Framework == Framework.Nkf
                && it.Account.Number.StartsWith(ReserveAccounts, StringComparison.Ordinal))
            .Aggregate(Money.Zero, (sum, it) => sum - it.Balance);
        return new LevyBudget(expenses, others, levy, lines, reserve);
    }

    /// <summary>Revenue or expense; null for lines of payments.</summary>
    static AccountKind? KindOf(string position, List<Account> accounts, StatementForm? form)
    {
        if (position[0] == 'F') return null;
        if (position[0] == 'Z')
        {
            return form?.Line(position[1..]) is not { } line ? null
                : line.Sign == "-" ? AccountKind.Expense : AccountKind.Revenue;
        }
        return accounts.Find(it => it.IsResult && it.Number.StartsWith(position, StringComparison.Ordinal))?.Kind
            ?? (position[0], form is not null) switch
            {
                ('4', true) => AccountKind.Revenue,
                ('5', true) => AccountKind.Expense,
                _ => null,
            };
    }

    static bool IsOfLevy(string position, string account, StatementForm? form) => position[0] == 'Z'
        ? form?.LineOf(account) is { } line && line.Line.Number == position[1..]
        : account.StartsWith(position, StringComparison.Ordinal)
            || position.StartsWith(account, StringComparison.Ordinal);
}
