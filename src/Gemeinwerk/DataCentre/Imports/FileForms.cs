using Gemeinwerk.Basics;
using Gemeinwerk.Ledger.Imports;

namespace Gemeinwerk.DataCentre.Imports;

/// <summary>The forms of files that are known, and which of them a file has.</summary>
static class FileForms
{
    static readonly Lazy<IReadOnlyList<FileForm>> known = new(Load);
    static readonly CsvShape shape = new(["kind", "column", "field"], ["reading"]);

    internal static IReadOnlyList<FileForm> All => known.Value;

    /// <summary>What a file may say to let its separator be found.</summary>
    internal static CsvShape Headings { get; } = new([], [.. All
        .SelectMany(form => form.Rules).Select(rule => rule.Column)
        .Concat(ItemKinds.All.SelectMany(kind => kind.Fields).Select(field => field.Code))
        .Concat(["name", DependencyReader.From, DependencyReader.To])
        .Distinct(StringComparer.OrdinalIgnoreCase)])
    { IsOpen = true };

    /// <summary>The form for which most columns are known; of equals none.</summary>
    /// <param name="kind">Where the user has said it; null for any.</param>
    internal static Result<FileForm> Find(
        IReadOnlyList<FileForm> own, IReadOnlyList<string> headings, ItemKind? kind)
    {
        var fitting = own.Concat(All).Where(form => kind is null || form.Kind == kind)
            .Select(form => (Form: form, Score: form.Score(headings)))
            .Where(it => it.Score > 0).OrderByDescending(it => it.Score).ToList();
        return fitting switch
        {
            [var only] => only.Form,
            [var best, var next, ..] when best.Score > next.Score || best.Form.Kind == next.Form.Kind => best.Form,
            [var best, var next, ..] => new Rejection("inventory.kind-unclear",
                $"Die Kopfzeile passt zu {best.Form.Kind.Plural} und zu {next.Form.Kind.Plural}; "
                + "bitte die Art angeben."),
            _ when kind is not null => new Rejection("inventory.columns-unknown",
                $"Die Kopfzeile ist keine einer Liste von {kind.Plural}; bekannt sind: name, "
                + string.Join(", ", kind.Fields.Select(field => field.Code)) + "."),
            _ => new Rejection("inventory.columns-unknown",
                "Die Kopfzeile ist keine von NetBox, i-doit oder einer einfachen Liste; bitte die Art oder eine Datei "
                + "mit den Spalten angeben."),
        };
    }

    /// <summary>The form of JSON objects of a type: <c>dcim/devices</c>.</summary>
    internal static FileForm? OfType(string name, string type) => All.FirstOrDefault(form =>
        form.Name == name && form.Rules.Any(rule => rule.Field == ColumnRule.Type && rule.Column == type));

    /// <summary>Reads the user's own file of columns: <c>kind;column;field;reading</c>.</summary>
    internal static (IReadOnlyList<FileForm> Forms, ImportReport Report) Read(ImportSource source)
    {
        var rules = new List<ColumnRule>();
        var report = TableImport.Read(source, shape, new ImportLimits(FileBytes: 1 << 20), (table, findings) =>
        {
            while (table.Read())
            {
                if (!table.IsWellFormed) continue;
                var parsed = ColumnRule.Parse(FileForm.Own, table[0].ToString(), table[1].ToString(),
                    table[2].ToString(), table[3].ToString());
                if (!parsed.Ok(out var rule, out var why))
                {
                    table.Finding(why.Code == "inventory.kind-unknown" ? 0 : 2, why);
                }
                else if (!FieldReading.Exists(rule.Reading))
                {
                    table.Finding(3, "inventory.reading-unknown",
                        $"Die Lesart „{Texts.Shown(rule.Reading)}“ gibt es nicht; es gibt: {FieldReading.All}.");
                }
                else
                {
                    rules.Add(rule);
                }
            }
        });
        return ([.. Grouped(rules)], report);
    }

    static List<FileForm> Load()
    {
        var rules = DataFile.Read("columns.csv", cell => ColumnRule.Parse(
            cell("format"), cell("kind"), cell("column"), cell("field"), cell("reading")).Expect(), separator: ';');
        return [.. Grouped(rules).Concat(ItemKinds.All.Select(Plain))];
    }

    /// <summary>The simple list: a column <c>name</c>, and fields by their codes.</summary>
    static FileForm Plain(ItemKind kind) => new(FileForm.Plain, kind,
    [
        new(FileForm.Plain, kind, "name", true, ColumnRule.Name, ""),
        new(FileForm.Plain, kind, "id", false, ColumnRule.ExternalId, ""),
        .. kind.Fields.Select(field => new ColumnRule(FileForm.Plain, kind, field.Code, false, field.Code, "")),
    ]);

    static IEnumerable<FileForm> Grouped(IEnumerable<ColumnRule> rules) => rules
        .GroupBy(rule => (rule.Form, rule.Kind))
        .Select(group => new FileForm(group.Key.Form, group.Key.Kind, [.. group]));
}
