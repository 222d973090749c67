namespace Gemeinwerk.Storage;

/// <summary>
/// Lets one write run on while the act computes. Every other call waits for it first and throws what it threw, so an
/// act sees the same rows and the same errors as if it had waited at once.
/// </summary>
sealed class WriteBehindSession(Session inner) : Session
{
    Task behind = Task.CompletedTask;

    internal override async Task Behind(Func<Session, Task> write)
    {
        await behind;
        behind = Task.Run(() => write(inner));
    }

    public override async Task<long> Run(Sql sql)
    {
        await behind;
        return await inner.Run(sql);
    }

    public override async Task Scan(Sql sql, Action<Row> each)
    {
        await behind;
        await inner.Scan(sql, each);
    }

    public override async Task Bulk<T>(
        string table, string columns, IEnumerable<T> rows, Action<BulkRow, T> write, string? onConflict = null)
    {
        await behind;
        await inner.Bulk(table, columns, rows, write, onConflict);
    }

    internal override async Task CopyTo(string path, IProgress<int>? progress)
    {
        await behind;
        await inner.CopyTo(path, progress);
    }

    internal override async Task Script(string sql)
    {
        await behind;
        await inner.Script(sql);
    }

    internal override async Task Begin(bool writing, Wall? wall)
    {
        await behind;
        await inner.Begin(writing, wall);
    }

    internal override async Task Commit()
    {
        await behind;
        await inner.Commit();
    }

    internal override async Task Rollback()
    {
        await behind;
        await inner.Rollback();
    }

    public override async ValueTask DisposeAsync()
    {
        // A session is disposed of in the middle of an act only after an error, and that one has been thrown.
        await behind.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await inner.DisposeAsync();
    }
}
