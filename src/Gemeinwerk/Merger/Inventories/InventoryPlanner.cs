using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Conflicts;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Merger.Inventories;

/// <summary>
/// Plans how inventories become one: source after source, each against the target with what came before it. A pure
/// function of the inventories and the decisions; it finds all that is undecided at once.
/// </summary>
public sealed class InventoryPlanner
{
    readonly InventorySnapshot target;
    readonly ConflictRules rules;
    readonly Dictionary<(string, long), InventoryDecision> decisions;
    readonly Func<Body, Field, string, string?> numbers;
    readonly SortedDictionary<long, ConfigurationItem> now = [];
    readonly Dictionary<ItemAddress, long?> arrived = [];
    readonly SortedSet<long> written = [];
    readonly List<InventoryMove> moves = [];
    readonly List<InventoryProposal> open = [];
    readonly List<Finding> findings = [], notes = [];
    long nextId;

    InventoryPlanner(
        MergerCase merger, InventorySnapshot target, long nextId, IEnumerable<InventoryDecision> decisions,
        Func<Body, Field, string, string?> numbers)
    {
        (this.target, this.nextId, this.numbers) = (target, nextId, numbers);
        this.decisions = decisions.ToDictionary(decision => (decision.SourceBody, decision.Item));
        rules = new ConflictRules(merger.EffectiveOn);
        foreach (var item in target.Items) now.Add(item.Id.Value, item);
    }

    /// <param name="sources">In the order of the merger.</param>
    /// <param name="nextId">The first key that no item of the target has or had.</param>
    /// <param name="numbers">The target's number for that of a source's asset or party, as the field says; null where
    /// it does not go over.</param>
    public static InventoryPlan Plan(
        MergerCase merger, InventorySnapshot target, IReadOnlyList<InventorySnapshot> sources, long nextId,
        IEnumerable<InventoryDecision> decisions, Func<Body, Field, string, string?> numbers)
    {
        var planner = new InventoryPlanner(merger, target, nextId, decisions, numbers);
        foreach (var source in sources.Where(source => source.Items.Count > 0)) planner.Add(source);
        return new InventoryPlan(target, sources, planner.moves,
            [.. planner.written.Select(id => planner.now[id])], planner.open, planner.findings, planner.notes);
    }

    void Add(InventorySnapshot source)
    {
        var left = new InventorySnapshot(target.Body, [.. now.Values]);
        var fates = new SourceFates(left, source, rules, item =>
            decisions.GetValueOrDefault((source.Body.Code, item.Id.Value)), Resolve);
        fates.Decide();
        findings.AddRange(fates.Findings);
        open.AddRange(fates.Open);
        var own = source.Items.Select(item => fates.Move(item)).ToList();
        for (var at = 0; at < own.Count; at++)
        {
            if (own[at].Fate == ItemFate.Moved) own[at] = own[at] with { Target = nextId++ };
            arrived[new ItemAddress(source.Body.Code, own[at].From.Id.Value)] = own[at].Target;
        }
        // A replacement may be an item of the same source, whose key is known only now.
        own = own.ConvertAll(move => move.Fate == ItemFate.Replaced
            ? move with { Target = Replacement(source, move) }
            : move);
        foreach (var move in own) arrived[new ItemAddress(source.Body.Code, move.From.Id.Value)] = move.Target;
        moves.AddRange(own);
        Write(source, own, fates);
    }

    long? Replacement(InventorySnapshot source, InventoryMove move)
    {
        var decision = decisions[(move.Source.Code, move.From.Id.Value)];
        if (decision.Target is { } address && Resolve(address) is { } replacement
            && (address.Body == source.Body.Code ? source.Find(address.Item) : now[replacement]).Kind == move.From.Kind)
        {
            return replacement;
        }
        findings.Add(new Finding(0, InventoryPlan.Place(move.Source, move.From), new Rejection(
            "merger.inventory-target", $"„{decision.Target}“ ist kein Stück des Ziels oder einer früheren Quelle, das "
            + $"{move.From} sein oder ersetzen kann.")));
        return null;
    }

    /// <summary>The target's item that an address stands for, as far as the merger has come.</summary>
    long? Resolve(ItemAddress address) => address.Body == target.Body.Code
        ? now.ContainsKey(address.Item) ? address.Item : null
        : arrived.GetValueOrDefault(address);

