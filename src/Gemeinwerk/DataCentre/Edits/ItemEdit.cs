using System.Globalization;
using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre.Imports;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.DataCentre.Edits;

/// <summary>What somebody wants one item to say. What is not named stays as it is.</summary>
/// <param name="Name">Null to leave it.</param>
/// <param name="Texts">By the code of a field, as people write it; empty takes the field away. Links name what they
/// lead to, several of them in lines of their own, with <c>#</c> and the key where a name is not unique.</param>
public sealed record ItemEdit(string? Name, IReadOnlyDictionary<string, string> Texts);

/// <summary>Changes of single items by hand, with the rules of the import.</summary>
public static class ItemEdits
{
    /// <summary>Fields that nobody writes by hand: what other systems and files have left.</summary>
    static readonly HashSet<Field> kept = [Fields.Aliases, Fields.MissingTargets];

    /// <summary>The fields of a kind that can be changed by hand, in their order.</summary>
    public static IEnumerable<Field> FieldsOf(ItemKind kind) => kind.Fields.Where(field => !kept.Contains(field));

    /// <summary>What an edit would have to write for a field to stay as it is.</summary>
    public static string TextOf(InventorySnapshot snapshot, ConfigurationItem item, Field field) =>
        item.Content[field] switch
        {
            null => "",
            { Text: { } text } => text,
            { Targets: { } targets } => string.Join('\n', targets.Select(target => NameOf(snapshot, field, target))),
            { } value => field.Type switch
            {
                FieldType.Amount => German.Amount(new Money(value.Number)),
                FieldType.Day => German.Date(Day.Of(value.Number)),
                _ => Quantity.German(value.Number, field.Decimals),
            },
        };

    /// <summary>Changes one item. Everything that is wrong is said at once; then nothing is written.</summary>
    /// <param name="seen">What its author has seen (<see cref="ConfigurationItem.Seen"/>).</param>
    /// <param name="findings">Filled with what is wrong, by the code of the field; <c>name</c> for the name.</param>
    /// <returns>The item as it is now, or <c>ledger.book-sealed</c>, <c>inventory.item-unknown</c>,
    /// <c>inventory.item-changed</c>, <c>inventory.edit-refused</c> with the findings.</returns>
    public static async Task<Result<ConfigurationItem>> Change(
        Work work, Book book, Id<ConfigurationItem> id, ItemEdit edit, string seen, List<Finding> findings)
    {
        findings.Clear();
        if (book.Sealed is { } isSealed) return isSealed;
        await AuditTrail.Hold(work, book.Body.AuditLog());
        var snapshot = await InventorySnapshot.Load(work.Db, book.Body);
        if (!snapshot.Has(id.Value))
        {
            return new Rejection("inventory.item-unknown",
                $"Ein Stück des Bestands mit dem Schlüssel {id.Value} gibt es nicht.");
        }
        var was = snapshot.Find(id.Value);
        if (was.Seen != seen)
        {
            return new Rejection("inventory.item-changed",
                $"„{Texts.Shown(was.Name)}“ wurde inzwischen geändert. Bitte neu ansehen und noch einmal eingeben.");
        }
        var now = Edited(snapshot, was, edit, findings);
        if (findings.Count == 0) await Check(work.Db, book.Body.Id, snapshot, now, findings);
        if (findings.Count > 0)
        {
            return new Rejection("inventory.edit-refused", "Die Angaben wurden nicht übernommen.");
        }
        if (now.Seen == was.Seen) return was;
        await new ItemBatch(work, book, long.MaxValue).Replace([(was, now), .. Dependents(snapshot, was, now)]);
        return now;
    }

    static ConfigurationItem Edited(
        InventorySnapshot snapshot, ConfigurationItem was, ItemEdit edit, List<Finding> findings)
    {
        var changes = new List<(Field Field, FieldValue? Value)>();
        foreach (var (code, text) in edit.Texts)
        {
            if (was.Kind.Find(code) is not { } field || kept.Contains(field))
            {
                findings.Add(new Finding(0, code, new Rejection("inventory.field-unknown",
                    $"Das Feld „{Texts.Shown(code)}“ lässt sich bei {was.Kind.Plural} nicht von Hand ändern.")));
            }
            else if (Value(snapshot, field, text.Trim()).Ok(out var value, out var why)) changes.Add((field, value));
            else findings.Add(new Finding(0, code, why));
        }
        var name = was.Name;
        if (edit.Name is { } said && !FieldReading.Name(was.Kind, said.Trim()).Ok(out name, out var wrong))
        {
            findings.Add(new Finding(0, "name", wrong));
        }
        var now = was with { Name = name ?? was.Name, Content = was.Content.With(changes) };
        var isMoved = now.Name != was.Name || was.Kind.Scope.Any(scope => now.Content[scope] is var to
            && was.Content[scope] is var from && (to?.Text != from?.Text || to?.Number != from?.Number
                || now.Content.Link(scope) != was.Content.Link(scope)));
        // A key that nothing has touched stays as the import made it.
        return isMoved ? now with { Key = KeyOf(now, target => snapshot.Find(target).Name) } : now;
    }

