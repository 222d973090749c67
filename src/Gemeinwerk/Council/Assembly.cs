using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>
/// An assembly (Verbandsversammlung) as its events leave it: who the members are and how many votes they have on any
/// day, the statute, the sittings with their agenda, the resolutions and what became of them.
/// </summary>
public sealed partial class Assembly
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
    readonly List<NatureOn> natures = [];
    readonly List<OfficeHeld> held = [];
    readonly List<SettlementDisputed> disputes = [];
    readonly List<DeclarationMade> declarations = [];
    readonly LevyBook levies;

    /// <param name="demandsFrom">The first event that is held to demands that came later than its body's first records;
    /// earlier ones were right by what was asked then.</param>
    public Assembly(long demandsFrom = 1) => (this.demandsFrom, levies) = (demandsFrom, new LevyBook(this));

    readonly long demandsFrom;

    /// <summary>Assembled from events in their order, all of which were accepted when they were recorded.</summary>
    public static Assembly Of(IEnumerable<CouncilRecord> records, long demandsFrom = 1)
    {
        var assembly = new Assembly(demandsFrom);
        foreach (var record in records) assembly.Apply(record);
        return assembly;
    }

    /// <summary>The same with one event more, for asking what would be.</summary>
    internal Assembly Tried(CouncilRecord record)
    {
        var tried = new Assembly(demandsFrom);
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
    public LevyBook Levies => levies;

    /// <summary>What the association is, from which days on.</summary>
    public IReadOnlyList<NatureOn> Natures => natures;

    /// <summary>Who held an office when the records began.</summary>
    public IReadOnlyList<OfficeHeld> Held => held;

    /// <summary>Settlements on which the parties did not agree.</summary>
    public IReadOnlyList<SettlementDisputed> Disputes => disputes;

    public IReadOnlyList<DeclarationMade> Declarations => declarations;

    /// <summary>The next event is held to all demands.</summary>
    internal bool IsStrict => Size + 1 >= demandsFrom;

    /// <summary>What the association is on a day; null where nobody said so.</summary>
    public AssociationNature? NatureOn(DateOnly day) =>
        natures.LastOrDefault(it => it.Since <= day)?.Nature;

    /// <summary>The last day on which members may leave because the ground of a Pflichtverband is gone (§ 20 (3)); null
    /// where it is not.</summary>
    public DateOnly? GroundTerminationUntil => Ground is { } ground
        ? AssociationRule.Of("ground-gone-exit", ground.Since).After(ground.Since)
        : null;

    /// <summary>That the ground of a Pflichtverband is gone; null where it is not.</summary>
    public NatureOn? Ground => natures.LastOrDefault(it => it.Authority is not null);

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

    /// <summary>Who holds an office on a day: who a merger named, until the first election after it
    /// (§ 22 (2)); else who was elected last, or held it when the records began; null where nobody is known.</summary>
    public string? Holder(Office office, DateOnly day)
    {
        var interim = InterimOn(day);
        if (Elected(office, interim?.On ?? DateOnly.MinValue, day) is { } elected) return elected;
        var named = interim is null ? null : office switch
        {
            Office.Head => interim.Interim!.Head,
            Office.Chair => interim.Interim!.Chair,
            _ => null,
        };
        return named ?? Elected(office, DateOnly.MinValue, day)
            ?? held.LastOrDefault(it => it.Office == office && it.Since <= day)?.Person;
    }

    string? Elected(Office office, DateOnly from, DateOnly day) => resolutions.LastOrDefault(it =>
        it.IsPassed && it.Candidate?.Office == office && it.On >= from && it.On <= day)?.Candidate!.Person;

    /// <summary>The first election that is due without delay once a merger has taken effect, until it is held.
    /// </summary>
    public bool IsElectionDue(Office office, DateOnly day) => office is Office.Head or Office.Chair
        && InterimOn(day) is { } interim && Elected(office, interim.On, day) is null;

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

    AssociationArose? InterimOn(DateOnly day) =>
        origins.LastOrDefault(origin => origin.On <= day) is { Interim: not null } origin ? origin : null;

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
}

/// <summary>An event as it was recorded.</summary>
/// <param name="No">Gapless from 1 in the body.</param>
/// <param name="At">When, UTC.</param>
public sealed record CouncilRecord(long No, DateTimeOffset At, string Actor, CouncilEvent Event);
