using Gemeinwerk.Council;

namespace Gemeinwerk.Tests.Council;

/// <summary>
/// An association as tests tell it, without a database: three towns, a district and a company, a statute in force since
/// 2 January 2013 by which votes are fixed.
/// </summary>
sealed class Scene
{
    internal static readonly DateOnly Start = new(2013, 1, 2);

    internal const string Head = "Vorsteherin";

    readonly List<CouncilRecord> records = [];

    internal Assembly Now => Assembly.Of(records);

    internal IReadOnlyList<CouncilRecord> Records => records;

    /// <param name="votes">Of hemer, siegen, iserlohn, kreis and gmbh.</param>
    internal static Scene Founded(StatuteText? text = null, params int[] votes)
    {
        var scene = new Scene();
        int[] own = votes.Length > 0 ? votes : [4, 3, 3, 2, 1];
        var kinds = new (string, MemberKind)[]
        {
            ("hemer", MemberKind.Municipality), ("siegen", MemberKind.Municipality),
            ("iserlohn", MemberKind.Municipality), ("kreis", MemberKind.District), ("gmbh", MemberKind.Company),
        };
        foreach (var ((number, kind), count) in kinds.Zip(own))
        {
            scene.Do(new MemberJoined(number, $"Mitglied {number}", kind, Start, null, "Gründung",
                kind == MemberKind.Company ? "betreibt das Rechenzentrum" : null));
            scene.Do(new VotesFixed(number, count, Start, "Satzung § 6"));
            scene.Do(new DelegateAppointed(number, $"Person {number}", false, true, Start, null));
        }
        scene.Do(new StatuteDrafted(1, text ?? Text()));
        scene.Do(new StatuteAgreed(1, Start.AddDays(-10), "Gründungsvertrag"));
        scene.Do(new StatuteStarted(1, Start, "Amtsblatt 1/2013"));
        return scene.Do(new OfficeHeld(Office.Head, Head, Start, "Wahl am 2. Januar 2013"));
    }

    internal static StatuteText Text(string wording = "§ 1 …") => new("Zweckverband Test", "Hemer", "Die Gründer",
        "Gemeinsame Datenverarbeitung", "Amtsblatt der Bezirksregierung", "Nach Nutzen", wording, "fest");

    /// <summary>Records what happened, which must be allowed.</summary>
    internal Scene Do(CouncilEvent happened)
    {
        Assert.Null(CouncilRules.Refuse(Now, happened)?.ToString());
        records.Add(new CouncilRecord(
            records.Count + 1, new DateTimeOffset(2013, 1, 1, 0, 0, 0, TimeSpan.Zero), "test", happened));
        return this;
    }

    /// <summary>The code with which it is refused; null where it is allowed.</summary>
    internal string? Refused(CouncilEvent happened) => CouncilRules.Refuse(Now, happened)?.Code;

    internal Scene Draft(string wording = "§ 1 neu", string votes = "fest") =>
        Do(new StatuteDrafted(Now.Statutes.Count + 1, Text(wording) with { Votes = votes }));

    /// <summary>A sitting that is open, with all members there but the absent.</summary>
    internal Scene Sit(DateOnly on, params string[] absent)
    {
        var no = Now.Sittings.Count + 1;
        Do(new SittingCalled(no, on, "10:00", "Hemer", on.AddDays(-14), null));
        foreach (var member in Now.MembersOn(on).Select(member => member.Number).Except(absent))
        {
            Do(new Attended(no, member, Now.DelegatesOf(member, on).First().Person, true));
        }
        return Do(new SittingOpened(no, "Person hemer"));
    }

    /// <summary>A motion of the last sitting, voted on and closed.</summary>
    /// <param name="no">Who votes against it.</param>
    /// <param name="abstain">Who abstains; all others that are there vote for it.</param>
    internal Resolution Vote(
        MotionKind kind, string[]? no = null, string[]? abstain = null, int? statute = null, string? merger = null,
        Candidate? candidate = null, Interim? interim = null)
    {
        var sitting = Now.Sittings[^1];
        var item = sitting.Items.Count + 1;
        Do(new ItemPlaced(sitting.No, item, kind, $"Punkt {item}", "Die Versammlung beschließt.", true, statute, merger,
            candidate, interim));
        Do(new BallotsCast(sitting.No, item, [.. sitting.Present.Keys.Select(member => new Ballot(member,
            no?.Contains(member) == true ? Choice.No
            : abstain?.Contains(member) == true ? Choice.Abstain : Choice.Yes))]));
        Do(new VoteClosed(sitting.No, item, null));
        return Now.Resolutions[^1];
    }

    internal Scene Approve(int resolution, DateOnly asked, DateOnly given) =>
        Do(new ApprovalAsked(resolution, "Bezirksregierung Arnsberg", asked, false))
            .Do(new ApprovalAnswered(resolution, ApprovalAnswer.Given, given, "31.1-2"));

    /// <summary>Published by order of who is head then.</summary>
    internal Scene Publish(int resolution, DateOnly on) =>
        Do(new PublicationOrdered(resolution, Now.Holder(Office.Head, on)!, on))
            .Do(new Published(resolution, "Amtsblatt Arnsberg", on, "S. 12"));
}
