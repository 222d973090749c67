using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Council.Papers;
using Gemeinwerk.Printing;

namespace Gemeinwerk.Tests.Council;

/// <summary>The rules for levies by their numbers in the collection of rules: FI-02, FI-03, FI-05, FI-06; GkG NRW
/// §§ 19, 19a.</summary>
public class LevyRuleTests
{
    [Fact]
    public void FI_02_The_levy_is_no_more_than_other_revenues_leave_uncovered()
    {
        var scene = Scene.Founded().DraftLevy().Part(600_000_00, LevyKey.Votes);
        Assert.Equal(new Money(600_000_00), scene.Now.Levies.All[0].Need.Most);
        Assert.Equal("council.levy-need", scene.Refused(LevyScene.PartOf(scene, 1, LevyKey.Votes)));
        Assert.Equal("council.levy-amount", scene.Refused(LevyScene.PartOf(scene, 0, LevyKey.Votes)));
        var why = CouncilRules.Refuse(scene.Now, LevyScene.PartOf(scene, 1, LevyKey.Votes))!;
        Assert.Equal("GkG NRW § 19 (1)", why.Source);
    }

    [Fact]
    public void FI_02_Deficits_that_are_set_off_in_the_year_come_on_top_whole_or_in_part()
    {
        var scene = Scene.Founded().DraftLevy(deficit: 25_000_00).Part(600_000_00, LevyKey.Votes)
            .Part(25_000_00, LevyKey.Equal, name: "Fehlbetrag 2024, erste Hälfte");
        Assert.Equal("council.levy-need", scene.Refused(LevyScene.PartOf(scene, 1, LevyKey.Equal)));
        Assert.Equal(new Money(625_000_00), scene.Now.Levies.All[0].Amount);
        var surplus = Scene.Founded().Do(LevyScene.Draft(Scene.Founded(), deficit: 100) with
        {
            RevenuesCents = 2_000_000_00,
        });
        Assert.Equal(new Money(100), surplus.Now.Levies.All[0].Need.Most);
    }

    [Fact]
    public void FI_02_The_statute_caps_or_excludes_a_members_duty_and_the_others_bear_it()
    {
        var scene = Scene.Founded(null, 4, 3, 2, 1, 0).DraftLevy().Part(100_00, LevyKey.Votes);
        Assert.Equal("gmbh 0.00, hemer 40.00, iserlohn 20.00, kreis 10.00, siegen 30.00", scene.Now.Shares());
        scene.Do(new LevyCapSet(1, "hemer", 10_00, "Satzung § 15")).Do(new LevyCapSet(1, "kreis", 0, "Satzung § 15"));
        Assert.Equal("gmbh 0.00, hemer 10.00, iserlohn 36.00, kreis 0.00, siegen 54.00", scene.Now.Shares());
        scene.Do(new LevyCapSet(1, "siegen", 40_00, "Satzung § 15"))
            .Do(new LevyCapSet(1, "iserlohn", 49_99, "Satzung § 15"));
        Assert.Contains("council.levy-caps", scene.Now.Shares(), StringComparison.Ordinal);
        Assert.Equal("council.levy-cap", scene.Refused(new LevyCapSet(1, "hemer", 1, "Satzung § 15")));
    }

    [Fact]
    public void FI_02_A_savings_bank_association_caps_no_duty()
    {
        var scene = Scene.Founded().DraftLevy(isOfSavingsBank: true);
        var why = CouncilRules.Refuse(scene.Now, new LevyCapSet(1, "hemer", 10_00, "Satzung"))!;
        Assert.Equal(("council.levy-savings-bank", "GkG NRW § 19 (1)"), (why.Code, why.Source));
    }

    [Fact]
    public void The_hash_covers_whether_the_levy_is_of_a_savings_bank()
    {
        string Hash(bool isOfSavingsBank) => Scene.Founded().DraftLevy(isOfSavingsBank: isOfSavingsBank)
            .Now.Levies.All[0].Hash;
        Assert.NotEqual(Hash(false), Hash(true));
    }

