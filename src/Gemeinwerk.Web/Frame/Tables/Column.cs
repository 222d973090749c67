using Gemeinwerk.Basics;

namespace Gemeinwerk.Web.Frame.Tables;

public enum ColumnKind { Text, Number, Amount, Day }

/// <summary>A column, declared once for page and exports.</summary>
/// <param name="Key">Its name in addresses and in JSON; stable.</param>
/// <param name="Value">A string, long, <see cref="Money"/> or <see cref="DateOnly"/> by the kind; null is
/// empty.</param>
public sealed record Column<T>(string Key, string Header, ColumnKind Kind, Func<T, object?> Value)
{
    /// <summary>The page that a row's cell leads to, or null.</summary>
    public Func<T, string?>? Link { get; init; }

    /// <summary>Adds up below the table; amounts only.</summary>
    public bool IsSummed { get; init; }

    /// <summary>Whether the table can be sorted by it. Sources that read slices say so themselves.</summary>
    public bool IsSortable { get; init; } = true;

    /// <summary>Left out of a page where no row has a value in it.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Holds sentences, which need some width to be read.</summary>
    public bool IsLong { get; init; }

    /// <summary>Names the row for those who hear the table.</summary>
    public bool IsRowHeader { get; init; }

    public bool IsNumeric => Kind is ColumnKind.Number or ColumnKind.Amount;
}

/// <summary>Short ways to declare columns.</summary>
public static class Column
{
    public static Column<T> Text<T>(string key, string header, Func<T, string?> value) =>
        new(key, header, ColumnKind.Text, value);

    public static Column<T> Number<T>(string key, string header, Func<T, long?> value) =>
        new(key, header, ColumnKind.Number, row => value(row));

    public static Column<T> Amount<T>(string key, string header, Func<T, Money?> value) =>
        new(key, header, ColumnKind.Amount, row => value(row)) { IsSummed = true };

    public static Column<T> Day<T>(string key, string header, Func<T, DateOnly?> value) =>
        new(key, header, ColumnKind.Day, row => value(row));
}

/// <summary>A table of a page: its columns, and what it says when it is empty.</summary>
/// <param name="Name">Its id in the page and its name as a file; letters and hyphens.</param>
/// <param name="Caption">Its heading.</param>
/// <param name="Empty">Why it may be empty, and what to do then.</param>
public sealed record Table<T>(string Name, string Caption, IReadOnlyList<Column<T>> Columns, string Empty)
{
    /// <summary>How it is sorted when nobody asked: a column's key, a minus in front for descending.</summary>
    public string? Order { get; init; }

    /// <summary>False where searching within the rows makes no sense, as in statements.</summary>
    public bool IsFiltered { get; init; } = true;

    /// <summary>
    /// Said instead of <see cref="Empty"/> where a part is empty and more follows; null where that cannot be.
    /// </summary>
    public string? EmptySoFar { get; init; }

    /// <summary>Said where the filter names something that does not exist.</summary>
    public string? Unknown { get; init; }

    /// <summary>Shown on one page however long, as a statement.</summary>
    public bool IsWhole { get; init; }
}
