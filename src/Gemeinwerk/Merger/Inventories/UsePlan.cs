using Gemeinwerk.DataCentre;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Merger.Inventories;

/// <summary>What becomes of a use in a merger.</summary>
public enum UseFate
{
    /// <summary>Of a source: what its item became is used by what its member became, from the effective day on.
    /// </summary>
    Arrived,

    /// <summary>Of a source: it ended before the effective day and stays there to be read.</summary>
    History,

    /// <summary>Of a source: its item or its member is given up, and the use with it.</summary>
    Retired,

    /// <summary>Of the target: nothing happens to it.</summary>
    Kept,

    /// <summary>Of the target: its item is shared with others from the effective day on, and a new use stands for it.
    /// </summary>
    Reshared,
}

/// <summary>A use of a body as it was before the merger, and what becomes of it.</summary>
/// <param name="Weight">How much its item weighs where several items bring users to one; null where only one does.
/// </param>
public sealed record UseMove(Body Body, ItemUse Use, UseFate Fate, long? Weight);

/// <summary>How much a former item weighs, in whole parts, among those that bring users to the same one.</summary>
/// <param name="Item">Of a source, or of the target itself.</param>
/// <param name="Weight">From 1 to 1,000,000.</param>
/// <param name="Reason">For people.</param>
public sealed record UseWeight(ItemAddress Item, long Weight, string Reason);

/// <summary>A former item that brings users to an item of the target.</summary>
/// <param name="Members">How many members of the target use it through this item.</param>
/// <param name="Decided">What somebody decided; null where nobody has.</param>
public sealed record UsePart(ItemAddress Item, int Members, UseWeight? Decided)
{
    /// <summary>What it weighs; where nobody has decided, what is proposed.</summary>
    public long Weight => Decided?.Weight ?? Members;
}

/// <summary>An item of the target to which several former items bring users.</summary>
public sealed record SharedItem(long Item, IReadOnlyList<UsePart> Parts)
{
    public bool IsOpen => Parts.Any(part => part.Decided is null);
}

/// <summary>What becomes of all uses: a pure function of them, of what became of the items, and of the weights.
/// </summary>
/// <param name="Moves">Each use of each body once, sources in their order, then the target; by key.</param>
/// <param name="Added">New uses of the target, by key.</param>
/// <param name="Shared">Where weights count.</param>
/// <param name="TooFine">Items of the target on which a share would be finer than one may be.</param>
public sealed record UsePlan(
    Body Target, DateOnly EffectiveOn, IReadOnlyList<UseMove> Moves, IReadOnlyList<ItemUse> Added,
    IReadOnlyList<SharedItem> Shared, IReadOnlyList<long> TooFine)
{
    /// <summary>What a run writes down of it.</summary>
    internal RecordedUses Recorded => new(Moves, Added);

    /// <summary>The target's uses as they are to be, in the order of their keys.</summary>
    internal List<ItemUse> After => Merged(Moves.Where(move => move.Body == Target), Added, EffectiveOn);

    /// <summary>The target's uses with what a merger made of them.</summary>
    /// <param name="before">What became of those that it had.</param>
    internal static List<ItemUse> Merged(
        IEnumerable<UseMove> before, IEnumerable<ItemUse> added, DateOnly effectiveOn) =>
        [.. before.Where(move => move.Fate == UseFate.Kept || move.Use.Since < effectiveOn)
            .Select(move => move.Fate == UseFate.Kept ? move.Use : move.Use with { Until = effectiveOn })
            .Concat(added).OrderBy(use => use.Id.Value)];

    /// <summary>How a reshared use of the target is to be: ended, or withdrawn where it would only begin.</summary>
    internal static UseChange Change(ItemUse use, DateOnly effectiveOn) => use.Since < effectiveOn
        ? new UseChange(use with { Until = effectiveOn }, IsWithdrawn: false)
        : new UseChange(use, IsWithdrawn: true);
}