    [Fact]
    public void FI_02_By_tax_capacity_only_municipalities_share_as_with_the_district_levy()
    {
        var scene = Scene.Founded().DraftLevy();
        KeyCounted Of(string member) => new(member, LevyKey.TaxCapacity, 40_000_000, new(2025, 7, 1), null, "IT.NRW");
        Assert.Equal("council.levy-key", scene.Refused(Of("kreis")));
        scene.Do(Of("hemer")).Do(Of("siegen") with { Count = 60_000_000 })
            .Part(1_000_00, LevyKey.TaxCapacity, members: ["hemer", "siegen"]);
        Assert.Equal("gmbh 0.00, hemer 400.00, iserlohn 0.00, kreis 0.00, siegen 600.00", scene.Now.Shares());
        Assert.Equal("council.levy-key", scene.Refused(Of("hemer") with { Key = LevyKey.Inhabitants }));
    }

    [Fact]
    public void FI_02_Who_joins_or_leaves_pays_for_the_days_of_its_membership()
    {
        var scene = Scene.Founded(null, 1, 1, 0, 0, 0).DraftLevy().Part(365_00, LevyKey.Votes);
        scene.Sit(new(2025, 12, 1));
        scene.Vote(MotionKind.Leaving);
        scene.Do(new MemberLeft("siegen", new(2026, 1, 31), LeaveReason.Resolution, 1, "Austritt"));
        // 365 days of one, 30 of the other.
        Assert.Equal("gmbh 0.00, hemer 337.28, iserlohn 0.00, kreis 0.00, siegen 27.72", scene.Now.Shares());
        var gone = Scene.Founded().Sit(new(2025, 12, 1));
        gone.Vote(MotionKind.Leaving);
        gone.Do(new MemberLeft("siegen", new(2026, 1, 1), LeaveReason.Resolution, 1, "Austritt"))
            .DraftLevy().Part(100_00, LevyKey.Equal);
        Assert.Equal("gmbh 25.00, hemer 25.00, iserlohn 25.00, kreis 25.00", gone.Now.Shares());
    }

    [Fact]
    public void FI_02_A_successor_pays_for_whose_place_it_takes_from_that_day_on()
    {
        var scene = Scene.Founded().Count(LevyKey.WorkPlaces, null, null, 100, 300, 0, 0, 0)
            .Do(new MemberSucceeded("siegen", "hemer", "Hemer", MemberKind.Municipality, new(2026, 7, 2), "Neuordnung"))
            .DraftLevy().Part(365_00, LevyKey.WorkPlaces);
        var table = LevyShares.Of(scene.Now, scene.Now.Levies.All[0]).Table!;
        Assert.Equal([("hemer", 100L, 365), ("siegen", 300L, 183)],
            table.Of("hemer")!.Parts[0].Basis.Select(it => (it.Of, it.Count, it.Days)));
        Assert.Equal([("siegen", 300L, 182)], table.Of("siegen")!.Parts[0].Basis.Select(it =>
            (it.Of, it.Count, it.Days)));
        Assert.Equal(new Money(365_00), table.Sum);
        // Counted after that day, the number holds what it took over.
        var counted = Scene.Founded()
            .Do(new MemberSucceeded("siegen", "neustadt", "Neu", MemberKind.Municipality, new(2025, 7, 1), "Gesetz"))
            .Do(new KeyCounted("neustadt", LevyKey.WorkPlaces, 500, new(2025, 12, 31), null, "Erhebung"))
            .Count(LevyKey.WorkPlaces, null, null, 500, 300, 0, 0, 0).DraftLevy().Part(10_00, LevyKey.WorkPlaces);
        Assert.Equal("gmbh 0.00, hemer 5.00, iserlohn 0.00, kreis 0.00, neustadt 5.00", counted.Now.Shares());
    }

    [Fact]
    public void FI_03_The_levy_is_set_anew_each_year_and_only_by_a_resolution_about_the_budget()
    {
        var scene = Scene.Founded().DraftLevy().Part(100_00, LevyKey.Votes);
        Assert.Equal("council.levy-not-set", scene.Refused(new LevyClaimed(1, LevyScene.Approved)));
        scene.Sit(LevyScene.Resolved);
        Assert.Equal("council.levy-motion", scene.Refused(LevyScene.Placed(scene, MotionKind.Ordinary)));
        Assert.Equal("council.levy-unknown", scene.Refused(LevyScene.Placed(scene) with { Levy = 2 }));
        scene.Do(new SittingClosed(1)).SetLevy().ApproveLevy();
        Assert.Equal(1, scene.Now.Levies.OfYear(2026, LevyScene.Approved)!.No);
        Assert.Null(scene.Now.Levies.OfYear(2026, LevyScene.Approved.AddDays(-1)));
        Assert.Null(scene.Now.Levies.OfYear(2027, LevyScene.Approved));
        scene.DraftLevy(2027).Part(100_00, LevyKey.Votes);
        Assert.Equal("council.levy-not-set", scene.Refused(new LevyClaimed(2, LevyScene.Approved)));
    }