    /// <returns>The value, null for none, or why the text is none.</returns>
    static Result<FieldValue?> Value(InventorySnapshot snapshot, Field field, string text)
    {
        if (text.Length == 0) return (FieldValue?)null;
        if (!field.IsLink) return FieldReading.Value(field, "", text, isGerman: true).Ok(out var value, out var why)
            ? value
            : why;
        var targets = new List<long>();
        foreach (var named in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Target(snapshot, field, named).Ok(out var target, out var unknown)) return unknown;
            targets.Add(target);
        }
        return field.Type == FieldType.Link && targets.Count > 1
            ? new Rejection("inventory.reference-ambiguous", $"{field.German}: hier kann nur eines stehen.")
            : FieldValue.Of(targets);
    }

    static Result<long> Target(InventorySnapshot snapshot, Field field, string named)
    {
        var kinds = DraftBuilder.TargetsOf(field);
        var mark = named.LastIndexOf('#');
        if (mark >= 0
            && long.TryParse(named.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var key)
            && snapshot.Has(key) && kinds.Contains(snapshot.Find(key).Kind)
            && snapshot.Find(key).Name == named[..mark].TrimEnd())
        {
            return key;
        }
        return Named(snapshot, kinds, named) switch
        {
            [var only] => only.Id.Value,
            [] => new Rejection("inventory.reference-unknown",
                $"{field.German}: „{Texts.Shown(named)}“ gibt es im Bestand nicht."),
            [var first, ..] => new Rejection("inventory.reference-ambiguous",
                $"{field.German}: „{Texts.Shown(named)}“ gibt es mehrmals; mit Schlüssel ist es eindeutig, etwa "
                + $"„{Texts.Shown(first.Name)} #{first.Id.Value}“."),
        };
    }

    static string NameOf(InventorySnapshot snapshot, Field field, long target)
    {
        var item = snapshot.Find(target);
        var isUnique = Named(snapshot, DraftBuilder.TargetsOf(field), item.Name).Count == 1;
        return isUnique && !item.Name.Contains('#', StringComparison.Ordinal) ? item.Name : $"{item.Name} #{target}";
    }

    static List<ConfigurationItem> Named(
        InventorySnapshot snapshot, IReadOnlyList<ItemKind> kinds, string name)
    {
        var folded = ConfigurationItem.Fold(name);
        return [.. kinds.SelectMany(snapshot.Of).Where(item => ConfigurationItem.Fold(item.Name) == folded)];
    }

    /// <summary>What is about more than one item, or about the book.</summary>
    static async Task Check(
        Session db, Id<Body> body, InventorySnapshot snapshot, ConfigurationItem now, List<Finding> findings)
    {
        if (snapshot.Of(now.Kind).Any(other => other.Id != now.Id && other.Key == now.Key))
        {
            findings.Add(new Finding(0, "name", new Rejection("inventory.item-exists",
                $"{now.Kind.German} „{Texts.Shown(now.Name)}“ gibt es dort schon.")));
        }
        if (now.Content.Text(Fields.LedgerAsset) is { } asset
            && !await db.Any($"select 1 from ledger_asset where body_id = {body} and number = {asset}"))
        {
            findings.Add(new Finding(0, Fields.LedgerAsset.Code, new Rejection("inventory.asset-unknown",
                $"Die Anlage „{Texts.Shown(asset)}“ gibt es im Buch nicht.")));
        }
        if (now.Kind == ItemKinds.Room && IsInItself(snapshot, now))
        {
            findings.Add(new Finding(0, Fields.Parent.Code, new Rejection("inventory.room-circle",
                $"Der Raum „{Texts.Shown(now.Name)}“ läge in sich selbst.")));
        }
    }

    static bool IsInItself(InventorySnapshot snapshot, ConfigurationItem room)
    {
        var seen = new HashSet<long>();
        for (var at = room.Content.Link(Fields.Parent); at is { } id && seen.Add(id);
            at = snapshot.Find(id).Content.Link(Fields.Parent))
        {
            if (id == room.Id.Value) return true;
        }
        return false;
    }

    /// <summary>Names are unique within what an item is in, so its name is a part of the keys of what is in it.
    /// </summary>
    static IEnumerable<(ConfigurationItem Was, ConfigurationItem Now)> Dependents(
        InventorySnapshot snapshot, ConfigurationItem was, ConfigurationItem now)
    {
        if (was.Name == now.Name) return [];
        return snapshot.Items.Where(item => item.Id != now.Id
                && item.Kind.Scope.Any(scope => scope.IsLink && item.Content.Link(scope) == now.Id.Value))
            .Select(item => (Was: item, Now: item with
            {
                Key = KeyOf(item, target => target == now.Id.Value ? now.Name : snapshot.Find(target).Name),
            }))
            .Where(it => it.Was.Key != it.Now.Key);
    }

    /// <summary>The key of an item; what tells it from another of the same name stays behind it.</summary>
    static string KeyOf(ConfigurationItem item, Func<long, string> nameOf)
    {
        var key = ConfigurationItem.KeyOf(item.Kind, item.Name, field => item.Content[field] switch
        {
            null => null,
            { Text: { } text } => text,
            { Targets: { } targets } => nameOf(targets[0]),
            { } number => $"{number.Number}",
        });
        var apart = item.Key.IndexOf("|#", StringComparison.Ordinal);
        return apart < 0 ? key : key + item.Key[apart..];
    }
}
