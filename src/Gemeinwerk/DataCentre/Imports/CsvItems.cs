using Gemeinwerk.Basics;
using Gemeinwerk.Ledger.Imports;

namespace Gemeinwerk.DataCentre.Imports;

/// <summary>Reads items and dependencies out of CSV files of any known form.</summary>
static class CsvItems
{
    /// <param name="own">The user's own columns, which come before those that are known.</param>
    internal static async Task Read(
        ItemSink sink, ImportSource source, int file, IReadOnlyList<FileForm> own, InventoryImportOptions options)
    {
        var limits = options.Limits;
        if (!SourceEncoding.Detect(source, limits).Ok(out var encoding, out var unreadable))
        {
            sink.Find(file, 0, "", unreadable);
            return;
        }
        var findings = new FindingList(limits.Findings);
        using (var table = CsvTable.Open(source, encoding, FileForms.Headings, limits, findings))
        {
            if (table is not null) await ReadRows(sink, table, file, own, options, findings);
        }
        sink.Find(file, findings.With(new FindingList(0)));
    }

    /// <returns>What the heading says that the rows are; null where it says nothing, or dependencies.</returns>
    internal static ItemKind? KindOf(
        ImportSource source, IReadOnlyList<FileForm> own, InventoryImportOptions options)
    {
        if (!SourceEncoding.Detect(source, options.Limits).Ok(out var encoding, out _)) return null;
        using var table = CsvTable.Open(source, encoding, FileForms.Headings, options.Limits, new FindingList(0));
        return table is not null && !DependencyReader.Fits(table.Headings)
            && FileForms.Find(own, table.Headings, options.Kind).Ok(out var form, out _)
                ? form.Kind
                : null;
    }

    static async Task ReadRows(
        ItemSink sink, CsvTable table, int file, IReadOnlyList<FileForm> own, InventoryImportOptions options,
        FindingList findings)
    {
        if (DependencyReader.Fits(table.Headings))
        {
            DependencyReader.Read(sink, table, file, findings);
            sink.Rows += table.Rows;
            return;
        }
        if (!FileForms.Find(own, table.Headings, options.Kind).Ok(out var form, out var why))
        {
            findings.Fatal(table.Line, "", why);
            return;
        }
        var rules = Rules(sink, form, table.Headings);
        var builder = new DraftBuilder(
            form, options.Source, file, (column, wrong) => findings.Add(table.Line, column, wrong));
        while (table.Read())
        {
            if (!table.IsWellFormed) continue;
            builder.Start();
            foreach (var (rule, at) in rules) builder.Add(rule, table.At(at).ToString());
            if (builder.Finish(table.Line) is { } draft) await sink.OnItem(draft);
        }
        sink.Rows += table.Rows;
    }

    /// <summary>Which rule reads which place of a row, in the order of the rules.</summary>
    static List<(ColumnRule Rule, int At)> Rules(ItemSink sink, FileForm form, IReadOnlyList<string> headings)
    {
        var places = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var at = 0; at < headings.Count; at++)
        {
            if (headings[at].Length > 0) places.TryAdd(headings[at], at);
            if (form.Of(headings[at]).All(rule => rule.Field.Length == 0)) sink.Ignore($"Spalte „{headings[at]}“");
        }
        return [.. form.Rules.Where(rule => places.ContainsKey(rule.Column))
            .Select(rule => (rule, places[rule.Column]))];
    }
}

/// <summary>Reads lists of dependencies: <c>service;depends_on;kind</c>, the kind being hard or soft.</summary>
static class DependencyReader
{
    internal const string From = "service", To = "depends_on";
    const string Kind = "kind";

    internal static bool Fits(IReadOnlyList<string> headings) =>
        headings.Contains(From, StringComparer.OrdinalIgnoreCase)
        && headings.Contains(To, StringComparer.OrdinalIgnoreCase);

    internal static void Read(ItemSink sink, CsvTable table, int file, FindingList findings)
    {
        var (from, to, kind) = (Place(From), Place(To), Place(Kind));
        while (table.Read())
        {
            if (!table.IsWellFormed) continue;
            var (one, other) = (table.At(from).ToString(), table.At(to).ToString());
            var word = kind < 0 ? "" : table.At(kind).ToString().ToLowerInvariant();
            var isFine = true;
            if (Texts.Refuse(one, FieldReading.LongestName) is { } badFrom)
            {
                Refuse(From, new("inventory.text", $"Dieses Feld: {badFrom}"));
            }
            if (Texts.Refuse(other, FieldReading.LongestName) is { } badTo)
            {
                Refuse(To, new("inventory.text", $"Dieses Feld: {badTo}"));
            }
            if (word is not ("" or "hart" or "hard" or "weich" or "soft"))
            {
                Refuse(Kind, new("inventory.dependency-kind",
                    $"„{Texts.Shown(word)}“ ist keine Art von Abhängigkeit; es gibt: hart, weich."));
            }
            if (isFine) sink.Dependencies.Add(new(file, table.Line, one, other, word is not ("weich" or "soft")));

            void Refuse(string field, Rejection why)
            {
                isFine = false;
                findings.Add(table.Line, field, why);
            }
        }

        int Place(string heading) =>
            table.Headings.ToList().FindIndex(it => it.Equals(heading, StringComparison.OrdinalIgnoreCase));
    }
}
