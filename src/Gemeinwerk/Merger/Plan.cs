using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger.Inventories;

namespace Gemeinwerk.Merger;

/// <summary>What of a book stands on which numbers of the target; null for no product or cost centre.</summary>
public readonly record struct TargetPlace(string Account, string? Product, string? CostCentre)
{
    internal static readonly Comparer<TargetPlace> Order = Comparer<TargetPlace>.Create((a, b) =>
        string.CompareOrdinal(a.Account, b.Account) is var account and not 0 ? account
        : string.CompareOrdinal(a.Product, b.Product) is var product and not 0 ? product
        : string.CompareOrdinal(a.CostCentre, b.CostCentre));
}

/// <summary>An open item on its way.</summary>
/// <param name="From">Where it stands in the source.</param>
/// <param name="TargetAccount">The account that its own becomes.</param>
/// <param name="Values">Where its open amount is to stand in the target: each part where its place goes.</param>
/// <param name="TargetNumber">Null for one that is eliminated.</param>
/// <param name="TargetParty">Null for one that is eliminated.</param>
public sealed record ItemMove(
    Body Source, ItemSnapshot From, string TargetAccount, IReadOnlyList<(TargetPlace At, Money Amount)> Values,
    string? TargetNumber, string? TargetParty)
{
    public bool IsEliminated => TargetNumber is null;
}

/// <summary>A fixed asset on its way; it keeps origin, life, cost and accumulated depreciation.</summary>
/// <param name="To">Account, product and cost centre that it has in the target.</param>
/// <param name="Values">Where its values stand in the source and are to stand in the target: as posted, which may be
/// under other products and cost centres than its own.</param>
public sealed record AssetMove(
    Body Source, Asset Asset, TargetPlace To, IReadOnlyList<(AssetPlace From, TargetPlace To)> Values,
    string TargetNumber, string TargetExpenseAccount);

public enum EliminationReason { MutualClaim, MutualShareholding }

/// <summary>One side of an elimination.</summary>
/// <param name="Number">Item or account in <paramref name="Body"/>.</param>
/// <param name="Places">Where it vanishes in the target, with debit-positive amounts as they stand before it.</param>
/// <param name="TargetItem">The target's own item, where the side is one.</param>
public sealed record EliminationSide(
    Body Body, string Number, IReadOnlyList<(TargetPlace At, Money Amount)> Places, OpenItem? TargetItem);

/// <summary>What vanishes on both sides at once (Konfusion).</summary>
/// <param name="Debit">The claim or the share.</param>
/// <param name="Credit">The debt or the equity.</param>
public sealed record Elimination(EliminationReason Reason, EliminationSide Debit, EliminationSide Credit, Money Amount);

/// <summary>What one source gives.</summary>
/// <param name="Balances">Its closed balances under the numbers of the target.</param>
public sealed record SourcePlan(
    BookSnapshot Book, IReadOnlyDictionary<Assignment, Money> Closed, IReadOnlyDictionary<TargetPlace, Money> Balances,
    IReadOnlyList<ItemMove> Items, IReadOnlyList<AssetMove> Assets)
{
    /// <summary>The sum of its debit balances.</summary>
    public Money Debits => Balances.Values.Where(amount => amount.Cents > 0)
        .Aggregate(Money.Zero, (sum, amount) => sum + amount);
}

/// <summary>What the target has to create first.</summary>
public sealed record NewInTarget(
    IReadOnlyList<AccountDraft> Accounts, IReadOnlyList<(string Code, string Name)> Products,
    IReadOnlyList<(string Code, string Name)> CostCentres, IReadOnlyList<Party> Parties);

/// <summary>
/// All moves of a merger, or why they are not possible: a pure function of the books and the mapping, see
/// <see cref="Planner"/>.
/// </summary>
/// <param name="Resolved">The mapping with numbers instead of <c>NEU</c>.</param>
/// <param name="Findings">What has to be mended first; with any of them nothing is executed.</param>
/// <param name="Notes">What people should know: claims that do not pair and move on as they are.</param>
public sealed record MergerPlan(
    MergerCase Merger, BookSnapshot Target, IReadOnlyList<SourcePlan> Sources, MappingTable Resolved, NewInTarget New,
    IReadOnlyList<ItemMove> EliminatedOfTarget, IReadOnlyList<Elimination> Eliminations, BudgetPlan Budget,
    IReadOnlyList<Finding> Findings, IReadOnlyList<Finding> Notes)
{
    /// <summary>What becomes of the inventories; null where no body has one.</summary>
    public InventoryPlan? Inventory { get; init; }

    /// <summary>Balances of the target before, under its own numbers.</summary>
    public Dictionary<TargetPlace, Money> TargetBefore() =>
        Target.Balances.ToDictionary(pair => PlaceOf(Target, pair.Key), pair => pair.Value);

    /// <summary>What the elimination entries add per place.</summary>
    public Dictionary<TargetPlace, Money> Eliminated()
    {
        var sums = new Dictionary<TargetPlace, Money>();
        foreach (var side in Eliminations.SelectMany(e => new[] { e.Debit, e.Credit }))
        {
            foreach (var (at, amount) in side.Places) sums[at] = sums.GetValueOrDefault(at) - amount;
        }
        return sums;
    }

    internal static TargetPlace PlaceOf(BookSnapshot book, Assignment at) => new(
        book.Accounts[at.Account].Number, at.Product is { } product ? book.Products[product].Code : null,
        at.CostCentre is { } centre ? book.CostCentres[centre].Code : null);
}
