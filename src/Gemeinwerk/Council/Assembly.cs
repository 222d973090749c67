using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>
/// An assembly (Verbandsversammlung) as its events leave it: who the members are and how many votes they have on any
/// day, the statute, the sittings with their agenda, the resolutions and what became of them.
/// </summary>
public sealed class Assembly
{
    readonly SortedDictionary<string, Member> members = new(StringComparer.Ordinal);
    readonly List<Delegate> delegates = [];
    readonly List<Population> populations = [];
    readonly List<FixedVotes> fixedVotes = [];
    readonly List<Statute> statutes = [];
    readonly List<Sitting> sittings = [];
    readonly List<Resolution> resolutions = [];
    readonly List<AssociationArose> origins = [];
    readonly List<Termination> terminations = [];
    readonly List<Settlement> settlements = [];

    /// <summary>Assembled from events in their order, all of which were accepted when they were recorded.</summary>
    public static Assembly Of(IEnumerable<CouncilRecord> records)
    {
        var assembly = new Assembly();
        foreach (var record in records) assembly.Apply(record);
        return assembly;
    }

    /// <summary>The same with one event more, for asking what would be.</summary>
    internal Assembly Tried(CouncilRecord record)
    {
        var tried = new Assembly();
        foreach (var (number, member) in members) tried.members.Add(number, member);
        tried.populations.AddRange(populations);
        tried.fixedVotes.AddRange(fixedVotes);
        tried.statutes.AddRange(statutes);
        tried.Apply(record);
        return tried;
    }

    public IReadOnlyCollection<Member> Members => members.Values;
    public IReadOnlyList<Delegate> Delegates => delegates;
    public IReadOnlyList<Population> Populations => populations;
    public IReadOnlyList<FixedVotes> FixedVotes => fixedVotes;
    public IReadOnlyList<Statute> Statutes => statutes;
    public IReadOnlyList<Sitting> Sittings => sittings;
    public IReadOnlyList<Resolution> Resolutions => resolutions;
    public IReadOnlyList<AssociationArose> Origins => origins;
    public IReadOnlyList<Termination> Terminations => terminations;
    public IReadOnlyList<Settlement> Settlements => settlements;

    /// <summary>How many events there are.</summary>
    public long Size { get; private set; }

    /// <summary>Nothing was ever recorded: the body does not keep its assembly here.</summary>
    public bool IsEmpty => Size == 0;

    public Member? Member(string number) => members.GetValueOrDefault(number);

    public Sitting? Sitting(int no) => no >= 1 && no <= sittings.Count ? sittings[no - 1] : null;

    public Statute? Statute(int version) =>
        version >= 1 && version <= statutes.Count ? statutes[version - 1] : null;

    public Resolution? Resolution(int no) => no >= 1 && no <= resolutions.Count ? resolutions[no - 1] : null;

    public IEnumerable<Member> MembersOn(DateOnly day) => members.Values.Where(member => member.IsOn(day));

    /// <summary>The statute in force on a day; null before the first.</summary>
    public Statute? StatuteOn(DateOnly day) =>
        statutes.Where(statute => statute.Start <= day).MaxBy(statute => (statute.Start, statute.Version));

    /// <summary>The votes of each member on a day, by number.</summary>
    public IReadOnlyList<Weight> Weights(DateOnly day)
    {
        var rule = StatuteOn(day)?.Text.VoteRule ?? VoteRule.Parse("fest").Expect();
        return [.. MembersOn(day).Select(member => rule.IsFixed ? Fixed(member, day) : Counted(member, rule, day))];
    }

    /// <summary>All votes that the statute gives on a day (satzungsmäßige Stimmenzahl), whoever is present.</summary>
    public long StatutoryVotes(DateOnly day) => Weights(day).Sum(weight => weight.Votes ?? 0);

    /// <summary>Who holds an office on a day: who was elected last, or until the first election who a merger named
    /// (§ 22 (2)); null where nobody is known.</summary>
    public string? Holder(Office office, DateOnly day)
    {
        var elected = resolutions.LastOrDefault(it => it.IsPassed && it.Candidate?.Office == office && it.On <= day);
        if (elected is not null) return elected.Candidate!.Person;
        return InterimOn(day) is { } interim
            ? office switch { Office.Head => interim.Head, Office.Chair => interim.Chair, _ => null }
            : null;
    }

