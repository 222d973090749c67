namespace Gemeinwerk.DataCentre.Dependencies;

/// <summary>What is missing or wrong for a restart.</summary>
public enum RestartFindingKind
{
    /// <summary>Things that all need each other, so that none can be started first.</summary>
    Circle,

    /// <summary>Something is needed that the inventory does not have.</summary>
    Dangling,

    /// <summary>An application without a priority.</summary>
    NoPriority,

    /// <summary>An application without a recovery time objective (RTO).</summary>
    NoRecoveryTime,

    /// <summary>An application that no virtual machine and nothing else carries.</summary>
    NoMachine,

    /// <summary>An application is to be back before something that it needs.</summary>
    RecoveryTimeTooShort,
}

/// <param name="Items">First the item that it is about.</param>
/// <param name="Text">One German sentence.</param>
public sealed record RestartFinding(RestartFindingKind Kind, IReadOnlyList<ConfigurationItem> Items, string Text);

/// <summary>A step of a restart: one item is started.</summary>
/// <param name="No">In the order in which the steps are done, from 1.</param>
/// <param name="Level">Steps of one level can be done at the same time, after those of all before it.</param>
/// <param name="Priority">The most urgent priority among itself and what needs it; null where none has one.</param>
/// <param name="RecoveryHours">The shortest recovery time objective (Wiederanlaufzeit, WAZ) among itself and what needs
/// it.</param>
/// <param name="WaitingFor">What must run before, directly.</param>
/// <param name="Waiting">How many items wait for it, also through others.</param>
/// <param name="Inhabitants">Of the members that use it or something that waits for it.</param>
/// <param name="Sites">Where it is; of an application where its machines are.</param>
public sealed record RestartStep(
    int No, int Level, ConfigurationItem Item, long? Priority, long? RecoveryHours,
    IReadOnlyList<ConfigurationItem> WaitingFor, long Waiting, long Inhabitants,
        IReadOnlyList<ConfigurationItem> Sites);

/// <summary>
/// The order in which a data centre is started again (Wiederanlaufplan) after everything was off: computed from what
/// needs what; of what can start at the same time first the more urgent. The terms are those of BSI-Standard 200-4:
/// the recovery time objective (RTO) is how long an application may take until it runs again.
/// </summary>
/// <param name="Bottlenecks">Steps that most others wait for, the worst first.</param>
public sealed record RestartPlan(
    IReadOnlyList<RestartStep> Steps, IReadOnlyList<RestartStep> Bottlenecks, IReadOnlyList<RestartFinding> Findings)
{
    const int MostBottlenecks = 10;

    static readonly HashSet<ItemKind> started =
    [
        ItemKinds.Site, ItemKinds.Room, ItemKinds.Rack, ItemKinds.Device, ItemKinds.Cluster, ItemKinds.VirtualMachine,
        ItemKinds.Application, ItemKinds.Endpoint,
    ];

    public int Levels => Steps.Count == 0 ? 0 : Steps[^1].Level;

    public static RestartPlan Of(DependencyGraph graph, Usage usage)
    {
        var order = RestartOrder.Of(graph);
        var urgency = Urgency.Of(graph);
        var counts = ImpactCounts.Of(graph, usage);
        var places = Places.Of(graph.Snapshot);
        var nodes = Enumerable.Range(0, graph.Items.Count).Where(IsStarted)
            .OrderBy(at => order[at]).ThenBy(at => urgency[at].Priority ?? long.MaxValue)
            .ThenBy(at => urgency[at].Hours ?? long.MaxValue).ThenByDescending(at => counts[at].Inhabitants)
            .ThenBy(at => graph.Items[at].Name, StringComparer.Ordinal).ThenBy(at => at).ToList();
        // Levels without any step that is done here, as those of members, leave no gap.
        var levels = nodes.Select(at => order[at]).Distinct().Select((was, no) => (was, no: no + 1))
            .ToDictionary(it => it.was, it => it.no);
        RestartStep[] steps =
        [
            .. nodes.Select((at, no) => new RestartStep(no + 1, levels[order[at]], graph.Items[at],
                urgency[at].Priority,
                urgency[at].Hours, [.. graph.Hard[at].Select(need => graph.Items[need])], counts[at].Fails,
                counts[at].Inhabitants, places.Of(graph.Items[at]))),
        ];
        return new RestartPlan(steps,
            [.. steps.Where(step => step.Waiting > 0).OrderByDescending(step => step.Waiting).ThenBy(step => step.No)
                .Take(MostBottlenecks)],
            RestartFindings.Of(graph, urgency));

        bool IsStarted(int at) => started.Contains(graph.Items[at].Kind)
            || graph.HardBack[at].Any(user => started.Contains(graph.Items[user].Kind));
    }

    /// <summary>The steps that are done at a site, with the numbers that they have in the whole.</summary>
    public IEnumerable<RestartStep> At(ConfigurationItem site) => Steps.Where(step =>
        step.Sites.Any(place => place.Id == site.Id));
}

/// <summary>How urgent each item is: as urgent as the most urgent of what needs it.</summary>
static class Urgency
{
    internal static (long? Priority, long? Hours)[] Of(DependencyGraph graph)
    {
        var condensed = Condensation.Of(graph.Hard);
        var found = new (long? Priority, long? Hours)[condensed.Members.Length];
        for (var at = found.Length - 1; at >= 0; at--)
        {
            foreach (var node in condensed.Members[at])
            {
                var content = graph.Items[node].Content;
                found[at] = Least(found[at], (content.Number(Fields.Priority), content.Number(Fields.RecoveryHours)));
            }
            foreach (var need in condensed.Next[at]) found[need] = Least(found[need], found[at]);
        }
        return [.. condensed.Component.Select(component => found[component])];
    }

    static (long?, long?) Least((long? Priority, long? Hours) one, (long? Priority, long? Hours) other) =>
        (Least(one.Priority, other.Priority), Least(one.Hours, other.Hours));

    static long? Least(long? one, long? other) => one is null ? other : other is null || one < other ? one : other;
}

/// <summary>On which level each item can start: one above the highest of what it needs.</summary>
static class RestartOrder
{
    /// <summary>What is needed only softly comes first too, unless that would make a circle.</summary>
    internal static int[] Of(DependencyGraph graph)
    {
        var all = graph.Hard.Zip(graph.Soft, (hard, soft) => (int[])[.. hard, .. soft]).ToArray();
        var rings = Condensation.Of(all).Component;
        var kept = graph.Hard.Select((hard, at) =>
            (int[])[.. hard, .. graph.Soft[at].Where(to => rings[to] != rings[at])]).ToArray();
        var condensed = Condensation.Of(kept);
        var levels = new int[condensed.Members.Length];
        for (var at = 0; at < levels.Length; at++)
        {
            foreach (var need in condensed.Next[at]) levels[at] = Math.Max(levels[at], levels[need] + 1);
        }
        return [.. condensed.Component.Select(component => levels[component])];
    }
}
