using Gemeinwerk.DataCentre.Dependencies;

namespace Gemeinwerk.DataCentre.Conflicts;

/// <summary>Dependencies that cannot be: in a circle, or on nothing.</summary>
static class DependencyRules
{
    /// <summary>Each strongly connected component of what needs each other, named once with all its items.</summary>
    internal static void Circles(InventorySnapshot side, List<Conflict> conflicts)
    {
        var place = side.Items.Select((item, at) => (item.Id.Value, at)).ToDictionary(it => it.Value, it => it.at);
        int[][] next = [.. side.Items.Select(item =>
            item.Content.Targets(Fields.NeedsHard).Select(target => place[target]).ToArray())];
        var components = Components.Find(next);
        foreach (var group in side.Items.Zip(components).GroupBy(it => it.Second, it => it.First))
        {
            var items = group.ToList();
            if (items is [var only] && !only.Content.Targets(Fields.NeedsHard).Contains(only.Id.Value)) continue;
            conflicts.Add(new Conflict(ConflictKind.DependencyCircle, side.Body.Code, items,
                $"Im Kreis abhängig: {string.Join(", ", items.Select(item => item.Name))}.",
                "Eine der Abhängigkeiten lösen, oder festlegen, womit ohne die anderen begonnen wird."));
        }
    }

    internal static void Dangling(InventorySnapshot side, List<Conflict> conflicts)
    {
        foreach (var item in side.Items)
        {
            foreach (var missing in item.Missing)
            {
                conflicts.Add(new Conflict(ConflictKind.DependencyDangling, side.Body.Code, [item],
                    $"„{item.Name}“ braucht „{missing}“, das es im Bestand nicht gibt."));
            }
        }
    }
}
