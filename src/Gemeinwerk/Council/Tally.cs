namespace Gemeinwerk.Council;

/// <summary>
/// A vote that was counted: a pure function of the weights, the votes and the kind of motion, in whatever order they
/// were cast.
/// </summary>
/// <param name="Statutory">All votes that the statute gives (satzungsmäßige Stimmenzahl), present or not.</param>
/// <param name="Present">Votes of the members that were there.</param>
/// <param name="Required">The smallest number of votes for the motion that carries it.</param>
/// <param name="Rule">The majority in words, German, with its source.</param>
/// <param name="Missing">Members whose consent the statute asks for and that did not give it.</param>
public sealed record Tally(
    long Statutory, long Present, VoteCount Votes, long Required, bool IsPassed, bool IsSecret, string Rule,
    IReadOnlyList<string> Missing)
{
    /// <summary>No vote against it and none abstained.</summary>
    public bool IsUnanimous => Votes is { Yes: > 0, No: 0, Abstain: 0 };

    /// <param name="own">The part of the statutory votes that the statute asks for, where it says so.</param>
    internal static Tally Of(
        MotionKind kind, long statutory, long present, VoteCount votes, bool isSecret, DateOnly on, Fraction? own,
        IReadOnlyList<string> missing)
    {
        var (required, isReached, rule) = kind switch
        {
            MotionKind.Tasks => Unanimous(statutory, votes, on, own),
            MotionKind.Statute or MotionKind.Accession or MotionKind.Leaving or MotionKind.Dissolution
                or MotionKind.Merger => OfAll(statutory, votes, on, own),
            _ => OfCast(votes, on),
        };
        return new Tally(statutory, present, votes, required, isReached && missing.Count == 0, isSecret, rule, missing);
    }

    static (long, bool, string) OfAll(long statutory, VoteCount votes, DateOnly on, Fraction? own)
    {
        var rule = AssociationRule.Of("statute-majority", on);
        var part = own ?? rule.Value;
        return (part.Least(statutory), part.IsReachedBy(votes.Yes, statutory),
            $"{part} der {Basics.German.Count(statutory)} satzungsmäßigen Stimmen "
                + $"({(own is null ? rule.Shown : $"{rule.Source} und Satzung")})");
    }

    /// <summary>Nobody is against it and nobody abstains, and what every change of the statute needs is reached too.
    /// </summary>
    static (long, bool, string) Unanimous(long statutory, VoteCount votes, DateOnly on, Fraction? own)
    {
        var rule = AssociationRule.Of("task-majority", on);
        var (least, isReached, _) = OfAll(statutory, votes, on, own);
        var all = votes.Cast + votes.Abstain;
        return (Math.Max(least, all), isReached && rule.Value.IsReachedBy(votes.Yes, all),
            $"Einstimmigkeit ({rule.Shown})");
    }

    static (long, bool, string) OfCast(VoteCount votes, DateOnly on)
    {
        var rule = AssociationRule.Of("simple-majority", on);
        return (votes.Cast / 2 + 1, rule.Value.IsExceededBy(votes.Yes, votes.Cast),
            $"Mehrheit der abgegebenen Stimmen ({rule.Shown})");
    }
}
