namespace Gemeinwerk.Council;

/// <summary>A member (Verbandsmitglied), as the events left it.</summary>
/// <param name="Until">The first day on which it is none any more; null while that is open.</param>
public sealed record Member(string Number, string Name, MemberKind Kind, DateOnly Since, DateOnly? Until, string Basis)
{
    /// <summary>The day on which a successor stepped in for a member that is gone (§ 21); null else.</summary>
    public DateOnly? SucceededOn { get; init; }

    public LeaveReason? Left { get; init; }

    /// <summary>How a company or private person furthers the task (§ 4).</summary>
    public string? Furthers { get; init; }

    /// <summary>A public body of which districts, independent cities or the state are members (§ 29).</summary>
    public bool WithDistricts { get; init; }

    /// <summary>Recorded when nobody asked whether it is an independent city or the state, or has districts as members:
    /// before the program asked, or as it came by a merger or a succession. Its kind may be a coarser one.</summary>
    internal bool IsUnasked { get; init; }

    public bool IsOn(DateOnly day) => Since <= day && (Until is not { } end || day < end);

    public bool IsPrivate => Kind.IsPrivate();
}

static class MemberKinds
{
    /// <summary>No public body: may be a member only where it furthers the task (§ 4).</summary>
    internal static bool IsPrivate(this MemberKind kind) => kind is MemberKind.Company or MemberKind.Person;
}

/// <summary>A delegate or substitute of a member.</summary>
/// <param name="Ended">The first day on which the seat is lapsed; null while it is not.</param>
public sealed record Delegate(
    string Member, string Person, bool IsSubstitute, bool IsAdministration, DateOnly From, DateOnly? Until,
    DateOnly? Ended);

/// <summary>A number of inhabitants, and where it is from.</summary>
public sealed record Population(string Member, long Count, DateOnly On, string Source);

/// <summary>Votes that the statute names.</summary>
public sealed record FixedVotes(string Member, int Votes, DateOnly Since, string Source);

/// <summary>The votes of a member on a day, and where they come from.</summary>
/// <param name="Votes">Null where the rule asks for a number of inhabitants that is missing.</param>
public sealed record Weight(Member Member, int? Votes, string Basis);

/// <summary>A notice of termination.</summary>
public sealed record Termination(
    string Member, DateOnly On, DateOnly Effective, TerminationBasis Basis, string Source);

/// <summary>What a member that left gets or pays, positive to the member.</summary>
public sealed record Settlement(
    string Member, long AmountCents, bool IsByAuthority, DateOnly On, string Reference);

/// <summary>What the association is, from a day on.</summary>
/// <param name="Authority">Who declared the ground of a Pflichtverband gone; null where that is not why.</param>
public sealed record NatureOn(AssociationNature Nature, DateOnly Since, string Basis, string? Authority);