    /// <summary>The first election that is due without delay once a merger has taken effect, until it is held.
    /// </summary>
    public bool IsElectionDue(Office office, DateOnly day) => InterimOn(day) is not null
        && !resolutions.Any(it => it.IsPassed && it.Candidate?.Office == office && it.On <= day);

    /// <summary>The last day on which members may terminate because of a merger (§ 22 (4)); null without one.</summary>
    public DateOnly? MergerTerminationUntil => origins.Count == 0
        ? null
        : AssociationRule.Of("merger-termination", origins[^1].On).After(origins[^1].On);

    /// <summary>Who votes for a member on a day: delegates before substitutes.</summary>
    public IEnumerable<Delegate> DelegatesOf(string member, DateOnly day) => delegates
        .Where(it => it.Member == member && it.From <= day && (it.Ended is not { } end || day < end)
            && (it.Until is not { } until || day <= until || !delegates.Exists(next =>
                next.Member == member && next.IsSubstitute == it.IsSubstitute && next.From > it.From
                && next.From <= day)))
        .OrderBy(it => it.IsSubstitute);

    /// <summary>Votes of the members that are there.</summary>
    public long PresentVotes(Sitting sitting) => Weights(sitting.On)
        .Where(weight => sitting.Present.ContainsKey(weight.Member.Number)).Sum(weight => weight.Votes ?? 0);

    /// <summary>Whether a sitting can resolve on an item: more than half of the statutory votes are there, or it
    /// repeats one that could not.</summary>
    public bool HasQuorum(Sitting sitting) => sitting.Repeats is not null
        || AssociationRule.Of("quorum", sitting.On).Value
            .IsExceededBy(PresentVotes(sitting), StatutoryVotes(sitting.On));

    /// <summary>How a vote stands, or ended in the open: what counts so far.</summary>
    public Tally Standing(Sitting sitting, AgendaItem item, VoteCount? secret = null)
    {
        var weights = Weights(sitting.On).ToDictionary(it => it.Member.Number, it => (long)(it.Votes ?? 0));
        var text = StatuteOn(sitting.On)?.Text;
        var (kind, needsConsent) = (item.Kind, item.Kind is MotionKind.Statute or MotionKind.Tasks);
        return Tally.Of(kind, weights.Values.Sum(), PresentVotes(sitting), secret ?? new VoteCount(
            Sum(Choice.Yes), Sum(Choice.No), Sum(Choice.Abstain)), secret is not null, sitting.On, text?.OwnMajority,
            [.. (needsConsent ? text?.ConsentOf ?? [] : [])
                .Where(member => item.Ballots.GetValueOrDefault(member, Choice.No) != Choice.Yes)]);

        long Sum(Choice choice) => item.Ballots.Where(ballot => ballot.Value == choice)
            .Sum(ballot => weights.GetValueOrDefault(ballot.Key));
    }

    Interim? InterimOn(DateOnly day) => origins.LastOrDefault(origin => origin.On <= day) is { } origin
        ? origin.Interim
        : null;

    Weight Fixed(Member member, DateOnly day) =>
        fixedVotes.Where(it => it.Member == member.Number && it.Since <= day).MaxBy(it => it.Since) is { } votes
            ? new Weight(member, votes.Votes, votes.Source)
            : new Weight(member, null, "Stimmenzahl fehlt");

    Weight Counted(Member member, VoteRule rule, DateOnly day)
    {
        var reference = VoteRule.ReferenceDay(day);
        return populations.Where(it => it.Member == member.Number && it.On <= reference).MaxBy(it => it.On)
            is { } counted
                ? new Weight(member, rule.Of(counted.Count), $"{German.Count(counted.Count)} Einwohner am "
                    + $"{German.Date(counted.On)}, {counted.Source}")
                : new Weight(member, null, $"Einwohnerzahl bis zum {German.Date(reference)} fehlt");
    }

