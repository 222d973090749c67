using Gemeinwerk.Basics;
using Gemeinwerk.Ledger.Imports;
using Gemeinwerk.Storage;

namespace Gemeinwerk.DataCentre.Imports;

/// <summary>Imports who uses what: <c>item,member,since,until,share</c>.</summary>
public static class UseImport
{
    const int Item = 0, Member = 1, Since = 2, Until = 3, Part = 4;
    static readonly CsvShape shape = new(["item", "member", "since"], ["until", "share"]);

    /// <summary>Items and members by their name or by their key in another system; without a share the whole.</summary>
    public static Task<ImportReport> Run(
        Database database, string actor, string bodyCode, ImportSource source, ImportLimits? limits = null) =>
        ListImport.Run(database, actor, bodyCode, source, shape, limits, Import);

    static async Task Import(ListWork list)
    {
        if (list.Book.Sealed is { } isSealed)
        {
            list.Findings.Add(0, "", isSealed);
            return;
        }
        using var names = await ItemNames.Load(list.Work.Db, list.Book.Body.Id);
        var ledger = await UseLedger.Load(list.Work.Db, list.Book.Body.Id);
        while (list.Table.Read())
        {
            if (!list.Table.IsWellFormed || Draft(list, names) is not { } draft) continue;
            var before = ledger.Added.Count;
            if (ledger.Take(draft) is { } why) list.Table.Finding(Item, why);
            else if (ledger.Added.Count == before) list.Known++;
        }
        if (list.Findings.Total > 0) return;
        await Uses.Write(list.Work, list.Book, ledger);
        list.Added = ledger.Added.Count;
    }

    static UseDraft? Draft(ListWork list, ItemNames names)
    {
        var item = Find(list, Item, names.ByAnything);
        var member = Find(list, Member, name => names.ByForeignKey(ItemKinds.Member, name)
            ?? names.ByName(ItemKinds.Member, name));
        var since = list.Date(Since);
        DateOnly? until = list.Table[Until].IsEmpty ? null : list.Date(Until);
        var share = Share.Whole;
        if (!list.Table[Part].IsEmpty
            && !Share.Parse(list.Table[Part].ToString()).Ok(out share, out var why))
        {
            list.Table.Finding(Part, why);
        }
        return list.IsFine ? new UseDraft(new(item), new(member), since, until, share!) : null;
    }

    static long Find(ListWork list, int column, Func<string, long?> find)
    {
        var name = list.Required(column, FieldReading.LongestName);
        if (name.Length == 0) return 0;
        var found = find(name);
        if (found is null)
        {
            list.Table.Finding(column, "inventory.reference-unknown",
                $"„{Texts.Shown(name)}“ gibt es im Bestand nicht.");
        }
        else if (found == ItemNames.Ambiguous)
        {
            list.Table.Finding(column, "inventory.reference-ambiguous",
                $"„{Texts.Shown(name)}“ gibt es mehrmals; welches gemeint ist, ist offen.");
        }
        return found ?? 0;
    }
}
