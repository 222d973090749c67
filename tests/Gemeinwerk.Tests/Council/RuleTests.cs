using Gemeinwerk.Council;

namespace Gemeinwerk.Tests.Council;

/// <summary>The rules for associations, each by its number in the collection of rules; GkG NRW.</summary>
public class RuleTests
{
    static readonly DateOnly day = new(2017, 12, 18);

    [Theory]
    [InlineData("Members"), InlineData("Tasks"), InlineData("Name")]
    [InlineData("Seat"), InlineData("NoticeForm"), InlineData("ContributionKey")]
    public void ST_02_A_statute_without_one_of_the_six_must_fields_cannot_be_adopted(string lacks)
    {
        var text = Scene.Text("§ 1 unvollständig");
        text = lacks switch
        {
            "Members" => text with { Members = " " },
            "Tasks" => text with { Tasks = "" },
            "Name" => text with { Name = "" },
            "Seat" => text with { Seat = "" },
            "NoticeForm" => text with { NoticeForm = "" },
            _ => text with { ContributionKey = "" },
        };
        var scene = Scene.Founded().Do(new StatuteDrafted(2, text)).Sit(day);
        Assert.Equal("council.statute-incomplete", scene.Refused(
            new ItemPlaced(1, 1, MotionKind.Statute, "Satzung", "…", true, 2, null, null, null)));
        var founding = new Scene().Do(new StatuteDrafted(1, text));
        Assert.Equal("council.statute-incomplete", founding.Refused(new StatuteAgreed(1, day, "Vertrag")));
    }

    [Fact]
    public void ST_02_A_right_to_terminate_needs_a_procedure_of_settlement()
    {
        Assert.Equal("council.settlement-clause", Scene.Founded().Refused(
            new StatuteDrafted(2, Scene.Text() with { NoticeMonths = 24 })));
        Scene.Founded().Do(new StatuteDrafted(2, Scene.Text() with { NoticeMonths = 24, Settlement = "§ 20" }));
    }

    [Fact]
    public void ST_03_An_approval_is_deemed_given_after_four_weeks_of_silence_and_not_a_day_before()
    {
        var scene = Scene.Founded().Draft().Sit(day);
        var resolution = scene.Vote(MotionKind.Statute, statute: 2);
        scene.Do(new ApprovalAsked(resolution.No, "Bezirksregierung", new(2018, 1, 1), false));
        var approval = scene.Now.Resolution(1)!.Approval!;
        Assert.False(approval.IsGiven(new(2018, 1, 29)));
        Assert.True(approval.IsGiven(new(2018, 1, 30)));
        scene.Do(new ApprovalAnswered(1, ApprovalAnswer.ChangesAsked, new(2018, 1, 20), "31"));
        Assert.False(scene.Now.Resolution(1)!.Approval!.IsGiven(new(2019, 1, 1)));
    }

    [Fact]
    public void ST_03_The_approval_of_a_levy_is_never_deemed_given()
    {
        var scene = Scene.Founded().Sit(day);
        scene.Vote(MotionKind.Budget);
        scene.Do(new ApprovalAsked(1, "Bezirksregierung", day, false));
        Assert.False(scene.Now.Resolution(1)!.Approval!.IsGiven(new(2030, 1, 1)));
        Assert.Equal("council.approval-asked", scene.Refused(new ApprovalAsked(1, "Bezirksregierung", day, false)));
    }

