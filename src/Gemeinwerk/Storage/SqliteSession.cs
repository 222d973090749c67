using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Gemeinwerk.Storage;

/// <summary>A connection to an SQLite file, with its prepared statements kept by text.</summary>
sealed partial class SqliteSession : Session
{
    const int RowsPerInsert = 64;

    // With "or rollback", with triggers that raise(rollback) and with deferred foreign keys, SQLite keeps no journal to
    // undo a single statement: a fifth of the time of bulk posting. A broken rule then ends the whole transaction, as
    // on PostgreSQL; an act never goes on after one.
    const string InsertAll = "insert or rollback";
    const int StatementsKept = 256;

    readonly nint database;
    readonly Dictionary<string, SqliteStatement> statements = [];
    readonly Dictionary<(string Table, string Columns, int Rows, string? OnConflict), string> inserts = [];
    Wall? wall;

    /// <param name="isReadOnly">For files that must stay as they are.</param>
    internal SqliteSession(string path, bool isReadOnly = false)
    {
        var mode = isReadOnly ? SqliteNative.OpenReadOnly : SqliteNative.OpenReadWrite | SqliteNative.OpenCreate;
        var code = SqliteNative.Open(path, out database, mode | SqliteNative.OpenNoMutex, null);
        try
        {
            if (code != SqliteNative.Ok) throw DatabaseException.Of(database);
            _ = SqliteNative.BusyTimeout(database, 60_000);
            if (isReadOnly) return;
            Execute("""
                pragma journal_mode = wal;
                pragma synchronous = full;
                pragma foreign_keys = on;
                pragma trusted_schema = off;
                pragma temp_store = memory;
                pragma cache_size = -65536;
                pragma journal_size_limit = 67108864;
                """);
        }
        catch
        {
            _ = SqliteNative.Close(database);
            throw;
        }
    }

    public override Task<long> Run(Sql sql)
    {
        var statement = Bound(sql);
        while (statement.Step()) { }
        statement.Reset();
        return Task.FromResult(SqliteNative.Changes(database));
    }

    public override Task Scan(Sql sql, Action<Row> each)
    {
        var statement = Bound(sql);
        try
        {
            while (statement.Step()) each(statement);
        }
        finally
        {
            statement.Reset();
        }
        return Task.CompletedTask;
    }

    public override Task Bulk<T>(
        string table, string columns, IEnumerable<T> rows, Action<BulkRow, T> write, string? onConflict = null)
    {
        var width = columns.Count(c => c == ',') + 1;
        var waiting = new List<T>(RowsPerInsert);
        var isOfBody = wall is not null && columns.TrimStart().StartsWith("body_id", StringComparison.Ordinal);
        var to = isOfBody ? new WalledBulkRow(wall!, width) : new SqliteBulkRow();
        foreach (var row in rows)
        {
            waiting.Add(row);
            if (waiting.Count == RowsPerInsert) Flush();
        }
        if (waiting.Count > 0) Flush();
        return Task.CompletedTask;

        void Flush()
        {
            to.Start(Prepared(Insert(waiting.Count)));
            foreach (var row in waiting) write(to, row);
            to.Finish(waiting.Count * width);
            waiting.Clear();
        }

        string Insert(int count)
        {
            var key = (table, columns, count, onConflict);
            if (inserts.TryGetValue(key, out var known)) return known;
            var row = $"({string.Join(',', Enumerable.Repeat('?', width))})";
            var text = new StringBuilder(onConflict is null ? InsertAll : "insert");
            text.Append(CultureInfo.InvariantCulture, $" into {table} ({columns}) values ");
            text.AppendJoin(',', Enumerable.Repeat(row, count));
            return inserts[key] = text.Append(' ').Append(onConflict).ToString();
        }
    }

    internal override Task CopyTo(string path, IProgress<int>? progress) =>
        Task.Run(() => SqliteCopy.Run(database, path, progress));

    internal override Task Script(string sql)
    {
        Execute(sql);
        return Task.CompletedTask;
    }

    internal override Task Begin(bool writing, Wall? wall)
    {
        this.wall = wall;
        return Script(writing ? "begin immediate" : "begin");
    }

    internal override Task Commit() => Script("commit");

    internal override Task Rollback()
    {
        // SQLite has rolled back by itself after a full disk or a failed commit; then there is nothing left to undo.
        _ = SqliteNative.Execute(database, "rollback", 0, 0, 0);
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        // Closing with prepared statements finalized rolls back what is open.
        foreach (var statement in statements.Values) statement.Dispose();
        statements.Clear();
        _ = SqliteNative.Close(database);
        return ValueTask.CompletedTask;
    }

    SqliteStatement Bound(Sql sql)
    {
        var statement = Prepared(sql.Text);
        if (wall is not null) Check(sql);
        for (var i = 0; i < sql.Values.Count; i++) statement.Bind(i + 1, sql.Values[i]);
        return statement;
    }

    /// <summary>The keys that a statement compares <c>body_id</c> with, or inserts as one.</summary>
    void Check(Sql sql)
    {
        foreach (Match key in BodyKey().Matches(sql.Text))
        {
            wall!.Check(sql.Values[int.Parse(key.Groups[1].ValueSpan, CultureInfo.InvariantCulture) - 1]);
        }
    }

    SqliteStatement Prepared(string sql)
    {
        if (statements.TryGetValue(sql, out var known)) return known;
        if (statements.Count >= StatementsKept)
        {
            foreach (var old in statements.Values) old.Dispose();
            statements.Clear();
            inserts.Clear();
        }
        return statements[sql] = new SqliteStatement(database, sql);
    }

    void Execute(string sql)
    {
        if (SqliteNative.Execute(database, sql, 0, 0, 0) != SqliteNative.Ok) throw DatabaseException.Of(database);
    }

    [GeneratedRegex(@"\bbody_id\s*=\s*\$(\d+)|\binsert\s+into\s+\w+\s*\(\s*body_id\b[^$]*\$(?<1>\d+)")]
    private static partial Regex BodyKey();
}

/// <summary>Binds the values of many rows one after another to one statement.</summary>
class SqliteBulkRow : BulkRow
{
    SqliteStatement? statement;
    int index;

    /// <summary>How many values of the statement have been added.</summary>
    protected int Added => index;

    internal void Start(SqliteStatement into)
    {
        statement = into;
        index = 0;
    }

    internal void Finish(int expected)
    {
        Basics.Invariant.Holds(index == expected);
        while (statement!.Step()) { }
        statement.Reset();
    }

    public override BulkRow Add(long value)
    {
        statement!.Bind(++index, value);
        return this;
    }

    public override BulkRow Add(string? value)
    {
        if (value is null) return AddNull();
        statement!.Bind(++index, value);
        return this;
    }

    public override BulkRow Add(byte[]? value)
    {
        if (value is null) return AddNull();
        statement!.Bind(++index, value);
        return this;
    }

    public override BulkRow AddNull()
    {
        statement!.BindNull(++index);
        return this;
    }
}

/// <summary>Rows whose first value is the key of a body.</summary>
sealed class WalledBulkRow(Wall wall, int width) : SqliteBulkRow
{
    public override BulkRow Add(long value)
    {
        if (Added % width == 0) wall.Check(value);
        return base.Add(value);
    }
}
