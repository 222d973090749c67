using System.Numerics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger.Inventories;

namespace Gemeinwerk.Tests.Merger;

/// <summary>The law by which uses go over, over whatever chance makes of two or three inventories.</summary>
public class UsePlannerTests
{
    static readonly DateOnly effective = new(2018, 1, 1);

    /// <summary>A world of few items and members, so that much of it becomes one.</summary>
    sealed class Chance
    {
        readonly Random random;
        readonly Dictionary<ItemAddress, long?> becomes = [];

        internal Chance(int seed)
        {
            random = new Random(seed);
            Target = new BodyUses(Body(9, "sit"), Uses(4, 5));
            for (var no = 1; no <= 1 + seed % 3; no++)
            {
                var body = Body(no, $"q{no}");
                for (var item = 1; item <= 9; item++)
                {
                    // Items 1 to 4 are used, 5 to 9 are members; a few are given up, many become one.
                    becomes.Add(new(body.Code, item), random.Next(8) == 0 ? null
                        : item <= 4 ? (random.Next(3) == 0 ? 100 * no + item : 1 + random.Next(4))
                        : random.Next(3) == 0 ? 100 * no + item : 5 + random.Next(5));
                }
                Sources.Add(new BodyUses(body, Uses(4, 5)));
            }
            foreach (var body in Sources.Append(Target).Select(it => it.Body))
            {
                for (var item = 1; item <= 4; item++)
                {
                    if (random.Next(2) == 0) continue;
                    ItemAddress at = new(body.Code, item);
                    Weights.Add(at, new UseWeight(at, 1 + random.Next(20), "Test"));
                }
            }
        }

        internal BodyUses Target { get; }
        internal List<BodyUses> Sources { get; } = [];
        internal Dictionary<ItemAddress, UseWeight> Weights { get; } = [];

        internal UsePlan Plan(bool isReversed = false) => UsePlanner.Plan(effective, Target,
            isReversed ? [.. Sources.AsEnumerable().Reverse()] : Sources, Becomes, Weights, 1000);

        internal long? Becomes(ItemAddress item) => item.Body == "sit" ? item.Item : becomes[item];

        /// <summary>Of each item never more than the whole, and of each member never two shares at once.</summary>
        List<ItemUse> Uses(int items, int members)
        {
            var uses = new List<ItemUse>();
            for (var item = 1; item <= items; item++)
            {
                var chosen = Enumerable.Range(items + 1, members).Where(_ => random.Next(2) == 0).ToList();
                foreach (var member in chosen)
                {
                    var since = effective.AddDays(random.Next(-3, 3));
                    DateOnly? until = random.Next(2) == 0 ? null : since.AddDays(1 + random.Next(4));
                    var share = Share.Parse($"1/{chosen.Count + random.Next(3)}").Expect();
                    uses.Add(new ItemUse(new(uses.Count + 1), new(item), new(member), since, until, share));
                    if (until is null || random.Next(2) == 0) continue;
                    uses.Add(new ItemUse(new(uses.Count + 1), new(item), new(member), until.Value, null, share));
                }
            }
            return uses;
        }

        static Body Body(long id, string code) => new(new(id), code, code, BodyKind.Association, Framework.Nkf);
    }

    static IEnumerable<DateOnly> Days => Enumerable.Range(-5, 14).Select(effective.AddDays);

    [Fact]
    public void No_item_is_ever_used_beyond_the_whole_and_no_member_twice_at_once()
    {
        Each(chance =>
        {
            var after = chance.Plan().After;
            foreach (var day in Days)
            {
                foreach (var item in after.Where(use => use.IsOn(day)).GroupBy(use => use.Item))
                {
                    Assert.False(Share.IsBeyondWhole(item.Select(use => use.Share)));
                    Assert.Equal(item.Count(), item.DistinctBy(use => use.Member).Count());
                }
            }
            Assert.Equal(after.Count, after.DistinctBy(use => use.Id).Count());
        });
    }

