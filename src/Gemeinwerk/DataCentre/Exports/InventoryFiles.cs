using System.Text.Encodings.Web;
using System.Text.Json;
using Gemeinwerk.Basics;
using MiniExcelLibs;

namespace Gemeinwerk.DataCentre.Exports;

/// <summary>Writes an inventory as one file: JSON for programs, a spreadsheet for people.</summary>
public static class InventoryFiles
{
    static readonly JsonWriterOptions form = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Indented = true,
    };

    /// <summary>
    /// An object with <c>body</c> and <c>items</c>: each with <c>id</c>, <c>kind</c>, <c>name</c> and its fields by
    /// their codes. Amounts are cents, numbers plain with a point, days <c>yyyy-MM-dd</c>, links objects of <c>id</c>
    /// and <c>name</c>.
    /// </summary>
    public static void WriteJson(InventorySnapshot inventory, Stream to)
    {
        using var json = new Utf8JsonWriter(to, form);
        json.WriteStartObject();
        json.WriteString("body", inventory.Body.Code);
        json.WriteStartArray("items");
        foreach (var item in inventory.Items)
        {
            json.WriteStartObject();
            json.WriteNumber("id", item.Id.Value);
            json.WriteString("kind", item.Kind.Code);
            json.WriteString("name", item.Name);
            foreach (var (field, value) in item.Content.Values) Write(json, inventory, field, value);
            json.WriteEndObject();
            if (json.BytesPending > 1 << 16) json.Flush();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A sheet for each kind; texts are texts there, never formulas.</summary>
    public static void WriteSheets(InventorySnapshot inventory, Stream to)
    {
        var sheets = new Dictionary<string, object>();
        foreach (var kind in ItemKinds.All.Where(kind => inventory.Of(kind).Any()))
        {
            sheets.Add(kind.Plural, inventory.Of(kind).Select(item => Row(inventory, item)));
        }
        if (sheets.Count == 0) sheets.Add("Bestand", Array.Empty<object>());
        to.SaveAs(sheets);
    }

    static Dictionary<string, object?> Row(InventorySnapshot inventory, ConfigurationItem item)
    {
        var shown = ShownItem.Of(inventory, item).Fields.ToDictionary(field => field.Code, field => field.Value);
        var row = new Dictionary<string, object?> { ["Name"] = item.Name };
        foreach (var field in item.Kind.Fields)
        {
            row[Heading(field)] = item.Content[field] is not { } value ? null : field.Type switch
            {
                FieldType.Number when field.Decimals == 0 => value.Number,
                FieldType.Day => Day.Of(value.Number).ToDateTime(TimeOnly.MinValue),
                _ => shown[field.Code],
            };
        }
        return row;
    }

    static string Heading(Field field) => field.Unit.Length == 0 ? field.German : $"{field.German} ({field.Unit})";

    static void Write(Utf8JsonWriter json, InventorySnapshot inventory, Field field, FieldValue value)
    {
        if (value.Targets is { } targets)
        {
            json.WriteStartArray(field.Code);
            foreach (var target in targets)
            {
                json.WriteStartObject();
                json.WriteNumber("id", target);
                json.WriteString("name", inventory.Find(target).Name);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            return;
        }
        switch (field.Type)
        {
            case FieldType.Amount: json.WriteNumber($"{field.Code}Cents", value.Number); break;
            case FieldType.Number:
                json.WritePropertyName(field.Code);
                json.WriteRawValue(Quantity.Plain(value.Number, field.Decimals));
                break;
            default: json.WriteString(field.Code, NetBoxExport.Plain(field, value)); break;
        }
    }
}
