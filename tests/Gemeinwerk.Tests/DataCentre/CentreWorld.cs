using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Tests.DataCentre;

/// <summary>An inventory that tests write down item by item, without a database.</summary>
sealed class CentreWorld
{
    readonly List<(ItemKind Kind, string Name, List<(Field, FieldValue)> Values)> items = [];

    /// <returns>The key of the item.</returns>
    internal long Add(ItemKind kind, string name, params (Field, FieldValue)[] values)
    {
        items.Add((kind, name, [.. values]));
        return items.Count;
    }

    internal long Host(string name, long cores, long memory, params (Field, FieldValue)[] values) =>
        Add(ItemKinds.Device, name, [Is(Fields.Cores, cores), Is(Fields.Memory, memory), .. values]);

    internal long Machine(string name, long processors, long memory, params (Field, FieldValue)[] values) =>
        Add(ItemKinds.VirtualMachine, name,
            [Is(Fields.VirtualCpus, processors * 100), Is(Fields.Memory, memory), .. values]);

    /// <summary>Something about an item that was added before.</summary>
    internal void Set(long item, params (Field, FieldValue)[] values) =>
        items[(int)item - 1].Values.AddRange(values);

    internal static (Field, FieldValue) Is(Field field, long number) => (field, FieldValue.Of(number));

    internal static (Field, FieldValue) Is(Field field, DateOnly day) => (field, FieldValue.Of(Day.Number(day)));

    internal static (Field, FieldValue) Says(Field field, string text) => (field, FieldValue.Of(text));

    internal static (Field, FieldValue) To(Field field, params IEnumerable<long> targets) =>
        (field, FieldValue.Of(targets));

    internal InventorySnapshot Snapshot() => new(
        new Body(new(1), "kdz", "KDZ", BodyKind.Association, Framework.Nkf),
        [.. items.Select((item, at) => new ConfigurationItem(new(at + 1), item.Kind, $"{at}", item.Name,
            ItemContent.Of(item.Values)))]);
}
