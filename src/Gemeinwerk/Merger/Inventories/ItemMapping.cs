using Gemeinwerk.DataCentre;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Merger.Inventories;

/// <summary>
/// What an item says in the target's words: links lead to the target's items, numbers of assets and parties are the
/// target's. The checker does the same from docs/formats.md section 5.
/// </summary>
/// <param name="targets">The target's item for one of the source; null where it is retired.</param>
/// <param name="numbers">The target's number for that of an asset or a party; null where it did not go over.</param>
sealed class ItemMapping(Body source, Func<long, long?> targets, Func<Field, string, string?> numbers)
{
    /// <summary>How the source itself called an item, as a system of its own.</summary>
    internal const string Own = "gemeinwerk";

    /// <summary>The content of an item that arrives as one of its own.</summary>
    internal ItemContent Moved(InventoryMove move, long id) => Mapped(move, id).With(move.NewName is { } number
        && move.From.Kind == ItemKinds.Vlan ? [(Fields.VlanId, FieldValue.Of(VlanNumber(number)))] : []);

    /// <summary>What is there stays; what it lacks is filled, and lists are united; posts of staff are added.</summary>
    internal ItemContent Joined(InventoryMove move, ConfigurationItem with) => with.Content.With(
        Mapped(move, with.Id.Value).Values.Select(it => (it.Field, (FieldValue?)United(with, it))));

    /// <summary>A VLAN's new number, once it was asked whether it is one.</summary>
    internal static long VlanNumber(string text) =>
        long.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    static FieldValue United(ConfigurationItem with, (Field Field, FieldValue Value) its)
    {
        if (with.Content[its.Field] is not { } value) return its.Value;
        if (with.Kind == ItemKinds.Post && its.Field == Fields.FullTime)
        {
            return FieldValue.Of(checked(value.Number + its.Value.Number));
        }
        if (its.Field.Type == FieldType.Links) return FieldValue.Of(value.Targets!.Concat(its.Value.Targets!));
        return its.Field == Fields.Aliases || its.Field == Fields.MissingTargets
            ? Lines(value.Text!.Split('\n').Concat(its.Value.Text!.Split('\n')))
            : value;
    }

    ItemContent Mapped(InventoryMove move, long id)
    {
        var values = new List<(Field, FieldValue)>();
        foreach (var (field, value) in move.From.Content.Values)
        {
            if (field != Fields.Aliases && Mapped(field, value, id) is { } mapped) values.Add((field, mapped));
        }
        values.Add((Fields.Aliases, Lines(move.From.Aliases.Append($"{Own}:{move.From.Id.Value}")
            .Select(alias => $"{source.Code}/{alias}"))));
        return ItemContent.Of(values);
    }

    FieldValue? Mapped(Field field, FieldValue value, long id)
    {
        if (value.Targets is { } links)
        {
            var mapped = FieldValue.Of(links.Select(targets).OfType<long>().Where(target => target != id));
            return mapped.Targets!.Count == 0 ? null : mapped;
        }
        if (field != Fields.LedgerAsset && field != Fields.LedgerParty) return value;
        return numbers(field, value.Text!) is { } number ? FieldValue.Of(number) : null;
    }

    static FieldValue Lines(IEnumerable<string> lines) => FieldValue.Of(string.Join('\n',
        lines.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)));
}
