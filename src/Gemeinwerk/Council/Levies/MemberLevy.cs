using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>A levy that was resolved, as one of its members sees it.</summary>
/// <param name="Table">The shares of all, by which the member's is reckoned.</param>
/// <param name="Previous">The member's share in the levy that this one corrects, else in the one in force for the year
/// before; null where there is none, or none of the member.</param>
public sealed record MemberLevy(Levy Levy, LevyTable Table, LevyDemand Demand, Money? Previous)
{
    public LevyShare Share => Demand.Share;

    /// <summary>How much more the share is than <see cref="Previous"/>, negative for less; null where there is nothing
    /// to compare with.</summary>
    public Money? Change => Previous is { } before ? Share.Amount - before : null;

    /// <summary>Only what is claimed has a notice (Umlagebescheid).</summary>
    public bool HasNotice => Levy.ClaimedOn is not null;

    /// <param name="on">The day as of which approvals count.</param>
    /// <returns>Null where nobody resolved the levy, and for who has a share neither in it nor in the one that it
    /// corrects.</returns>
    public static MemberLevy? Of(Assembly assembly, Levy levy, string member, DateOnly on)
    {
        if (!levy.IsSet || LevyShares.Shown(assembly, levy).Table is not { } table
            || LevyDemand.Of(assembly, levy, table, member) is not { } demand)
        {
            return null;
        }
        var before = assembly.Levies.Before(levy) ?? assembly.Levies.OfYear(levy.Year - 1, on);
        return new(levy, table, demand, before?.Placed?.Of(member)?.Amount);
    }

    /// <summary>All of a member, newest first.</summary>
    /// <inheritdoc cref="Of"/>
    public static IReadOnlyList<MemberLevy> All(Assembly assembly, string member, DateOnly on) =>
        [.. assembly.Levies.All.Reverse().Select(levy => Of(assembly, levy, member, on)).OfType<MemberLevy>()];
}
