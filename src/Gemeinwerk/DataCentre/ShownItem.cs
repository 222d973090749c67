using Gemeinwerk.Basics;

namespace Gemeinwerk.DataCentre;

/// <summary>A field of an item as people read it.</summary>
/// <param name="Code">The field, for programs.</param>
/// <param name="Value">German numbers and dates, names for what links lead to.</param>
public sealed record ShownField(string Code, string Name, string Value);

/// <summary>An item as people read it, its fields in the order of its kind.</summary>
public sealed record ShownItem(long Id, string Kind, string Name, IReadOnlyList<ShownField> Fields)
{
    public static ShownItem Of(InventorySnapshot snapshot, ConfigurationItem item) =>
        Of(target => snapshot.Find(target).Name, item);

    /// <param name="nameOf">The name of an item that a link leads to.</param>
    public static ShownItem Of(Func<long, string> nameOf, ConfigurationItem item) => new(
        item.Id.Value, item.Kind.Code, item.Name,
        [.. item.Kind.Fields.Where(field => item.Content[field] is not null)
            .Select(field => new ShownField(field.Code, field.German,
                Show(nameOf, field, item.Content[field]!.Value)))]);

    static string Show(Func<long, string> nameOf, Field field, FieldValue value)
    {
        if (value.Text is { } text) return text.Replace("\n", ", ", StringComparison.Ordinal);
        if (value.Targets is { } targets)
        {
            return string.Join(", ", targets.Select(nameOf));
        }
        return field.Type switch
        {
            FieldType.Amount => $"{new Money(value.Number)}",
            FieldType.Day => German.Date(Day.Of(value.Number)),
            _ => $"{Number(field, value.Number)} {field.Unit}".TrimEnd(),
        };
    }

    /// <summary>A number of a field as people in Germany read it.</summary>
    internal static string Number(Field field, long number) => Quantity.German(number, field.Decimals);
}
