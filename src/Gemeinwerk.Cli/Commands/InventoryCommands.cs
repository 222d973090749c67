using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Edits;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk inventory …</c>: what a data centre has.</summary>
static class InventoryCommands
{
    static readonly Option<string?> kind = new("--kind")
    {
        Description = $"Art: {string.Join(", ", ItemKinds.All.Select(known => known.Code))}",
        HelpName = "ART",
    };

    static readonly Argument<string> named = new("KIND") { Description = "Art, etwa device" };
    static readonly Argument<string> name = new("NAME") { Description = "Name, wie er im Bestand steht" };

    static readonly Option<string?> renamed = new("--name") { Description = "neuer Name", HelpName = "NAME" };

    static readonly Option<string[]> set = new("--set")
    {
        Description = "FELD=WERT, mehrmals möglich; ohne Wert entfällt das Feld, mehrere Verweise stehen einzeln",
        HelpName = "FELD=WERT",
    };

    internal static Command Create()
    {
        var command = OfItems();
        foreach (var further in SpaceCommands.Create()) command.Subcommands.Add(further);
        return command;
    }

    static Command OfItems() => new("inventory", "Bestand eines Rechenzentrums")
    {
        InventoryImportCommand.Create(),
        BookShell.Reading("list", "zeigt, was es gibt", [kind], async (db, body, parsed) =>
            KindOf(parsed.GetValue(kind)).Ok(out var wanted, out var why)
                ? await ListOf(db, body, wanted)
                : why, Text),
        BookShell.Reading("show", "zeigt ein Stück des Bestands mit allem, was zu ihm führt", [named, name],
            async (db, body, parsed) =>
                ItemKinds.Parse(parsed.GetValue(named)!).Ok(out var wanted, out var why)
                    ? await Show(db, body, wanted, parsed.GetValue(name)!)
                    : why, Text),
        EditCommand(),
        ConflictCommand.Create(),
        UseCommands.Create(),
        InventoryExportCommand.Create(),
    };

    static Command EditCommand() => BookShell.Writing("edit", "ändert ein Stück des Bestands",
        [named, name, renamed, set],
        async Task<Result<ItemDetails>> (work, book, parsed) =>
        {
            var texts = new Dictionary<string, string>();
            foreach (var text in parsed.GetValue(set) ?? [])
            {
                if (text.Split('=', 2) is not [var field, var said])
                {
                    return new Rejection("inventory.edit", $"„{Texts.Shown(text)}“ hat nicht die Form FELD=WERT.");
                }
                texts[field] = texts.TryGetValue(field, out var before) ? $"{before}\n{said}" : said;
            }
            var snapshot = await InventorySnapshot.Load(work.Db, book.Body);
            if (!Find(snapshot, parsed.GetRequiredValue(named), parsed.GetRequiredValue(name))
                .Ok(out var item, out var why))
            {
                return why;
            }
            var findings = new List<Finding>();
            var edit = new ItemEdit(parsed.GetValue(renamed), texts);
            if (!(await ItemEdits.Change(work, book, item.Id, edit, item.Seen, findings)).Ok(out var now, out why))
            {
                return findings.Count > 0 ? findings[0].Why : why;
            }
            snapshot = await InventorySnapshot.Load(work.Db, book.Body);
            return new ItemDetails(ShownItem.Of(snapshot, now), []);
        }, Text);

    /// <returns>The kind, null for all, or <c>inventory.kind-unknown</c>.</returns>
    internal static Result<ItemKind?> KindOf(string? code)
    {
        if (code is null) return (ItemKind?)null;
        return ItemKinds.Parse(code).Ok(out var found, out var why) ? found : why;
    }

    static async Task<Result<InventoryList>> ListOf(Session db, Body body, ItemKind? wanted)
    {
        if (wanted is null)
        {
            var counts = await Inventory.Count(db, body.Id);
            return new InventoryList([.. ItemKinds.All.Where(counts.ContainsKey)
                .Select(known => new KindCount(known.Code, known.Plural, counts[known]))], []);
        }
        var snapshot = await InventorySnapshot.Load(db, body);
        return new InventoryList([], [.. snapshot.Of(wanted)
            .OrderBy(item => item.Name, StringComparer.Ordinal).Select(item => ShownItem.Of(snapshot, item))]);
    }

    static async Task<Result<ItemDetails>> Show(Session db, Body body, ItemKind wanted, string called)
    {
        var snapshot = await InventorySnapshot.Load(db, body);
        if (!snapshot.Find(wanted, called).Ok(out var item, out var why)) return why;
        var leading = await Inventory.LeadingTo(db, body.Id, item.Id);
        return new ItemDetails(ShownItem.Of(snapshot, item),
            [.. leading.Select(it => new LeadingItem(it.Field, it.Item.Kind.Code, it.Item.Name))]);
    }

    /// <returns>The item, or <c>inventory.kind-unknown</c>, <c>inventory.item-unknown</c>,
    /// <c>inventory.reference-ambiguous</c>.</returns>
    internal static Result<ConfigurationItem> Find(InventorySnapshot snapshot, string code, string called) =>
        ItemKinds.Parse(code).Ok(out var wanted, out var why) ? snapshot.Find(wanted, called) : why;

    static string Text(InventoryList list)
    {
        if (list.Items.Count == 0)
        {
            return list.Kinds.Count == 0
                ? "Der Bestand ist leer. „gemeinwerk inventory import“ liest ihn ein."
                : MasterDataCommands.Rows(["Art", "Bezeichnung", "Anzahl"], list.Kinds, it =>
                    [it.Kind, it.Name, German.Count(it.Count)]);
        }
        return MasterDataCommands.Rows(["Name", "Angaben"], list.Items, it =>
            [it.Name, string.Join("; ", it.Fields.Select(field => $"{field.Name}: {field.Value}"))]);
    }

    static string Text(ItemDetails item)
    {
        var table = new Table("Angabe", "Wert");
        table.Add("Name", item.Item.Name);
        foreach (var field in item.Item.Fields) table.Add(field.Name, field.Value);
        foreach (var other in item.LeadingHere) table.Add($"← {other.Field}", $"{other.Kind} {other.Name}");
        return table.ToString();
    }
}

/// <summary>What a list of the inventory answers: kinds with their counts, or the items of one.</summary>
sealed record InventoryList(IReadOnlyList<KindCount> Kinds, IReadOnlyList<ShownItem> Items);

sealed record KindCount(string Kind, string Name, long Count);

sealed record ItemDetails(ShownItem Item, IReadOnlyList<LeadingItem> LeadingHere);

sealed record LeadingItem(string Field, string Kind, string Name);
