using System.Text;
using Gemeinwerk.DataCentre.Imports;

namespace Gemeinwerk.DataCentre.Exports;

/// <summary>
/// Writes an inventory as files for the bulk import of NetBox 4.2 and later, one for each kind that it knows, numbered
/// in the order in which they must be imported. They are read by NetBox and say texts as they are; a spreadsheet may
/// take one that begins with an equals sign for a formula.
/// </summary>
public static class NetBoxExport
{
    const string Form = "netbox-import", ScopeType = "scope_type", ScopeName = "scope_name", Slug = "slug";

    /// <summary>Columns that say again what others say, or what only NetBox before 4.2 reads.</summary>
    static readonly HashSet<(string Kind, string Column)> omitted =
    [
        ("device", "device_role"), ("prefix", "site"), ("cluster", "site"), ("address", "device"),
        ("address", "virtual_machine"), ("endpoint", "parent"), ("room", "facility"),
    ];

    static readonly ItemKind[] order =
    [
        ItemKinds.Member, ItemKinds.Site, ItemKinds.Room, ItemKinds.Rack, ItemKinds.Model, ItemKinds.Cluster,
        ItemKinds.Device, ItemKinds.VirtualMachine, ItemKinds.Vlan, ItemKinds.Prefix, ItemKinds.Address,
        ItemKinds.AutonomousSystem, ItemKinds.Endpoint,
    ];

    /// <returns>Names and texts of the files, those of kinds without items left out.</returns>
    public static IEnumerable<(string Name, string Text)> Files(InventorySnapshot inventory)
    {
        for (var i = 0; i < order.Length; i++)
        {
            var items = inventory.Of(order[i]).ToList();
            if (items.Count > 0) yield return ($"{i + 1:00}-{order[i].Code}.csv", Text(inventory, order[i], items));
        }
    }

    /// <summary>Kinds with items for which NetBox has no place.</summary>
    public static IEnumerable<ItemKind> Left(InventorySnapshot inventory) =>
        ItemKinds.All.Except(order).Where(kind => inventory.Of(kind).Any());

    static string Text(InventorySnapshot inventory, ItemKind kind, List<ConfigurationItem> items)
    {
        var rules = FileForms.All.Single(form => form.Name == Form && form.Kind == kind).Rules
            .Where(IsWritten).ToList();
        var text = new StringBuilder();
        Row(rules.Select(rule => rule.Column));
        foreach (var item in items) Row(rules.Select(rule => Cell(inventory, item, rule)));
        return text.ToString();

        void Row(IEnumerable<string> cells) => text.AppendJoin(',', cells.Select(Quoted)).Append("\r\n");
    }

    static bool IsWritten(ColumnRule rule) =>
        (rule.Field.Length > 0 || rule.Column == ScopeType) && !rule.Column.StartsWith("cf_", StringComparison.Ordinal)
        && !omitted.Contains((rule.Kind.Code, rule.Column));

    static string Cell(InventorySnapshot inventory, ConfigurationItem item, ColumnRule rule)
    {
        switch (rule.Column)
        {
            case ScopeType: return inventory.Follow(item, Fields.Site) is null ? "" : "dcim.site";
            case ScopeName: return inventory.Follow(item, Fields.Site)?.Name ?? "";
            case Slug: return item.Content.Text(Fields.Slug) ?? SlugOf(item.Name);
        }
        if (rule.Field == ColumnRule.Name) return Called(item);
        var parts = rule.Field.Split('.');
        var field = item.Kind.Find(parts[0])!;
        if (!field.IsLink) return item.Content[field] is { } value ? Plain(field, value) : "";
        if (inventory.Follow(item, field) is not { } target) return "";
        if (parts.Length > 1) return target.Content.Text(target.Kind.Find(parts[1])!) ?? "";
        var isOther = (rule.Column, target.Kind.Code) is ("device", not "device") or ("virtual_machine", not "vm");
        return isOther ? "" : field == Fields.Vlan ? $"{target.Content.Number(Fields.VlanId)}" : Called(target);
    }

    /// <summary>As NetBox calls it: what has no name there keeps none, and nothing can be led to it by one.</summary>
    static string Called(ConfigurationItem item) => Nameless.Is(item) ? "" : item.Name;

    internal static string Plain(Field field, FieldValue value) => field.Type switch
    {
        FieldType.Number => Quantity.Plain(value.Number, field.Decimals),
        FieldType.Amount => new Basics.Money(value.Number).ToPlainText(),
        FieldType.Day => Basics.Day.Iso(Basics.Day.Of(value.Number)),
        _ => value.Text ?? "",
    };

    static string SlugOf(string name)
    {
        var slug = string.Join('-', Conflicts.Spelling.Split(name));
        return slug.Length == 0 ? "x" : slug[..Math.Min(slug.Length, 100)];
    }

    static string Quoted(string cell) => cell.AsSpan().ContainsAny("\",\r\n")
        ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : cell;
}
