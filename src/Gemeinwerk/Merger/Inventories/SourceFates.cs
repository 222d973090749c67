using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Conflicts;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Merger.Inventories;

/// <summary>
/// Decides what becomes of each item of one source: what people decided, else it is the same thing as one that the
/// target has, else it comes as one of its own. What clashes and is not decided is open.
/// </summary>
/// <param name="target">With all that earlier sources brought.</param>
sealed class SourceFates(
    InventorySnapshot target, InventorySnapshot source, ConflictRules rules,
    Func<ConfigurationItem, InventoryDecision?> decided, Func<ItemAddress, long?> resolve)
{
    readonly Dictionary<long, (ItemFate Fate, long? Target, string? Reason)> fates = [];
    readonly Dictionary<long, string> newNames = [], keys = [];
    // As long as something is open, two may have one key.
    readonly Dictionary<(ItemKind, string), ConfigurationItem> known =
        target.Items.DistinctBy(item => (item.Kind, item.Key)).ToDictionary(item => (item.Kind, item.Key));

    readonly Dictionary<(ItemKind, string), ConfigurationItem> coming = [];
    readonly ILookup<string?, ConfigurationItem> posts = target.Of(ItemKinds.Post).ToLookup(Posts);
    readonly ILookup<(long?, string), ConfigurationItem> vlans = target.Of(ItemKinds.Vlan).ToLookup(VlanName);
    Dictionary<long, Clash> clashes = [];
    Renumbering? proposed;

    internal List<InventoryProposal> Open { get; } = [];
    internal List<Finding> Findings { get; } = [];

    Body Body => source.Body;

    /// <summary>What becomes of an item; a moved one has no key in the target yet.</summary>
    internal InventoryMove Move(ConfigurationItem item)
    {
        var (fate, to, reason) = fates[item.Id.Value];
        return new InventoryMove(Body, item, fate, to, newNames.GetValueOrDefault(item.Id.Value), reason);
    }

    /// <summary>The key that makes a moved item the same thing when the target's imports see it again.</summary>
    internal string Key(ConfigurationItem item) => keys[item.Id.Value];

    internal void Decide()
    {
        var report = ConflictCheck.Run(target, source, rules);
        clashes = Clashes.Of(report, target, source);
        var matches = new Dictionary<long, ItemMatch>();
        foreach (var match in report.Matches) matches.TryAdd(match.Right.Id.Value, match);
        NameAnew();
        foreach (var item in ItemKinds.All.SelectMany(source.Of)) Decide(item, matches);
        CheckNewNames();
    }

    void NameAnew()
    {
        foreach (var item in source.Items)
        {
            if (decided(item)?.NewName is { } name) newNames.Add(item.Id.Value, name);
        }
        var networks = new Renumbering(source, prefix => newNames.GetValueOrDefault(prefix.Id.Value));
        foreach (var address in source.Of(ItemKinds.Address).Where(address => decided(address) is null))
        {
            if (networks.Follow(address) is { } name) newNames.Add(address.Id.Value, name);
        }
        proposed = new Renumbering(source, prefix => decided(prefix) is null
            ? clashes.GetValueOrDefault(prefix.Id.Value)?.NewName
            : null);
    }

    void Decide(ConfigurationItem item, Dictionary<long, ItemMatch> matches)
    {
        var decision = decided(item);
        if (decision is { Fate: not ItemFate.Moved })
        {
            fates.Add(item.Id.Value, (decision.Fate, Target(item, decision), decision.Reason));
            return;
        }
        var key = KeyOf(item);
        if (decision is null && (matches.GetValueOrDefault(item.Id.Value) is { } match
            ? (match.Left, match.By) : Same(item, key)) is var (left, by) && left is not null)
        {
            newNames.Remove(item.Id.Value);
            fates.Add(item.Id.Value, (ItemFate.Joined, left.Id.Value, by));
            return;
        }
        fates.Add(item.Id.Value, (ItemFate.Moved, null, decision?.Reason
            ?? (newNames.ContainsKey(item.Id.Value) ? "folgt seinem Netz" : null)));
        var isOpen = decision is null && !newNames.ContainsKey(item.Id.Value) && ClashesAsItIs(item);
        keys.Add(item.Id.Value, KeyOf(item));
        if (Meets(item) is { } other)
        {
            if (!isOpen) Undecided(item, Met(item, other), "merger.inventory-key");
            keys[item.Id.Value] = KeyOf(item);
        }
        coming.TryAdd((item.Kind, keys[item.Id.Value]), item);
    }

    /// <summary>Whether an item is open by a conflict. What is proposed stands in for a decision, so that later items
    /// and sources are offered something else.</summary>
    bool ClashesAsItIs(ConfigurationItem item)
    {
        if (item.Kind == ItemKinds.Address && proposed!.Follow(item) is { } name)
        {
            newNames.Add(item.Id.Value, name);
            return false;
        }
        if (!clashes.TryGetValue(item.Id.Value, out var clash)) return false;
        Undecided(item, clash, "merger.inventory-clash");
        return true;
    }

    ConfigurationItem? Meets(ConfigurationItem item) => (item.Kind, keys[item.Id.Value]) is var key
        && known.TryGetValue(key, out var other) ? other : coming.GetValueOrDefault(key);

    long? Target(ConfigurationItem item, InventoryDecision decision)
    {
        if (decision.Fate != ItemFate.Joined) return null;
        if (decision.Target is { } address && address.Body != Body.Code && resolve(address) is { } id
            && target.Find(id).Kind == item.Kind)
        {
            return id;
        }
        Findings.Add(new Finding(0, InventoryPlan.Place(Body, item), new Rejection("merger.inventory-target",
            $"„{decision.Target}“ ist kein Stück des Ziels oder einer früheren Quelle, das {item} sein oder ersetzen "
            + "kann.")));
        return null;
    }

    /// <summary>The target's item that is the same thing, where kind and key say so.</summary>
    (ConfigurationItem?, string) Same(ConfigurationItem item, string key)
    {
        if (known.TryGetValue((item.Kind, key), out var there) && IsSame(item, there)) return (there, "Name");
        if (item.Kind == ItemKinds.Post && Posts(item) is { } unit && posts[unit].Take(2).ToList() is [var post])
        {
            return (post, "Einheit und Entgeltgruppe");
        }
        return item.Kind == ItemKinds.Vlan && vlans[VlanName(item)].ToList() is [var only]
            ? (only, "VLAN-ID und Name")
            : (null, "");
    }

    bool IsSame(ConfigurationItem item, ConfigurationItem there)
    {
        if (item.Kind == ItemKinds.Prefix) return IsContainer(item) && IsContainer(there);
        if (item.Kind == ItemKinds.Address || item.Kind == ItemKinds.Endpoint)
        {
            return item.Content.Link(Fields.On) is { } on && fates[on].Target is { } host
                && there.Content.Link(Fields.On) == host;
        }
        if (item.Kind == ItemKinds.Contract)
        {
            return item.Content.Link(Fields.Product) is { } product && fates[product].Target is { } its
                && there.Content.Link(Fields.Product) == its;
        }
        return item.Kind != ItemKinds.Device && item.Kind != ItemKinds.VirtualMachine
            && item.Kind != ItemKinds.Application && item.Kind != ItemKinds.AutonomousSystem
            && !ItemKinds.Obligations.Contains(item.Kind);
    }

    Clash Met(ConfigurationItem item, ConfigurationItem other)
    {
        var text = $"{item} hätte im Ziel denselben Schlüssel wie „{other.Name}“, ist aber nicht als dasselbe zu "
            + "erkennen.";
        if (item.Kind == ItemKinds.Prefix || item.Kind == ItemKinds.Address || item.Kind == ItemKinds.Vlan
            || item.Kind == ItemKinds.AutonomousSystem)
        {
            return new Clash(text, null);
        }
        var start = $"{item.Name}-{Body.Code.ToLowerInvariant()}";
        var name = start;
        for (var i = 2; IsTaken(name); i++) name = $"{start}-{i}";
        return new Clash($"{text} „{item.Name}“ in „{name}“ umbenennen.", name);

        bool IsTaken(string name) => (item.Kind, KeyOf(item, name)) is var key
            && (known.ContainsKey(key) || coming.ContainsKey(key));
    }

    /// <summary>What was decided must not clash either.</summary>
    void CheckNewNames()
    {
        if (newNames.Count == 0) return;
        var renamed = new InventorySnapshot(Body, [.. source.Items.Select(Renamed)]);
        var again = Clashes.Of(ConflictCheck.Run(target, renamed, rules), target, renamed);
        foreach (var item in source.Items.Where(item => newNames.ContainsKey(item.Id.Value)))
        {
            if (!again.TryGetValue(item.Id.Value, out var clash)) continue;
            Findings.Add(new Finding(0, InventoryPlan.Place(Body, item), new Rejection("merger.inventory-clash",
                $"Auch als „{newNames[item.Id.Value]}“: {clash.Text}")));
        }
    }

    ConfigurationItem Renamed(ConfigurationItem item) => !newNames.TryGetValue(item.Id.Value, out var name) ? item
        : item.Kind != ItemKinds.Vlan ? item with { Name = name }
        : item with
        {
            Content = item.Content.With([(Fields.VlanId, FieldValue.Of(ItemMapping.VlanNumber(name)))]),
        };

    void Undecided(ConfigurationItem item, Clash clash, string code)
    {
        Open.Add(new InventoryProposal(item, Body, clash.Text, clash.NewName is null ? null : new InventoryDecision(
            Body.Code, item.Id.Value, ItemFate.Moved, clash.NewName, null, "Vorschlag angenommen")));
        Findings.Add(new Finding(0, InventoryPlan.Place(Body, item), new Rejection(code, clash.Text)));
        if (clash.NewName is not null) newNames[item.Id.Value] = clash.NewName;
    }

    string KeyOf(ConfigurationItem item, string? name = null)
    {
        var isVlan = item.Kind == ItemKinds.Vlan;
        var newName = name ?? newNames.GetValueOrDefault(item.Id.Value);
        var own = ItemKeys.Of(item, item.Name, id => source.Find(id).Name);
        // Another system calls two things alike and tells them apart by its keys.
        var suffix = item.Key.StartsWith(own + "|#", StringComparison.Ordinal) ? item.Key[own.Length..] : "";
        return ItemKeys.Of(item, isVlan ? item.Name : newName ?? item.Name, NameInTarget, isVlan ? newName : null)
            + (suffix.Length == 0 ? "" : $"|#{Body.Code}/{suffix[2..]}");
    }

    string? NameInTarget(long id)
    {
        var item = source.Find(id);
        return fates.GetValueOrDefault(id) switch
        {
            { Fate: ItemFate.Joined, Target: { } there } => target.Find(there).Name,
            { Fate: ItemFate.Retired } => null,
            { Fate: ItemFate.Replaced } => decided(item)!.Target is { } address && address.Body == Body.Code
                ? source.Items.FirstOrDefault(other => other.Id.Value == address.Item)?.Name
                : decided(item)!.Target is { } there && resolve(there) is { } known ? target.Find(known).Name : null,
            _ => newNames.GetValueOrDefault(id) ?? item.Name,
        };
    }

    /// <summary>Posts of one unit and grade are one number in the plan of posts (Stellenplan), as long as they end on
    /// the same day; null where one of both is not said.</summary>
    static string? Posts(ConfigurationItem post) =>
        post.Content.Text(Fields.Unit) is { } unit && post.Content.Text(Fields.Grade) is { } grade
            ? $"{ConfigurationItem.Fold(unit)}|{ConfigurationItem.Fold(grade)}|{post.Content.Number(Fields.EndsOn)}"
            : null;

    static (long?, string) VlanName(ConfigurationItem vlan) =>
        (vlan.Content.Number(Fields.VlanId), ConfigurationItem.Fold(vlan.Name));

    static bool IsContainer(ConfigurationItem prefix) =>
        prefix.Content.Text(Fields.NetworkStatus) == "container";
}
