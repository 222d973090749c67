using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>A number that counts for a member, and for how many days of the year.</summary>
/// <param name="Of">Whose number it is: the member's, or that of one whose place it took (§ 21).</param>
/// <param name="Source">Where the number is from, German.</param>
public sealed record LevyBasis(string Of, long Count, int Days, string Source);

/// <summary>What a member pays of one part.</summary>
/// <param name="Part">The part's number.</param>
/// <param name="Basis">None where the member takes no part in it.</param>
/// <param name="IsCapped">Less than its share, because the statute caps what it pays.</param>
public sealed record LevyPartShare(int Part, IReadOnlyList<LevyBasis> Basis, Money Amount, bool IsCapped)
{
    /// <summary>Numbers times days.</summary>
    public long Weight => checked(Basis.Sum(basis => basis.Count * basis.Days));
}

/// <summary>What a member pays of a levy.</summary>
/// <param name="Parts">One for each part of the levy, in order.</param>
public sealed record LevyShare(string Member, string Name, IReadOnlyList<LevyPartShare> Parts)
{
    public Money Amount => Parts.Aggregate(Money.Zero, (sum, part) => sum + part.Amount);
}

/// <summary>What each member pays, by number; together exactly the levy.</summary>
public sealed record LevyTable(IReadOnlyList<LevyShare> Shares)
{
    /// <summary>Null for who is no member in the year.</summary>
    public LevyShare? Of(string member) => Shares.FirstOrDefault(share => share.Member == member);

    public Money Sum => Shares.Aggregate(Money.Zero, (sum, share) => sum + share.Amount);

    /// <summary>Numbers times days of all members, of a part.</summary>
    public long Weight(int part) => checked(Shares.Sum(share => share.Parts[part - 1].Weight));
}

/// <summary>A levy that was worked out, or all reasons why it cannot be.</summary>
/// <param name="Table">Null where something is wrong.</param>
public sealed record LevyComputation(LevyTable? Table, IReadOnlyList<Rejection> Findings);
