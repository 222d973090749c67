using Gemeinwerk.Basics;
using Gemeinwerk.Merger;

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
                German.Amount(Debit(source.Balances.Values)), German.Count(source.Items.Count),
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
            .. plan.Notes.Select(note => $"Hinweis: {note.Why.Message}"),
        ];
        return string.Join('\n', lines) + "\n";
    }

    static Money Debit(IEnumerable<Money> balances) =>
        balances.Where(amount => amount.Cents > 0).Aggregate(Money.Zero, (sum, amount) => sum + amount);
}
