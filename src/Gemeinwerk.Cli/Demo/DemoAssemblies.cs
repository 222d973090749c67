using Gemeinwerk.Council;

namespace Gemeinwerk.Cli.Demo;

/// <summary>
/// The assemblies of the real case with their real dates, 2013 to 2020. Members, dates of the resolutions and their
/// unanimity are published; votes per member, wordings and the days marked as assumed are not.
/// </summary>
sealed class DemoAssemblies(IReadOnlyList<DemoMember> members)
{
    /// <summary>Votes by inhabitants; the statutes of the three could not be read, so this is assumed.</summary>
    const string AssumedVotes = "je 10000";

    internal static readonly DateOnly Founded = new(1969, 10, 1), UmbrellaFounded = new(2013, 1, 2),
        Effective = new(2018, 1, 1), FirstSitting = new(2018, 1, 30), Enlarged = new(2020, 1, 1);

    /// <summary>The year of the decision to integrate both parents is published, its day is assumed.</summary>
    internal static readonly DateOnly StageResolved = new(2016, 12, 1);
    /// <summary>Budget, levy and their dates are assumed.</summary>
    internal static readonly DateOnly LevyOn = new(2018, 2, 28), LevyClaimed = new(2018, 3, 26);

    /// <summary>The day of the KDZ is published, the others are assumed within December 2017.</summary>
    internal static readonly DateOnly KdzResolved = new(2017, 12, 18), CitkommResolved = new(2017, 12, 19),
        UmbrellaResolved = new(2017, 12, 20), Approved = new(2017, 12, 27), Published = new(2017, 12, 30);

    const string UmbrellaHead = "die Leitung der Südwestfalen-IT (angenommen)";

    static readonly StatuteText merged = Statute("Südwestfalen-IT", "Hemer", "Die Mitglieder der KDVZ Citkomm, der KDZ "
        + "Westfalen-Süd und die später beigetretenen", "Informationstechnik für die Mitglieder", AssumedVotes);

    /// <summary>From the founding to the resolution about the merger, of one of the two parents.</summary>
    /// <param name="withVote">Without, the assembly sits and does not vote.</param>
    internal IReadOnlyList<CouncilEvent> Parent(
        string predecessor, string name, string seat, DateOnly resolved, bool withVote)
    {
        var own = members.Where(member => member.Predecessor == predecessor && !member.IsContractUser).ToList();
        return
        [
            .. own.SelectMany(member => Join(member, Founded, "Gründung 1969")),
            .. own.SelectMany(Populations),
            new StatuteDrafted(1, Statute(name, seat, "Die Gründer", "Gemeinsame Datenverarbeitung", AssumedVotes)),
            new StatuteAgreed(1, Founded.AddDays(-30), "Gründungsvertrag 1969"),
            new StatuteStarted(1, Founded, "Amtsblatt 1969 (Fundstelle nicht erhoben)"),
            new AssociationFormed(AssociationNature.Voluntary, Founded, "Gründungsvertrag 1969"),
            new OfficeHeld(Office.Head, $"die Leitung der {name} (angenommen)", new(2014, 6, 1), "nicht erhoben"),
            .. own.Select(member => Delegate(member, new DateOnly(2014, 6, 1))),
            .. Begin(1, seat, own),
            new StatuteDrafted(2, merged),
            .. Vote(2, resolved, seat, 2, own.ConvertAll(member => member.BodyCode), member => Person(Of(member)),
                withVote),
        ];
    }

