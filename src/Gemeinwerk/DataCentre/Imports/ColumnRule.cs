using Gemeinwerk.Basics;

namespace Gemeinwerk.DataCentre.Imports;

/// <summary>
/// What becomes of one column (or path of a JSON object) of files of one form: <c>Data/columns.csv</c>, and the user's
/// own file of columns. <see cref="Field"/> is the code of a field, <c>@name</c>, <c>@id</c>, a link's <c>.id</c> (the
/// key in the other system) or scope (<c>model.manufacturer</c>), or empty for what is known and not kept.
/// </summary>
/// <param name="Form">The form: <c>netbox-de</c>.</param>
/// <param name="IsRequired">Files of this form and kind have the column.</param>
/// <param name="Reading">How the cell becomes a value; empty for the way of the field.</param>
sealed record ColumnRule(string Form, ItemKind Kind, string Column, bool IsRequired, string Field, string Reading)
{
    internal const string Name = "@name", ExternalId = "@id", Type = "@type";

    const string Required = "!";

    /// <returns>The rule, or <c>inventory.kind-unknown</c>, <c>inventory.field-unknown</c>.</returns>
    internal static Result<ColumnRule> Parse(string form, string kindCode, string column, string field, string reading)
    {
        if (!ItemKinds.Parse(kindCode).Ok(out var kind, out var unknown)) return unknown;
        var isKnown = field is "" or Name or ExternalId or Type || kind.Find(field.Split('.')[0]) is not null;
        return isKnown
            ? new ColumnRule(form, kind, column.TrimStart('!'), column.StartsWith(Required, StringComparison.Ordinal),
                field, reading)
            : new Rejection("inventory.field-unknown",
                $"Das Feld „{Texts.Shown(field)}“ gibt es bei {kind.Plural} nicht; es gibt: @name, @id, "
                + string.Join(", ", kind.Fields.Select(known => known.Code)) + ".");
    }
}

/// <summary>The columns of files of one form about one kind.</summary>
sealed class FileForm(string name, ItemKind kind, IReadOnlyList<ColumnRule> rules)
{
    internal const string Plain = "list", Own = "own";

    readonly Dictionary<string, ColumnRule[]> byColumn = rules
        .GroupBy(rule => rule.Column, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.OrdinalIgnoreCase);

    internal string Name { get; } = name;
    internal ItemKind Kind { get; } = kind;
    internal IReadOnlyList<ColumnRule> Rules { get; } = rules;

    /// <summary>The system whose keys the files carry.</summary>
    internal string Source => Name.Split('-')[0];

    /// <summary>Numbers have points for thousands and a comma for decimals.</summary>
    internal bool IsGerman => Name == "idoit";

    internal IReadOnlyList<ColumnRule> Of(string column) => byColumn.GetValueOrDefault(column) ?? [];

    /// <summary>
    /// How well a header fits: something for each column that is known, more for those that are kept, most for those in
    /// the same case; -1 where one is missing that must be there.
    /// </summary>
    internal int Score(IReadOnlyList<string> headings)
    {
        var present = headings.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Rules.Any(rule => rule.IsRequired && !present.Contains(rule.Column))
            || !Rules.Any(rule => rule.Field == ColumnRule.Name && present.Contains(rule.Column))
            ? -1
            : headings.Sum(heading => Of(heading) switch
            {
                [] => 0,
                [{ Field: "" }, ..] => 1,
                [var rule, ..] => rule.Column == heading ? 3 : 2,
            });
    }
}
