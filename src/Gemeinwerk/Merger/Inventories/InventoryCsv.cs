using System.Globalization;
using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger.Imports;

namespace Gemeinwerk.Merger.Inventories;

/// <summary>
/// Decisions about inventories as a table to work on: <c>source_body,item,fate,target,new_name,reason,kind,name</c>. A
/// line without fate is one that nobody has decided yet; kind and name are for the reader.
/// </summary>
public static class InventoryCsv
{
    const int Body = 0, Item = 1, Fate = 2, Target = 3, NewName = 4, Reason = 5;

    static readonly CsvShape shape = new(["source_body", "item", "fate"],
        ["target", "new_name", "reason", "kind", "name"]);

    /// <summary>All decisions, then what is open with what is proposed.</summary>
    public static string Write(InventoryPlan plan, IReadOnlyList<InventoryDecision> decisions)
    {
        var text = new StringBuilder().AppendJoin(',', shape.Names).Append('\n');
        var items = plan.Sources.SelectMany(source => source.Items, (source, item) => (source.Body.Code, Item: item))
            .ToDictionary(it => (it.Code, it.Item.Id.Value), it => it.Item);
        foreach (var it in decisions)
        {
            var item = items.GetValueOrDefault((it.SourceBody, it.Item));
            Append(it.SourceBody, Number(it.Item), it.Fate.Code(), $"{it.Target}", it.NewName ?? "", it.Reason,
                item?.Kind.Code ?? "", item?.Name ?? "");
        }
        foreach (var open in plan.Open)
        {
            Append(open.Source.Code, Number(open.Item.Id.Value), "", "", open.Decision?.NewName ?? "", open.Why,
                open.Item.Kind.Code, open.Item.Name);
        }
        return text.ToString();

        void Append(params string[] cells) =>
            text.AppendJoin(',', cells.Select(MappingCsv.Cell)).Append('\n');
    }

    /// <summary>Reads a table; lines without fate are passed over.</summary>
    /// <returns>The decisions, and a finding for each line that cannot be read; with any of them none may be used.
    /// </returns>
    public static (IReadOnlyList<InventoryDecision> Decisions, ImportReport Report) Read(
        ImportSource source, ImportLimits? limits = null)
    {
        var decisions = new List<InventoryDecision>();
        var report = TableImport.Read(source, shape, limits ?? new ImportLimits(), (table, findings) =>
        {
            var seen = new HashSet<(string, long)>();
            while (table.Read())
            {
                if (table.IsWellFormed && !table[Fate].IsEmpty && Take(table, findings, seen) is { } decision)
                {
                    decisions.Add(decision);
                }
            }
        });
        return (report.IsRefused ? [] : decisions, report);
    }

    static InventoryDecision? Take(CsvTable table, FindingList findings, HashSet<(string, long)> seen)
    {
        if (!Codes.TryParse(table[Fate].ToString(), out ItemFate fate))
        {
            table.Finding(Fate, "merger.inventory-fate",
                $"„{Texts.Shown(table[Fate])}“ ist kein Verbleib; möglich sind {Codes.All<ItemFate>()}.");
        }
        if (!long.TryParse(table[Item], NumberStyles.None, CultureInfo.InvariantCulture, out var item))
        {
            table.Finding(Item, "merger.inventory-item", $"„{Texts.Shown(table[Item])}“ ist kein Schlüssel.");
        }
        var target = table[Target].IsEmpty ? null : ItemAddress.Parse(table[Target].ToString());
        if (target is null && !table[Target].IsEmpty)
        {
            table.Finding(Target, "merger.inventory-address",
                $"„{Texts.Shown(table[Target])}“ ist kein Stück in der Form Körperschaft:Schlüssel.");
        }
        var body = MappingCsv.Plain(table[Body]);
        if (!findings.AnySinceMark && !seen.Add((body, item)))
        {
            table.Finding(Item, "merger.mapping-twice", $"„{Texts.Shown(table[Item])}“ steht doppelt.");
        }
        return findings.AnySinceMark ? null : new InventoryDecision(body, item, fate,
            table[NewName].IsEmpty ? null : MappingCsv.Plain(table[NewName]), target,
            table[Reason].IsEmpty ? "Datei" : MappingCsv.Plain(table[Reason]));
    }

    static string Number(long number) => CertificateText.Number(number);
}