    [Fact]
    public void FI_03_Nothing_is_claimed_before_the_approval_is_recorded()
    {
        var scene = Scene.Founded().DraftLevy().Part(100_00, LevyKey.Votes).SetLevy();
        var claim = new LevyClaimed(1, LevyScene.Approved);
        var why = CouncilRules.Refuse(scene.Now, claim)!;
        Assert.Equal(("council.levy-approval", "GkG NRW § 19 (2)"), (why.Code, why.Source));
        Assert.Equal("council.approval-needed",
            scene.Refused(new ApprovalAsked(1, "Bezirksregierung", LevyScene.Resolved, true)));
        scene.Do(new ApprovalAsked(1, "Bezirksregierung", LevyScene.Resolved, false));
        // Silence is no approval, however long.
        Assert.Equal("council.levy-approval", scene.Refused(new LevyClaimed(1, new(2026, 12, 1))));
        scene.Do(new ApprovalAnswered(1, ApprovalAnswer.Given, LevyScene.Approved, "31.1"));
        Assert.Equal("council.levy-approval", scene.Refused(claim with { On = LevyScene.Approved.AddDays(-1) }));
        Assert.Contains("nicht bekannt gemacht", Assert.Single(CouncilRules.Warn(scene.Now, claim)),
            StringComparison.Ordinal);
        scene.Publish(1, LevyScene.Approved);
        Assert.Empty(CouncilRules.Warn(scene.Now, claim));
        scene.Do(claim);
        Assert.Equal("council.levy-claimed", scene.Refused(claim));
    }

    [Fact]
    public void FI_03_A_refused_approval_and_a_rejected_motion_let_nothing_be_claimed()
    {
        var refused = Scene.Founded().DraftLevy().Part(100_00, LevyKey.Votes).SetLevy()
            .Do(new ApprovalAsked(1, "Bezirksregierung", LevyScene.Resolved, false))
            .Do(new ApprovalAnswered(1, ApprovalAnswer.Refused, LevyScene.Approved, "31.1"));
        Assert.Equal("council.levy-approval", refused.Refused(new LevyClaimed(1, LevyScene.Approved)));
        var rejected = Scene.Founded().DraftLevy().Part(100_00, LevyKey.Votes).Sit(LevyScene.Resolved);
        rejected.Do(LevyScene.Placed(rejected)).Do(new BallotsCast(1, 1, [new("hemer", Choice.No)]))
            .Do(new VoteClosed(1, 1, null));
        Assert.Equal("council.levy-not-set", rejected.Refused(new LevyClaimed(1, LevyScene.Approved)));
    }

    [Fact]
    public void FI_03_What_was_on_an_agenda_stays_as_it_is_whatever_happens_later()
    {
        var scene = Scene.Founded(null, 1, 1, 1, 1, 0).DraftLevy().Part(100_00, LevyKey.Votes).SetLevy();
        Assert.Equal("council.levy-state", scene.Refused(LevyScene.PartOf(scene, 1, LevyKey.Votes)));
        Assert.Equal("council.levy-state", scene.Refused(new LevyCapSet(1, "hemer", 1, "Satzung")));
        var hash = scene.Now.Levies.All[0].Hash;
        scene.Do(new VotesFixed("hemer", 5, new(2025, 12, 20), "Satzung"));
        Assert.Equal((hash, 25_00L), (scene.Now.Levies.All[0].Hash,
            scene.Now.Levies.All[0].Placed!.Of("hemer")!.Amount.Cents));
        Assert.StartsWith("gmbh 0.00, hemer 62.50", scene.Now.Shares(), StringComparison.Ordinal);
    }

