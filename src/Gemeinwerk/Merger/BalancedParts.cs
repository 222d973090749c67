using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Merger;

/// <summary>
/// Cuts balanced postings into balanced entries of limited length. Where a cut falls within a posting, it becomes two
/// with the same names: sums per account, item and asset stay what they were.
/// </summary>
static class BalancedParts
{
    /// <param name="most">At least 2.</param>
    internal static List<List<Posting>> Of(List<Posting> postings, int most)
    {
        if (postings.Count <= most) return [postings];
        var (debits, credits) = (new Side(postings, 1), new Side(postings, -1));
        var parts = new List<List<Posting>>();
        while (!debits.IsDone)
        {
            var (debit, credit) = (debits.Sum(most / 2), credits.Sum(most / 2));
            var amount = debit < credit ? debit : credit;
            parts.Add([.. debits.Take(amount), .. credits.Take(amount)]);
        }
        Invariant.Holds(credits.IsDone);
        return parts;
    }

    /// <summary>The debits or the credits, in their order; amounts here are positive.</summary>
    sealed class Side(List<Posting> postings, int sign)
    {
        readonly List<Posting> all = postings.FindAll(posting => Math.Sign(posting.Amount.Cents) == sign);
        int next;

        internal bool IsDone => next == all.Count;

        /// <summary>What the next postings come to.</summary>
        internal Money Sum(int count) => all.Skip(next).Take(count)
            .Aggregate(Money.Zero, (sum, posting) => sum + posting.Amount.Absolute);

        /// <summary>Takes exactly this amount.</summary>
        internal IEnumerable<Posting> Take(Money amount)
        {
            while (!amount.IsZero)
            {
                var posting = all[next];
                var taken = posting.Amount.Absolute <= amount ? posting.Amount : new Money(sign * amount.Cents);
                amount -= taken.Absolute;
                if (taken == posting.Amount) next++;
                else all[next] = posting with { Amount = posting.Amount - taken };
                yield return posting with { Amount = taken };
            }
        }
    }
}