    [Fact]
    public void Each_use_is_accounted_for_once_and_arrives_day_by_day_with_its_weighed_share()
    {
        Each(chance =>
        {
            var plan = chance.Plan();
            Assert.Equal(chance.Sources.Append(chance.Target).Sum(body => body.Uses.Count), plan.Moves.Count);
            Assert.Equal(plan.Moves.Count, plan.Moves.DistinctBy(move => (move.Body.Code, move.Use.Id)).Count());
            foreach (var day in Days.Where(day => day >= effective))
            {
                var expected = new Dictionary<(long, long), (BigInteger, BigInteger)>();
                foreach (var move in plan.Moves.Where(move => move.Use.IsOn(day)))
                {
                    ItemAddress from = new(move.Body.Code, move.Use.Item.Value);
                    var (item, member) = (chance.Becomes(from),
                        chance.Becomes(new(move.Body.Code, move.Use.Member.Value)));
                    Assert.Equal(move.Body != chance.Target.Body && (item ?? member) is not null
                        && item is not null && member is not null, move.Fate == UseFate.Arrived);
                    if (item is null || member is null) continue;
                    var all = plan.Shared.FirstOrDefault(it => it.Item == item)?.Parts;
                    var (weight, of) = all is null ? (1, 1)
                        : (all.Single(part => part.Item == from).Weight, all.Sum(part => part.Weight));
                    Assert.Equal(all is null ? null : weight, move.Weight);
                    var (above, below) = expected.GetValueOrDefault((item.Value, member.Value), (0, 1));
                    var under = (BigInteger)move.Use.Share.Denominator * of;
                    expected[(item.Value, member.Value)] =
                        (above * under + (BigInteger)move.Use.Share.Numerator * weight * below, below * under);
                }
                var found = plan.After.Where(use => use.IsOn(day)).ToDictionary(
                    use => (use.Item.Value, use.Member.Value), use => use.Share);
                Assert.Equal(expected.Keys.Order(), found.Keys.Order());
                Assert.All(expected, it => Assert.Equal(
                    it.Value.Item1 * found[it.Key].Denominator, it.Value.Item2 * found[it.Key].Numerator));
            }
        });
    }

    [Fact]
    public void What_ended_before_stays_as_it_was_and_what_one_item_brings_keeps_its_shares()
    {
        Each(chance =>
        {
            var plan = chance.Plan();
            foreach (var day in Days.Where(day => day < effective))
            {
                Assert.Equal(chance.Target.Uses.Where(use => use.IsOn(day)).Select(use => (use.Id, use.Share)),
                    plan.After.Where(use => use.IsOn(day)).Select(use => (use.Id, use.Share)));
            }
            Assert.All(plan.Moves.Where(move => move.Body != chance.Target.Body), move =>
                Assert.Equal(move.Use.Until <= effective, move.Fate == UseFate.History));
            var shared = plan.Shared.Select(it => it.Item).ToHashSet();
            foreach (var move in plan.Moves.Where(move => move.Fate == UseFate.Arrived))
            {
                var (item, member) = (chance.Becomes(new(move.Body.Code, move.Use.Item.Value))!.Value,
                    chance.Becomes(new(move.Body.Code, move.Use.Member.Value))!.Value);
                var alike = plan.Moves.Count(other => other.Fate == UseFate.Arrived && other.Body == move.Body
                    && other.Use.Item == move.Use.Item
                    && chance.Becomes(new(other.Body.Code, other.Use.Member.Value)) == member);
                if (shared.Contains(item) || alike > 1) continue;
                Assert.Contains(plan.Added, use => use.Item.Value == item && use.Member.Value == member
                    && use.Share == move.Use.Share && use.Until == move.Use.Until
                    && use.Since == (move.Use.Since < effective ? effective : move.Use.Since));
            }
        });
    }

    [Fact]
    public void The_order_of_the_sources_is_of_no_account()
    {
        Each(chance =>
        {
            var (plan, other) = (chance.Plan(), chance.Plan(isReversed: true));
            Assert.Equal(plan.Added, other.Added);
            Assert.Equal(plan.Moves.Select(move => $"{move}").Order(StringComparer.Ordinal),
                other.Moves.Select(move => $"{move}").Order(StringComparer.Ordinal));
        });
    }

    [Fact]
    public void A_share_that_would_be_too_fine_is_named_and_not_rounded()
    {
        var body = new Body(new(1), "q1", "q1", BodyKind.Association, Framework.Nkf);
        var fine = Share.Parse("1/999999937").Expect();
        ItemUse use = new(new(1), new(1), new(5), effective, null, fine);
        var target = new BodyUses(new Body(new(9), "sit", "sit", BodyKind.Association, Framework.Nkf), []);
        var other = use with { Id = new(2), Item = new(2), Member = new(6) };
        var plan = UsePlanner.Plan(effective, target, [new BodyUses(body, [use, other])],
            item => item.Item <= 2 ? 3 : item.Item, new Dictionary<ItemAddress, UseWeight>(), 1);
        Assert.Equal([3L, 3L], plan.TooFine);
        Assert.Empty(plan.Added);
    }

    static void Each(Action<Chance> holds)
    {
        for (var seed = 0; seed < 400; seed++)
        {
            try
            {
                holds(new Chance(seed));
            }
            catch (Xunit.Sdk.XunitException failed)
            {
                throw new InvalidOperationException($"Seed {seed}: {failed.Message}", failed);
            }
        }
    }
}
