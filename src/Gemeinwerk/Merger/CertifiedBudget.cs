using Gemeinwerk.Basics;
using Gemeinwerk.Nkf;

namespace Gemeinwerk.Merger;

/// <summary>A line of <c>[budget]</c>: Σ sources + before = after.</summary>
/// <param name="What">The code of a kind of change, or <c>commitment</c>; in certificates of version 2 <c>plan</c>
/// for all kinds but the carried-forward authorisations.</param>
sealed record CertifiedBudget(string What, int Year, BudgetKey Key, IReadOnlyList<Money> Sources, Money Before)
{
    static readonly string[] order =
        ["plan", .. Enum.GetValues<BudgetChangeKind>().Select(kind => kind.Code()), "commitment"];

    internal Money After => Sources.Aggregate(Before, (sum, amount) => sum + amount);

    /// <summary>Every line with any amount, in the order of kind, year, product and position.</summary>
    internal static List<CertifiedBudget> Of(MergerPlan plan) => Of(
        plan.Merger, plan.Budget.Moves, Sums(plan.Budget.TargetAmounts, plan.Budget.TargetCommitments));

    internal static List<CertifiedBudget> Of(MergerCase merger, RecordedBudget moved,
        Dictionary<(string What, int Year, BudgetKey Key), Money> before, int version = CertificateText.Version)
    {
        var sources = merger.Sources.Select(source => Sums(
            moved.Values.Where(move => move.Source == source).Select(move => move.Arrived),
            moved.Commitments.Where(move => move.Source == source).Select(move => move.To), version)).ToList();
        return [.. sources.SelectMany(sums => sums.Keys).Concat(before.Keys).Distinct()
            .OrderBy(at => Array.IndexOf(order, at.What)).ThenBy(at => at.Year)
            .ThenBy(at => at.Key.Product, StringComparer.Ordinal)
            .ThenBy(at => at.Key.Position, StringComparer.Ordinal)
            .Select(at => new CertifiedBudget(at.What, at.Year, at.Key,
                [.. sources.Select(sums => sums.GetValueOrDefault(at))], before.GetValueOrDefault(at)))
            .Where(line => !line.Before.IsZero || line.Sources.Any(amount => !amount.IsZero))];
    }

    /// <summary>What stands on each line, as the certificate groups it.</summary>
    internal static Dictionary<(string What, int Year, BudgetKey Key), Money> Sums(
        IEnumerable<BudgetAmount> amounts, IEnumerable<OpenCommitment> commitments,
        int version = CertificateText.Version)
    {
        var sums = new Dictionary<(string, int, BudgetKey), Money>();
        foreach (var it in amounts)
        {
            Add((version > 2 || it.Kind == BudgetChangeKind.CarriedForward ? it.Kind.Code() : "plan", it.Year, it.Key),
                it.Amount);
        }
        foreach (var it in commitments) Add(("commitment", it.Year, it.Key), it.Open);
        return sums;

        void Add((string, int, BudgetKey) at, Money amount) => sums[at] = sums.GetValueOrDefault(at) + amount;
    }
}
