using Npgsql;
using NpgsqlTypes;

namespace Gemeinwerk.Storage;

/// <summary>A connection to PostgreSQL through Npgsql.</summary>
sealed class PostgresSession(NpgsqlConnection connection) : Session
{
    // One array per column: a parameter per value costs several times as much on both sides.
    const int RowsPerInsert = 4096;

    NpgsqlTransaction? transaction;
    bool isBehindWall;

    public override async Task<long> Run(Sql sql)
    {
        await using var command = Command(sql);
        return Math.Max(0, await command.ExecuteNonQueryAsync());
    }

    public override async Task Scan(Sql sql, Action<Row> each)
    {
        await using var command = Command(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var row = new PostgresRow(reader);
        while (await reader.ReadAsync())
        {
            row.Rewind();
            each(row);
        }
    }

    public override async Task Bulk<T>(
        string table, string columns, IEnumerable<T> rows, Action<BulkRow, T> write, string? onConflict = null)
    {
        var width = columns.Count(c => c == ',') + 1;
        // COPY knows no row-level security, so behind a wall PostgreSQL refuses it.
        if (onConflict is not null || isBehindWall)
        {
            await InsertAll(table, columns, width, rows, write, onConflict ?? "");
            return;
        }
        await using var stream = await connection.BeginRawBinaryCopyAsync(
            $"copy {table} ({columns}) from stdin (format binary)");
        try
        {
            var to = new PostgresCopyRow(stream, width);
            foreach (var row in rows)
            {
                to.Start();
                write(to, row);
            }
            await to.Finish();
        }
        catch
        {
            // Closing the stream would end the COPY as if it were complete, and hide why it is not.
            await stream.CancelAsync();
            throw;
        }
    }

    async Task InsertAll<T>(
        string table, string columns, int width, IEnumerable<T> rows, Action<BulkRow, T> write, string onConflict)
    {
        foreach (var part in rows.Chunk(RowsPerInsert))
        {
            var to = new ColumnRow(width);
            foreach (var row in part) write(to, row);
            var arrays = to.Columns(part.Length);
            // A column without any value says nothing about its type; so the statement itself says null.
            var (values, named) = (new List<string>(), new List<string>());
            await using var command = new NpgsqlCommand { Connection = connection, Transaction = transaction };
            foreach (var array in arrays)
            {
                values.Add(array is null ? "null" : $"c{values.Count}");
                if (array is null) continue;
                named.Add(values[^1]);
                command.Parameters.Add(array);
            }
            var parameters = string.Join(',', Enumerable.Range(1, named.Count).Select(n => $"${n}"));
            command.CommandText = $"""
                insert into {table} ({columns}) select {string.Join(',', values)}
                from unnest({parameters}) as part ({string.Join(',', named)}) {onConflict}
                """;
            await command.ExecuteNonQueryAsync();
        }
    }

    internal override async Task Script(string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        await command.ExecuteNonQueryAsync();
    }

    internal override async Task Begin(bool writing, Wall? wall)
    {
        // Repeatable read also for writing: a row that another act changed meanwhile is a collision, not a lost update.
        transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        isBehindWall = wall is not null;
        if (wall is null)
        {
            if (!writing) await Script("set transaction read only");
            return;
        }
        // All of it ends with the transaction. The path is named because "$user" in it would mean the other role.
        await Run($"""
            select set_config('transaction_read_only', {(writing ? "off" : "on")}, true),
              set_config('search_path', current_schema(), true), set_config('gemeinwerk.bodies', {wall.Text}, true),
              set_config('role', current_user || '_web', true)
            """);
    }

    internal override async Task Commit()
    {
        await transaction!.CommitAsync();
        await transaction.DisposeAsync();
        transaction = null;
    }

    internal override async Task Rollback()
    {
        if (transaction is null) return;
        await transaction.DisposeAsync();
        transaction = null;
    }

    public override async ValueTask DisposeAsync()
    {
        await Rollback();
        await connection.DisposeAsync();
    }

    NpgsqlCommand Command(Sql sql) => Command(sql.Text, sql.Values);

    NpgsqlCommand Command(string text, IReadOnlyList<SqlValue> values)
    {
        var command = new NpgsqlCommand(text, connection, transaction);
        foreach (var value in values)
        {
            command.Parameters.Add(value switch
            {
                { IsNumber: true } => new NpgsqlParameter { Value = value.Number, NpgsqlDbType = NpgsqlDbType.Bigint },
                { Object: string s } => new NpgsqlParameter { Value = s, NpgsqlDbType = NpgsqlDbType.Text },
                { Object: byte[] b } => new NpgsqlParameter { Value = b, NpgsqlDbType = NpgsqlDbType.Bytea },
                _ => new NpgsqlParameter { Value = DBNull.Value },
            });
        }
        return command;
    }

    /// <summary>Gathers rows by column, so that one array for each column carries them all.</summary>
    sealed class ColumnRow(int width) : BulkRow
    {
        readonly List<object?>[] columns = [.. Enumerable.Range(0, width).Select(_ => new List<object?>())];
        int next;

        public override BulkRow Add(long value) => Take(value);
        public override BulkRow Add(string? value) => Take(value);
        public override BulkRow Add(byte[]? value) => Take(value);
        public override BulkRow AddNull() => Take(null);

        /// <summary>One parameter per column, null for a column of nulls.</summary>
        internal IEnumerable<NpgsqlParameter?> Columns(int rows)
        {
            Basics.Invariant.Holds(columns.All(column => column.Count == rows));
            return columns.Select(column => column.Find(value => value is not null) switch
            {
                null => null,
                string => Array(column.Cast<string?>().ToArray(), NpgsqlDbType.Text),
                byte[] => Array(column.Cast<byte[]?>().ToArray(), NpgsqlDbType.Bytea),
                _ => Array(column.Cast<long?>().ToArray(), NpgsqlDbType.Bigint),
            });
        }

        static NpgsqlParameter Array(object values, NpgsqlDbType type) =>
            new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type };

        ColumnRow Take(object? value)
        {
            columns[next].Add(value);
            next = (next + 1) % columns.Length;
            return this;
        }
    }
}

/// <summary>A row of an Npgsql reader.</summary>
sealed class PostgresRow(NpgsqlDataReader reader) : Row
{
    protected override bool IsNull(int at) => reader.IsDBNull(at);
    protected override long NumberAt(int at) => reader.GetInt64(at);
    protected override string TextAt(int at) => reader.GetString(at);
    protected override byte[] BytesAt(int at) => reader.GetFieldValue<byte[]>(at);
    protected override ReadOnlySpan<byte> Utf8At(int at) => reader.GetFieldValue<byte[]>(at);
    protected override ReadOnlySpan<byte> BlobAt(int at) => reader.GetFieldValue<byte[]>(at);
}
