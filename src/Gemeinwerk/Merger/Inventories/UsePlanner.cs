using Gemeinwerk.DataCentre;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Merger.Inventories;

/// <summary>The uses that a body has.</summary>
public sealed record BodyUses(Body Body, IReadOnlyList<ItemUse> Uses);

/// <summary>
/// Plans how uses go over. What runs on the effective day or later is used by what its member became, in what its item
/// became. Where one former item brings users to an item, their shares are as they were. Where several do, each was a
/// whole of its own: their weights say how much of the new whole each is, and every share is that part of it. Shares of
/// one member in one item on one day add up. So no item is ever used beyond the whole where none was before.
/// </summary>
public sealed class UsePlanner
{
    /// <summary>A use as it is to be in the target, but for its share.</summary>
    sealed record Arrival(UseMove Move, ItemAddress From, long Item, long Member, DateOnly Since, DateOnly? Until)
    {
        internal bool IsOn(DateOnly day) => Since <= day && (Until is not { } end || day < end);
    }

    readonly DateOnly effectiveOn;
    readonly Body target;
    readonly Func<ItemAddress, long?> becomes;
    readonly List<UseMove> moves = [];
    readonly List<Arrival> arrivals = [];
    readonly List<ItemUse> added = [];
    readonly List<long> tooFine = [];

    UsePlanner(DateOnly effectiveOn, Body target, Func<ItemAddress, long?> becomes) =>
        (this.effectiveOn, this.target, this.becomes) = (effectiveOn, target, becomes);

    /// <param name="becomes">The target's item that one of a source became; null where it was given up.</param>
    /// <param name="weights">What was decided, by item.</param>
    /// <param name="nextId">The first key that no use of the target has or had.</param>
    public static UsePlan Plan(
        DateOnly effectiveOn, BodyUses target, IReadOnlyList<BodyUses> sources, Func<ItemAddress, long?> becomes,
        IReadOnlyDictionary<ItemAddress, UseWeight> weights, long nextId)
    {
        var planner = new UsePlanner(effectiveOn, target.Body, becomes);
        foreach (var source in sources) planner.Take(source);
        planner.TakeTarget(target);
        var shared = planner.Weigh(weights).ToList();
        planner.Add(shared.ToDictionary(item => item.Item), nextId);
        return new UsePlan(target.Body, effectiveOn, planner.moves, planner.added, shared, planner.tooFine);
    }

    bool IsOver(ItemUse use) => use.Until <= effectiveOn;

    void Take(BodyUses source)
    {
        foreach (var use in source.Uses.OrderBy(use => use.Id.Value))
        {
            var from = new ItemAddress(source.Body.Code, use.Item.Value);
            var (item, member) = (becomes(from), becomes(new ItemAddress(source.Body.Code, use.Member.Value)));
            var fate = IsOver(use) ? UseFate.History
                : item is null || member is null ? UseFate.Retired
                : UseFate.Arrived;
            var move = new UseMove(source.Body, use, fate, null);
            moves.Add(move);
            if (fate == UseFate.Arrived) Arrive(move, from, item!.Value, member!.Value);
        }
    }

    /// <summary>What runs on an item to which sources bring users is shared with them.</summary>
    void TakeTarget(BodyUses own)
    {
        var reached = arrivals.Select(arrival => arrival.Item).ToHashSet();
        foreach (var use in own.Uses.OrderBy(use => use.Id.Value))
        {
            var isReshared = !IsOver(use) && reached.Contains(use.Item.Value);
            var move = new UseMove(target, use, isReshared ? UseFate.Reshared : UseFate.Kept, null);
            moves.Add(move);
            if (!isReshared) continue;
            Arrive(move, new ItemAddress(target.Code, use.Item.Value), use.Item.Value, use.Member.Value);
        }
    }

    void Arrive(UseMove move, ItemAddress from, long item, long member) => arrivals.Add(new Arrival(move, from, item,
        member, move.Use.Since < effectiveOn ? effectiveOn : move.Use.Since, move.Use.Until));

    /// <summary>The items to which several former items bring users.</summary>
    IEnumerable<SharedItem> Weigh(IReadOnlyDictionary<ItemAddress, UseWeight> weights)
    {
        foreach (var item in arrivals.GroupBy(arrival => arrival.Item).OrderBy(item => item.Key))
        {
            List<UsePart> parts = [.. item.GroupBy(arrival => arrival.From).Select(part => new UsePart(part.Key,
                part.Select(arrival => arrival.Member).Distinct().Count(), weights.GetValueOrDefault(part.Key)))];
            if (parts.Count > 1) yield return new SharedItem(item.Key, parts);
        }
    }

    void Add(Dictionary<long, SharedItem> shared, long nextId)
    {
        var weights = shared.Values.SelectMany(item => item.Parts).ToDictionary(part => part.Item, part => part.Weight);
        foreach (var item in arrivals.GroupBy(arrival => arrival.Item).OrderBy(item => item.Key))
        {
            var of = shared.GetValueOrDefault(item.Key)?.Parts.Sum(part => part.Weight);
            foreach (var member in item.GroupBy(arrival => arrival.Member).OrderBy(member => member.Key))
            {
                foreach (var (since, until, on) in Spans([.. member]))
                {
                    var share = Share.Weighed(on.Select(it => of is { } all
                        ? (it.Move.Use.Share, weights[it.From], all)
                        : (it.Move.Use.Share, 1, 1)));
                    if (share is null) tooFine.Add(item.Key);
                    else added.Add(new ItemUse(new(nextId++), new(item.Key), new(member.Key), since, until, share));
                }
            }
        }
        var froms = arrivals.Where(it => shared.ContainsKey(it.Item)).ToDictionary(it => it.Move, it => it.From);
        for (var at = 0; at < moves.Count; at++)
        {
            if (froms.TryGetValue(moves[at], out var from)) moves[at] = moves[at] with { Weight = weights[from] };
        }
    }

    /// <summary>The time that a member uses an item, cut at each day on which one of its uses begins or ends.</summary>
    static IEnumerable<(DateOnly Since, DateOnly? Until, List<Arrival> On)> Spans(List<Arrival> uses)
    {
        List<DateOnly> days = [.. uses.Select(use => use.Since).Concat(uses.Select(use => use.Until).OfType<DateOnly>())
            .Distinct().Order()];
        for (var at = 0; at < days.Count; at++)
        {
            var on = uses.FindAll(use => use.IsOn(days[at]));
            if (on.Count > 0) yield return (days[at], at + 1 < days.Count ? days[at + 1] : null, on);
        }
    }
}
