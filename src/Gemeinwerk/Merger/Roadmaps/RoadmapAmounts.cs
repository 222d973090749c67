using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger.Roadmaps;

/// <summary>A planned cost or saving beside what the ledger or the data centre shows.</summary>
/// <param name="Actual">Of a cost the turnover of its accounts in the year, debit positive, or what the contracts that
/// run at its end cost in a year; of a saving how much less that is than in the baseline year. Null where nothing shows
/// it.</param>
public sealed record AmountStanding(PlannedAmount Amount, int Year, Money Planned, Money? Actual);

/// <summary>What costs and savings really are, from the books and the data centre.</summary>
public static class RoadmapAmounts
{
    /// <param name="sees">Into whose books one looks; into all where it is null.</param>
    public static async Task<List<AmountStanding>> Of(
        Session db, Roadmap roadmap, int year, Func<Body, bool>? sees = null)
    {
        var standing = new List<AmountStanding>();
        foreach (var amount in roadmap.Amounts.Where(amount => amount.FromYear <= year))
        {
            standing.Add(new AmountStanding(
                amount, year, new Money(amount.CentsPerYear), await Actual(db, amount, year, sees)));
        }
        return standing;
    }

    static async Task<Money?> Actual(Session db, PlannedAmount amount, int year, Func<Body, bool>? sees)
    {
        if (amount.Body is not { } code || amount is { Accounts.Count: 0, IsOfContracts: false }) return null;
        if (!(await Bodies.Find(db, code)).Ok(out var body, out _) || sees?.Invoke(body) == false) return null;
        if (amount.IsOfContracts) return await ContractCosts.Of(db, body, amount, year, sees);
        if (await Turnover(db, body, amount.Accounts, year) is not { } now) return null;
        if (!amount.IsSaving) return now;
        return amount.BaselineYear is { } baseline && await Turnover(db, body, amount.Accounts, baseline) is { } before
            ? before - now
            : null;
    }

    /// <returns>Null where the body has no such year.</returns>
    static async Task<Money?> Turnover(Session db, Body body, IReadOnlyList<string> accounts, int year)
    {
        if (!(await FiscalYears.All(db, body.Id)).Exists(it => it.Year == year)) return null;
        var lines = await Balances.TrialBalance(db, body.Id, new DateOnly(year, 12, 31));
        return new Money(lines.Where(line => accounts.Any(prefix =>
            line.Account.Number.StartsWith(prefix, StringComparison.Ordinal)))
            .Sum(line => (line.Debit - line.Credit).Cents));
    }
}
