using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Web.Frame.Tables;

/// <summary>Rows from the database between two cursors.</summary>
/// <param name="Next">Where the next slice begins; null after the last.</param>
public sealed record Slice<T>(IReadOnlyList<T> Rows, string? Next);

/// <summary>One page of a table, ready to be shown.</summary>
/// <param name="Total">How many rows there are on all pages; null where counting them would cost too much.</param>
/// <param name="Next">Where the next slice begins, for sources that are read in slices.</param>
/// <param name="Sums">By the keys of columns: over all pages where the total is known, else over this page.</param>
public sealed record TablePage<T>(
    Table<T> Table, TableState State, IReadOnlyList<T> Rows, long? Total, string? Next,
    IReadOnlyDictionary<string, Money> Sums)
{
    public int Pages => Total is { } total ? (int)Math.Max(1, (total + State.Size - 1) / State.Size) : 1;
}

/// <summary>Where the rows of a table come from.</summary>
public abstract class Rows<T>
{
    internal abstract Task<TablePage<T>> Page(Session db, Table<T> table, TableState state);

    /// <summary>All rows that the visitor's filters leave, sorted as asked; memory stays flat.</summary>
    internal abstract IAsyncEnumerable<T> Each(Session db, Table<T> table, TableState state);

    protected static Dictionary<string, Money> Sums(Table<T> table, IReadOnlyList<T> rows) => table.Columns
        .Where(column => column.IsSummed)
        .ToDictionary(column => column.Key, column => rows.Aggregate(Money.Zero,
            (sum, row) => sum + ((Money?)column.Value(row) ?? Money.Zero)));
}

public static class Rows
{
    /// <summary>Few rows, filtered, sorted and cut here: master data, statements, balances.</summary>
    public static Rows<T> Of<T>(IEnumerable<T> rows) => new ListRows<T>([.. rows]);

    /// <summary>Any number of rows, which the database filters and cuts.</summary>
    /// <param name="read">Gets the cursor (null at the start) and how many rows are wanted.</param>
    public static Rows<T> Sliced<T>(Func<Session, string?, int, Task<Slice<T>>> read) => new SlicedRows<T>(read);
}

sealed class ListRows<T>(IReadOnlyList<T> all) : Rows<T>
{
    internal override Task<TablePage<T>> Page(Session db, Table<T> table, TableState state)
    {
        var rows = Arranged(table, state);
        if (table.IsWhole) state = state.Whole();
        var pages = Math.Max(1, (int)((rows.Count + (long)state.Size - 1) / state.Size));
        var shown = rows.Skip((Math.Min(state.Page, pages) - 1) * state.Size).Take(state.Size).ToList();
        return Task.FromResult(new TablePage<T>(table, state, shown, rows.Count, null, Sums(table, rows)));
    }

    internal override IAsyncEnumerable<T> Each(Session db, Table<T> table, TableState state) =>
        Arranged(table, state).ToAsyncEnumerable();

    List<T> Arranged(Table<T> table, TableState state)
    {
        var rows = all.Where(row => state.Filter.Length == 0 || table.Columns.Any(column =>
            Cells.Shown(column.Value(row)).Contains(state.Filter, StringComparison.CurrentCultureIgnoreCase)));
        var order = state.SortedBy(table.Order);
        var by = table.Columns.FirstOrDefault(column => column.IsSortable && column.Key == order.TrimStart('-'));
        if (by is null) return [.. rows];
        var comparer = Comparer<object?>.Create(Cells.Compare);
        return [.. order[0] == '-' ? rows.OrderByDescending(by.Value, comparer) : rows.OrderBy(by.Value, comparer)];
    }
}

sealed class SlicedRows<T>(Func<Session, string?, int, Task<Slice<T>>> read) : Rows<T>
{
    const int RowsPerStep = 2048;

    internal override async Task<TablePage<T>> Page(Session db, Table<T> table, TableState state)
    {
        var slice = await read(db, state.After, state.Size);
        return new TablePage<T>(table, state, slice.Rows, null, slice.Next, Sums(table, slice.Rows));
    }

    internal override async IAsyncEnumerable<T> Each(Session db, Table<T> table, TableState state)
    {
        string? after = null;
        do
        {
            var slice = await read(db, after, RowsPerStep);
            foreach (var row in slice.Rows) yield return row;
            after = slice.Next;
        }
        while (after is not null);
    }
}
