using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>Shares of an amount by weights of which some are capped, exact to the cent.</summary>
static class LevyAllocation
{
    /// <summary>
    /// Hands out an amount in proportion to weights, nobody more than its cap; what caps cut off is borne by the others
    /// in the same proportion. Cents that are left go to the largest remainders, ties to the earlier share.
    /// </summary>
    /// <param name="amount">Not negative.</param>
    /// <param name="weights">None negative, not all zero.</param>
    /// <param name="caps">One for each weight; null for none.</param>
    /// <returns>Shares and whether a cap cut them, in the same order; null where all caps together are too small.
    /// </returns>
    internal static IReadOnlyList<(Money Share, bool IsCapped)>? Of(
        Money amount, IReadOnlyList<long> weights, IReadOnlyList<Money?> caps)
    {
        var isCapped = new bool[weights.Count];
        var rest = amount;
        while (true)
        {
            var total = Enumerable.Range(0, weights.Count).Where(i => !isCapped[i])
                .Aggregate((Int128)0, (sum, i) => sum + weights[i]);
            // What is left for those without a cap only grows when others are cut, so whoever is beyond stays it.
            var beyond = Enumerable.Range(0, weights.Count).Where(i => !isCapped[i] && caps[i] is { } most
                && (Int128)rest.Cents * weights[i] > (Int128)most.Cents * total).ToList();
            if (beyond.Count == 0)
            {
                if (total == 0 && !rest.IsZero) return null;
                break;
            }
            foreach (var i in beyond)
            {
                isCapped[i] = true;
                rest -= caps[i]!.Value;
            }
        }
        var free = Enumerable.Range(0, weights.Count).Where(i => !isCapped[i] && weights[i] > 0).ToList();
        var shares = free.Count == 0 ? [] : rest.Allocate([.. free.Select(i => weights[i])]);
        var of = free.Zip(shares).ToDictionary(pair => pair.First, pair => pair.Second);
        return [.. Enumerable.Range(0, weights.Count).Select(i =>
            isCapped[i] ? (caps[i]!.Value, true) : (of.GetValueOrDefault(i), false))];
    }
}
