using System.Globalization;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Merger.Inventories;

/// <summary>What becomes of an item of a source's inventory.</summary>
public enum ItemFate
{
    /// <summary>It arrives in the target as an item of its own.</summary>
    Moved,

    /// <summary>It is the same thing as an item that the target has, which learns what it lacked.</summary>
    Joined,

    /// <summary>It is given up for another item, to which all now leads that led to it.</summary>
    Replaced,

    /// <summary>It is given up.</summary>
    Retired,
}

/// <summary>An item of a body of the merger: <c>kdz:17</c>.</summary>
public sealed record ItemAddress(string Body, long Item)
{
    /// <returns>Null where the text is none.</returns>
    public static ItemAddress? Parse(string text) => text.Split(':') is [{ Length: > 0 } body, var number]
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var item) && item > 0
            ? new ItemAddress(body, item)
            : null;

    public override string ToString() => $"{Body}:{Item}";
}

/// <summary>What somebody decided about one item of a source.</summary>
/// <param name="NewName">Of a moved item; of a VLAN its new number. Null to leave what it has, also where that
/// clashes.</param>
/// <param name="Target">What it is or is replaced by: an item of the target, or one of an earlier source.</param>
/// <param name="Reason">For people, and in the certificate.</param>
public sealed record InventoryDecision(
    string SourceBody, long Item, ItemFate Fate, string? NewName, ItemAddress? Target, string Reason);

/// <summary>An item on its way.</summary>
/// <param name="Target">Its key in the target; null only for a retired one.</param>
/// <param name="NewName">As in <see cref="InventoryDecision"/>; where nobody has decided yet, what is proposed.</param>
/// <param name="Reason">Why it is the same thing, or what was decided; null where nothing has to be said.</param>
public sealed record InventoryMove(
    Body Source, ConfigurationItem From, ItemFate Fate, long? Target, string? NewName, string? Reason);

/// <summary>What is proposed where an item cannot be merged as it is.</summary>
/// <param name="Why">What is the matter, one German sentence.</param>
/// <param name="Decision">What would settle it; null where that is for people to find.</param>
public sealed record InventoryProposal(ConfigurationItem Item, Body Source, string Why, InventoryDecision? Decision)
{
    /// <summary>The weights that are proposed, where this is about who uses how much of a joint item.</summary>
    public IReadOnlyList<UseWeight> Weights { get; init; } = [];

    /// <summary>By which people and programs choose it: <c>kdz:17</c>, and <c>kdz:17:weights</c> where it is about
    /// weights, which may stand beside another proposal for the same item.</summary>
    public string Key => $"{Source.Code}:{Item.Id.Value}{(Weights.Count > 0 ? ":weights" : "")}";

    public bool IsProposed => Decision is not null || Weights.Count > 0;

    /// <summary>What is proposed, in short; null where nothing is.</summary>
    public string? Shown => Weights.Count > 0
        ? string.Join(" · ", Weights.Select(it => $"{it.Item} = {German.Count(it.Weight)}"))
        : Decision?.NewName;
}

/// <summary>All moves of the sources' inventories: a pure function of them, of the target's and of the decisions.
/// </summary>
/// <param name="Sources">As they are; a merger changes nothing in them.</param>
/// <param name="Written">Items of the target that are new or changed, as they are to be.</param>
/// <param name="Open">What has to be decided first.</param>
/// <param name="Findings">Likewise, and decisions that cannot be followed.</param>
/// <param name="Notes">What people should know.</param>
public sealed record InventoryPlan(
    InventorySnapshot Target, IReadOnlyList<InventorySnapshot> Sources, IReadOnlyList<InventoryMove> Moves,
    IReadOnlyList<ConfigurationItem> Written, IReadOnlyList<InventoryProposal> Open,
    IReadOnlyList<Finding> Findings, IReadOnlyList<Finding> Notes)
{
    /// <summary>What becomes of the uses; null where no body has any.</summary>
    public UsePlan? Uses { get; init; }

    /// <summary>No body has an inventory, so that nothing is said of any.</summary>
    public bool IsEmpty => Target.Items.Count == 0 && Sources.All(source => source.Items.Count == 0);

    /// <summary>The target's items as they are to be, in the order of their keys.</summary>
    internal List<ConfigurationItem> After => Merged(Target.Items, Written);

    /// <summary>Items with what was written over them and beside them.</summary>
    internal static List<ConfigurationItem> Merged(
        IReadOnlyList<ConfigurationItem> before, IReadOnlyList<ConfigurationItem> written)
    {
        var changed = written.ToDictionary(item => item.Id);
        return [.. before.Where(item => !changed.ContainsKey(item.Id)).Concat(written).OrderBy(item => item.Id.Value)];
    }

    /// <summary>Where a finding about an item stands.</summary>
    internal static string Place(Body body, ConfigurationItem item) =>
        $"inventory/{item.Kind.Code}/{body.Code}/{item.Id.Value}";
}