    /// <summary>The umbrella association of the two parents until its own resolution is published.</summary>
    internal static IReadOnlyList<CouncilEvent> Umbrella(string first, string second)
    {
        (string Number, string Name)[] parents = [(first, "KDVZ Citkomm"), (second, "KDZ Westfalen-Süd")];
        return
        [
            .. parents.Select(it => new MemberJoined(
                it.Number, it.Name, MemberKind.PublicBody, UmbrellaFounded, null, "Gründung des Dachverbands 2013",
                null, true)),
            .. parents.Select(it => new VotesFixed(it.Number, 1, UmbrellaFounded, "angenommen")),
            .. parents.Select(it => new DelegateAppointed(
                it.Number, $"Verbandsvorsteher der {it.Name}", false, true, UmbrellaFounded, null)),
            new StatuteDrafted(1, Statute("Südwestfalen-IT", "Hemer", "KDVZ Citkomm und KDZ Westfalen-Süd",
                "Gemeinsames Finanzwesen und gemeinsamer Rechenzentrumsbetrieb", "fest")),
            new StatuteAgreed(1, UmbrellaFounded.AddDays(-20), "Gründungsvertrag 2012"),
            new StatuteStarted(1, UmbrellaFounded, "Amtsblatt 2013 (Fundstelle nicht erhoben)"),
            new AssociationFormed(AssociationNature.Voluntary, UmbrellaFounded, "Gründungsvertrag 2012"),
            new OfficeHeld(Office.Head, UmbrellaHead, UmbrellaFounded, "nicht erhoben"),
            new StatuteDrafted(2, merged),
            .. Vote(1, UmbrellaResolved, "Hemer", 2, [first, second],
                member => $"Verbandsvorsteher der {parents.Single(it => it.Number == member).Name}", true),
            new ApprovalAsked(1, "Bezirksregierung Arnsberg", UmbrellaResolved, false),
            new ApprovalAnswered(1, ApprovalAnswer.Given, Approved, "angenommen"),
            new PublicationOrdered(1, UmbrellaHead, Approved),
            new Published(1, "Amtsblatt der Bezirksregierung Arnsberg", Published, "angenommen"),
        ];
    }

    /// <summary>After the merger: the parents are gone, 64 members elect on 30 January 2018, seven more come in 2020.
    /// </summary>
    internal IReadOnlyList<CouncilEvent> Afterwards(string first, string second) =>
        [.. First(first, second), .. Enlarge(3, 5)];

    List<DemoMember> Own => [.. members.Where(member => !member.IsContractUser).OrderBy(member => member.BodyCode)];

    /// <summary>The first sitting of the 64.</summary>
    internal IReadOnlyList<CouncilEvent> First(string first, string second)
    {
        var own = Own;
        var district = own.Single(member => member.Name.StartsWith("Märkischer", StringComparison.Ordinal));
        var (town, other) = (own.First(member => !member.IsDistrict), own.Last(member => !member.IsDistrict));
        return
        [
            new MemberLeft(first, Effective, LeaveReason.Merger, null, "Fusion"),
            new MemberLeft(second, Effective, LeaveReason.Merger, null, "Fusion"),
            .. own.Select(member => Delegate(member, Effective)),
            new SittingCalled(2, FirstSitting, null, "Lüdenscheid", new(2018, 1, 15), null),
            .. Present(2, own.ConvertAll(member => member.BodyCode), member => Person(Of(member))),
            new SittingOpened(2, "die Leitung der KDZ Westfalen-Süd (angenommen)"),
            .. Elect(1, new Candidate(Office.Chair, Person(town), town.BodyCode, CandidatePost.Delegate, false), own),
            .. Elect(2, new Candidate(
                Office.DeputyChair, Person(other), other.BodyCode, CandidatePost.Delegate, false), own),
            .. Elect(3, new Candidate(
                Office.Head, Person(district), district.BodyCode, CandidatePost.HeadOfAdministration, false), own),
            new SittingClosed(2),
        ];
    }

