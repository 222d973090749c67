using Gemeinwerk.Basics;

namespace Gemeinwerk.DataCentre.Imports;

/// <summary>Makes a draft out of what the columns of one row, or the paths of one object, say.</summary>
/// <param name="source">The system whose keys the file carries; null for that of its form.</param>
/// <param name="report">Takes what is wrong: the column, and why.</param>
sealed class DraftBuilder(FileForm form, string? source, int file, Action<string, Rejection> report)
{
    string? name, externalId;
    readonly List<(ColumnRule Rule, string Cell)> said = [];

    internal void Start()
    {
        (name, externalId) = (null, null);
        said.Clear();
    }

    internal void Add(ColumnRule rule, string cell)
    {
        var taken = FieldReading.Taken(rule.Reading, cell);
        switch (rule.Field)
        {
            case "" or ColumnRule.Type:
                break;
            case ColumnRule.Name when rule.Reading == FieldReading.Suffix:
                name = $"{name}/{taken}";
                break;
            case ColumnRule.Name:
                name = taken;
                break;
            case ColumnRule.ExternalId:
                externalId = taken;
                break;
            default:
                said.Add((rule, taken));
                break;
        }
    }

    /// <returns>The draft, or null where something is wrong with it.</returns>
    internal ItemDraft? Finish(long line)
    {
        var isFine = true;
        if (externalId is { Length: > 0 } && Texts.Refuse(externalId, 100) is { } badId)
        {
            Refuse(Column(ColumnRule.ExternalId), new("inventory.external-id", $"Fremdschlüssel: {badId}"));
        }
        var key = string.IsNullOrEmpty(externalId) ? null : externalId;
        var draft = new ItemDraft(form.Kind, file, line, name ?? "", key) { Source = source ?? form.Source };
        foreach (var (rule, cell) in said)
        {
            if (Take(draft, rule, cell) is { } wrong) Refuse(rule.Column, wrong);
        }
        var isNameless = string.IsNullOrEmpty(name);
        if (isNameless && Nameless.Name(draft, form.Source) is { } made) draft = draft with { Name = made };
        if (FieldReading.Name(form.Kind, draft.Name).Ok(out var proper, out var why))
        {
            draft = draft with { Name = proper, IsNameless = isNameless };
        }
        else
        {
            var isOpen = isNameless && Nameless.May(form.Kind, form.Source);
            Refuse(Column(ColumnRule.Name), isOpen ? Nameless.Refused : why);
        }
        return isFine ? draft : null;

        void Refuse(string column, Rejection rejection)
        {
            isFine = false;
            report(column, rejection);
        }
    }

    Rejection? Take(ItemDraft draft, ColumnRule rule, string cell)
    {
        var parts = rule.Field.Split('.');
        var field = form.Kind.Find(parts[0])!;
        if (!field.IsLink)
        {
            return TakeValue(draft, field, rule.Reading, cell);
        }
        if (parts.Length > 1 && parts[1] != "id")
        {
            if (cell.Length > 0) draft.Scopes.Add((field, Scope(field, parts[1]), cell));
            return null;
        }
        var isKey = parts.Length > 1;
        var at = draft.References.FindIndex(reference => reference.Field == field);
        if (cell.Length == 0)
        {
            if (at < 0 && !draft.Values.Exists(value => value.Field == field)) draft.Values.Add((field, null));
            return null;
        }
        if (Texts.Refuse(cell, FieldReading.LongestName) is { } why)
        {
            return new("inventory.text", $"{field.German}: {why}");
        }
        draft.Values.RemoveAll(value => value.Field == field);
        var known = at < 0 ? new ItemReference(Kinds(field, rule.Reading), null, null) : draft.References[at].To;
        var complete = isKey ? known with { ExternalId = cell } : known with { Name = cell };
        if (at < 0) draft.References.Add((field, complete));
        else draft.References[at] = (field, complete);
        return null;
    }

    Rejection? TakeValue(ItemDraft draft, Field field, string reading, string cell)
    {
        if (cell.Length == 0)
        {
            draft.Values.Add((field, null));
            return null;
        }
        if (!FieldReading.Value(field, reading, cell, form.IsGerman).Ok(out var value, out var why)) return why;
        draft.Values.Add((field, value));
        return null;
    }

    string Column(string field) => form.Rules.FirstOrDefault(rule => rule.Field == field)?.Column ?? field;

    static IReadOnlyList<ItemKind> Kinds(Field field, string reading) =>
        ItemKinds.Find(reading) is { } said ? [said] : TargetsOf(field);

    internal static IReadOnlyList<ItemKind> TargetsOf(Field field) => field.Targets.Length == 0
        ? ItemKinds.All
        : [.. field.Targets.Select(code => ItemKinds.Find(code)!)];

    static Field Scope(Field link, string code) => TargetsOf(link)[0].Find(code)!;
}
