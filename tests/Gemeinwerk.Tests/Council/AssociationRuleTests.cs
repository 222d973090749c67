using Gemeinwerk.Council;

namespace Gemeinwerk.Tests.Council;

/// <summary>What the association is, who supervises it, and what head and assembly do; each rule by its number.
/// </summary>
public class AssociationRuleTests
{
    static readonly DateOnly day = new(2017, 12, 18);

    static Scene Formed(AssociationNature nature) =>
        Scene.Founded().Do(new AssociationFormed(nature, Scene.Start, "Vereinbarung der Gründer"));

    static MemberJoined Member(MemberKind kind, string? furthers = null, bool? withDistricts = null) =>
        new("neu", "Neues Mitglied", kind, Scene.Start, null, "Gründung", furthers, withDistricts);

    [Theory, InlineData(AssociationNature.Voluntary), InlineData(AssociationNature.Mandatory)]
    public void ST_01_An_association_is_formed_freely_or_for_a_mandatory_task_once(AssociationNature nature)
    {
        Assert.Null(Scene.Founded().Now.NatureOn(day));
        var scene = Formed(nature);
        Assert.Equal((null, nature), (scene.Now.NatureOn(Scene.Start.AddDays(-1)), scene.Now.NatureOn(day)));
        Assert.Equal("council.nature", scene.Refused(new AssociationFormed(nature, day, "noch einmal")));
    }

    [Theory]
    [InlineData(MemberKind.Municipality, false), InlineData(MemberKind.District, false)]
    [InlineData(MemberKind.IndependentCity, false), InlineData(MemberKind.State, false)]
    [InlineData(MemberKind.PublicBody, false), InlineData(MemberKind.Company, true)]
    [InlineData(MemberKind.Person, true)]
    public void ST_01_Public_bodies_may_be_members_and_private_persons_where_they_further_the_task(
        MemberKind kind, bool isPrivate)
    {
        var scene = new Scene();
        Assert.Equal(isPrivate ? "council.furthers" : null, scene.Refused(Member(kind)));
        Assert.Equal(isPrivate ? null : "council.furthers", scene.Refused(Member(kind, "stellt das Netz")));
        if (isPrivate) scene.Do(Member(kind, "stellt das Netz"));
        else scene.Do(Member(kind));
        Assert.Equal(isPrivate ? "stellt das Netz" : null, scene.Now.Member("neu")!.Furthers);
    }

    [Fact]
    public void SU_01_The_authority_follows_from_the_kinds_of_the_members()
    {
        foreach (var (kind, withDistricts, authority) in new[]
        {
            (MemberKind.Municipality, false, SupervisoryAuthority.DistrictHead),
            (MemberKind.PublicBody, false, SupervisoryAuthority.DistrictHead),
            (MemberKind.Company, false, SupervisoryAuthority.DistrictHead),
            (MemberKind.District, false, SupervisoryAuthority.RegionalGovernment),
            (MemberKind.IndependentCity, false, SupervisoryAuthority.RegionalGovernment),
            (MemberKind.State, false, SupervisoryAuthority.RegionalGovernment),
            (MemberKind.PublicBody, true, SupervisoryAuthority.RegionalGovernment),
        })
        {
            var scene = new Scene().Do(Member(
                kind, kind == MemberKind.Company ? "stellt das Netz" : null, withDistricts ? true : null));
            var its = Supervision.Of(scene.Now, day);
            Assert.Equal((authority, SupervisoryAuthority.Ministry), (its.Authority, its.Highest));
            Assert.Equal(authority == SupervisoryAuthority.DistrictHead
                ? SupervisoryAuthority.RegionalGovernment
                : SupervisoryAuthority.Ministry, its.Upper);
        }
        Assert.Equal("council.with-districts", new Scene().Refused(Member(MemberKind.Municipality, null, true)));
    }