    /// <summary>The budget of the first year after the merger with its levy, all of it assumed: a base share, a share
    /// by inhabitants, and a special levy for the radio network, which only the members of the KDZ have.</summary>
    internal IReadOnlyList<CouncilEvent> Levy(LevyNeed need)
    {
        var (own, year) = (Own, LevyOn.Year);
        var special = new Basics.Money(Math.Min(150_000_00, need.Most.Cents / 10));
        var parts = (need.Most - special).Allocate([30, 70]);
        return
        [
            new LevyDrafted(1, year, need.Expenses.Cents, need.Revenues.Cents, need.Reserve.Cents, need.Deficit.Cents,
                [new(year, 4, 15), new(year, 10, 15)], "Haushaltssatzung 2018 (für die Vorführung erzeugt)", false),
            new LevyPartAdded(1, "Grundbetrag", parts[0].Cents, LevyKey.Equal, new(year, 1, 1), null, null),
            new LevyPartAdded(1, "Nach Einwohnern", parts[1].Cents, LevyKey.Inhabitants, new(year - 1, 12, 31), null,
                null),
            new LevyPartAdded(1, "Sonderumlage Richtfunknetz", special.Cents, LevyKey.Inhabitants,
                new(year - 1, 12, 31), null, [.. own.Where(member => member.Predecessor == "KDZ Westfalen-Süd")
                    .Select(member => member.BodyCode)]),
            new SittingCalled(3, LevyOn, null, "Hemer", LevyOn.AddDays(-14), null),
            .. Present(3, own.ConvertAll(member => member.BodyCode), member => Person(Of(member))),
            new SittingOpened(3, Person(own.First(member => !member.IsDistrict))),
            new ItemPlaced(3, 1, MotionKind.Budget, "Haushaltssatzung 2018 mit der Umlage", "Die Haushaltssatzung 2018 "
                + $"wird beschlossen; die Umlage der Mitglieder wird auf {need.Most} festgesetzt.", true, null, null,
                null, null, 1),
            new BallotsCast(3, 1, [.. own.Select(member => new Ballot(member.BodyCode, Choice.Yes))]),
            new VoteClosed(3, 1, null),
            new SittingClosed(3),
            new ApprovalAsked(5, "Bezirksregierung Arnsberg", new(year, 3, 1), false),
            new ApprovalAnswered(5, ApprovalAnswer.Given, new(year, 3, 20), "angenommen"),
            new Published(5, "Amtsblatt der Bezirksregierung Arnsberg", new(year, 3, 24), "angenommen"),
        ];
    }

    /// <summary>Seven more members.</summary>
    /// <param name="resolution">The number that the resolution about it gets.</param>
    internal IReadOnlyList<CouncilEvent> Enlarge(int sitting, int resolution)
    {
        var own = Own;
        // Schwerte was served before and stayed so; the seven of the district Rheinisch-Berg became members.
        var joining = members.Where(member => member.IsContractUser && member.Name != "Schwerte").ToList();
        return
        [
            new SittingCalled(sitting, new(2019, 11, 27), null, "Siegen", new(2019, 11, 12), null),
            .. Present(sitting, own.ConvertAll(member => member.BodyCode), member => Person(Of(member))),
            new SittingOpened(sitting, Person(own.First(member => !member.IsDistrict))),
            .. Item(sitting, 1, MotionKind.Accession, "Beitritt von sieben Mitgliedern", null, null, null, own),
            new SittingClosed(sitting),
            .. joining.SelectMany(member => Join(member, Enlarged, "Beitritt 2020", resolution)),
            .. joining.SelectMany(Populations),
        ];
    }

    /// <summary>The last stage of the roadmap begins by resolutions of both parents.</summary>
    IEnumerable<CouncilEvent> Begin(int sitting, string place, List<DemoMember> own)
    {
        var all = own.ConvertAll(member => member.BodyCode);
        yield return new SittingCalled(sitting, StageResolved, null, place, StageResolved.AddDays(-14), null);
        yield return new ItemPlaced(sitting, 1, MotionKind.Ordinary, "Beginn der Fusion (Stufe 3 des Fahrplans)",
            "Die Verbandsversammlung beschließt, die Eingliederung in die Südwestfalen-IT vorzubereiten.", true, null,
            null, null, null);
        foreach (var happened in Present(sitting, all, member => Person(Of(member)))) yield return happened;
        yield return new SittingOpened(sitting, Person(own[0]));
        yield return new BallotsCast(sitting, 1, [.. all.Select(member => new Ballot(member, Choice.Yes))]);
        yield return new VoteClosed(sitting, 1, null);
        yield return new SittingClosed(sitting);
    }

