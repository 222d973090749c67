using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>
/// Works a levy out: a pure function of what is recorded. Numbers count by days of membership in the year, and what
/// successors took over counts for them (rules <c>levy-days</c> and <c>levy-key-…</c>).
/// </summary>
public static class LevyShares
{
    /// <returns>What each member pays, or all that is missing: <c>council.levy-empty</c>,
    /// <c>council.levy-count-missing</c>, <c>council.levy-weights</c>, <c>council.levy-caps</c>.</returns>
    public static LevyComputation Of(Assembly assembly, Levy levy)
    {
        var findings = new List<Rejection>();
        if (levy.Parts.Count == 0)
        {
            findings.Add(new("council.levy-empty", $"Umlage {levy.No} hat keine Teile, die zu verteilen wären."));
        }
        var members = assembly.Levies.Spans.Where(span => Days(span.Since, span.Until, levy.Year) > 0)
            .Select(span => span.Member).Distinct().Order(StringComparer.Ordinal).ToList();
        var caps = levy.Caps.ToDictionary(cap => cap.Member, cap => cap.Most);
        var parts = members.ToDictionary(member => member, _ => new List<LevyPartShare>());
        foreach (var part in levy.Parts)
        {
            var bases = members.ConvertAll(new Counting(assembly, levy.Year, part, findings).Of);
            Share(part, members, bases, caps, parts, findings);
        }
        if (findings.Count > 0) return new(null, findings);
        var table = new LevyTable([.. members.Select(member =>
            new LevyShare(member, assembly.Member(member)!.Name, parts[member]))]);
        Invariant.Holds(table.Sum == levy.Amount);
        return new(table, []);
    }

    /// <summary>What is shown of a levy: the shares as they stood on the agenda, of a draft as they stand.</summary>
    /// <returns>As <see cref="Of"/>.</returns>
    public static LevyComputation Shown(Assembly assembly, Levy levy) =>
        levy.Placed is { } placed ? new(placed, []) : Of(assembly, levy);

    static void Share(
        LevyPart part, List<string> members, List<List<LevyBasis>> bases, Dictionary<string, Money> caps,
        Dictionary<string, List<LevyPartShare>> parts, List<Rejection> findings)
    {
        var weights = bases.ConvertAll(basis => basis.Sum(it => it.Count * it.Days));
        if (weights.TrueForAll(weight => weight == 0))
        {
            if (findings.Count == 0)
            {
                findings.Add(new("council.levy-weights",
                    $"„{part.Name}“: Niemand hat eine Zahl, nach der zu verteilen wäre."));
            }
            return;
        }
        var shares = LevyAllocation.Of(part.Amount, weights,
            members.ConvertAll(member => caps.TryGetValue(member, out var most) ? most : (Money?)null));
        if (shares is null)
        {
            findings.Add(new("council.levy-caps", $"„{part.Name}“: Die Höchstbeträge lassen {part.Amount} nicht zu.",
                AssociationRule.Of("levy-cap", part.On).Shown));
            return;
        }
        foreach (var (i, (share, isCapped)) in shares.Index())
        {
            parts[members[i]].Add(new(part.No, bases[i], share, isCapped));
            if (caps.TryGetValue(members[i], out var most)) caps[members[i]] = most - share;
        }
    }

    /// <summary>Days of a year within a time of membership.</summary>
    internal static int Days(DateOnly since, DateOnly? until, int year)
    {
        var (first, after) = (new DateOnly(year, 1, 1), new DateOnly(year + 1, 1, 1));
        var from = since > first ? since : first;
        var to = until is { } end && end < after ? end : after;
        return Math.Max(0, to.DayNumber - from.DayNumber);
    }

    /// <summary>The numbers of one part.</summary>
    sealed class Counting(Assembly assembly, int year, LevyPart part, List<Rejection> findings)
    {
        readonly Dictionary<DateOnly, Dictionary<string, Weight>> weights = [];

        internal List<LevyBasis> Of(string member)
        {
            var bases = new List<LevyBasis>();
            foreach (var span in assembly.Levies.Spans.Where(span =>
                span.Member == member && Days(span.Since, span.Until, year) > 0))
            {
                var found = Within(member, span.Since, span.Until, span.Since, []).ToList();
                bases.AddRange(found.Where(basis => basis.Days > 0));
                if (found.Count == 0 && TakesPart(member)) findings.Add(Missing(member, span.Since));
            }
            return bases;
        }

        /// <summary>A member's own number, and those of members whose place it took after it was counted.</summary>
        IEnumerable<LevyBasis> Within(
            string member, DateOnly from, DateOnly? until, DateOnly since, HashSet<string> seen)
        {
            if (!seen.Add(member)) yield break;
            var own = TakesPart(member) ? Count(member, part.On > since ? part.On : since) : null;
            if (own is { } known) yield return new(member, known.Count, Days(from, until, year), known.Source);
            if (part.Key == LevyKey.Equal) yield break;
            foreach (var before in assembly.Levies.Successions.Where(it => it.Successor == member
                && (own is not { } mine || mine.On < it.On) && (until is not { } end || it.On < end)))
            {
                var start = before.On > from ? before.On : from;
                foreach (var basis in Within(before.Member, start, until, before.On, seen))
                {
                    yield return basis;
                }
            }
        }

        bool TakesPart(string member) => part.Members.Count == 0 || part.Members.Contains(member);

        (long Count, DateOnly On, string Source)? Count(string member, DateOnly on) => part.Key switch
        {
            LevyKey.Equal => (1, on, "Grundbetrag"),
            LevyKey.Inhabitants => assembly.Populations.Where(it => it.Member == member && it.On <= on)
                .MaxBy(it => it.On) is { } counted ? (counted.Count, counted.On, counted.Source) : null,
            LevyKey.Votes => Votes(member, on),
            _ => assembly.Levies.Counts.Where(it => it.Member == member && it.Key == part.Key && it.Task == part.Task
                && it.On <= on).MaxBy(it => it.On) is { } counted ? (counted.Count, counted.On, counted.Source) : null,
        };

        (long, DateOnly, string)? Votes(string member, DateOnly on)
        {
            // Who leaves on the reference date has no votes on it any more, but had them the day before.
            var day = assembly.Member(member) is { Until: { } until } && until <= on ? until.AddDays(-1) : on;
            if (!weights.TryGetValue(day, out var all))
            {
                weights[day] = all = assembly.Weights(day).ToDictionary(weight => weight.Member.Number);
            }
            if (all.GetValueOrDefault(member) is not { Votes: { } votes } it) return null;
            var since = assembly.FixedVotes.Where(fixedVotes => fixedVotes.Member == member && fixedVotes.Since <= day)
                .Select(fixedVotes => fixedVotes.Since).DefaultIfEmpty(it.Member.Since).Max();
            return (votes, since, it.Basis);
        }

        Rejection Missing(string member, DateOnly since) => new("council.levy-count-missing",
            $"„{part.Name}“: Für {assembly.Member(member)!.Name} fehlt die Zahl für „{LevyWords.Of(part.Key)}“"
                + (part.Task is { } task ? $" ({task})" : "")
                + $" bis zum {German.Date(part.On > since ? part.On : since)}.");
    }
}