    [Fact]
    public void FI_03_On_a_further_agenda_stands_what_was_on_the_first()
    {
        var scene = Scene.Founded(null, 1, 1, 1, 1, 0).DraftLevy().Part(100_00, LevyKey.Votes)
            .Sit(LevyScene.Resolved);
        scene.Do(LevyScene.Placed(scene));
        var (hash, shares) = (scene.Now.Levies.All[0].Hash, Shares(scene));
        scene.Do(new VotesFixed("hemer", 5, new(2025, 12, 20), "Satzung"));
        scene.Do(new SittingCalled(2, new(2026, 1, 20), "10:00", "Hemer", new(2026, 1, 2), null));
        scene.Do(LevyScene.Placed(scene));
        Assert.Equal((hash, shares), (scene.Now.Levies.All[0].Hash, Shares(scene)));
        var all = scene.Now.Sittings[0].Present.Keys.Select(it => new Ballot(it, Choice.Yes));
        scene.Do(new BallotsCast(1, 1, [.. all])).Do(new VoteClosed(1, 1, null));
        Assert.Equal((1, hash, shares), (scene.Now.Levies.All[0].Resolution, scene.Now.Levies.All[0].Hash,
            Shares(scene)));
        Assert.Equal("hemer 25.00", shares.Split(", ")[1]);

        static string Shares(Scene scene) => string.Join(", ", scene.Now.Levies.All[0].Placed!.Shares.Select(share =>
            $"{share.Member} {share.Amount.ToPlainText()}"));
    }

    [Fact]
    public void FI_03_A_levy_that_is_set_again_replaces_the_one_before()
    {
        var scene = Scene.Founded().DraftLevy().Part(100_00, LevyKey.Votes).SetLevy().ApproveLevy()
            .Do(new LevyClaimed(1, LevyScene.Approved));
        scene.DraftLevy().Part(90_00, LevyKey.Votes).SetLevy(new(2026, 6, 1)).ApproveLevy(new(2026, 6, 20));
        Assert.Equal((2, 1), (scene.Now.Levies.OfYear(2026, new(2026, 6, 20))!.No,
            scene.Now.Levies.Before(scene.Now.Levies.All[1])!.No));
        Assert.Equal("council.levy-replaced", scene.Refused(new LevyClaimed(1, new(2026, 6, 20))));
        Assert.Null(scene.Refused(new LevyClaimed(2, new(2026, 6, 20))));
    }

    [Fact]
    public void FI_03_A_supplement_that_is_only_resolved_or_refused_leaves_the_levy_in_force()
    {
        var (sat, answered) = (new DateOnly(2026, 1, 5), new DateOnly(2026, 6, 20));
        var scene = Scene.Founded().DraftLevy().Part(100_00, LevyKey.Votes).SetLevy().ApproveLevy()
            .DraftLevy().Part(90_00, LevyKey.Votes).SetLevy(sat);
        InForce(1, LevyScene.Approved);
        scene.Do(new ApprovalAsked(2, "Bezirksregierung", sat, false));
        InForce(1, answered);
        var refused = new ApprovalAnswered(2, ApprovalAnswer.Refused, answered, "31.1");
        var given = Scene.Founded();
        foreach (var record in scene.Records.Skip(given.Records.Count)) given.Do(record.Event);
        scene.Do(refused);
        InForce(1, answered);
        scene.Do(new LevyClaimed(1, answered));
        given.Do(refused with { Answer = ApprovalAnswer.Given });
        Assert.Equal((1, 2), (given.Now.Levies.OfYear(2026, answered.AddDays(-1))!.No,
            given.Now.Levies.OfYear(2026, answered)!.No));
        Assert.Equal("ersetzt durch Umlage 2", LevyWords.State(given.Now, given.Now.Levies.All[0], answered));
        // Its notices may bear an earlier day, until those of the later one are out.
        Assert.Null(given.Refused(new LevyClaimed(1, answered.AddDays(-1))));
        given.Do(new LevyClaimed(2, answered));
        Assert.Equal("council.levy-replaced", given.Refused(new LevyClaimed(1, answered.AddDays(-1))));

        void InForce(int no, DateOnly on)
        {
            Assert.Equal(no, scene.Now.Levies.OfYear(2026, on)!.No);
            Assert.DoesNotContain("ersetzt", LevyWords.State(scene.Now, scene.Now.Levies.All[0], on),
                StringComparison.Ordinal);
            Assert.Null(scene.Refused(new LevyClaimed(1, on)));
        }
    }