    [Fact]
    public void SU_01_Approval_is_asked_of_the_authority_and_of_no_other()
    {
        var scene = Scene.Founded().Draft().Sit(day);
        scene.Vote(MotionKind.Statute, statute: 2);
        foreach (var other in new[] { "Landrat des Märkischen Kreises", "Ministerium für Kommunales" })
        {
            Assert.Equal("council.authority", scene.Refused(new ApprovalAsked(1, other, day, true)));
        }
        var unclear = new ApprovalAsked(1, "die Aufsicht", day, true);
        Assert.Null(scene.Refused(unclear));
        Assert.Contains("(GkG NRW § 29)", Assert.Single(CouncilRules.Warn(scene.Now, unclear)),
            StringComparison.Ordinal);
        var right = unclear with { Authority = "Bezirksregierung Arnsberg" };
        Assert.Empty(CouncilRules.Warn(scene.Now, right));
        scene.Do(new MemberLeft("kreis", day.AddDays(1), LeaveReason.Merger, null, "Fusion"));
        Assert.Equal("council.authority", scene.Refused(right with { On = day.AddDays(1) }));
        Assert.Null(scene.Refused(right with { On = day.AddDays(1), Authority = "Landrätin" }));
    }

    [Fact]
    public void SU_01_Where_a_member_was_recorded_before_its_kind_was_asked_a_higher_authority_warns_only()
    {
        var scene = new Scene().Do(Member(MemberKind.Municipality)).Do(new VotesFixed("neu", 1, Scene.Start, "Satzung"))
            .Do(new DelegateAppointed("neu", "Person", false, true, Scene.Start, null))
            .Do(new AssociationFormed(AssociationNature.Mandatory, Scene.Start, "Gesetz"))
            .Do(new StatuteDrafted(1, Scene.Text())).Do(new StatuteAgreed(1, Scene.Start.AddDays(-9), "Vertrag"))
            .Do(new StatuteStarted(1, Scene.Start, "Amtsblatt")).Draft().Sit(day);
        scene.Vote(MotionKind.Statute, statute: 2);
        var (strict, old) = (scene.Now, Assembly.Of(scene.Records, demandsFrom: 2));
        foreach (var (asked, upper) in new (Func<string, CouncilEvent>, string)[]
        {
            (name => new ApprovalAsked(1, name, day, false), "Bezirksregierung Arnsberg"),
            (name => new GroundGone(day, name, "31.1-7"), "Bezirksregierung Arnsberg"),
        })
        {
            Assert.Equal("council.authority", CouncilRules.Refuse(strict, asked(upper))?.Code);
            Assert.Null(CouncilRules.Refuse(old, asked(upper)));
            Assert.Contains("Als Neues Mitglied eingetragen wurde", Assert.Single(CouncilRules.Warn(old, asked(upper))),
                StringComparison.Ordinal);
            Assert.Null(CouncilRules.Refuse(old, asked("Landrat")));
            Assert.Empty(CouncilRules.Warn(old, asked("Landrat")));
        }
        // A district is a district: from it the authority follows, and no lower one is.
        var district = Assembly.Of([new(1, default, "test", Member(MemberKind.District)),
            new(2, default, "test", new AssociationFormed(AssociationNature.Mandatory, Scene.Start, "Gesetz"))],
            demandsFrom: 2);
        Assert.Null(Supervision.Of(district, day).Unsure);
        Assert.Equal("council.authority", CouncilRules.Refuse(district, new GroundGone(day, "Landrat", "1"))?.Code);
        // Whom a merger brings the program records, and asks nobody.
        var merged = new Scene().Do(new AssociationArose("fusion", Scene.Start, true, null)).Do(Member(
            MemberKind.Municipality) with
        { Basis = Assembly.BasisOf("fusion") });
        Assert.Equal("neu", Supervision.Of(merged.Now, day).Unsure!.Number);
    }