    void Write(InventorySnapshot source, List<InventoryMove> own, SourceFates fates)
    {
        var targets = own.ToDictionary(move => move.From.Id.Value, move => move.Target);
        var mapping = new ItemMapping(source.Body, id => targets[id], (field, number) => Number(source, field, number));
        foreach (var move in own.Where(move => move.Fate == ItemFate.Moved))
        {
            var (id, name) = (move.Target!.Value, move.From.Kind == ItemKinds.Vlan ? null : move.NewName);
            now.Add(id, new ConfigurationItem(new(id), move.From.Kind, fates.Key(move.From), name ?? move.From.Name,
                mapping.Moved(move, id)));
            written.Add(id);
        }
        var keys = now.Values.Select(item => (item.Kind, item.Key)).ToHashSet();
        foreach (var move in own.Where(move => move is { Fate: ItemFate.Joined, Target: not null }))
        {
            var with = now[move.Target!.Value];
            Compare(move, with);
            var joined = with with { Content = mapping.Joined(move, with) };
            now[move.Target.Value] = joined with { Key = Key(with, joined, keys) };
            written.Add(move.Target.Value);
        }
        foreach (var move in own.Where(move => move.Fate is ItemFate.Moved or ItemFate.Joined))
        {
            CheckNeeds(move, targets);
        }
    }

    string? Number(InventorySnapshot source, Field field, string number)
    {
        var mapped = numbers(source.Body, field, number);
        if (mapped is null)
        {
            notes.Add(new Finding(0, $"inventory/{source.Body.Code}", new Rejection("merger.inventory-number",
                $"Bestand der {source.Body.Code}: {field.German} {number} geht nicht über und steht im Ziel nicht "
                + "mehr am Stück.")));
        }
        return mapped;
    }

    /// <summary>An item that learns what it is scoped by gets the key that it then has, where that is free.</summary>
    string Key(ConfigurationItem was, ConfigurationItem joined, HashSet<(ItemKind, string)> keys)
    {
        if (was.Kind.Scope.All(scope => was.Content[scope].Equals(joined.Content[scope]))) return was.Key;
        if (was.Key != KeyOf(was)) return was.Key;
        var key = KeyOf(joined);
        return keys.Add((was.Kind, key)) ? key : was.Key;

        string KeyOf(ConfigurationItem item) => ItemKeys.Of(item, item.Name, id => now[id].Name);
    }

    /// <summary>Serial and inventory numbers that contradict each other are nobody's guess.</summary>
    void Compare(InventoryMove move, ConfigurationItem with)
    {
        if (decisions.ContainsKey((move.Source.Code, move.From.Id.Value))) return;
        foreach (var field in new[] { Fields.Serial, Fields.AssetTag, Fields.LedgerAsset })
        {
            if (move.From.Content.Text(field) is not { } its || with.Content.Text(field) is not { } known) continue;
            if (field == Fields.LedgerAsset) its = numbers(move.Source, field, its) ?? known;
            var (one, other) = field == Fields.Serial
                ? (Spelling.Serial(its), Spelling.Serial(known))
                : (ConfigurationItem.Fold(its), ConfigurationItem.Fold(known));
            if (one is null || other is null || one == other) continue;
            Undecided(move, $"{move.From} ist im Ziel „{with.Name}“ ({move.Reason}), aber {field.German} ist hier "
                + $"„{its}“ und dort „{known}“.", "merger.inventory-contradiction");
            return;
        }
    }

    void CheckNeeds(InventoryMove move, Dictionary<long, long?> targets)
    {
        foreach (var (field, needed) in move.From.Content.Links.Where(link => targets[link.Target] is null))
        {
            if (field != Fields.NeedsHard && field != Fields.NeedsSoft) continue;
            findings.Add(new Finding(0, InventoryPlan.Place(move.Source, move.From), new Rejection(
                "merger.inventory-needed", $"{move.From} braucht das Stück {move.Source.Code}:{needed}, das aufgegeben "
                + "wird; es ist anzugeben, was es ersetzt.")));
        }
    }

    void Undecided(InventoryMove move, string why, string code)
    {
        open.Add(new InventoryProposal(move.From, move.Source, why, null));
        findings.Add(new Finding(0, InventoryPlan.Place(move.Source, move.From), new Rejection(code, why)));
    }
}

/// <summary>What makes an item the same thing, under the names that its links have in the target.</summary>
static class ItemKeys
{
    internal static string Of(
        ConfigurationItem item, string name, Func<long, string?> nameOf, string? vlan = null) =>
        ConfigurationItem.KeyOf(item.Kind, name, field => field == Fields.VlanId && vlan is not null
            ? vlan
            : item.Content[field] switch
            {
                { Text: { } text } => text,
                { Targets: [var target, ..] } => nameOf(target),
                { Targets: null } number => $"{number.Number}",
                _ => null,
            });
}
