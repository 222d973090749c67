using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Microsoft.Data.Sqlite;

namespace Gemeinwerk.Bench;

/// <summary>
/// What anyone would write: Microsoft.Data.Sqlite, prepared single-row inserts, the same tables with the same indexes,
/// sync FULL; no triggers, no foreign keys, no checks of ours, no balances.
/// </summary>
sealed class RawSqlite : IDisposable
{
    internal const string EntryColumns = """
        body_id, entry_no, kind, fiscal_year, period, booked_on, effective_on, document, text, posted_by, posted_at,
        leaf_hash
        """;
    internal const string PostingColumns = """
        body_id, entry_no, line_no, booked_on, account_id, amount, product_id, cost_centre_id, payment_account_id,
        party_id, item_id, asset_id, movement, text
        """;

    readonly SqliteConnection connection;
    readonly SqliteCommand entry;
    readonly SqliteCommand posting;
    readonly byte[] hash = new byte[32];

    /// <param name="file">A migrated database.</param>
    internal RawSqlite(string file)
    {
        var address = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false };
        connection = new SqliteConnection(address.ToString());
        connection.Open();
        Run("pragma journal_mode = wal; pragma synchronous = full");
        Run("pragma foreign_keys = off; pragma cache_size = -65536");
        var triggers = Texts("select name from sqlite_master where type = 'trigger'");
        foreach (var trigger in triggers) Run($"drop trigger {trigger}");
        entry = Prepare("ledger_entry", EntryColumns);
        posting = Prepare("ledger_posting", PostingColumns);
    }

    internal SqliteCommand Prepare(string table, string columns, string onConflict = "")
    {
        string[] names = [.. columns.Split(',', StringSplitOptions.TrimEntries).Select(name => $"${name}")];
        return Command($"insert into {table} ({columns}) values ({string.Join(',', names)}) {onConflict}", names);
    }

    internal SqliteCommand Command(string sql, params ReadOnlySpan<string> names)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in names) command.Parameters.Add(new SqliteParameter { ParameterName = name });
        command.Prepare();
        return command;
    }

    internal long Number(string sql)
    {
        using var command = Command(sql);
        return (long)command.ExecuteScalar()!;
    }

    internal SqliteTransaction Begin()
    {
        var transaction = connection.BeginTransaction();
        entry.Transaction = posting.Transaction = transaction;
        return transaction;
    }

    internal void Post(Body body, IEnumerable<EntryDraft> entries)
    {
        using var transaction = Begin();
        var no = 0L;
        foreach (var draft in entries) Insert(body, ++no, draft);
        transaction.Commit();
    }

    internal void Insert(Body body, long no, EntryDraft draft)
    {
        BitConverter.TryWriteBytes(hash, no);
        Set(entry, body.Id.Value, no, "regular", (long)draft.BookedOn.Year, (long)draft.Period,
            Day.Number(draft.BookedOn), Day.Number(draft.EffectiveOn), draft.Document, draft.Text, "bench",
            1_767_225_600_000_000, hash);
        entry.ExecuteNonQuery();
        for (var i = 0; i < draft.Postings.Count; i++)
        {
            var line = draft.Postings[i];
            var at = posting.Parameters;
            at[0].Value = body.Id.Value;
            at[1].Value = no;
            at[2].Value = (long)(i + 1);
            at[3].Value = Day.Number(draft.BookedOn);
            at[4].Value = line.Account.Value;
            at[5].Value = line.Amount.Cents;
            at[6].Value = Optional(line.Product?.Value);
            at[7].Value = Optional(line.CostCentre?.Value);
            at[8].Value = Optional(line.Payment?.Value);
            for (var n = 9; n < 14; n++) at[n].Value = DBNull.Value;
            posting.ExecuteNonQuery();
        }
    }

    internal static void Set(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
    }

    internal void Run(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>An empty table like that of the postings, with the same checks and indexes.</summary>
    internal void CreateCopyOfPostings()
    {
        var statements = Texts("select sql from sqlite_master where tbl_name = 'ledger_posting' and sql is not null");
        foreach (var sql in statements) Run(sql.Replace("ledger_posting", "bench_posting", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        entry.Dispose();
        posting.Dispose();
        connection.Dispose();
    }

    static object Optional(long? value) => value is { } number ? number : DBNull.Value;

    List<string> Texts(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read()) texts.Add(reader.GetString(0));
        return texts;
    }
}