    [Fact]
    public void ST_04_A_statute_starts_the_day_after_its_publication_at_the_earliest()
    {
        var scene = Scene.Founded().Draft().Sit(day);
        scene.Vote(MotionKind.Statute, statute: 2);
        Assert.Equal("council.approval-missing", scene.Refused(new StatuteStarted(2, new(2018, 1, 1), null)));
        scene.Approve(1, day, new(2017, 12, 20));
        Assert.Equal("council.publication-missing", scene.Refused(new StatuteStarted(2, new(2018, 1, 1), null)));
        scene.Publish(1, new(2017, 12, 31));
        Assert.Equal("council.start-too-early", scene.Refused(new StatuteStarted(2, new(2017, 12, 31), null)));
        scene.Do(new StatuteStarted(2, new(2018, 1, 1), null));
        Assert.Equal(1, scene.Now.StatuteOn(new(2017, 12, 31))!.Version);
        Assert.Equal(2, scene.Now.StatuteOn(new(2018, 1, 1))!.Version);
    }

    [Fact]
    public void VV_02_Only_delegates_and_their_substitutes_attend_and_terms_run_until_the_successor_starts()
    {
        var scene = Scene.Founded()
            .Do(new DelegateAppointed("hemer", "Ersatz", true, false, Scene.Start, null))
            .Do(new DelegateAppointed("siegen", "Auf Zeit", false, false, Scene.Start, new(2014, 5, 31)))
            .Do(new SittingCalled(1, day, null, "Hemer", day.AddDays(-14), null));
        Assert.Equal("council.delegate-unknown", scene.Refused(new Attended(1, "hemer", "Fremde Person", true)));
        scene.Do(new Attended(1, "hemer", "Ersatz", true));
        Assert.Contains(scene.Now.DelegatesOf("siegen", day), seat => seat.Person == "Auf Zeit");
        scene.Do(new DelegateAppointed("siegen", "Nachfolge", false, true, new(2014, 6, 1), null));
        Assert.DoesNotContain(scene.Now.DelegatesOf("siegen", day), seat => seat.Person == "Auf Zeit");
        scene.Do(new DelegateEnded("siegen", "Nachfolge", new(2016, 1, 1)));
        Assert.DoesNotContain(scene.Now.DelegatesOf("siegen", day), seat => seat.Person == "Nachfolge");
        Assert.Equal("council.delegate-unknown", scene.Refused(new Attended(1, "siegen", "Nachfolge", true)));
    }

    [Fact]
    public void VV_03_A_vote_against_the_instruction_of_the_members_council_warns_and_counts()
    {
        var scene = Scene.Founded().Sit(day)
            .Do(new ItemPlaced(1, 1, MotionKind.Ordinary, "Haus", "Kauf", true, null, null, null, null))
            .Do(new InstructionGiven(1, 1, "siegen", Choice.Yes, "Rat, 4. Dezember 2017"));
        var against = new BallotsCast(1, 1, [new("siegen", Choice.No), new("hemer", Choice.No)]);
        Assert.Contains("Mitglied siegen", Assert.Single(CouncilRules.Warn(scene.Now, against)),
            StringComparison.Ordinal);
        Assert.Null(scene.Refused(against));
        Assert.Empty(CouncilRules.Warn(scene.Now, new BallotsCast(1, 1, [new("siegen", Choice.Yes)])));
    }

    [Fact]
    public void VV_04_Companies_and_private_persons_together_never_reach_half_of_the_votes()
    {
        var scene = Scene.Founded();
        Assert.Equal("council.private-votes", scene.Refused(new VotesFixed("gmbh", 12, day, "Satzung")));
        scene.Do(new VotesFixed("gmbh", 11, day, "Satzung"));
        Assert.Equal("council.private-votes", scene.Refused(new VotesFixed("hemer", 3, day, "Satzung")));
        var allowed = Scene.Founded(Scene.Text() with { PrivateVotesAllowedBy = "Bezirksregierung, 2012" });
        Assert.Null(allowed.Refused(new VotesFixed("gmbh", 50, day, "Satzung")));
    }