    [Fact]
    public void SU_02_Without_a_form_of_notices_no_statute_is_adopted_and_unpublished_none_starts()
    {
        var text = Scene.Text("§ 1 neu") with { NoticeForm = "" };
        var scene = Scene.Founded().Do(new StatuteDrafted(2, text)).Draft().Sit(day);
        Assert.Equal("council.statute-incomplete", scene.Refused(
            new ItemPlaced(1, 1, MotionKind.Statute, "Satzung", "…", true, 2, null, null, null)));
        scene.Vote(MotionKind.Statute, statute: 3);
        scene.Approve(1, day, day);
        Assert.Equal("council.publication-missing", scene.Refused(new StatuteStarted(3, new(2018, 1, 1), null)));
        scene.Publish(1, new(2017, 12, 30)).Do(new StatuteStarted(3, new(2018, 1, 1), null));
    }

    [Fact]
    public void VV_08_The_assembly_elects_the_head_and_passes_statutes_and_nobody_else_can()
    {
        var scene = Scene.Founded().Draft().Draft("§ 1 ohne Beschluss").Sit(day);
        var held = new OfficeHeld(Office.Head, "Selbsternannter", day, "Brief");
        Assert.Equal("council.office-held", scene.Refused(held));
        Assert.Equal("council.statute-agreed", scene.Refused(new StatuteAgreed(2, day, "Vertrag")));
        Assert.Equal("council.statute-draft", scene.Refused(new StatuteStarted(2, new(2018, 1, 1), "Amtsblatt")));
        scene.Vote(MotionKind.Election, no: ["hemer", "siegen", "iserlohn"], candidate: new(
            Office.Head, "Verlierer", "kreis", CandidatePost.HeadOfAdministration, false));
        Assert.Equal(Scene.Head, scene.Now.Holder(Office.Head, day));
        scene.Vote(MotionKind.Election, candidate: new(
            Office.Head, "Landrat", "kreis", CandidatePost.HeadOfAdministration, false));
        Assert.Equal("Landrat", scene.Now.Holder(Office.Head, day));
        Assert.True(scene.Vote(MotionKind.Statute, statute: 2).IsPassed);
        Assert.Equal((day, null), (scene.Now.Statute(2)!.AdoptedOn, scene.Now.Statute(3)!.AdoptedOn));
    }

    [Fact]
    public void VV_08_Who_held_an_office_before_the_first_sitting_in_the_records_is_named_also_later()
    {
        var scene = Scene.Founded().Draft().Sit(day);
        scene.Vote(MotionKind.Statute, statute: 2);
        scene.Approve(1, day, day);
        var held = new OfficeHeld(Office.Chair, "Vorsitzende", day.AddDays(-1), "Wahl 2014");
        var why = CouncilRules.Refuse(scene.Now, held with { Since = day })!;
        Assert.Equal("council.office-held", why.Code);
        Assert.Contains("18.12.2017", why.Message, StringComparison.Ordinal);
        scene.Do(held);
        Assert.Equal("Vorsitzende", scene.Now.Holder(Office.Chair, day));
    }

    [Fact]
    public void VV_08_Whom_no_resolution_names_has_no_rights_until_the_first_election()
    {
        var scene = Scene.Founded().Draft().Sit(day);
        scene.Vote(MotionKind.Merger, statute: 2, merger: "sit-2018", interim: new("Übergang", "Vorsitz"));
        Assert.Equal("council.interim", scene.Refused(
            new AssociationArose("sit-2018", new(2018, 1, 1), false, new("Selbsternannter", "Vorsitz"))));
        Assert.Equal("council.interim", scene.Refused(new AssociationArose("sit-2018", new(2018, 1, 1), false, null)));
        scene.Do(new AssociationArose("sit-2018", new(2018, 1, 1), false, new("Übergang", "Vorsitz")));
    }

