namespace Gemeinwerk.Council;

/// <summary>By what a part of a levy is shared (Umlageschlüssel), GkG NRW § 19 (1): as a rule the benefit.</summary>
public enum LevyKey
{
    /// <summary>The benefit (Nutzen) in units of the association's own, as of the data centre's uses.</summary>
    Benefit,

    /// <summary>Inhabitants, as they are recorded for votes.</summary>
    Inhabitants,

    /// <summary>The votes of the statute.</summary>
    Votes,

    WorkPlaces,

    /// <summary>Cases or transactions, as a rule of one application.</summary>
    Cases,

    /// <summary>What the district levy is based on (Umlagegrundlagen), in euros; municipalities only.</summary>
    TaxCapacity,

    /// <summary>The same for each member: a fixed base share (Grundbetrag).</summary>
    Equal,
}

/// <summary>A draft of the levy (Verbandsumlage) of a year. Once it is on an agenda it never changes; what is to be
/// other is a further draft.</summary>
/// <param name="Levy">Gapless from 1 in the body.</param>
/// <param name="ExpensesCents">Of the year's budget, integer cents.</param>
/// <param name="RevenuesCents">All revenues but the levy, integer cents.</param>
/// <param name="ReserveCents">Taken from the equalisation reserve (§ 19a), integer cents.</param>
/// <param name="DeficitCents">Carried-forward deficits, or the part of them that is set off in the year.</param>
/// <param name="DueOn">The days of the instalments, 1 to 12, in order; each is the same part.</param>
/// <param name="Budget">Where these figures stand: the budget statute and its version.</param>
/// <param name="IsOfSavingsBank">Of a savings-bank association (Sparkassenzweckverband), which caps no duty.</param>
public sealed record LevyDrafted(
    int Levy, int Year, long ExpensesCents, long RevenuesCents, long ReserveCents, long DeficitCents,
    IReadOnlyList<DateOnly> DueOn, string Budget, bool IsOfSavingsBank) : CouncilEvent;

/// <summary>A part of a levy, shared by one key: the whole, a base share, or a special levy for a task.</summary>
/// <param name="AmountCents">Integer cents, positive.</param>
/// <param name="On">The reference date of the numbers.</param>
/// <param name="Task">Whose numbers count, where members are counted for several tasks.</param>
/// <param name="Members">Who takes part; all members where it is missing.</param>
public sealed record LevyPartAdded(
    int Levy, string Name, long AmountCents, LevyKey Key, DateOnly On, string? Task, IReadOnlyList<string>? Members)
    : CouncilEvent;

/// <summary>The statute caps or excludes a member's duty (§ 19 (1)).</summary>
/// <param name="MostCents">The most that it pays in the year, integer cents; 0 where it pays nothing.</param>
public sealed record LevyCapSet(int Levy, string Member, long MostCents, string Source) : CouncilEvent;

/// <summary>A number by which levies are shared, on a day: work places, cases, benefit, tax capacity.</summary>
/// <param name="Task">Of which application or task; null for the whole.</param>
public sealed record KeyCounted(string Member, LevyKey Key, long Count, DateOnly On, string? Task, string Source)
    : CouncilEvent;

/// <summary>The levy is claimed from the members by notices of a day (§ 19 (2)). Only the claim in the treasury records
/// it, together with its cash orders.</summary>
public sealed record LevyClaimed(int Levy, DateOnly On) : CouncilEvent;