    [Fact]
    public void VV_05_Without_more_than_half_of_the_statutory_votes_nothing_is_resolved_but_in_a_repeated_sitting()
    {
        var scene = Scene.Founded(null, 5, 3, 3, 2, 1).Sit(day, "siegen", "kreis", "iserlohn");
        scene.Do(new ItemPlaced(1, 1, MotionKind.Ordinary, "Haus", "Kauf", true, null, null, null, null))
            .Do(new BallotsCast(1, 1, [new("hemer", Choice.Yes)]));
        Assert.Equal("council.no-quorum", scene.Refused(new VoteClosed(1, 1, null)));
        scene.Do(new SittingClosed(1))
            .Do(new SittingCalled(2, day.AddDays(20), null, "Hemer", day.AddDays(1), 1))
            .Do(new Attended(2, "gmbh", "Person gmbh", true)).Do(new SittingOpened(2, "Person gmbh"));
        Assert.True(scene.Vote(MotionKind.Ordinary).IsPassed);
        Assert.Equal("council.repeats",
            scene.Refused(new SittingCalled(3, day.AddDays(40), null, "Hemer", day.AddDays(21), 2)));
    }

    [Fact]
    public void VV_05_A_tie_rejects()
    {
        var scene = Scene.Founded(null, 4, 3, 2, 2, 1).Sit(day);
        Assert.False(scene.Vote(MotionKind.Ordinary, no: ["siegen", "kreis", "gmbh"]).IsPassed);
        Assert.True(scene.Vote(MotionKind.Ordinary, no: ["siegen", "kreis"], abstain: ["gmbh"]).IsPassed);
    }

    [Fact]
    public void VV_06_Two_thirds_are_of_all_statutory_votes_and_not_of_the_votes_cast()
    {
        // 12 votes of 18 are two thirds; 11 of the 11 cast are not.
        var scene = Scene.Founded(null, 6, 5, 4, 2, 1).Draft().Draft("§ 1 anders")
            .Sit(day, "iserlohn", "kreis", "gmbh");
        var resolution = scene.Vote(MotionKind.Statute, statute: 2);
        Assert.Equal((18, 11, 12, false), (resolution.Tally.Statutory, resolution.Tally.Votes.Yes,
            resolution.Tally.Required, resolution.IsPassed));
        Assert.Null(scene.Now.Statute(2)!.AdoptedOn);
        scene.Do(new Attended(1, "gmbh", "Person gmbh", true));
        Assert.True(scene.Vote(MotionKind.Statute, statute: 3).IsPassed);
        Assert.Equal(day, scene.Now.Statute(3)!.AdoptedOn);
    }

    [Fact]
    public void VV_06_A_change_of_tasks_is_unanimous()
    {
        var scene = Scene.Founded().Draft().Sit(day);
        Assert.False(scene.Vote(MotionKind.Tasks, no: ["gmbh"], statute: 2).IsPassed);
        Assert.False(scene.Vote(MotionKind.Tasks, abstain: ["gmbh"], statute: 2).IsPassed);
        Assert.True(scene.Vote(MotionKind.Tasks, statute: 2).IsPassed);
        Assert.Equal("council.statute-adopted", scene.Refused(
            new ItemPlaced(1, 4, MotionKind.Tasks, "Aufgaben", "…", true, 2, null, null, null)));
    }

    [Fact]
    public void VV_06_The_statute_may_ask_for_more_and_for_the_consent_of_members()
    {
        var text = Scene.Text() with { Majority = "3/4", ConsentOf = ["gmbh"] };
        var scene = Scene.Founded(text).Draft().Sit(day);
        var without = scene.Vote(MotionKind.Statute, no: ["gmbh"], statute: 2);
        Assert.Equal((10, false, "gmbh"),
            (without.Tally.Required, without.IsPassed, Assert.Single(without.Tally.Missing)));
        Assert.False(scene.Vote(MotionKind.Statute, no: ["hemer"], statute: 2).IsPassed);
        Assert.True(scene.Vote(MotionKind.Statute, no: ["siegen"], statute: 2).IsPassed);
    }

