using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Merger.Inventories;
using Gemeinwerk.Nkf;

namespace Gemeinwerk.Cli.Commands;

/// <summary>A plan in words and sums.</summary>
static class MergerTexts
{
    internal static string Summary(MergerPlan plan)
    {
        var table = new Table("Körperschaft", "Buchungen", "Salden", "Bilanzsumme", "Posten", "Anlagen", "Ergebnis");
        foreach (var source in plan.Sources)
        {
            table.Add(source.Book.Body.Code, German.Count(source.Book.Size), German.Count(source.Balances.Count),
                German.Amount(source.Debits), German.Count(source.Items.Count),
                German.Count(source.Assets.Count), German.Amount(-source.Book.Result));
        }
        var created = plan.New;
        List<string> lines =
        [
            $"{table}",
            $"Im Ziel neu: {created.Accounts.Count} Konten, {created.Products.Count} Produkte, "
                + $"{created.CostCentres.Count} Kostenstellen, {created.Parties.Count} Geschäftspartner",
            .. plan.Eliminations.Select(it => $"Eliminierung: {it.Debit.Body.Code} {it.Debit.Number} gegen "
                + $"{it.Credit.Body.Code} {it.Credit.Number} über {it.Amount}"),
            .. plan.Sources.Select(source => Budget(plan.Budget, source.Book.Body)).OfType<string>(),
            .. plan.Budget.Covers.CountBy(it => (it.Source.Code, it.From.Year, From: it.From.Code, To: it.To.Code))
                .Select(group => $"Deckungskreis {group.Key.Year} {group.Key.From} der {group.Key.Code} wird "
                    + $"{group.Key.To}, Positionen: {German.Count(group.Value)}"),
            .. Inventory(plan.Inventory),
            .. Uses(plan.Inventory?.Uses),
            .. plan.Notes.Select(note => $"Hinweis: {note.Why.Message}"),
        ];
        return string.Join('\n', lines) + "\n";
    }

    static IEnumerable<string> Inventory(InventoryPlan? plan) => (plan?.Moves ?? [])
        .GroupBy(move => move.Source.Code).Select(source => $"Bestand der {source.Key}: "
            + string.Join(", ", source.CountBy(move => move.Fate).OrderBy(fate => fate.Key)
                .Select(fate => $"{German.Count(fate.Value)} {Word(fate.Key)}")));

    static IEnumerable<string> Uses(UsePlan? plan) => (plan?.Moves ?? [])
        .GroupBy(move => move.Body.Code).Select(body => $"Nutzungen der {body.Key}: "
            + string.Join(", ", body.CountBy(move => move.Fate).OrderBy(fate => fate.Key)
                .Select(fate => $"{German.Count(fate.Value)} {Word(fate.Key)}")));

    internal static string Word(UseFate fate) => fate switch
    {
        UseFate.Arrived => "übernommen",
        UseFate.History => "schon beendet",
        UseFate.Retired => "mit Aufgegebenem beendet",
        UseFate.Kept => "unverändert",
        _ => "neu geteilt",
    };

    internal static string Word(ItemFate fate) => fate switch
    {
        ItemFate.Moved => "übernommen",
        ItemFate.Joined => "schon da",
        ItemFate.Replaced => "ersetzt",
        _ => "aufgegeben",
    };

    static string? Budget(BudgetPlan budget, Body source)
    {
        var values = budget.Values.Where(move => move.Source == source).Select(move => move.From).ToList();
        var carried = values.FindAll(it => it.Kind == BudgetChangeKind.CarriedForward);
        var bound = budget.Commitments.Where(move => move.Source == source).ToList();
        if (values.Count + bound.Count == 0) return null;
        return $"Haushalt der {source.Code}: {Part("Ansätze", values.Except(carried).Select(it => it.Amount))}, "
            + $"{Part("übertragene Ermächtigungen", carried.Select(it => it.Amount))}, "
            + Part("Mittelbindungen", bound.Select(move => move.From.Open));

        static string Part(string what, IEnumerable<Money> amounts)
        {
            var all = amounts.ToList();
            return $"{German.Count(all.Count)} {what} ({all.Aggregate(Money.Zero, (sum, amount) => sum + amount)})";
        }
    }
}
