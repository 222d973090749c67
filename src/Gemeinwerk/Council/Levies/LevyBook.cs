using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>A time for which somebody is a member.</summary>
/// <param name="Until">The first day on which it is none any more; null while that is open.</param>
sealed record MemberSpan(string Member, DateOnly Since, DateOnly? Until);

/// <summary>Who took whose place, and from when on (§ 21).</summary>
sealed record Succession(string Member, string Successor, DateOnly On);

/// <summary>The levies (Verbandsumlagen) of an assembly, and the numbers by which they are shared.</summary>
public sealed class LevyBook
{
    readonly Assembly assembly;
    readonly List<Levy> levies = [];
    readonly List<KeyCounted> counts = [];
    readonly List<MemberSpan> spans = [];
    readonly List<Succession> successions = [];
    readonly Dictionary<(int Sitting, int Item), int> items = [];

    internal LevyBook(Assembly assembly) => this.assembly = assembly;

    /// <summary>By number.</summary>
    public IReadOnlyList<Levy> All => levies;

    public IReadOnlyList<KeyCounted> Counts => counts;

    internal IReadOnlyList<MemberSpan> Spans => spans;

    internal IReadOnlyList<Succession> Successions => successions;

    public Levy? Find(int no) => no >= 1 && no <= levies.Count ? levies[no - 1] : null;

    /// <returns>The levy, or <c>council.levy-unknown</c>.</returns>
    public Result<Levy> Known(int no) => Find(no) is { } levy ? levy : LevyRules.Unknown(no);

    /// <summary>The levy that an item of an agenda is about; null where it is about none.</summary>
    public Levy? OfItem(int sitting, int item) => items.TryGetValue((sitting, item), out var no) ? Find(no) : null;

    /// <summary>The levy that holds for a year on a day: of those whose approval is given by then the one set last
    /// (§ 19 (2)); null while there is none.</summary>
    public Levy? OfYear(int year, DateOnly on) => levies.Where(levy => levy.Year == year && IsApproved(levy, on))
        .MaxBy(levy => levy.Resolution);

    /// <summary>The levy by which one is replaced: set later, and approved by that day or claimed already; null while
    /// there is none.</summary>
    public Levy? ReplacedBy(Levy levy, DateOnly on) => levies.Where(other => other.Year == levy.Year
        && other.Resolution > levy.Resolution && (other.ClaimedOn is not null || IsApproved(other, on)))
        .MaxBy(other => other.Resolution);

    /// <summary>Whether the authority has approved a levy by a day; that it was told is not enough.</summary>
    internal bool IsApproved(Levy levy, DateOnly on) => levy.Resolution is { } no
        && assembly.Resolution(no)!.Approval is { IsNotification: false } approval && approval.IsGiven(on);

    /// <summary>The levy of the same year that was claimed before this one and is corrected by it; null for the first.
    /// </summary>
    public Levy? Before(Levy levy) => levies.Where(other => other.Year == levy.Year && other.ClaimedOn is not null
        && other.Resolution < (levy.Resolution ?? int.MaxValue)).MaxBy(other => other.Resolution);

    /// <summary>Takes an event in, after the assembly did.</summary>
    internal void Apply(CouncilEvent happened)
    {
        switch (happened)
        {
            case MemberJoined it: spans.Add(new(it.Member, it.Since, null)); break;
            case MemberLeft it: End(it.Member, it.Until); break;
            case MemberSucceeded it: Succeed(it); break;
            case OriginWithdrawn: spans.RemoveAll(Withdrawn); break;
            case KeyCounted it: counts.Add(it); break;
            case LevyDrafted it:
                levies.Add(new Levy(it.Levy, it.Year, new(new(it.ExpensesCents), new(it.RevenuesCents),
                    new(it.ReserveCents), new(it.DeficitCents)), it.DueOn, it.Budget, it.IsOfSavingsBank, [], [], null,
                    null, null));
                break;
            case LevyPartAdded it:
                Change(it.Levy, was => was with
                {
                    Parts = [.. was.Parts, new LevyPart(was.Parts.Count + 1, it.Name, new(it.AmountCents), it.Key,
                        it.On, it.Task, it.Members ?? [])],
                });
                break;
            case LevyCapSet it:
                Change(it.Levy, was => was with { Caps = [.. was.Caps, new(it.Member, new(it.MostCents), it.Source)] });
                break;
            case LevyClaimed it: Change(it.Levy, was => was with { ClaimedOn = it.On }); break;
            case ItemPlaced { Levy: { } no } it: Place(it, no); break;
            case VoteClosed it: Set(it); break;
        }
    }

    /// <summary>What is resolved are the shares as they stood on the first agenda, on whichever it is voted on.
    /// </summary>
    void Place(ItemPlaced it, int no)
    {
        items[(it.Sitting, it.Item)] = no;
        Change(no, was => was.IsDraft ? was with { Placed = LevyShares.Of(assembly, was).Table } : was);
    }

    void Set(VoteClosed it)
    {
        var resolution = assembly.Resolutions[^1];
        if (items.TryGetValue((it.Sitting, it.Item), out var no) && resolution.IsPassed)
        {
            Change(no, was => was.IsSet ? was : was with { Resolution = resolution.No });
        }
    }

    void Succeed(MemberSucceeded it)
    {
        End(it.Member, it.On);
        successions.Add(new(it.Member, it.Successor, it.On));
        if (!spans.Exists(span => span.Member == it.Successor && span.Since <= it.On
            && (span.Until is not { } until || it.On < until)))
        {
            spans.Add(new(it.Successor, it.On, null));
        }
    }

    void End(string member, DateOnly until)
    {
        var at = spans.FindLastIndex(span => span.Member == member);
        if (at >= 0) spans[at] = spans[at] with { Until = until };
    }

    bool Withdrawn(MemberSpan span) => assembly.Member(span.Member) is { } member
        && member.Since == span.Since && member.Until == member.Since;

    void Change(int no, Func<Levy, Levy> to) => levies[no - 1] = to(levies[no - 1]);
}
