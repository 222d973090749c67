using Gemeinwerk.Basics;
using Gemeinwerk.Nkf;

namespace Gemeinwerk.Merger;

/// <summary>A line of <c>[budget]</c>: Σ sources + before = after.</summary>
/// <param name="What"><c>plan</c>, <c>carried-forward</c> or <c>commitment</c>.</param>
sealed record CertifiedBudget(string What, int Year, BudgetKey Key, IReadOnlyList<Money> Sources, Money Before)
{
    internal Money After => Sources.Aggregate(Before, (sum, amount) => sum + amount);

    /// <summary>Every line with any amount, in the order of kind, year, product and position.</summary>
    internal static List<CertifiedBudget> Of(MergerPlan plan) => Of(plan.Merger, plan.Budget.Values,
        plan.Budget.Commitments, Sums(plan.Budget.TargetAmounts, plan.Budget.TargetCommitments));

    internal static List<CertifiedBudget> Of(MergerCase merger, IReadOnlyList<BudgetMove> values,
        IReadOnlyList<CommitmentMove> commitments, Dictionary<(string What, int Year, BudgetKey Key), Money> before)
    {
        var sources = merger.Sources.Select(source => Sums(
            values.Where(move => move.Source == source).Select(move => move.Arrived),
            commitments.Where(move => move.Source == source).Select(move => move.To))).ToList();
        return [.. sources.SelectMany(sums => sums.Keys).Concat(before.Keys).Distinct()
            .OrderBy(at => at.What == "plan" ? 0 : at.What == "carried-forward" ? 1 : 2).ThenBy(at => at.Year)
            .ThenBy(at => at.Key.Product, StringComparer.Ordinal)
            .ThenBy(at => at.Key.Position, StringComparer.Ordinal)
            .Select(at => new CertifiedBudget(at.What, at.Year, at.Key,
                [.. sources.Select(sums => sums.GetValueOrDefault(at))], before.GetValueOrDefault(at)))
            .Where(line => !line.Before.IsZero || line.Sources.Any(amount => !amount.IsZero))];
    }

    /// <summary>What stands on each line, as the certificate groups it.</summary>
    internal static Dictionary<(string What, int Year, BudgetKey Key), Money> Sums(
        IEnumerable<BudgetAmount> amounts, IEnumerable<OpenCommitment> commitments)
    {
        var sums = new Dictionary<(string, int, BudgetKey), Money>();
        foreach (var it in amounts)
        {
            Add((it.Kind == BudgetChangeKind.CarriedForward ? "carried-forward" : "plan", it.Year, it.Key), it.Amount);
        }
        foreach (var it in commitments) Add(("commitment", it.Year, it.Key), it.Open);
        return sums;

        void Add((string, int, BudgetKey) at, Money amount) => sums[at] = sums.GetValueOrDefault(at) + amount;
    }
}
