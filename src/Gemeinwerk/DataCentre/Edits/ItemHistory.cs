using System.Globalization;
using System.Text;
using Gemeinwerk.Audit;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.DataCentre.Edits;

/// <summary>What a change has done to one field, in the words of people.</summary>
/// <param name="Field">The German name of the field, or <c>Name</c>.</param>
public sealed record FieldChange(string Field, string? Was, string? Now);

/// <summary>A record of the change log about one item.</summary>
/// <param name="Fields">What is different; empty where it came into being.</param>
public sealed record ItemChange(
    long No, DateTimeOffset At, string Actor, bool IsNew, IReadOnlyList<FieldChange> Fields);

/// <summary>What the change log says of one item, newest first.</summary>
public static class ItemHistory
{
    /// <summary>Reads the records that name the item as it is or was called, and one record for each import that added
    /// many items; the effort does not grow with what else is recorded.</summary>
    public static async Task<IReadOnlyList<ItemChange>> Of(Session db, Body body, ConfigurationItem item)
    {
        var log = body.AuditLog();
        var records = await About(db, log, item);
        await AuditTrail.Scan(db, log, $"{InventoryRegisters.Items.Kind}-{Register.Batch}", record =>
        {
            if (IsWithin(record, item.Id.Value)) records.Add(record);
        });
        var names = new Dictionary<long, string>();
        foreach (var (_, target) in await Inventory.LedTo(db, body.Id, item.Id)) names[target.Id.Value] = target.Name;
        var changes = new List<ItemChange>();
        foreach (var record in records.OrderByDescending(record => record.No))
        {
            changes.Add(new ItemChange(record.No, record.At, record.Actor, record["changed"] is null,
                record["changed"] is null ? [] : [.. Fields(item.Kind, record, id => names.GetValueOrDefault(id))]));
        }
        return changes;
    }

    /// <summary>The records of its own, from the name that it has back to the first one that it had.</summary>
    static async Task<List<AuditRecord>> About(Session db, AuditLog log, ConfigurationItem item)
    {
        var (records, names, known) = (new List<AuditRecord>(), new Queue<string>([item.Name]), new HashSet<string>());
        while (names.TryDequeue(out var name))
        {
            if (!known.Add(name)) continue;
            foreach (var what in (string[])[Register.Added, Register.Changed])
            {
                foreach (var record in await AuditTrail.About(db, log,
                    $"{InventoryRegisters.Items.Kind}-{what}", InventoryRegisters.LabelOf(item.Kind, name)))
                {
                    // Another one may have been called so too.
                    if (record["key"] != $"{item.Id.Value}") continue;
                    records.Add(record);
                    if (record["was.name"] is { } before) names.Enqueue(before);
                }
            }
        }
        return records;
    }

    static bool IsWithin(AuditRecord record, long key) =>
        long.TryParse(record["first"], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
        && long.TryParse(record["last"], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
        && key >= first && key <= last;

    static IEnumerable<FieldChange> Fields(ItemKind kind, AuditRecord record, Func<long, string?> nameOf)
    {
        if (record["was.name"] is { } name) yield return new FieldChange("Name", name, record["name"]);
        if (record["was.content"] is not { } before) yield break;
        var (was, now) = (Shown(before), Shown(record["content"]!));
        foreach (var field in kind.Fields)
        {
            var (old, said) = (was.GetValueOrDefault(field.Code), now.GetValueOrDefault(field.Code));
            if (old != said) yield return new FieldChange(field.German, old, said);
        }

        Dictionary<string, string> Shown(string content) => ShownItem.Of(id => nameOf(id) ?? $"#{id}",
                new ConfigurationItem(new(1), kind, "", "", ItemContent.Read(kind, Encoding.UTF8.GetBytes(content))))
            .Fields.ToDictionary(field => field.Code, field => field.Value);
    }
}