    [Fact]
    public void VO_02_The_head_of_that_day_orders_that_an_adopted_statute_is_published()
    {
        var scene = Scene.Founded().Draft().Sit(day);
        scene.Vote(MotionKind.Statute, statute: 2);
        scene.Approve(1, day, day);
        var published = new Published(1, "Amtsblatt", new(2017, 12, 30), "S. 12");
        Assert.Equal("council.publication-order", scene.Refused(published));
        scene.Vote(MotionKind.Election, candidate: new(
            Office.Head, "Landrat", "kreis", CandidatePost.HeadOfAdministration, false));
        PublicationOrdered By(string signer, DateOnly on) => new(1, signer, on);
        Assert.Equal("council.signer", scene.Refused(By(Scene.Head, day)));
        Assert.Equal("council.before-resolution", scene.Refused(By("Landrat", day.AddDays(-1))));
        scene.Do(By("Landrat", new(2017, 12, 28)));
        Assert.Equal("council.publication-ordered", scene.Refused(By("Landrat", new(2017, 12, 29))));
        Assert.Equal("council.publication-order", scene.Refused(published with { On = new(2017, 12, 27) }));
        scene.Do(published);
        Assert.Equal(("Landrat", new DateOnly(2017, 12, 28)),
            (scene.Now.Resolution(1)!.Order!.Signer, scene.Now.Resolution(1)!.Order!.On));
    }

    [Fact]
    public void VO_02_Until_the_first_election_the_interim_head_signs_and_a_deputy_may()
    {
        var interim = new Interim("Übergang", "Vorsitz");
        var scene = Scene.Founded().Draft().Draft("§ 1 danach").Sit(day);
        scene.Vote(MotionKind.Merger, statute: 2, merger: "sit-2018", interim: interim);
        scene.Do(new AssociationArose("sit-2018", new(2018, 1, 1), false, interim)).Sit(new(2018, 1, 30));
        scene.Vote(MotionKind.Statute, statute: 3);
        scene.Vote(MotionKind.Election, candidate: new(
            Office.DeputyHead, "Stellvertreterin", "kreis", CandidatePost.GeneralDeputy, true));
        Assert.Equal("council.signer", scene.Refused(new PublicationOrdered(2, Scene.Head, new(2018, 1, 30))));
        Assert.Null(scene.Refused(new PublicationOrdered(2, "Übergang", new(2018, 1, 30))));
        Assert.Null(scene.Refused(new PublicationOrdered(2, "Stellvertreterin", new(2018, 1, 30))));
    }

    [Fact]
    public void VO_02_Where_nobody_is_head_nobody_signs()
    {
        var scene = new Scene().Do(Member(MemberKind.District)).Do(new VotesFixed("neu", 1, Scene.Start, "Satzung"))
            .Do(new DelegateAppointed("neu", "Person", false, true, Scene.Start, null))
            .Do(new StatuteDrafted(1, Scene.Text())).Do(new StatuteAgreed(1, Scene.Start.AddDays(-9), "Vertrag"))
            .Do(new StatuteStarted(1, Scene.Start, "Amtsblatt")).Draft().Do(new SittingCalled(
                1, day, null, "Hemer", day.AddDays(-14), null)).Do(new Attended(1, "neu", "Person", true))
            .Do(new SittingOpened(1, "Person"));
        scene.Vote(MotionKind.Statute, statute: 2);
        Assert.Equal("council.signer", scene.Refused(new PublicationOrdered(1, "Person", day)));
    }

    [Fact]
    public void VO_03_A_managing_director_needs_a_clause_of_the_statute_and_the_proposal_of_the_head()
    {
        ItemPlaced Hire(string? by) => new(1, 1, MotionKind.Election, "Geschäftsführung", "Bestellt wird …", true, null,
            null, new Candidate(Office.Director, "Direktorin", null, CandidatePost.Outside, false, by), null);
        Assert.Equal("council.director-clause", Scene.Founded().Sit(day).Refused(Hire(Scene.Head)));
        var scene = Scene.Founded(Scene.Text() with { Director = "§ 12 Geschäftsführung" }).Sit(day);
        Assert.Equal("council.head-proposal", scene.Refused(Hire(null)));
        Assert.Equal("council.head-proposal", scene.Refused(Hire("Person hemer")));
        scene.Vote(MotionKind.Election, candidate: Hire(Scene.Head).Candidate);
        Assert.Equal("Direktorin", scene.Now.Holder(Office.Director, day));
        Assert.NotEqual(Scene.Text().Hash, (Scene.Text() with { Director = "§ 12 Geschäftsführung" }).Hash);
    }

