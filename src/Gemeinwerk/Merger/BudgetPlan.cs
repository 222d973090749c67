using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;

namespace Gemeinwerk.Merger;

/// <summary>A plan value or authorisation on its way; the year stays.</summary>
public sealed record BudgetMove(Body Source, BudgetAmount From, BudgetKey To)
{
    public BudgetAmount Arrived => From with { Key = To };
}

/// <summary>A commitment on its way; one of an earlier year goes to that of the merger.</summary>
/// <param name="To">As it is to stand in the target.</param>
public sealed record CommitmentMove(Body Source, OpenCommitment From, OpenCommitment To);

/// <summary>What goes over of the sources' budgets, and what the target has before.</summary>
public sealed record BudgetPlan(
    IReadOnlyList<BudgetAmount> TargetAmounts, IReadOnlyList<OpenCommitment> TargetCommitments,
    IReadOnlyList<BudgetMove> Values, IReadOnlyList<CommitmentMove> Commitments, IReadOnlyList<CoverMove> Covers)
{
    internal RecordedBudget Moves => new(Values, Commitments, Covers);
}

/// <summary>
/// Plans what becomes of the sources' budgets: plan values and authorisations from the year of the merger on, within a
/// year what is left of them, all open commitments, and the cover groups.
/// </summary>
sealed class BudgetPlanner(
    MergerCase merger, BookSnapshot target, MappingResolver resolver, MappingTable mapping, List<Finding> findings)
{
    readonly HashSet<string> numbers = [.. target.CommitmentNumbers];
    readonly Dictionary<(string Body, BudgetKey Key), BudgetKey?> answers = [];

    internal BudgetPlan Plan(IReadOnlyList<BookSnapshot> sources, List<Finding> notes)
    {
        var (values, commitments) = (new List<BudgetMove>(), new List<CommitmentMove>());
        foreach (var source in sources)
        {
            foreach (var amount in source.Budget)
            {
                if (Mapped(source, amount.Key) is { } to) values.Add(new BudgetMove(source.Body, amount, to));
            }
            foreach (var commitment in source.Commitments)
            {
                if (Mapped(source, commitment.Key) is not { } to) continue;
                var number = FreeNumber.For(source.Body.Code, commitment.Number, 60, numbers.Contains);
                numbers.Add(number);
                commitments.Add(new CommitmentMove(source.Body, commitment, new OpenCommitment(
                    Math.Max(commitment.Year, merger.EffectiveOn.Year), to, number, commitment.Text,
                    commitment.Open)));
            }
            if (source.Body.Framework == Framework.Hgb && source.Budget.Count == 0)
            {
                notes.Add(new Finding(0, $"budget/{source.Body.Code}", new Rejection("merger.no-budget",
                    $"Die {source.Body.Code} führt keinen Haushalt ab {merger.EffectiveOn.Year}; das Ziel plant für "
                    + "sie nach.")));
            }
        }
        var covers = new CoverPlanner(merger, target, findings, notes).Plan(sources, Mapped, values);
        return new BudgetPlan(target.Budget, target.Commitments, values, commitments, covers);
    }

    BudgetKey? Mapped(BookSnapshot source, BudgetKey key)
    {
        if (answers.TryGetValue((source.Body.Code, key), out var known)) return known;
        var product = key.Product is null ? null
            : resolver.Product(source, source.Products.Values.First(product => product.Code == key.Product).Id);
        var position = Position(source, key);
        return answers[(source.Body.Code, key)] = position is null || (product is null && key.Product is not null)
            ? null : new BudgetKey(product, position);
    }

    /// <summary>An account goes where the mapping says; a group of accounts and a line of a statement stay what they
    /// are, where that means the same in the target.</summary>
    string? Position(BookSnapshot source, BudgetKey key)
    {
        string? position;
        if (source.Accounts.Values.FirstOrDefault(account => account.Number == key.Position) is { } single)
        {
            // What is not mapped has been reported by then.
            if (resolver.Account(source, single) is not { } mapped) return null;
            position = mapped;
        }
        else
        {
            position = source.Body.Framework == target.Body.Framework && StaysTogether(source, key.Position)
                ? key.Position : null;
        }
        if (position is not null && new BudgetKey(null, position).Refuse() is null) return position;
        findings.Add(new Finding(0, $"budget/{source.Body.Code}/{key}", new Rejection("merger.budget-position",
            $"Die Haushaltsposition {key} der {source.Body.Code} hat im Ziel keine eindeutige Entsprechung; sie ist "
            + "dort auf Konten umzuplanen, die zugeordnet sind.")));
        return null;
    }

    bool StaysTogether(BookSnapshot source, string digits) => source.Accounts.Values
        .Where(account => account.Number.StartsWith(digits, StringComparison.Ordinal)
            && mapping.Find(MappingKind.Account, source.Body.Code, account.Number) is not null)
        .All(account => resolver.Account(source, account)?.StartsWith(digits, StringComparison.Ordinal) is not false);
}
