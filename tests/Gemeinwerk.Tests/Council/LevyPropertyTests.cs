using CsCheck;
using Gemeinwerk.Basics;
using Gemeinwerk.Council;

namespace Gemeinwerk.Tests.Council;

/// <summary>What holds of every levy, for random members, keys and caps; GkG NRW § 19.</summary>
public class LevyPropertyTests
{
    static readonly string[] names = ["hemer", "siegen", "iserlohn", "kreis", "gmbh"];

    static readonly Gen<(long Amount, long[] Weights, long[] Caps)> cases =
        from amount in Gen.Long[0, 1_000_000_00]
        from weights in Gen.Long[0, 5_000_000].Array[1, 40]
        from caps in Gen.Long[-1, 60_000_00].Array[weights.Length]
        where weights.Any(weight => weight > 0)
        select (amount, weights, caps);

    static Money?[] Caps(long[] caps) => [.. caps.Select(cap => cap < 0 ? (Money?)null : new Money(cap))];

    [Fact]
    public void FI_06_Shares_add_up_to_the_amount_exactly_and_nobody_pays_more_than_its_cap() => cases.Sample(it =>
    {
        var shares = LevyAllocation.Of(new(it.Amount), it.Weights, Caps(it.Caps));
        var most = it.Weights.Zip(it.Caps).Where(pair => pair.First > 0)
            .Sum(pair => pair.Second < 0 ? it.Amount : pair.Second);
        if (shares is null) return most < it.Amount;
        return shares.Sum(share => share.Share.Cents) == it.Amount
            && shares.Zip(it.Caps).All(pair => pair.Second < 0 || pair.First.Share.Cents <= pair.Second)
            && shares.Zip(it.Weights).All(pair => pair.Second > 0 || pair.First.Share.IsZero)
            && shares.All(share => share.Share >= Money.Zero);
    });

    [Fact]
    public void FI_06_A_greater_number_never_lowers_its_own_share() => (
        from some in cases
        from at in Gen.Int[0, some.Weights.Length - 1]
        from more in Gen.Long[1, 3_000_000]
        select (some, at, more)).Sample(it =>
    {
        var (amount, weights, caps) = it.some;
        long[] raised = [.. weights];
        raised[it.at] += it.more;
        var (before, after) = (LevyAllocation.Of(new(amount), weights, Caps(caps)),
            LevyAllocation.Of(new(amount), raised, Caps(caps)));
        return before is null || after![it.at].Share >= before[it.at].Share;
    });

    /// <summary>Members and their numbers come in another order; what each pays is the same.</summary>
    [Fact]
    public void FI_06_The_order_in_which_members_and_numbers_came_is_of_no_account() => (
        from counts in Gen.Long[0, 1_000].Array[5]
        from order in Gen.Shuffle(Enumerable.Range(0, 5).ToArray())
        from cents in Gen.Long[1, 500_000_00]
        where counts.Any(count => count > 0)
        select (counts, order, cents)).Sample(it =>
        Of(it.counts, [0, 1, 2, 3, 4], it.cents) == Of(it.counts, it.order, it.cents), iter: 60);

    static string Of(long[] counts, int[] order, long cents)
    {
        var scene = new Scene();
        foreach (var i in order)
        {
            scene.Do(new MemberJoined(names[i], names[i], MemberKind.Municipality, Scene.Start, null, "Gründung"));
        }
        foreach (var i in order.Reverse())
        {
            scene.Do(new KeyCounted(names[i], LevyKey.WorkPlaces, counts[i], new(2025, 12, 31), null, "Erhebung"));
        }
        return scene.DraftLevy().Part(cents, LevyKey.WorkPlaces).Now.Shares();
    }

    /// <summary>Joining, leaving and succession on random days: every cent is handed out, by days.</summary>
    [Fact]
    public void FI_02_Whoever_comes_and_goes_the_shares_are_the_levy_and_days_are_within_the_year() => (
        from counts in Gen.Long[1, 1_000].Array[5]
        from leaves in Gen.Int[-400, 500]
        from joins in Gen.Int[-400, 500]
        from succeeds in Gen.Int[-300, 500]
        from cents in Gen.Long[1, 500_000_00]
        select (counts, leaves, joins, succeeds, cents)).Sample(it =>
    {
        var year = new DateOnly(2026, 1, 1);
        var scene = Scene.Founded().Count(LevyKey.WorkPlaces, null, new(2024, 6, 1), it.counts)
            .Sit(new(2024, 12, 1));
        scene.Vote(MotionKind.Leaving);
        scene.Vote(MotionKind.Accession);
        scene.Do(new MemberLeft("gmbh", year.AddDays(it.leaves), LeaveReason.Resolution, 1, "Austritt"))
            .Do(new MemberJoined("neu", "Neu", MemberKind.PublicBody, year.AddDays(it.joins), 2, "Beitritt"))
            .Do(new KeyCounted("neu", LevyKey.WorkPlaces, 10, new(2024, 6, 1), null, "Erhebung"))
            .Do(new MemberSucceeded("siegen", "hemer", "Hemer", MemberKind.Municipality, year.AddDays(it.succeeds),
                "Neuordnung"))
            .DraftLevy().Part(it.cents, LevyKey.WorkPlaces);
        var table = LevyShares.Of(scene.Now, scene.Now.Levies.All[0]).Table!;
        var days = table.Shares.SelectMany(share => share.Parts[0].Basis).Where(basis => basis.Of == "siegen")
            .Sum(basis => basis.Days);
        return table.Sum.Cents == it.cents && days == 365
            && (it.leaves > 0 || table.Of("gmbh") is null) && (it.joins < 365 || table.Of("neu") is null);
    }, iter: 200);
}
