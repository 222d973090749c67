using CsCheck;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Ledger;

public class LawTests
{
    [Fact]
    public void An_allocation_never_loses_a_cent_and_each_part_is_within_one_cent() =>
        Gen.Select(Gen.Long[-1_000_000_000_000_000, 1_000_000_000_000_000],
            Gen.Long[0, 1_000_000_000].Array[1, 40].Where(weights => weights.Any(weight => weight > 0)))
        .Sample((cents, weights) =>
        {
            var shares = new Money(cents).Allocate(weights);
            Int128 total = weights.Sum();
            Assert.Equal(cents, shares.Sum(share => share.Cents));
            for (var i = 0; i < weights.Length; i++)
            {
                Assert.True(Int128.Abs((Int128)shares[i].Cents * total - (Int128)cents * weights[i]) < total);
            }
        });

    [Fact]
    public void Depreciation_over_the_life_sums_to_the_cost_and_months_differ_by_a_cent_at_most() =>
        Gen.Select(Gen.Long[1, 100_000_000_000], Gen.Int[1, 600]).Sample((cost, life) =>
        {
            var (left, months) = (new Money(cost), new List<long>());
            for (var month = life; month >= 1; month--)
            {
                var share = Assets.Share(left, month);
                months.Add(share.Cents);
                left -= share;
            }
            Assert.Equal(Money.Zero, left);
            Assert.InRange(months.Max() - months.Min(), 0, 1);
        });

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Reverse_after_post_restores_every_balance_of_every_day(Engine engine)
    {
        await using var books = await Books.On(engine);
        string[] numbers = ["1611", "3511", "4182", "5241", "2011"];
        var ids = new List<Id<Account>>();
        foreach (var number in numbers) ids.Add(await books.Account(number));
        var line = Gen.Select(Gen.Int[0, 4], Gen.Long[-1_000_000_000, 1_000_000_000].Where(cents => cents != 0));
        await Gen.Select(line.Array[1, 12], Gen.Int[0, 364]).SampleAsync(async (lines, dayNo) =>
        {
            var day = new DateOnly(2026, 1, 1).AddDays(dayNo);
            var rest = -lines.Sum(one => one.Item2);
            var postings = lines.Select(one => new Posting(ids[one.Item1], new(one.Item2))).ToList();
            if (rest != 0) postings.Add(new Posting(ids[4], new(rest)));
            var before = await NonZero();
            var no = (await books.Post(new EntryDraft(day, day, "B", "T", postings))).Expect().EntryNo;
            Assert.Equal(0, (await books.TrialBalance(Day.Iso(day))).Values.Sum(balance => balance.Cents));
            (await books.Act((work, book) => Journal.Reverse(work, book, no, day, "S", "T"))).Expect();
            Assert.Equal(before, await NonZero());

            async Task<Dictionary<string, Money>> NonZero() => (await books.TrialBalance(Day.Iso(day)))
                .Where(pair => !pair.Value.IsZero).ToDictionary();
        }, iter: 15, threads: 1);
    }
}
