namespace Gemeinwerk.Council;

public enum SittingState { Called, Open, Closed, Cancelled }

/// <summary>A sitting (Sitzung) of the assembly.</summary>
/// <param name="Created">When it was recorded, UTC.</param>
/// <param name="Modified">When anything about it was last recorded, UTC.</param>
public sealed record Sitting(
    int No, DateOnly On, string? Time, string Place, DateOnly InvitedOn, int? Repeats, SittingState State,
    string? Chair, string? Reason, IReadOnlyList<AgendaItem> Items, IReadOnlyDictionary<string, string> Present,
    DateTimeOffset Created, DateTimeOffset Modified)
{
    /// <summary>Who came and left, in that order.</summary>
    public IReadOnlyList<Coming> Comings { get; init; } = [];

    public AgendaItem? Item(int no) => no >= 1 && no <= Items.Count ? Items[no - 1] : null;
}

/// <summary>Somebody came to a sitting or left it.</summary>
/// <param name="IsDuring">The sitting was open.</param>
/// <param name="After">The item that was decided last before it; null before the first.</param>
public sealed record Coming(string Member, string Person, bool IsPresent, bool IsDuring, int? After);

/// <summary>An item of an agenda (Tagesordnungspunkt).</summary>
/// <param name="Ballots">By member, as cast so far.</param>
/// <param name="Resolution">The number of the resolution, once the vote is closed.</param>
/// <param name="Withdrawn">Why it was taken off the agenda; null while it stands.</param>
public sealed record AgendaItem(
    int No, MotionKind Kind, string Title, string Motion, bool IsPublic, int? Statute, string? Merger,
    Candidate? Candidate, Interim? Interim, IReadOnlyDictionary<string, Choice> Instructions,
    IReadOnlyDictionary<string, Choice> Ballots, int? Resolution, string? Withdrawn, DateTimeOffset Created,
    DateTimeOffset Modified);

/// <summary>A version of the statute.</summary>
/// <param name="AdoptedBy">The resolution; null for a founding agreement or while it is a draft.</param>
/// <param name="AdoptedOn">Null while it is a draft.</param>
/// <param name="Start">In force from this day on; null while it is not.</param>
public sealed record Statute(
    int Version, StatuteText Text, int? AdoptedBy, DateOnly? AdoptedOn, DateOnly? Start, string? Gazette,
    DateTimeOffset Modified);
