using Gemeinwerk.Council;

namespace Gemeinwerk.Tests.Council;

/// <summary>Laws of votes, by generated assemblies.</summary>
public class TallyTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    /// <summary>Members with votes by a seed, some of them there.</summary>
    static (Scene Scene, List<string> Present) Assembly(Random random)
    {
        var scene = Scene.Founded();
        var day = new DateOnly(2017, 12, 18);
        for (var i = 0; i < 12; i++)
        {
            scene.Do(new MemberJoined($"m{i}", $"Stadt {i}", MemberKind.Municipality, Scene.Start, null, "Gründung"))
                .Do(new VotesFixed($"m{i}", random.Next(0, 9), Scene.Start, "Satzung"))
                .Do(new DelegateAppointed($"m{i}", $"Person m{i}", false, true, Scene.Start, null));
        }
        var absent = scene.Now.MembersOn(day).Select(it => it.Number).Where(_ => random.Next(5) == 0).ToArray();
        scene.Draft().Sit(day, absent);
        return (scene, [.. scene.Now.Sittings[0].Present.Keys]);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_result_depends_on_weights_and_votes_only_and_not_on_the_order_in_which_they_were_cast(int seed)
    {
        var random = new Random(seed);
        var (scene, present) = Assembly(random);
        var kind = random.Next(2) == 0 ? MotionKind.Statute : MotionKind.Ordinary;
        scene.Do(new ItemPlaced(1, 1, kind, "Punkt", "Beschluss", true, kind == MotionKind.Statute ? 2 : null,
            null, null, null));
        var votes = present.ToDictionary(it => it, _ => (Choice)random.Next(3));
        var tallies = new List<Tally>();
        for (var round = 0; round < 3; round++)
        {
            var order = present.ToArray();
            random.Shuffle(order);
            // Some change their minds and come back to it: what counts is the last vote of each.
            foreach (var member in order)
            {
                scene.Do(new BallotsCast(1, 1, [new(member, (Choice)random.Next(3))]));
                scene.Do(new BallotsCast(1, 1, [new(member, votes[member])]));
            }
            tallies.Add(scene.Now.Standing(scene.Now.Sittings[0], scene.Now.Sittings[0].Items[0]));
        }
        var weights = scene.Now.Weights(new(2017, 12, 18)).ToDictionary(it => it.Member.Number, it => (long)it.Votes!);
        var yes = votes.Where(it => it.Value == Choice.Yes).Sum(it => weights[it.Key]);
        var no = votes.Where(it => it.Value == Choice.No).Sum(it => weights[it.Key]);
        Assert.All(tallies, tally =>
        {
            Assert.Equal((yes, no), (tally.Votes.Yes, tally.Votes.No));
            Assert.Equal(kind == MotionKind.Statute ? 3 * yes >= 2 * weights.Values.Sum() : yes > no, tally.IsPassed);
            Assert.Equal(tally.IsPassed, tally.Votes.Yes >= tally.Required);
        });
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Weights_sum_to_the_statutory_number_on_every_day_and_change_only_where_something_happened(int seed)
    {
        var random = new Random(seed);
        var (scene, _) = Assembly(random);
        var days = new SortedSet<DateOnly> { Scene.Start };
        for (var i = 0; i < 12; i++)
        {
            var on = Scene.Start.AddDays(random.Next(1, 900));
            if (scene.Refused(new VotesFixed($"m{i}", random.Next(0, 9), on, "Änderung")) is null)
            {
                scene.Do(new VotesFixed($"m{i}", random.Next(0, 9), on, "Änderung"));
                days.Add(on);
            }
        }
        var now = scene.Now;
        var last = 0L;
        for (var day = Scene.Start; day < Scene.Start.AddDays(920); day = day.AddDays(1))
        {
            var statutory = now.StatutoryVotes(day);
            Assert.Equal(now.Weights(day).Sum(weight => (long)weight.Votes!), statutory);
            Assert.True(days.Contains(day) || statutory == last, $"{day}");
            last = statutory;
        }
    }

    [Theory]
    [InlineData("je 5000", 1, 1), InlineData("je 5000", 5000, 1), InlineData("je 5000", 5001, 2)]
    [InlineData("je 5000", 0, 1), InlineData("stufen 0:1 10000:2 50000:4", 9999, 1)]
    [InlineData("stufen 0:1 10000:2 50000:4", 10000, 2), InlineData("stufen 0:1 10000:2 50000:4", 400_000, 4)]
    public void Votes_follow_from_inhabitants_by_the_rule_of_the_statute(string rule, long inhabitants, int votes) =>
        Assert.Equal(votes, VoteRule.Parse(rule).Expect().Of(inhabitants));

    [Theory]
    [InlineData(""), InlineData("je"), InlineData("je 0"), InlineData("je -5"), InlineData("stufen")]
    [InlineData("frei"), InlineData("stufen 1:1"), InlineData("stufen 0:1 0:2"), InlineData("stufen 0:0")]
    [InlineData("je 99999999999999")]
    public void A_rule_that_is_none_is_refused(string rule) =>
        Assert.Equal("council.vote-rule", VoteRule.Parse(rule).Rejection!.Code);

    [Fact]
    public void The_number_of_inhabitants_that_counts_is_that_of_the_end_of_the_year_before()
    {
        var scene = Scene.Founded();
        scene.Do(new StatuteDrafted(2, Scene.Text() with { Votes = "je 5000" })).Sit(new(2014, 1, 10));
        scene.Vote(MotionKind.Statute, statute: 2);
        scene.Approve(1, new(2014, 1, 10), new(2014, 2, 1)).Publish(1, new(2014, 2, 2))
            .Do(new StatuteStarted(2, new(2014, 3, 1), null));
        Assert.Null(scene.Now.Weights(new(2014, 3, 1))[0].Votes);
        foreach (var member in scene.Now.Members)
        {
            scene.Do(new PopulationCounted(
                member.Number, member.Number == "gmbh" ? 0 : 12_000, new(2013, 12, 31), "IT.NRW"));
        }
        scene.Do(new PopulationCounted("hemer", 40_000, new(2014, 6, 30), "IT.NRW"));
        var weight = scene.Now.Weights(new(2014, 12, 31)).Single(it => it.Member.Number == "hemer");
        Assert.Equal((3, "12.000 Einwohner am 31.12.2013, IT.NRW"), (weight.Votes, weight.Basis));
        Assert.Equal(8, scene.Now.Weights(new(2015, 1, 1)).Single(it => it.Member.Number == "hemer").Votes);
    }
}