    static IEnumerable<CouncilEvent> Vote(
        int sitting, DateOnly on, string place, int statute, List<string> all, Func<string, string> person,
        bool withVote)
    {
        yield return new SittingCalled(sitting, on, null, place, on.AddDays(-14), null);
        yield return new ItemPlaced(sitting, 1, MotionKind.Merger,
            "Eingliederung in die Südwestfalen-IT zum 01.01.2018",
            "Die Verbandsversammlung stimmt der Eingliederung beider Verbände in die Südwestfalen-IT zum 1. Januar "
            + "2018 mit der vorgelegten Satzung zu.", true, statute, DemoMerger.Code, null,
            new Interim("die Leitung der KDVZ Citkomm (angenommen)", "die Leitung der KDZ Westfalen-Süd (angenommen)"));
        if (!withVote) yield break;
        foreach (var happened in Present(sitting, all, person)) yield return happened;
        yield return new SittingOpened(sitting, person(all[0]));
        yield return new BallotsCast(sitting, 1, [.. all.Select(member => new Ballot(member, Choice.Yes))]);
        yield return new VoteClosed(sitting, 1, null);
        yield return new SittingClosed(sitting);
    }

    static IEnumerable<CouncilEvent> Present(int sitting, List<string> all, Func<string, string> person) =>
        all.Select(member => new Attended(sitting, member, person(member), true));

    static IEnumerable<CouncilEvent> Elect(int item, Candidate candidate, List<DemoMember> own) => Item(
        2, item, MotionKind.Election, $"Wahl: {Word(candidate.Office)}", candidate, null, null, own);

    static IEnumerable<CouncilEvent> Item(
        int sitting, int item, MotionKind kind, string title, Candidate? candidate, int? statute, Interim? interim,
        List<DemoMember> own)
    {
        yield return new ItemPlaced(sitting, item, kind, title, candidate is null
            ? "Burscheid, Kürten, Leichlingen, Odenthal, Overath, Rösrath und Wermelskirchen treten zum 1. Januar 2020 "
                + "bei."
            : $"Gewählt wird: {candidate.Person}.", true, statute, null, candidate, interim);
        yield return new BallotsCast(sitting, item, [.. own.Select(member => new Ballot(member.BodyCode, Choice.Yes))]);
        yield return new VoteClosed(sitting, item, null);
    }

    static IEnumerable<CouncilEvent> Join(DemoMember member, DateOnly since, string basis, int? resolution = null)
    {
        yield return new MemberJoined(member.BodyCode, member.Name,
            member.IsDistrict ? MemberKind.District : MemberKind.Municipality, since, resolution, basis);
    }

    static IEnumerable<CouncilEvent> Populations(DemoMember member)
    {
        const string source = "Gemeindeverzeichnis, Statistische Ämter des Bundes und der Länder";
        yield return new PopulationCounted(member.BodyCode, member.Population2009, new(2009, 12, 31), source);
        yield return new PopulationCounted(member.BodyCode, member.Population2017, new(2017, 12, 31), source);
    }

    static DelegateAppointed Delegate(DemoMember member, DateOnly from) =>
        new(member.BodyCode, Person(member), false, true, from, null);

    /// <summary>The office and not a name, because who held it is of no matter here.</summary>
    static string Person(DemoMember member) =>
        member.IsDistrict ? $"Leitung der Verwaltung {member.Name}" : $"Bürgermeisteramt {member.Name}";

    static string Word(Office office) => office switch
    {
        Office.Chair => "Vorsitz der Verbandsversammlung",
        Office.DeputyChair => "stellvertretender Vorsitz",
        _ => "Verbandsvorsteher",
    };

    static StatuteText Statute(string name, string seat, string who, string tasks, string votes) => new(name, seat, who,
        tasks, "Amtsblatt der Bezirksregierung Arnsberg", "Nach Nutzen der Leistungen",
        $"Satzung des Zweckverbands {name}. Der Wortlaut ist nicht erhoben; dieser Text steht an seiner Stelle.",
        votes);

    DemoMember Of(string code) => members.Single(member => member.BodyCode == code);
}
