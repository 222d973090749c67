using Gemeinwerk.Cli.Demo;
using Gemeinwerk.Council;

namespace Gemeinwerk.Tests.Council;

/// <summary>
/// The real case as a golden scenario: from 2013 to the first sitting of the 64 on 30 January 2018 and the seven that
/// came in 2020. What is not published is assumed and marked so in the demo.
/// </summary>
public class RealCaseTests
{
    static readonly IReadOnlyList<DemoMember> members = DemoData.Members();
    static readonly DemoAssemblies real = new(members);

    static Assembly Of(params IEnumerable<CouncilEvent> events)
    {
        var records = new List<CouncilRecord>();
        foreach (var happened in events)
        {
            Assert.Null(CouncilRules.Refuse(Assembly.Of(records), happened)?.ToString());
            records.Add(new CouncilRecord(records.Count + 1, default, "test", happened));
        }
        return Assembly.Of(records);
    }

    static Assembly Kdz(bool withVote = true) => Of(real.Parent(
        "KDZ Westfalen-Süd", "KDZ Westfalen-Süd", "Siegen", DemoAssemblies.KdzResolved, withVote));

    static Assembly Citkomm() => Of(real.Parent(
        "KDVZ Citkomm", "KDVZ Citkomm", "Hemer", DemoAssemblies.CitkommResolved, withVote: true));

    [Fact]
    public void Both_parents_resolve_unanimously_in_December_2017_the_same_statute()
    {
        var (kdz, citkomm, umbrella) = (Kdz(), Citkomm(), Of(DemoAssemblies.Umbrella("citkomm", "kdz")));
        Assert.Equal((20, 44, 2), (kdz.MembersOn(DemoAssemblies.KdzResolved).Count(),
            citkomm.MembersOn(DemoAssemblies.CitkommResolved).Count(),
            umbrella.MembersOn(DemoAssemblies.UmbrellaResolved).Count()));
        Assert.All(new[] { kdz, citkomm, umbrella }, assembly =>
        {
            var resolution = Assert.Single(assembly.Resolutions, it => it.Kind == MotionKind.Merger);
            Assert.True(resolution is { IsPassed: true, Tally.IsUnanimous: true, Kind: MotionKind.Merger });
            Assert.Equal((2017, 12), (resolution.On.Year, resolution.On.Month));
            Assert.Equal(resolution.Tally.Statutory, resolution.Tally.Votes.Yes);
        });
        Assert.Single(new[] { kdz, citkomm, umbrella }.Select(it => it.Resolutions[^1].StatuteHash).Distinct());
        Assert.Equal(new DateOnly(2017, 12, 18), kdz.Resolutions[^1].On);
        Assert.Equal((DemoAssemblies.StageResolved, true), (kdz.Resolutions[0].On, kdz.Resolutions[0].IsPassed));
    }

    [Fact]
    public void From_1_January_2018_64_members_elect_the_head_on_30_January_and_seven_more_come_in_2020()
    {
        var (kdz, citkomm) = (Kdz(), Citkomm());
        var joined = kdz.Members.Concat(citkomm.Members).SelectMany(member => new CouncilEvent[]
        {
            new MemberJoined(member.Number, member.Name, member.Kind, DemoAssemblies.Effective, null, "Fusion"),
            kdz.Populations.Concat(citkomm.Populations).Where(it => it.Member == member.Number).Select(it =>
                new PopulationCounted(it.Member, it.Count, it.On, it.Source)).Last(),
        });
        var interim = kdz.Resolutions[^1].Interim!;
        var sit = Of([
            .. DemoAssemblies.Umbrella("citkomm", "kdz"),
            new AssociationArose("fusion-2018", DemoAssemblies.Effective, false, interim), .. joined,
            new StatuteStarted(2, DemoAssemblies.Effective, null), .. real.Afterwards("citkomm", "kdz"),
        ]);
        var day = new DateOnly(2018, 1, 30);
        Assert.Equal(64, sit.MembersOn(day).Count());
        Assert.Equal(5, sit.MembersOn(day).Count(member => member.Kind == MemberKind.District));
        Assert.Equal(interim.Head, sit.Holder(Office.Head, day.AddDays(-1)));
        Assert.Equal("Leitung der Verwaltung Märkischer Kreis", sit.Holder(Office.Head, day));
        Assert.True(sit.Resolutions.Single(it => it.Candidate?.Office == Office.Head).Tally.IsUnanimous);
        Assert.True(sit.IsElectionDue(Office.Head, day.AddDays(-1)));
        Assert.Equal(new DateOnly(2018, 4, 1), sit.MergerTerminationUntil);
        Assert.Equal((64, 71), (sit.MembersOn(new(2019, 12, 31)).Count(), sit.MembersOn(new(2020, 1, 1)).Count()));
        Assert.True(sit.StatutoryVotes(new(2020, 1, 1)) > sit.StatutoryVotes(new(2019, 12, 31)));
    }

    [Fact]
    public void An_assembly_that_does_not_vote_has_resolved_nothing()
    {
        var kdz = Kdz(withVote: false);
        Assert.Equal(MotionKind.Ordinary, Assert.Single(kdz.Resolutions).Kind);
        Assert.Equal(SittingState.Called, kdz.Sittings[^1].State);
    }
}
