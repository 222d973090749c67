using Gemeinwerk.Basics;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Npgsql;

namespace Gemeinwerk.Tests.Ledger.Verification;

/// <summary>Changes single cells behind the product's back, with triggers and checks out of the way.</summary>
sealed class Corruption
{
    static readonly (string Table, string Key, string Columns)[] tables =
    [
        ("ledger_entry", "entry_no", """
            entry_no kind fiscal_year period booked_on effective_on document text posted_by posted_at external_id
            content_hash reverses_no leaf_hash
            """),
        ("ledger_posting", "entry_no, line_no", """
            entry_no line_no booked_on account_id amount product_id cost_centre_id payment_account_id party_id item_id
            asset_id movement text
            """),
        ("ledger_balance", "fiscal_year, period, account_id, product_id, cost_centre_id, payment_account_id", """
            fiscal_year period account_id product_id cost_centre_id payment_account_id debit credit
            """),
        ("ledger_day", "fiscal_year, period, booked_on, account_id", """
            fiscal_year period booked_on account_id debit credit
            """),
        ("ledger_item", "item_id", "open"),
        ("ledger_asset", "asset_id", "cost depreciation"),
        ("ledger_log_node", "level, node_no", "level node_no hash"),
        ("ledger_book", "body_id", "entry_count log_frontier"),
        ("ledger_checkpoint", "size", "size root note"),
    ];

    readonly string table, column, where;
    readonly object before;

    Corruption(string table, string column, string where, object before) =>
        (this.table, this.column, this.where, this.before) = (table, column, where, before);

    internal static IEnumerable<(string Table, string Column)> Columns => tables.SelectMany(table =>
        table.Columns.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .Select(column => (table.Table, column)));

    /// <summary>The tables of which at least one must be named when this column is damaged.</summary>
    internal static string[] NamedFor(string table, string column) => (table, column) switch
    {
        // An entry whose content changed has another hash; a posting belongs to an entry.
        ("ledger_posting", _) => ["ledger_entry", "ledger_posting"],
        ("ledger_entry", "entry_no") => ["ledger_entry", "ledger_posting", "ledger_book"],
        _ => [table],
    };

    /// <summary>Takes all triggers away and, on PostgreSQL, all checks; nothing else stands in the way then.</summary>
    internal static async Task Unlock(Books books)
    {
        if (books.Database.Engine == Engine.Sqlite)
        {
            var triggers = await Query(
                books.Database, "select name from sqlite_schema where type = 'trigger'", row => row.Text());
            await Script(books, string.Join("; ", triggers.Select(name => $"drop trigger {name}")));
            return;
        }
        await Script(books, """
            do $$ declare c record; begin
              for c in select tablename as t from pg_tables where schemaname = current_schema() loop
                execute format('alter table %I disable trigger all', c.t);
              end loop;
              for c in select conrelid::regclass as t, conname from pg_constraint
                where contype = 'c' and connamespace = current_schema()::regnamespace loop
                execute format('alter table %s drop constraint %I', c.t, c.conname);
              end loop;
            end $$;
            """);
    }

    /// <summary>A cell of a random row that has something in this column.</summary>
    internal static async Task<Corruption?> Pick(Books books, string table, string column, Random random)
    {
        var key = tables.Single(t => t.Table == table).Key;
        var width = key.Count(c => c == ',') + 1;
        var rows = await Query(books.Database,
            $"select {key}, {column} from {table} where body_id = {books.Body.Id.Value} and {column} is not null",
            row => (Key: Enumerable.Range(0, width).Select(_ => row.Number()).ToArray(),
                Value: Value(row, table, column)));
        if (rows.Count == 0) return null;
        var (values, before) = rows[random.Next(rows.Count)];
        var where = string.Join(" and ", key.Split(", ").Zip(values, (name, value) => $"{name} = {value}"));
        return new Corruption(table, column, $"body_id = {books.Body.Id.Value} and {where}", before);
    }

    /// <summary>Some cells of any table that have something in this column, whatever their keys are.</summary>
    internal static async Task<List<Corruption>> Cells(
        Books books, string table, string column, string[] keys, int most, Random random)
    {
        var engine = books.Database.Engine;
        var rows = await Query(books.Database,
            $"select {string.Join(", ", keys)}, {column} from {table} where {column} is not null",
            row => (Key: keys.Select(key => Value(row, table, key)).ToArray(), Value: Value(row, table, column)));
        var cells = rows.Where(row => row.Value is not string text || text.Any(char.IsAsciiLetterOrDigit)).ToArray();
        random.Shuffle(cells);
        return [.. cells.Take(most).Select(row => new Corruption(table, column, string.Join(" and ",
            keys.Zip(row.Key, (name, value) => $"{name} = {Literal(value, engine)}")), row.Value))];
    }

