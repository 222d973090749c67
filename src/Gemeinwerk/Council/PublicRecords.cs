namespace Gemeinwerk.Council;

/// <summary>When something that anybody may read was recorded, and when it last became another, UTC.</summary>
public readonly record struct Moments(DateTimeOffset Created, DateTimeOffset Modified);

/// <summary>A public item of an agenda. Its motion is public once it was voted on.</summary>
/// <param name="Resolution">Null while there is none.</param>
public sealed record PublicItem(
    int Sitting, int No, MotionKind Kind, string Title, bool IsWithdrawn, PublicResolution? Resolution, Moments At);

/// <summary>A sitting as anybody may read it.</summary>
/// <param name="HasClosedPart">Items that are not public follow; nothing else is said of them.</param>
public sealed record PublicSitting(
    int No, DateOnly On, string? Time, string Place, SittingState State, IReadOnlyList<PublicItem> Items,
    bool HasClosedPart, Moments At);

/// <summary>A resolution on a public item: what was resolved and how many votes there were, not who cast which.
/// </summary>
/// <param name="Tally">Without who did not consent, which would tell single votes.</param>
/// <param name="Approval">What the authority said, German; null where it was not asked.</param>
public sealed record PublicResolution(
    int No, string Citation, int Sitting, int Item, DateOnly On, MotionKind Kind, string Title, string Motion,
    Tally Tally, string? Approval, IReadOnlyList<Publication> Publications, Moments At);

/// <summary>A public notice: a resolution or the statute was published.</summary>
/// <param name="Resolution">Its number; null for the first statute.</param>
public sealed record PublicNotice(DateOnly? On, string Gazette, string? Reference, string Subject, int? Resolution);

/// <summary>A seat in the assembly: a public office.</summary>
/// <param name="No">From 1 in the order of appointment; never another.</param>
/// <param name="PersonNo">The same for all seats that somebody had for a member.</param>
/// <param name="Until">The last day on which it is or was held; null where that is open.</param>
public sealed record PublicSeat(
    int No, int PersonNo, string Person, Member Member, bool IsSubstitute, DateOnly From, DateOnly? Until, Moments At);

/// <summary>
/// What of an assembly anybody may read: what is left when items that are not public, instructions, single votes,
/// reasons and file references are taken away. Pages and interfaces without sign-in read nothing else.
/// </summary>
public sealed class PublicRecords
{
    readonly Assembly assembly;
    readonly PublicMoments moments;

    PublicRecords(IReadOnlyList<CouncilRecord> records, DateOnly on)
    {
        (assembly, On) = (Assembly.Of(records), on);
        moments = PublicMoments.Of(records);
        Resolutions = [.. assembly.Resolutions.Where(it => it.IsPublic).Select(Shown)];
        Sittings = [.. assembly.Sittings.Select(Shown)];
        Seats = [.. SeatsOf()];
        Notices = [.. NoticesOf().OrderByDescending(it => it.On)];
    }

    /// <param name="records">All of a body, in order.</param>
    /// <param name="on">The day as of which it is told.</param>
    public static PublicRecords Of(IReadOnlyList<CouncilRecord> records, DateOnly on) => new(records, on);

    public DateOnly On { get; }

    public IReadOnlyList<PublicSitting> Sittings { get; }

    public IReadOnlyList<PublicResolution> Resolutions { get; }

    public IReadOnlyList<PublicSeat> Seats { get; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<PublicNotice> Notices { get; }

    /// <summary>The statute in force; null before the first.</summary>
    public Statute? Statute => assembly.StatuteOn(On);

    /// <summary>All that are or were members, by number.</summary>
    public IReadOnlyCollection<Member> Members => assembly.Members;

    public IReadOnlyList<Weight> Weights => assembly.Weights(On);

    /// <summary>What the association is in law, German.</summary>
    public string LegalForm => Council.LegalForm.Of(assembly, On);

    /// <summary>Null where nobody said so.</summary>
    public AssociationNature? Nature => assembly.NatureOn(On);

    public string? Holder(Office office) => assembly.Holder(office, On);

    public PublicSitting? Sitting(int no) => no >= 1 && no <= Sittings.Count ? Sittings[no - 1] : null;

    public PublicResolution? Resolution(int no) => Resolutions.FirstOrDefault(it => it.No == no);

    /// <summary>When the association as a whole, or one of its members, became what it is.</summary>
    public Moments AtOf(Member? member) => moments.Of(member is null ? PublicMoments.All : $"member {member.Number}");

    PublicSitting Shown(Sitting sitting) => new(sitting.No, sitting.On, sitting.Time, sitting.Place, sitting.State,
        [.. sitting.Items.Where(item => item.IsPublic).Select(item => new PublicItem(sitting.No, item.No, item.Kind,
            item.Title, item.Withdrawn is not null, item.Resolution is { } no ? Resolution(no) : null,
            moments.Of($"item {sitting.No}/{item.No}")))],
        sitting.Items.Any(item => item is { IsPublic: false, Withdrawn: null }), moments.Of($"sitting {sitting.No}"));

    PublicResolution Shown(Resolution it) => new(it.No, it.Citation, it.Sitting, it.Item, it.On, it.Kind, it.Title,
        it.Motion, it.Tally with { Missing = [] }, it.Approval?.State(On), it.Publications,
        moments.Of($"resolution {it.No}"));

    IEnumerable<PublicNotice> NoticesOf()
    {
        foreach (var resolution in Resolutions)
        {
            foreach (var it in resolution.Publications)
            {
                yield return new PublicNotice(it.On, it.Gazette, it.Reference,
                    $"Beschluss {resolution.Citation}: {resolution.Title}", resolution.No);
            }
        }
        foreach (var it in assembly.Statutes.Where(it => it.Gazette is not null))
        {
            yield return new PublicNotice(it.AdoptedOn, it.Gazette!, null, $"Satzung: {it.Text.Name}", null);
        }
    }

    IEnumerable<PublicSeat> SeatsOf()
    {
        var people = new Dictionary<(string, string), int>();
        var no = 0;
        foreach (var it in assembly.Delegates)
        {
            no++;
            if (!people.TryGetValue((it.Member, it.Person), out var person))
            {
                people[(it.Member, it.Person)] = person = people.Count + 1;
            }
            var until = it.Ended?.AddDays(-1) ?? it.Until;
            yield return new PublicSeat(no, person, it.Person, assembly.Member(it.Member)!, it.IsSubstitute, it.From,
                until, moments.Of($"seat {no}"));
        }
    }
}