    [Fact]
    public void VO_04_A_binding_declaration_with_one_signature_warns_with_the_mark_that_the_rule_is_unverified()
    {
        var scene = Scene.Founded();
        DeclarationMade By(params string[] signers) =>
            new("Wartung der Rechner", "Anbieter GmbH", day, signers, "Vertrag 12");
        Assert.Equal("U", AssociationRule.Of("binding-declaration", day).Certainty);
        Assert.Empty(CouncilRules.Warn(scene.Now, By(Scene.Head, "Leitung Einkauf")));
        Assert.Contains("GkG NRW § 16 (4), ungeprüft", Assert.Single(CouncilRules.Warn(scene.Now, By(Scene.Head))),
            StringComparison.Ordinal);
        Assert.Single(CouncilRules.Warn(scene.Now, By(Scene.Head, Scene.Head)));
        Assert.Contains(Scene.Head, Assert.Single(CouncilRules.Warn(scene.Now, By("Leitung", "Einkauf"))),
            StringComparison.Ordinal);
        Assert.Equal("council.signers", scene.Refused(By()));
        scene.Do(By("Leitung"));
        Assert.Equal("Wartung der Rechner", Assert.Single(scene.Now.Declarations).Title);
    }

    [Fact]
    public void CH_01_The_authority_settles_only_where_the_parties_do_not_agree()
    {
        var scene = Scene.Founded();
        Assert.Equal("council.settlement", scene.Refused(new SettlementDisputed("hemer", day, "Schreiben")));
        scene.Do(new MemberLeft("hemer", new(2021, 1, 1), LeaveReason.Merger, null, "Fusion"));
        var set = new SettlementMade("hemer", -120_000_00, true, new(2021, 6, 1), "Bescheid");
        Assert.Equal("council.settlement-authority", scene.Refused(set));
        scene.Do(new SettlementDisputed("hemer", new(2021, 6, 2), "Schreiben"));
        Assert.Equal("council.settlement-authority", scene.Refused(set));
        scene.Do(set with { On = new(2021, 6, 2) });
        Assert.Equal("council.settlement",
            scene.Refused(new SettlementDisputed("hemer", new(2021, 7, 1), "Schreiben")));
    }

    [Fact]
    public void CH_01_Parties_that_agree_need_no_authority()
    {
        var scene = Scene.Founded().Do(new MemberLeft("hemer", new(2021, 1, 1), LeaveReason.Merger, null, "Fusion"));
        Assert.Null(scene.Refused(new SettlementMade("hemer", 0, false, new(2021, 6, 1), "Vertrag")));
    }

    [Theory]
    [InlineData(MotionKind.Statute), InlineData(MotionKind.Tasks)]
    [InlineData(MotionKind.Accession), InlineData(MotionKind.Leaving)]
    public void CH_02_Every_change_of_a_Pflichtverband_needs_approval(MotionKind kind)
    {
        foreach (var nature in Enum.GetValues<AssociationNature>())
        {
            var scene = Formed(nature).Draft().Sit(day);
            scene.Vote(kind, statute: kind is MotionKind.Statute or MotionKind.Tasks ? 2 : null);
            Assert.Equal(nature == AssociationNature.Mandatory ? "council.approval-needed" : null,
                scene.Refused(new ApprovalAsked(1, "Bezirksregierung", day, true)));
        }
    }

    [Fact]
    public void CH_02_Nobody_joins_or_leaves_a_Pflichtverband_before_that_is_approved()
    {
        var scene = Formed(AssociationNature.Mandatory).Sit(day);
        scene.Vote(MotionKind.Leaving);
        var left = new MemberLeft("hemer", new(2018, 3, 1), LeaveReason.Resolution, 1, "Austritt");
        Assert.Equal("council.approval-missing", scene.Refused(left));
        scene.Approve(1, day, new(2018, 2, 1));
        Assert.Equal("council.approval-missing", scene.Refused(left with { Until = new(2018, 1, 31) }));
        scene.Do(left);
    }