    internal static async Task DropOne(Books books, string table)
    {
        var first = Columns.First(column => column.Table == table).Column;
        var cell = await Pick(books, table, first, new Random(7));
        await Script(books, $"delete from {table} where {cell!.where}");
    }

    string whereNow = "";

    /// <summary>Flips a bit; one that would double a key is refused by the database, then another is flipped.</summary>
    internal async Task Damage(Books books, Random random)
    {
        for (var attempt = 0; ; attempt++)
        {
            var after = Flip(before, random);
            try
            {
                await Script(books,
                    $"update {table} set {column} = {Literal(after, books.Database.Engine)} where {where}");
                whereNow = $" {where} ".Replace($" {column} = {Literal(before, books.Database.Engine)} ",
                    $" {column} = {Literal(after, books.Database.Engine)} ", StringComparison.Ordinal);
                return;
            }
            catch (Exception error) when (attempt < 50 && IsDoubleKey(error))
            {
            }
        }
    }

    static bool IsDoubleKey(Exception error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => true,
        DatabaseException => error.Message.Contains("UNIQUE", StringComparison.Ordinal),
        _ => false,
    };

    internal Task Restore(Books books) => Script(
        books, $"update {table} set {column} = {Literal(before, books.Database.Engine)} where {whereNow}");

    public override string ToString() => $"{table}.{column} where {where}";

    static object Flip(object value, Random random)
    {
        switch (value)
        {
            case long number: return number ^ 1L << random.Next(0, 40);
            case byte[] bytes:
                var copy = bytes.ToArray();
                copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
                return copy;
            default:
                // Only letters and digits, and only their lowest bits, so that the text stays one for PostgreSQL.
                var text = ((string)value).ToCharArray();
                var places = Enumerable.Range(0, text.Length).Where(i => char.IsAsciiLetterOrDigit(text[i])).ToArray();
                var place = places[random.Next(places.Length)];
                text[place] = (char)(text[place] ^ 1);
                return new string(text);
        }
    }

    static object Value(Row row, string table, string column) => column switch
    {
        "content_hash" or "leaf_hash" or "hash" or "root" or "log_frontier" or "frontier" or "entries" => row.Bytes(),
        "content" when table == "ledger_voucher" => row.Bytes(),
        "kind" or "document" or "text" or "posted_by" or "external_id" or "movement" or "note" or "number" or "code"
            or "state" or "role" or "name" or "form" or "payload" or "source" or "target" or "reason" or "account"
            or "equity_account" or "certificate" or "period_states" or "item" or "product" or "position"
            or "target_product" or "target_position" or "target_number" or "target_code" or "framework" or "tax_number"
            or "iban" or "creditor_id" or "street" or "postal_code" or "city" or "reference" or "cover" or "recorded_by"
            or "actor" or "subject" or "content" or "type" or "attached_by" or "key"
            or "fate" or "moment" or "new_name" or "field" => row.Text(),
        _ => row.Number(),
    };

    static string Literal(object value, Engine engine) => value switch
    {
        byte[] bytes => engine == Engine.Sqlite
            ? $"x'{Convert.ToHexString(bytes)}'"
            : $"'\\x{Convert.ToHexString(bytes)}'",
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        _ => $"{value}",
    };

    static async Task<List<T>> Query<T>(Database database, string sql, Func<Row, T> map)
    {
        var text = new Sql(0, 0);
        text.AppendLiteral(sql);
        return await database.Read(db => db.All(text, map));
    }

    internal static async Task Script(Books books, string sql)
    {
        if (books.Database.Engine == Engine.Sqlite)
        {
            // Foreign keys can be put out of the way only outside of a transaction.
            await using var session = new SqliteSession(books.Address);
            await session.Script("pragma ignore_check_constraints = on; pragma foreign_keys = off");
            await session.Script(sql);
            return;
        }
        (await books.Database.Act("test", async Task<Result<Nothing>> (work) =>
        {
            await work.Db.Script(sql);
            return default(Nothing);
        })).Expect();
    }
}