    /// <summary>Takes an event in; whether it may be is for <see cref="CouncilRules"/>.</summary>
    internal void Apply(CouncilRecord record)
    {
        Size = record.No;
        switch (record.Event)
        {
            case MemberJoined it:
                members[it.Member] = new Member(it.Member, it.Name, it.Kind, it.Since, null, it.Basis);
                break;
            case MemberLeft it:
                members[it.Member] = members[it.Member] with { Until = it.Until, Left = it.Reason };
                break;
            case MemberSucceeded it: Succeed(it); break;
            case PopulationCounted it:
                populations.Add(new Population(it.Member, it.Count, it.On, it.Source));
                break;
            case VotesFixed it: fixedVotes.Add(new FixedVotes(it.Member, it.Votes, it.Since, it.Source)); break;
            case DelegateAppointed it:
                delegates.Add(new Delegate(
                    it.Member, it.Person, it.IsSubstitute, it.IsAdministration, it.From, it.Until, null));
                break;
            case DelegateEnded it:
                var seat = delegates.FindLastIndex(seat => seat.Member == it.Member && seat.Person == it.Person);
                delegates[seat] = delegates[seat] with { Ended = it.On };
                break;
            case TerminationGiven it:
                terminations.Add(new Termination(it.Member, it.On, it.Effective, it.Basis, it.Source));
                break;
            case SettlementMade it:
                settlements.Add(new Settlement(it.Member, it.AmountCents, it.IsByAuthority, it.On, it.Reference));
                break;
            case AssociationArose it: origins.Add(it); break;
            case OriginWithdrawn it: Withdraw(it); break;
            case StatuteDrafted or StatuteAgreed or StatuteStarted: ApplyToStatutes(record); break;
            case ApprovalAsked or ApprovalAnswered or Published: ApplyToResolutions(record); break;
            default: ApplyToSittings(record); break;
        }
    }

    void Succeed(MemberSucceeded it)
    {
        members[it.Member] = members[it.Member] with { Until = it.On, Left = LeaveReason.Merger };
        members[it.Successor] = members.TryGetValue(it.Successor, out var known) && known.IsOn(it.On)
            ? known with { SucceededOn = it.On }
            : new Member(it.Successor, it.Name, it.Kind, it.On, null, it.Basis) { SucceededOn = it.On };
    }

    void Withdraw(OriginWithdrawn it)
    {
        var origin = origins.Single(origin => origin.Merger == it.Merger);
        origins.Remove(origin);
        foreach (var member in members.Values.Where(member =>
            member.Since == origin.On && member.Basis == BasisOf(it.Merger)).ToList())
        {
            members[member.Number] = member with { Until = member.Since, Left = LeaveReason.Merger };
        }
        for (var i = 0; i < statutes.Count; i++)
        {
            var isOfMerger = statutes[i].AdoptedBy is { } no ? Resolution(no)!.Merger == it.Merger : origin.IsNew;
            if (isOfMerger && statutes[i].Start == origin.On) statutes[i] = statutes[i] with { Start = null };
        }
    }

    /// <summary>The basis of members that a merger brought.</summary>
    public static string BasisOf(string merger) => $"Fusion {merger}";

    void ApplyToStatutes(CouncilRecord record)
    {
        switch (record.Event)
        {
            case StatuteDrafted it:
                statutes.Add(new Statute(it.Version, it.Text, null, null, null, null, record.At));
                break;
            case StatuteAgreed it:
                statutes[it.Version - 1] = statutes[it.Version - 1] with { AdoptedOn = it.On, Modified = record.At };
                break;
            case StatuteStarted it:
                statutes[it.Version - 1] = statutes[it.Version - 1] with
                {
                    Start = it.On,
                    Gazette = it.Gazette,
                    Modified = record.At,
                };
                break;
        }
    }

    void ApplyToResolutions(CouncilRecord record)
    {
        switch (record.Event)
        {
            case ApprovalAsked it:
                Change(it.Resolution, was => was with
                {
                    Approval = new Approval(it.Authority, it.On, it.IsNotification, was.Kind, null, null, null),
                });
                break;
            case ApprovalAnswered it:
                Change(it.Resolution, was => was with
                {
                    Approval = was.Approval! with { Answer = it.Answer, AnsweredOn = it.On, Reference = it.Reference },
                });
                break;
            case Published it:
                Change(it.Resolution, was => was with
                {
                    Publications = [.. was.Publications, new Publication(it.Gazette, it.On, it.Reference)],
                });
                break;
        }

        void Change(int no, Func<Resolution, Resolution> to) =>
            resolutions[no - 1] = to(resolutions[no - 1]) with { Modified = record.At };
    }