    [Fact]
    public void VV_07_The_chair_comes_from_the_assemblys_midst()
    {
        var scene = Scene.Founded().Sit(day);
        Assert.Equal("council.eligible", scene.Refused(Election(Office.Chair, "Fremde Person", "hemer")));
        Assert.True(scene.Vote(MotionKind.Election, candidate: new(
            Office.Chair, "Person siegen", "siegen", CandidatePost.Delegate, false)).IsPassed);
        Assert.Equal("Person siegen", scene.Now.Holder(Office.Chair, day));
    }

    [Theory]
    [InlineData(CandidatePost.HeadOfAdministration, false, true), InlineData(CandidatePost.GeneralDeputy, true, true)]
    [InlineData(CandidatePost.GeneralDeputy, false, false), InlineData(CandidatePost.SeniorStaff, true, true)]
    [InlineData(CandidatePost.Delegate, true, false), InlineData(CandidatePost.Outside, true, false)]
    public void VO_01_The_head_comes_from_the_heads_of_administration(CandidatePost post, bool consent, bool isEligible)
    {
        var scene = Scene.Founded().Sit(day);
        Assert.Equal(isEligible ? null : "council.eligible",
            scene.Refused(Election(Office.Head, "Landrat", "kreis", post, consent)));
    }

    static ItemPlaced Election(
        Office office, string person, string member, CandidatePost post = CandidatePost.Delegate,
        bool hasConsent = false) => new(1, 1, MotionKind.Election, "Wahl", "Gewählt wird …", true, null, null,
            new Candidate(office, person, member, post, hasConsent), null);

    [Fact]
    public void CH_02_Changes_are_notified_and_dissolution_needs_approval()
    {
        var scene = Scene.Founded().Draft().Sit(day);
        scene.Vote(MotionKind.Statute, statute: 2);
        scene.Vote(MotionKind.Dissolution);
        scene.Do(new ApprovalAsked(1, "Bezirksregierung", day, true));
        Assert.True(scene.Now.Resolution(1)!.Approval!.IsGiven(day));
        Assert.Equal("council.approval-needed", scene.Refused(new ApprovalAsked(2, "Bezirksregierung", day, true)));
    }

    [Fact]
    public void CH_04_Votes_change_on_the_day_of_joining_and_of_leaving()
    {
        var scene = Scene.Founded().Sit(day);
        scene.Vote(MotionKind.Accession);
        var joins = new MemberJoined(
            "burscheid", "Burscheid", MemberKind.Municipality, new(2020, 1, 1), null, "Beitritt");
        Assert.Equal("council.resolution-missing", scene.Refused(joins));
        scene.Do(joins with { Resolution = 1 }).Do(new VotesFixed("burscheid", 2, new(2020, 1, 1), "Satzung"));
        Assert.Equal((13, 15),
            (scene.Now.StatutoryVotes(new(2019, 12, 31)), scene.Now.StatutoryVotes(new(2020, 1, 1))));
        scene.Vote(MotionKind.Leaving);
        scene.Do(new MemberLeft("hemer", new(2021, 1, 1), LeaveReason.Resolution, 2, "Austritt"));
        Assert.Equal((15, 11),
            (scene.Now.StatutoryVotes(new(2020, 12, 31)), scene.Now.StatutoryVotes(new(2021, 1, 1))));
        scene.Do(new SettlementMade("hemer", -120_000_00, false, new(2021, 3, 1), "Vertrag"));
        Assert.Equal("council.settlement",
            scene.Refused(new SettlementMade("hemer", 1, false, new(2021, 4, 1), "Bescheid")));
    }

