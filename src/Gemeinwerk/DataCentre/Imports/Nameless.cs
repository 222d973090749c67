using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre.Conflicts;

namespace Gemeinwerk.DataCentre.Imports;

/// <summary>
/// NetBox allows devices without a name. Here they are called by what tells them apart in the file, behind a mark:
/// their key in NetBox, else their asset tag, their serial number, or their place in a rack. The same file gives the
/// same name again.
/// </summary>
static class Nameless
{
    const char Mark = '#';

    /// <summary>Whether the other system lets items of a kind be without a name.</summary>
    internal static bool May(ItemKind kind, string source) => kind == ItemKinds.Device && source == "netbox";

    /// <returns>The name, or null where nothing tells the item apart.</returns>
    internal static string? Name(ItemDraft draft, string source)
    {
        if (draft.ExternalId is { } key) return $"{Mark}{key}";
        if (!May(draft.Kind, source)) return null;
        if (Text(draft, Fields.AssetTag) is { } tag) return $"{Mark}{Fields.AssetTag.German} {tag}";
        if (Text(draft, Fields.Serial) is { } serial && Spelling.Serial(serial) is not null)
        {
            return $"{Mark}{Fields.Serial.German} {serial}";
        }
        return Target(draft, Fields.Rack) is { } rack && Number(draft, Fields.Position) is { } position
            ? $"{Mark}{string.Join('/', new[]
            {
                Target(draft, Fields.Site), rack, $"HE {Quantity.Plain(position, Fields.Position.Decimals)}",
                Text(draft, Fields.Face),
            }.Where(part => part is not null))}"
            : null;
    }

    /// <summary>Whether an item was called so here, and has no name in the other system.</summary>
    internal static bool Is(ConfigurationItem item) => item.Kind == ItemKinds.Device && item.Name.StartsWith(Mark);

    internal static Rejection Refused => new("inventory.name",
        "Das Gerät hat weder einen Namen noch eine Inventarnummer, eine Seriennummer oder Schrank und Position, "
        + "die es von anderen unterscheiden.");

    static FieldValue? Value(ItemDraft draft, Field field) => draft.Values.Find(it => it.Field == field).Value;

    static string? Text(ItemDraft draft, Field field) => Value(draft, field)?.Text;

    static long? Number(ItemDraft draft, Field field) => Value(draft, field)?.Number;

    static string? Target(ItemDraft draft, Field field) => draft.References.Find(it => it.Field == field).To?.Name;
}
