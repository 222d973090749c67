using System.Globalization;
using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger.Imports;

namespace Gemeinwerk.Merger.Inventories;

/// <summary>
/// Decisions about inventories as a table to work on:
/// <c>source_body,item,fate,target,new_name,reason,kind,name,weight</c>. A line without fate and without weight is one
/// that nobody has decided yet; kind and name are for the reader.
/// </summary>
public static class InventoryCsv
{
    const int Body = 0, Item = 1, Fate = 2, Target = 3, NewName = 4, Reason = 5, Weight = 8;

    static readonly CsvShape shape = new(["source_body", "item", "fate"],
        ["target", "new_name", "reason", "kind", "name", "weight"]);

    /// <summary>All decisions, then all weights, then what is open with what is proposed.</summary>
    public static string Write(
        InventoryPlan plan, IReadOnlyList<InventoryDecision> decisions, IReadOnlyList<UseWeight> weights)
    {
        var text = new StringBuilder().AppendJoin(',', shape.Names).Append('\n');
        var items = plan.Sources.Append(plan.Target)
            .SelectMany(side => side.Items, (side, item) => (side.Body.Code, Item: item))
            .ToDictionary(it => (it.Code, it.Item.Id.Value), it => it.Item);
        foreach (var it in decisions)
        {
            Append(new(it.SourceBody, it.Item), it.Fate.Code(), $"{it.Target}", it.NewName ?? "", it.Reason);
        }
        foreach (var it in weights) Append(it.Item, "", "", "", it.Reason, Number(it.Weight));
        foreach (var open in plan.Open)
        {
            Append(new(open.Source.Code, open.Item.Id.Value), "", "", open.Decision?.NewName ?? "", open.Why);
        }
        return text.ToString();

        void Append(
            ItemAddress at, string fate, string target, string newName, string reason, string weight = "")
        {
            var item = items.GetValueOrDefault((at.Body, at.Item));
            string[] cells = [at.Body, Number(at.Item), fate, target, newName, reason, item?.Kind.Code ?? "",
                item?.Name ?? "", weight];
            text.AppendJoin(',', cells.Select(MappingCsv.Cell)).Append('\n');
        }
    }

    /// <summary>Reads a table; lines without fate and without weight are passed over.</summary>
    /// <returns>The decisions, the weights, and a finding for each line that cannot be read; with any of them nothing
    /// may be used.</returns>
    public static (IReadOnlyList<InventoryDecision> Decisions, IReadOnlyList<UseWeight> Weights, ImportReport Report)
        Read(ImportSource source, ImportLimits? limits = null)
    {
        var (decisions, weights) = (new List<InventoryDecision>(), new List<UseWeight>());
        var report = TableImport.Read(source, shape, limits ?? new ImportLimits(), (table, findings) =>
        {
            var seen = new HashSet<(string, long, bool)>();
            while (table.Read())
            {
                if (!table.IsWellFormed) continue;
                if (!table[Fate].IsEmpty && Take(table, findings, seen) is { } decision) decisions.Add(decision);
                if (!table[Weight].IsEmpty && TakeWeight(table, findings, seen) is { } weight) weights.Add(weight);
            }
        });
        return report.IsRefused ? ([], [], report) : (decisions, weights, report);
    }

    static InventoryDecision? Take(CsvTable table, FindingList findings, HashSet<(string, long, bool)> seen)
    {
        if (!Codes.TryParse(table[Fate].ToString(), out ItemFate fate))
        {
            table.Finding(Fate, "merger.inventory-fate",
                $"„{Texts.Shown(table[Fate])}“ ist kein Verbleib; möglich sind {Codes.All<ItemFate>()}.");
        }
        var target = table[Target].IsEmpty ? null : ItemAddress.Parse(table[Target].ToString());
        if (target is null && !table[Target].IsEmpty)
        {
            table.Finding(Target, "merger.inventory-address",
                $"„{Texts.Shown(table[Target])}“ ist kein Stück in der Form Körperschaft:Schlüssel.");
        }
        var at = Address(table, findings, seen, isWeight: false);
        return findings.AnySinceMark ? null : new InventoryDecision(at.Body, at.Item, fate,
            table[NewName].IsEmpty ? null : MappingCsv.Plain(table[NewName]), target, ReasonOf(table));
    }

    static UseWeight? TakeWeight(CsvTable table, FindingList findings, HashSet<(string, long, bool)> seen)
    {
        if (!long.TryParse(table[Weight], NumberStyles.None, CultureInfo.InvariantCulture, out var weight))
        {
            table.Finding(Weight, "merger.inventory-weight-number",
                $"„{Texts.Shown(table[Weight])}“ ist kein Gewicht; es ist eine ganze Zahl ab 1.");
        }
        var at = Address(table, findings, seen, isWeight: true);
        return findings.AnySinceMark ? null : new UseWeight(at, weight, ReasonOf(table));
    }

    /// <summary>Of whose item a line speaks; of each one says what becomes of it, and one what it weighs.</summary>
    static ItemAddress Address(
        CsvTable table, FindingList findings, HashSet<(string, long, bool)> seen, bool isWeight)
    {
        if (!long.TryParse(table[Item], NumberStyles.None, CultureInfo.InvariantCulture, out var item))
        {
            table.Finding(Item, "merger.inventory-item", $"„{Texts.Shown(table[Item])}“ ist kein Schlüssel.");
        }
        var body = MappingCsv.Plain(table[Body]);
        if (!findings.AnySinceMark && !seen.Add((body, item, isWeight)))
        {
            table.Finding(Item, "merger.mapping-twice", $"„{Texts.Shown(table[Item])}“ steht doppelt.");
        }
        return new ItemAddress(body, item);
    }

    static string ReasonOf(CsvTable table) =>
        table[Reason].IsEmpty ? "Datei" : MappingCsv.Plain(table[Reason]);

    static string Number(long number) => CertificateText.Number(number);
}