    [Fact]
    public void CH_06_A_successor_steps_in_and_may_be_expelled_or_leave_for_three_months()
    {
        var scene = Scene.Founded().Do(new MemberSucceeded(
            "siegen", "neustadt", "Neustadt", MemberKind.Municipality, new(2018, 1, 1), "Gebietsänderung"));
        Assert.False(scene.Now.Member("siegen")!.IsOn(new(2018, 1, 1)));
        Assert.True(scene.Now.Member("neustadt")!.IsOn(new(2018, 1, 1)));
        MemberLeft Out(DateOnly on, string who = "neustadt") =>
            new(who, on, LeaveReason.SuccessionExit, null, "Antrag");
        Assert.Null(scene.Refused(Out(new(2018, 4, 1))));
        Assert.Equal("council.succession-exit", scene.Refused(Out(new(2018, 4, 2))));
        Assert.Equal("council.succession-exit", scene.Refused(Out(new(2018, 2, 1), "hemer")));
    }

    [Fact]
    public void CH_07_One_sided_notice_needs_a_clause_of_the_statute_and_its_period()
    {
        Assert.Equal("council.notice-clause", Scene.Founded().Refused(
            new TerminationGiven("hemer", day, new(2020, 1, 1), TerminationBasis.Statute, "Brief")));
        var scene = Scene.Founded(Scene.Text() with { NoticeMonths = 24, Settlement = "§ 20" });
        Assert.Equal("council.notice-period", scene.Refused(
            new TerminationGiven("hemer", day, new(2019, 12, 17), TerminationBasis.Statute, "Brief")));
        scene.Do(new TerminationGiven("hemer", day, new(2020, 1, 1), TerminationBasis.Statute, "Brief"));
        Assert.Equal("council.no-termination", scene.Refused(
            new MemberLeft("hemer", new(2019, 1, 1), LeaveReason.Notice, null, "Kündigung")));
        scene.Do(new MemberLeft("hemer", new(2020, 1, 1), LeaveReason.Notice, null, "Kündigung"));
    }

    [Fact]
    public void MG_04_Members_may_terminate_until_three_months_after_the_merger_took_effect()
    {
        var scene = Scene.Founded();
        TerminationGiven On(DateOnly day) => new("hemer", day, new(2019, 1, 1), TerminationBasis.Merger, "Brief");
        Assert.Equal("council.merger-termination", scene.Refused(On(new(2018, 2, 1))));
        scene.Do(new AssociationArose("sit-2018", new(2018, 1, 1), true, null));
        Assert.Equal("council.merger-termination", scene.Refused(On(new(2017, 12, 31))));
        Assert.Null(scene.Refused(On(new(2018, 4, 1))));
        Assert.Equal("council.merger-termination", scene.Refused(On(new(2018, 4, 2))));
    }

    [Fact]
    public void MG_05_Rights_go_from_the_interim_holders_to_the_elected_on_the_day_of_the_election()
    {
        var scene = Scene.Founded().Draft().Sit(day);
        scene.Vote(MotionKind.Merger, statute: 2, merger: "sit-2018", interim: new("Übergang", "Vorsitz"));
        scene.Do(new AssociationArose(
            "sit-2018", new(2018, 1, 1), false, new("Übergang", "Vorsitz")));
        Assert.Equal(Scene.Head, scene.Now.Holder(Office.Head, new(2017, 12, 31)));
        Assert.Equal("Übergang", scene.Now.Holder(Office.Head, new(2018, 1, 1)));
        Assert.True(scene.Now.IsElectionDue(Office.Head, new(2018, 1, 29)));
        scene.Sit(new(2018, 1, 30));
        scene.Vote(MotionKind.Election, candidate: new(
            Office.Head, "Landrat", "kreis", CandidatePost.HeadOfAdministration, false));
        Assert.Equal("Übergang", scene.Now.Holder(Office.Head, new(2018, 1, 29)));
        Assert.Equal("Landrat", scene.Now.Holder(Office.Head, new(2018, 1, 30)));
        Assert.False(scene.Now.IsElectionDue(Office.Head, new(2018, 1, 30)));
        Assert.True(scene.Now.IsElectionDue(Office.Chair, new(2018, 1, 30)));
    }
}
