namespace Gemeinwerk.Storage;

/// <summary>One open transaction on one connection; the only door to the database.</summary>
public abstract class Session : IAsyncDisposable
{
    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public abstract Task<long> Run(Sql sql);

    /// <summary>Reads all rows one by one; nothing is kept, so memory stays flat however many there are.</summary>
    public abstract Task Scan(Sql sql, Action<Row> each);

    /// <summary>
    /// Inserts many rows the fastest way the engine has: COPY on PostgreSQL, one prepared many-row statement on SQLite.
    /// </summary>
    /// <param name="table">A table's name; from the code, never from input.</param>
    /// <param name="columns">Its columns, comma-separated, in the order in which <paramref name="write"/> adds
    /// them.</param>
    /// <param name="onConflict">
    /// An <c>on conflict … do update</c> clause, or null for a plain insert; with it no two rows may have the same key.
    /// </param>
    public abstract Task Bulk<T>(
        string table, string columns, IEnumerable<T> rows, Action<BulkRow, T> write, string? onConflict = null);

    /// <summary>
    /// Writes while the caller goes on, which must not change what is written; done at the latest before the next call
    /// on this session, which throws what the write threw.
    /// </summary>
    /// <param name="write">Uses only the session that it is handed.</param>
    internal virtual Task Behind(Func<Session, Task> write) => write(this);

    /// <summary>Copies the whole database as this transaction sees it into a new file; only SQLite can.</summary>
    internal virtual Task CopyTo(string path, IProgress<int>? progress) => throw new NotSupportedException();

    internal abstract Task Script(string sql);

    /// <param name="wall">Null for all bodies.</param>
    internal abstract Task Begin(bool writing, Wall? wall = null);

    internal abstract Task Commit();
    internal abstract Task Rollback();

    public async Task<T> One<T>(Sql sql, Func<Row, T> map)
    {
        var rows = await All(sql, map);
        return rows.Count == 1
            ? rows[0]
            : throw new InvalidOperationException($"Expected one row, got {rows.Count}: {sql.Text}");
    }

    /// <summary>The only row, or null (the default) where there is none.</summary>
    public async Task<T?> Maybe<T>(Sql sql, Func<Row, T> map)
    {
        var rows = await All(sql, map);
        return rows.Count <= 1
            ? rows.FirstOrDefault()
            : throw new InvalidOperationException($"Expected at most one row, got {rows.Count}: {sql.Text}");
    }

    public async Task<List<T>> All<T>(Sql sql, Func<Row, T> map)
    {
        var rows = new List<T>();
        await Scan(sql, row => rows.Add(map(row)));
        return rows;
    }

    public async Task<bool> Any(Sql sql)
    {
        var any = false;
        await Scan(sql, _ => any = true);
        return any;
    }

    public abstract ValueTask DisposeAsync();
}
