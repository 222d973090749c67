using Gemeinwerk.Basics;

namespace Gemeinwerk.DataCentre.Dependencies;

/// <summary>What a restart plan has to say about the inventory that it was computed from.</summary>
static class RestartFindings
{
    internal static IReadOnlyList<RestartFinding> Of(
        DependencyGraph graph, IReadOnlyList<(long? Priority, long? Hours)> urgency) =>
        [.. Circles(graph), .. Dangling(graph), .. Incomplete(graph), .. TooShort(graph, urgency)];

    static IEnumerable<RestartFinding> Circles(DependencyGraph graph)
    {
        foreach (var members in Condensation.Of(graph.Hard).Members.Reverse())
        {
            if (members is [var only] && !graph.Hard[only].Contains(only)) continue;
            var items = members.Select(at => graph.Items[at]).ToList();
            yield return new RestartFinding(RestartFindingKind.Circle, items,
                $"Im Kreis abhängig: {string.Join(", ", items.Select(item => item.Name))}; "
                + "womit begonnen wird, ist offen.");
        }
    }

    static IEnumerable<RestartFinding> Dangling(DependencyGraph graph) =>
        from item in graph.Items
        from missing in item.Missing
        select new RestartFinding(RestartFindingKind.Dangling, [item],
            $"„{item.Name}“ braucht „{missing}“, das es im Bestand nicht gibt.");

    static IEnumerable<RestartFinding> Incomplete(DependencyGraph graph)
    {
        foreach (var item in graph.Snapshot.Of(ItemKinds.Application))
        {
            if (item.Content.Number(Fields.Priority) is null)
            {
                yield return new RestartFinding(RestartFindingKind.NoPriority, [item],
                    $"„{item.Name}“ hat keine Priorität.");
            }
            if (item.Content.Number(Fields.RecoveryHours) is null)
            {
                yield return new RestartFinding(RestartFindingKind.NoRecoveryTime, [item],
                    $"„{item.Name}“ hat keine Wiederanlaufzeit (WAZ).");
            }
            if (!graph.Hard[graph.PlaceOf(item)].Any(need => graph.Items[need].Kind == ItemKinds.VirtualMachine
                || graph.Items[need].Kind == ItemKinds.Device))
            {
                yield return new RestartFinding(RestartFindingKind.NoMachine, [item],
                    $"„{item.Name}“ läuft auf keinem Server, den der Bestand nennt.");
            }
        }
    }

    /// <summary>Who has a recovery time of its own that is longer than that of something which needs it.</summary>
    static IEnumerable<RestartFinding> TooShort(
        DependencyGraph graph, IReadOnlyList<(long? Priority, long? Hours)> urgency)
    {
        for (var at = 0; at < graph.Items.Count; at++)
        {
            if (graph.Items[at].Content.Number(Fields.RecoveryHours) is not { } own
                || urgency[at].Hours >= own) continue;
            var wanting = graph.HardBack[at].Where(user => urgency[user].Hours < own).Select(user => graph.Items[user])
                .ToList();
            yield return new RestartFinding(RestartFindingKind.RecoveryTimeTooShort, [graph.Items[at], .. wanting],
                $"„{graph.Items[at].Name}“ ist erst nach {German.Count(own)} Stunden wieder da, gebraucht wird es nach "
                + $"{German.Count(urgency[at].Hours!.Value)}, unter anderem von {Names(wanting)}.");
        }
    }

    static string Names(List<ConfigurationItem> items) =>
        string.Join(", ", items.Take(3).Select(item => $"„{item.Name}“")) + (items.Count > 3 ? " …" : "");
}