    void ApplyToSittings(CouncilRecord record)
    {
        switch (record.Event)
        {
            case SittingCalled it:
                sittings.Add(new Sitting(it.Sitting, it.On, it.Time, it.Place, it.InvitedOn, it.Repeats,
                    SittingState.Called, null, null, [], new SortedDictionary<string, string>(StringComparer.Ordinal),
                    record.At, record.At));
                break;
            case SittingCancelled it:
                Change(it.Sitting, was => was with { State = SittingState.Cancelled, Reason = it.Reason });
                break;
            case SittingOpened it:
                Change(it.Sitting, was => was with { State = SittingState.Open, Chair = it.Chair });
                break;
            case SittingClosed it: Change(it.Sitting, was => was with { State = SittingState.Closed }); break;
            case Attended it: Change(it.Sitting, was => Attend(was, it)); break;
            case ItemPlaced it:
                Change(it.Sitting, was => was with
                {
                    Items = [.. was.Items, new AgendaItem(it.Item, it.Kind, it.Title, it.Motion, it.IsPublic,
                        it.Statute, it.Merger, it.Candidate, it.Interim, new Dictionary<string, Choice>(),
                        new Dictionary<string, Choice>(), null, null, record.At, record.At)],
                });
                break;
            case ItemWithdrawn it: ChangeItem(it.Sitting, it.Item, was => was with { Withdrawn = it.Reason }); break;
            case InstructionGiven it:
                ChangeItem(it.Sitting, it.Item, was => was with
                {
                    Instructions = With(was.Instructions, [new Ballot(it.Member, it.Choice)]),
                });
                break;
            case BallotsCast it:
                ChangeItem(it.Sitting, it.Item, was => was with { Ballots = With(was.Ballots, it.Ballots) });
                break;
            case VoteClosed it: Close(it); break;
            default: throw new InvalidOperationException($"Unknown event {record.Event.GetType().Name}.");
        }

        void Change(int no, Func<Sitting, Sitting> to) =>
            sittings[no - 1] = to(sittings[no - 1]) with { Modified = record.At };

        void ChangeItem(int sitting, int no, Func<AgendaItem, AgendaItem> to) => Change(sitting, was => was with
        {
            Items = [.. was.Items.Select(item => item.No == no ? to(item) with { Modified = record.At } : item)],
        });

        void Close(VoteClosed it)
        {
            var (sitting, no) = (sittings[it.Sitting - 1], resolutions.Count + 1);
            var item = sitting.Item(it.Item)!;
            var tally = Standing(sitting, item, it.Secret);
            resolutions.Add(new Resolution(no, sitting.No, item.No, sitting.On, item.Kind, item.Title, item.Motion,
                item.IsPublic, tally, item.Statute, item.Statute is { } version ? Statute(version)!.Text.Hash : null,
                item.Merger, item.Candidate, item.Interim, null, [], record.At));
            ChangeItem(it.Sitting, it.Item, was => was with { Resolution = no });
            if (tally.IsPassed && item.Statute is { } adopted)
            {
                statutes[adopted - 1] = statutes[adopted - 1] with
                {
                    AdoptedBy = no,
                    AdoptedOn = sitting.On,
                    Modified = record.At,
                };
            }
        }
    }

    Sitting Attend(Sitting was, Attended it) => was with
    {
        Present = Attend(was.Present, it),
        Comings = [.. was.Comings, new Coming(
            it.Member, it.Person, it.IsPresent, was.State == SittingState.Open,
            resolutions.LastOrDefault(last => last.Sitting == was.No)?.Item)],
    };

    static SortedDictionary<string, string> Attend(IReadOnlyDictionary<string, string> present, Attended it)
    {
        var now = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (member, person) in present) now.Add(member, person);
        if (it.IsPresent) now[it.Member] = it.Person;
        else now.Remove(it.Member);
        return now;
    }

    static Dictionary<string, Choice> With(IReadOnlyDictionary<string, Choice> known, IEnumerable<Ballot> ballots)
    {
        var now = new Dictionary<string, Choice>(known);
        foreach (var ballot in ballots) now[ballot.Member] = ballot.Choice;
        return now;
    }
}

/// <summary>An event as it was recorded.</summary>
/// <param name="No">Gapless from 1 in the body.</param>
/// <param name="At">When, UTC.</param>
public sealed record CouncilRecord(long No, DateTimeOffset At, string Actor, CouncilEvent Event);