    [Fact]
    public void CH_03_Where_its_ground_is_gone_a_Pflichtverband_goes_on_as_Freiverband_and_members_may_leave()
    {
        var gone = new GroundGone(day, "Bezirksregierung Arnsberg", "31.1-7");
        Assert.Equal("council.ground", Formed(AssociationNature.Voluntary).Refused(gone));
        var scene = Formed(AssociationNature.Mandatory);
        Assert.Equal("council.authority", scene.Refused(gone with { Authority = "Landrat" }));
        TerminationGiven On(DateOnly on) => new("hemer", on, new(2019, 1, 1), TerminationBasis.GroundGone, "Brief");
        Assert.Equal("council.ground-termination", scene.Refused(On(day)));
        scene.Do(gone);
        Assert.Equal((AssociationNature.Mandatory, AssociationNature.Voluntary),
            (scene.Now.NatureOn(day.AddDays(-1)), scene.Now.NatureOn(day)));
        Assert.Equal("council.ground", scene.Refused(gone));
        Assert.Equal("council.ground-termination", scene.Refused(On(day.AddDays(-1))));
        Assert.Null(scene.Refused(On(new(2018, 6, 18))));
        Assert.Equal("council.ground-termination", scene.Refused(On(new(2018, 6, 19))));
        scene.Do(On(day)).Do(new MemberLeft("hemer", new(2019, 1, 1), LeaveReason.Notice, null, "Ausscheiden"));
        scene.Draft().Sit(new(2018, 3, 1));
        scene.Vote(MotionKind.Statute, statute: 2);
        Assert.Null(scene.Refused(new ApprovalAsked(1, "Bezirksregierung", new(2018, 3, 1), true)));
    }

    /// <summary>A day at the end of all days would break whatever counts months from it.</summary>
    [Fact]
    public void Days_of_events_lie_between_1900_and_2999()
    {
        var scene = Formed(AssociationNature.Mandatory);
        foreach (var (happened, field) in new (CouncilEvent, string)[]
        {
            (new GroundGone(DateOnly.MaxValue, "Bezirksregierung", "31"), "on"),
            (new GroundGone(new(1899, 12, 31), "Bezirksregierung", "31"), "on"),
            (new PopulationCounted("hemer", 1, DateOnly.MaxValue, "Statistik"), "on"),
            (new TerminationGiven("hemer", day, new(3000, 1, 1), TerminationBasis.Statute, "Brief"), "effective"),
            (new DelegateAppointed("hemer", "Person", false, true, day, DateOnly.MaxValue), "until"),
            (new SittingCalled(1, day, null, "Hemer", DateOnly.MinValue, null), "invitedOn"),
            (LevyScene.Draft(scene) with { DueOn = [day, DateOnly.MaxValue] }, "dueOn"),
        })
        {
            Assert.Equal($"{field}: kein Tag zwischen 1900 und 2999.",
                CouncilRules.Refuse(scene.Now, happened)?.Message);
        }
        var last = new GroundGone(new(2999, 12, 31), "Bezirksregierung", "31");
        Assert.Equal(new(3000, 6, 30), scene.Do(last).Now.GroundTerminationUntil);
    }

    [Fact]
    public void What_was_recorded_before_the_program_asked_for_more_stays_right_and_what_comes_after_is_asked()
    {
        var old = new CouncilRecord(1, default, "test", Member(MemberKind.Company));
        Assert.Null(CouncilRules.Refuse(new Assembly(2), old.Event));
        var assembly = Assembly.Of([old], demandsFrom: 2);
        Assert.Equal("council.furthers", CouncilRules.Refuse(
            assembly, Member(MemberKind.Person) with { Member = "zweites" })?.Code);
    }
}