    [Fact]
    public void FI_03_A_notice_moves_days_that_are_past_and_tells_who_left_of_the_refund()
    {
        var notices = new DateOnly(2026, 3, 1);
        var scene = Scene.Founded().DraftLevy().Part(130_00, LevyKey.Votes).SetLevy().ApproveLevy();
        Assert.Equal([(new(2026, 2, 15), 5_00), (new(2026, 8, 15), 5_00)], Due("gmbh", 1));
        scene.Do(new LevyClaimed(1, notices));
        Assert.Equal([(notices, 5_00), (new(2026, 8, 15), 5_00)], Due("gmbh", 1));
        scene.Do(new MemberLeft("gmbh", new(2026, 1, 1), LeaveReason.Merger, null, "Fusion"))
            .DraftLevy().Part(120_00, LevyKey.Votes).SetLevy(notices);
        Assert.Equal([(new(2026, 2, 15), -5_00), (new(2026, 8, 15), -5_00)], Due("gmbh", 2));
        Assert.Empty(Due("hemer", 2));
        var html = PaperHtml.Write(LevyNotice.Of(scene.Now, 2, "gmbh", "Verband", notices).Expect());
        foreach (var says in (string[])["Sie bekommen zurück", "10,00 €", "Wann Sie etwas zurückbekommen", "15.02.2026",
            "Daran nehmen Sie nicht teil"])
        {
            Assert.Contains(says, html, StringComparison.Ordinal);
        }
        Assert.Contains("Zu zahlen ist nichts, und zu erstatten ist nichts.", PaperHtml.Write(
            LevyNotice.Of(scene.Now, 2, "hemer", "Verband", notices).Expect()), StringComparison.Ordinal);
        Assert.Equal("council.levy-member",
            LevyNotice.Of(scene.Now, 2, "fremd", "Verband", notices).Rejection!.Code);

        IEnumerable<(DateOnly, long)> Due(string member, int no) => LevyDemand.Of(scene.Now,
            scene.Now.Levies.Find(no)!, LevyShares.Shown(scene.Now, scene.Now.Levies.Find(no)!).Table!, member)!.Due
            .Select(it => (it.DueOn, it.Amount.Cents));
    }

    [Fact]
    public void FI_03_The_minutes_name_the_levy_that_was_resolved_with_its_hash()
    {
        var scene = Scene.Founded().DraftLevy().Part(100_00, LevyKey.Votes).SetLevy();
        var html = PaperHtml.Write(Minutes.Of(scene.Now, 1, "Verband", PaperReaders.Public).Expect());
        Assert.Contains("2026: 100,00 €, Entwurf 1", html, StringComparison.Ordinal);
        Assert.Contains(scene.Now.Levies.All[0].Hash, html, StringComparison.Ordinal);
    }

    [Fact]
    public void FI_05_What_comes_from_the_equalisation_reserve_lowers_the_levy()
    {
        var scene = Scene.Founded().DraftLevy(reserve: 150_000_00).Part(450_000_00, LevyKey.Votes);
        Assert.Equal("council.levy-need", scene.Refused(LevyScene.PartOf(scene, 1, LevyKey.Votes)));
        var rule = AssociationRule.Of("equalisation-reserve", LevyScene.Resolved);
        Assert.Equal("GkG NRW § 19a mit GO NRW § 75 (3), ungeprüft", rule.Shown);
    }

    [Fact]
    public void FI_06_A_fixed_base_share_and_a_share_by_use_together_make_the_levy()
    {
        var scene = Scene.Founded().Count(LevyKey.WorkPlaces, null, null, 600, 200, 100, 100, 0).DraftLevy()
            .Part(50_00, LevyKey.Equal, name: "Grundbetrag").Part(100_00, LevyKey.WorkPlaces, name: "Arbeitsplätze");
        Assert.Equal("gmbh 10.00, hemer 70.00, iserlohn 20.00, kreis 20.00, siegen 30.00", scene.Now.Shares());
    }

    [Fact]
    public void FI_06_A_special_levy_is_borne_by_those_who_take_part_by_their_own_numbers()
    {
        var scene = Scene.Founded().Count(LevyKey.Cases, "Meldewesen", null, 30, 10, 0, 0, 0)
            .Count(LevyKey.Cases, "Personalwesen", null, 0, 10, 10, 0, 0).DraftLevy()
            .Part(40_00, LevyKey.Cases, task: "Meldewesen", members: ["hemer", "siegen"])
            .Part(20_00, LevyKey.Cases, task: "Personalwesen", members: ["siegen", "iserlohn"]);
        Assert.Equal("gmbh 0.00, hemer 30.00, iserlohn 10.00, kreis 0.00, siegen 20.00", scene.Now.Shares());
        Assert.Equal("council.member-unknown",
            scene.Refused(LevyScene.PartOf(scene, 1, LevyKey.Equal, members: ["fremd"])));
    }

