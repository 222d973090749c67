using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Merger;

/// <summary>A line of <c>[balances]</c>: Σ sources + before + eliminated = after.</summary>
sealed record CertifiedBalance(
    TargetPlace At, IReadOnlyList<Money> Sources, Money Before, Money Eliminated)
{
    internal bool IsZero => Before.IsZero && Eliminated.IsZero && Sources.All(amount => amount.IsZero);

    internal Money After => Sources.Aggregate(Before + Eliminated, (sum, amount) => sum + amount);
}

static class CertifiedBalances
{
    /// <summary>Every place with any amount, in the order of its numbers.</summary>
    internal static List<CertifiedBalance> Of(MergerPlan plan)
    {
        var (before, eliminated) = (plan.TargetBefore(), plan.Eliminated());
        return [.. plan.Sources.SelectMany(source => source.Balances.Keys).Concat(before.Keys).Concat(eliminated.Keys)
            .Distinct().Order(TargetPlace.Order)
            .Select(at => new CertifiedBalance(at,
                [.. plan.Sources.Select(source => source.Balances.GetValueOrDefault(at))],
                before.GetValueOrDefault(at), eliminated.GetValueOrDefault(at)))
            .Where(line => !line.IsZero)];
    }
}

/// <summary>The numbers of a source that a certificate has to explain, and that its journal knows.</summary>
static class UsedNumbers
{
    internal static IEnumerable<(MappingKind Kind, string Number)> Of(SourcePlan source, BudgetPlan budget)
    {
        var book = source.Book;
        var items = source.Items.Select(move => move.From.Item).ToList();
        var accounts = source.Closed.Keys.Select(at => at.Account)
            .Concat(items.Select(item => item.Account)).Concat(source.Assets.Select(move => move.Asset.Account));
        var products = source.Closed.Keys.Select(at => at.Product).OfType<Id<Product>>()
            .Select(id => book.Products[id].Code)
            .Concat(budget.Moves.Keys(book.Body).Select(line => line.From.Product).OfType<string>());
        var centres = source.Closed.Keys.Select(at => at.CostCentre).OfType<Id<CostCentre>>();
        var parties = source.Items.Where(move => !move.IsEliminated).Select(move => move.From.Item.Party);
        return Lines(MappingKind.Account, accounts.Select(id => book.Accounts[id].Number))
            .Concat(Lines(MappingKind.Product, products))
            .Concat(Lines(MappingKind.CostCentre, centres.Select(id => book.CostCentres[id].Code)))
            .Concat(Lines(MappingKind.Party, parties.Select(id => book.Parties[id].Number)));
    }

    static IEnumerable<(MappingKind, string)> Lines(MappingKind kind, IEnumerable<string> numbers) =>
        numbers.Distinct().Order(StringComparer.Ordinal).Select(number => (kind, number));
}
