using Gemeinwerk.Proof.Exports;
using Gemeinwerk.Proof.Holdings;

namespace Gemeinwerk.Proof.Checks;

/// <summary>The amounts of an items or assets export are those of the journal, and none is missing.</summary>
/// <param name="form">Gets lines that cannot be read.</param>
sealed class AmountsCheck(HoldingShape shape, Point form, Point amounts)
{
    long firstUnnamed;

    public Point Point => amounts;

    /// <summary>Passes the holdings of an export through, each compared with the journal.</summary>
    public IEnumerable<Holding> Check(ExportFile file, BookFigures? figures, bool atAfter)
    {
        var table = shape == HoldingShape.Items ? figures?.Items : figures?.Assets;
        firstUnnamed = 0;
        var seen = new bool[table?.Count ?? 0];
        foreach (var holding in new HoldingReader(shape, file, form).Read())
        {
            if (figures is not null && table is not null)
            {
                var number = table.Find(holding.Number);
                if (number >= 0) seen[number] = true;
                var first = shape == HoldingShape.Items ? 3 : 2;
                for (var at = first; at < 4; at++)
                    if (Journal(figures, number, at, atAfter) is var found && found != holding.Values[at])
                        Point.Fail(file.Path, holding.Line,
                            $"{shape.Noun} {holding.Number}: {shape.Columns[at].Name} "
                            + $"{German.Amount(holding.Values[at])}, das Journal ergibt {German.Amount(found)}.");
                if (number >= 0) CheckOwner(file, holding, figures, number);
            }
            yield return holding;
        }
        for (var number = 0; number < seen.Length; number++)
        {
            if (seen[number]) continue;
            var (third, fourth) = (Journal(figures!, number, 2, atAfter), Journal(figures!, number, 3, atAfter));
            if (third != 0 || fourth != 0)
                Point.Fail(file.Path, 1, $"{shape.Noun} {table!.Text(number)} fehlt im Export; das Journal ergibt "
                    + $"{German.Amount(shape == HoldingShape.Items || third == 0 ? fourth : third)}.");
        }
    }

    void CheckOwner(ExportFile file, Holding holding, BookFigures figures, int number)
    {
        var (account, party) = shape == HoldingShape.Items ? figures.OwnerOfItem(number)
            : (figures.AccountOfAsset(number), holding.Party);
        if (account != holding.Account)
            Point.Fail(file.Path, holding.Line, $"{shape.Noun} {holding.Number}: Konto {holding.Account}, die "
                + (account is null ? "Buchungen nennen mehrere Konten." : $"Buchungen stehen auf Konto {account}."));
        if (party == "" && holding.Party != "")
        {
            if (firstUnnamed == 0) firstUnnamed = holding.Line;
            Point.Lacks($"im Journal der {file.Body} eine Buchung, die den Partner zu Posten nennt (etwa "
                + $"{file.Path}, Zeile {firstUnnamed})");
        }
        else if (party != holding.Party)
            Point.Fail(file.Path, holding.Line, $"{shape.Noun} {holding.Number}: Partner {holding.Party}, die "
                + (party is null ? "Buchungen nennen mehrere Partner." : $"Buchungen nennen Partner {party}."));
    }

    Int128 Journal(BookFigures figures, int number, int column, bool atAfter) =>
        shape == HoldingShape.Items ? column == 3 ? figures.ItemOpen(number, atAfter) : 0
        : column == 2 ? figures.Cost(number, atAfter) : figures.Depreciation(number, atAfter);
}
