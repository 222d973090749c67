using Gemeinwerk.Proof.Certificates;

namespace Gemeinwerk.Proof.Checks;

/// <summary>Point 7: the counts are those of the sections, and every line of the budget adds up.</summary>
sealed class TotalsCheck(Certificate certificate, Point point)
{
    public void Run()
    {
        CompareCounts();
        foreach (var line in certificate.Budget)
        {
            var sum = line.Sources.Aggregate((Int128)line.Before, (sum, amount) => sum + amount);
            if (sum != line.After)
                point.Fail(certificate.File, line.Line, $"Haushalt „{line.What}“: Quellen + Ziel vorher ergeben "
                    + $"{German.Amount(sum)}, nachher stehen {German.Amount(line.After)}.");
        }
    }

    void CompareCounts()
    {
        var actual = new Dictionary<string, Int128>
        {
            ["items"] = certificate.Items.Count,
            ["items moved"] = certificate.Items.Count(item => item.Target is not null),
            ["items eliminated"] = certificate.Items.Count(item => item.Target is null),
            ["assets"] = certificate.Assets.Count,
            ["budget lines"] = certificate.Budget.Count,
            ["commitments"] = certificate.Commitments.Count,
            ["cover groups"] = certificate.CoverGroups.Count,
            ["balances"] = certificate.Balances.Count,
            ["sum of debit balances"] = certificate.Balances.Aggregate((Int128)0,
                (sum, line) => sum + Math.Max(0, line.After)),
        };
        if (certificate.HasInventories)
        {
            actual["inventory items"] = certificate.InventoryMoves.Count;
            foreach (var fate in ItemFates.All)
                actual[$"inventory items {fate}"] = certificate.InventoryMoves.Count(move => move.Fate == fate);
        }
        if (certificate.HasUses)
        {
            actual["uses"] = certificate.Uses.Count;
            foreach (var fate in UseFates.OfSource.Concat(UseFates.OfTarget))
                actual[$"uses {fate}"] = certificate.Uses.Count(move => move.Fate == fate);
            actual["new uses"] = certificate.NewUses.Count;
        }
        if (certificate.Version == 2)
            foreach (var name in (string[])["commitments", "cover groups"]) actual.Remove(name);
        foreach (var count in certificate.Counts)
        {
            if (!actual.Remove(count.Name, out var number))
                point.Fail(certificate.File, count.Line, $"die Angabe „{count.Name}“ ist unbekannt oder doppelt.");
            else if (number != count.Number)
                point.Fail(certificate.File, count.Line,
                    $"„{count.Name}“ nennt {German.Count(count.Number)}, der Abschnitt ergibt {number}.");
        }
        foreach (var name in actual.Keys)
            point.Fail(certificate.File, certificate.LineOf("counts"), $"die Angabe „{name}“ fehlt.");
    }
}
