using System.Text.Json;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger.Imports;

namespace Gemeinwerk.DataCentre.Imports;

/// <summary>
/// Reads items out of JSON: pages and lists of the REST interface of NetBox 3.6 to 4.7, and its data as Django dumps
/// them. What changed between its versions: disks are in gigabytes before 4.1, <c>site</c> became <c>scope</c> in 4.2,
/// the owner of a service became <c>parent</c> in 4.3.
/// </summary>
static class JsonItems
{
    const string Rest = "netbox-rest", Dump = "netbox-dump", LookUp = "lookup-";

    internal static async Task Read(ItemSink sink, ImportSource source, int file, InventoryImportOptions options)
    {
        var line = 0L;
        try
        {
            var names = ReadNames(source);
            using var objects = new JsonObjects(source.Open());
            while (objects.Next() is { } document)
            {
                using (document)
                {
                    line = objects.Line;
                    sink.Rows++;
                    if (Form(sink, document.RootElement, file, line, options) is not { } form) continue;
                    if (Draft(sink, form, document.RootElement, file, line, names, options) is { } draft)
                    {
                        await sink.OnItem(draft);
                    }
                }
            }
        }
        catch (JsonException)
        {
            sink.Find(file, line, "", JsonObjects.Broken);
        }
    }

    /// <returns>What the first object is; null where it says nothing.</returns>
    internal static ItemKind? KindOf(Stream beginning, InventoryImportOptions options)
    {
        try
        {
            using var objects = new JsonObjects(beginning);
            using var first = objects.Next();
            return first is null ? null : Form(null, first.RootElement, 0, 0, options)?.Kind;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <param name="sink">Told why there is none; null to tell nobody.</param>
    static FileForm? Form(ItemSink? sink, JsonElement item, int file, long line, InventoryImportOptions options)
    {
        if (item.ValueKind == JsonValueKind.Object)
        {
            if (Text(item, "model") is { } model && item.TryGetProperty("fields", out _))
            {
                if (FileForms.OfType(Dump, model) is { } dumped) return dumped;
                sink?.Ignore($"Objekte {Texts.Shown(model)}");
                return null;
            }
            var parts = (Text(item, "url") ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
            if (Array.IndexOf(parts, "api") is var at and >= 0 && at + 2 < parts.Length)
            {
                var type = $"{parts[at + 1]}/{parts[at + 2]}";
                if (FileForms.OfType(Rest, type) is { } listed) return listed;
                sink?.Ignore($"Objekte {Texts.Shown(type)}");
                return null;
            }
            if (options.Kind is { } kind) return FileForms.All.First(form => form.Name == Rest && form.Kind == kind);
        }
        sink?.Find(file, line, "url", new("inventory.json-type",
            "Dem Objekt fehlt „url“ (REST-Schnittstelle) oder „model“ mit „fields“ (Datenauszug); "
            + "bitte die Art angeben."));
        return null;
    }

    static ItemDraft? Draft(
        ItemSink sink, FileForm form, JsonElement item, int file, long line,
        Dictionary<(string Model, string Key), string> names, InventoryImportOptions options)
    {
        var builder = new DraftBuilder(form, options.Source, file, (field, why) => sink.Find(file, line, field, why));
        builder.Start();
        var isOld = options.IsBeforeNetBox41
            ?? !(item.TryGetProperty("display_url", out _) || item.TryGetProperty("scope_type", out _));
        foreach (var rule in form.Rules)
        {
            if (rule.Field == ColumnRule.Type || Cell(form, item, rule) is not { } cell) continue;
            if (rule.Reading == "scope" && Text(item, "scope_type") != "dcim.site") cell = "";
            if (rule.Reading.StartsWith(LookUp, StringComparison.Ordinal))
            {
                cell = names.GetValueOrDefault((rule.Reading[LookUp.Length..], cell), "");
            }
            var isInGigabytes = rule.Reading == FieldReading.NetBoxDisk && isOld;
            builder.Add(isInGigabytes ? rule with { Reading = FieldReading.DecimalGigabytes } : rule, cell);
        }
        return builder.Finish(line);
    }

    /// <returns>What stands at a path; empty for null, null where there is no such path.</returns>
    static string? Cell(FileForm form, JsonElement item, ColumnRule rule)
    {
        var at = item;
        if (form.Name == Dump && rule.Column != "pk") at = item.GetProperty("fields");
        foreach (var part in rule.Column.Split('.'))
        {
            if (at.ValueKind == JsonValueKind.Null) return "";
            if (at.ValueKind != JsonValueKind.Object) return null;
            if (!at.TryGetProperty(part, out at)) return null;
        }
        return at.ValueKind switch
        {
            JsonValueKind.Null => "",
            JsonValueKind.String => at.GetString()!.Trim(),
            JsonValueKind.Number => at.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Array => string.Join(',', at.EnumerateArray().Select(part => part.ToString())),
            _ => null,
        };
    }

    /// <summary>In a dump roles, groups and the like are objects of their own, which others name by number.</summary>
    static Dictionary<(string Model, string Key), string> ReadNames(ImportSource source)
    {
        var wanted = FileForms.All.Where(form => form.Name == Dump).SelectMany(form => form.Rules)
            .Where(rule => rule.Reading.StartsWith(LookUp, StringComparison.Ordinal))
            .Select(rule => rule.Reading[LookUp.Length..]).ToHashSet(StringComparer.Ordinal);
        var names = new Dictionary<(string, string), string>();
        using var objects = new JsonObjects(source.Open());
        while (objects.Next() is { } document)
        {
            using (document)
            {
                var item = document.RootElement;
                if (item.ValueKind != JsonValueKind.Object) continue;
                if (Text(item, "model") is not { } model || !wanted.Contains(model)) continue;
                if (!item.TryGetProperty("fields", out var fields) || !item.TryGetProperty("pk", out var key)) continue;
                names[(model, key.ToString())] = Text(fields, "name") ?? "";
            }
        }
        return names;
    }

    static string? Text(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