    [Fact]
    public void FI_06_Each_key_is_data_with_its_source_and_shares_by_its_numbers()
    {
        var scene = Scene.Founded().DraftLevy();
        foreach (var (member, count) in new[] { ("hemer", 3L), ("siegen", 1), ("iserlohn", 0), ("kreis", 0),
            ("gmbh", 0) })
        {
            scene.Do(new PopulationCounted(member, count * 10_000, new(2024, 12, 31), "Statistik"))
                .Do(new KeyCounted(member, LevyKey.Benefit, count, new(2025, 12, 31), null, "Nutzung"));
        }
        scene.Part(4_00, LevyKey.Inhabitants, new(2024, 12, 31)).Part(8_00, LevyKey.Benefit);
        Assert.Equal("gmbh 0.00, hemer 9.00, iserlohn 0.00, kreis 0.00, siegen 3.00", scene.Now.Shares());
        Assert.All(Enum.GetValues<LevyKey>(), key => Assert.Contains("GkG NRW § 19 (1)",
            LevyWords.Source(new LevyPart(1, "Teil", default, key, LevyScene.Resolved, null, [])),
            StringComparison.Ordinal));
        Assert.Equal("V", AssociationRule.Of("levy-key-benefit", LevyScene.Resolved).Certainty);
    }

    [Fact]
    public void FI_06_What_is_missing_is_named_for_all_members_at_once()
    {
        var scene = Scene.Founded().DraftLevy().Part(1_00, LevyKey.WorkPlaces).Part(1_00, LevyKey.Inhabitants);
        var findings = LevyShares.Of(scene.Now, scene.Now.Levies.All[0]).Findings;
        Assert.Equal(10, findings.Count(it => it.Code == "council.levy-count-missing"));
        scene.Sit(LevyScene.Resolved);
        Assert.Equal("council.levy-count-missing", scene.Refused(LevyScene.Placed(scene)));
        Assert.Equal("council.levy-empty", Scene.Founded().DraftLevy().Sit(LevyScene.Resolved) is var empty
            ? empty.Refused(LevyScene.Placed(empty))
            : null);
    }

    [Theory]
    [InlineData("""{"event":"levy-drafted"}"""), InlineData("""{"event":"levy-part-added","levy":1}""")]
    [InlineData("""{"event":"levy-cap-set","levy":1}"""), InlineData("""{"event":"key-counted","key":"cases"}""")]
    [InlineData("""{"event":"levy-part-added","levy":1,"name":"x","amountCents":1,"key":"equal","members":[null]}""")]
    [InlineData("""{"event":"levy-part-added","levy":1,"amountCents":1,"key":"equal","on":"2025-12-31"}""")]
    public void Events_that_lack_something_are_refused_and_break_nothing(string json)
    {
        var scene = Scene.Founded().DraftLevy();
        Assert.NotNull(CouncilForm.Read(json).Ok(out var read, out var why) ? scene.Refused(read) : why.Code);
    }

    [Fact]
    public void Drafts_have_days_of_their_year_in_order_and_sane_figures()
    {
        var scene = Scene.Founded();
        var draft = LevyScene.Draft(scene);
        Assert.Equal("council.levy-due", scene.Refused(draft with { DueOn = [] }));
        Assert.Equal("council.levy-due", scene.Refused(draft with { DueOn = [new(2027, 1, 1)] }));
        Assert.Equal("council.levy-due", scene.Refused(draft with { DueOn = [new(2026, 8, 1), new(2026, 2, 1)] }));
        Assert.Equal("council.levy-year", scene.Refused(draft with { Year = 1800 }));
        Assert.Equal("council.levy-amount", scene.Refused(draft with { RevenuesCents = -1 }));
        Assert.Equal("council.number", scene.Refused(draft with { Levy = 7 }));
        Assert.Equal("council.text", scene.Refused(draft with { Budget = " " }));
    }
}
