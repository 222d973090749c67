namespace Gemeinwerk.Storage;

/// <summary>
/// What a database is made of beside its rows: tables, columns, constraints, indexes, triggers and functions, each by
/// its kind and name with its definition, as the engine itself spells it.
/// </summary>
static class SchemaCatalog
{
    internal static Task<Dictionary<string, string>> Found(Database database) =>
        database.Read(db => Read(db, database.Engine));

    /// <summary>The first number of PostgreSQL's version.</summary>
    internal static Task<int> ServerVersion(Session db) =>
        db.One($"select cast(current_setting('server_version_num') as bigint) / 10000", row => row.Int());

    /// <summary>Whether a PostgreSQL database holds no table of anybody.</summary>
    internal static async Task<bool> IsEmpty(Session db) => !await db.Any($"""
        select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
          and n.nspname not in ('pg_catalog', 'information_schema') and left(n.nspname, 3) <> 'pg_'
        """);

    /// <summary>How many bytes each table of a PostgreSQL database takes.</summary>
    internal static async Task<Dictionary<string, long>> Sizes(Session db) => (await db.All($"""
        select relname::text, pg_table_size(oid) from pg_class
        where relkind = 'r' and relnamespace = current_schema()::regnamespace
        """, row => KeyValuePair.Create(row.Text(), row.Number()))).ToDictionary();

    /// <summary>How many rows each table has.</summary>
    internal static async Task<Dictionary<string, long>> Rows(Session db, Engine engine)
    {
        var tables = engine == Engine.Sqlite
            ? await db.All($"select name from sqlite_schema where type = 'table' and sql is not null",
                row => row.Text())
            : await db.All($"select tablename::text from pg_tables where schemaname = current_schema()",
                row => row.Text());
        var rows = new Dictionary<string, long>();
        foreach (var table in tables.Where(name => !name.StartsWith("sqlite_", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal))
        {
            // A table's name is no value, so it is text of the statement; it comes from the catalogue.
            var count = new Sql(0, 0);
            count.AppendLiteral($"select count(*) from \"{table}\"");
            rows[table] = await db.One(count, row => row.Number());
        }
        return rows;
    }

    /// <summary>
    /// As the scripts of this program make it on this engine and version: they run once more, on SQLite in memory, on
    /// PostgreSQL in a schema of its own, and nothing of it stays.
    /// </summary>
    internal static async Task<Dictionary<string, string>> Made(Database database)
    {
        if (database.Engine == Engine.Postgres)
        {
            return await database.Scratch(async db =>
            {
                await db.Script("create schema gemeinwerk_scratch; set local search_path to gemeinwerk_scratch");
                return await Make(db, database.Engine);
            });
        }
        await using var scratch = new SqliteSession(":memory:");
        return await Make(scratch, database.Engine);
    }

    static async Task<Dictionary<string, string>> Make(Session db, Engine engine)
    {
        foreach (var script in Migrations.All(engine)) await db.Script(script);
        return await Read(db, engine);
    }

    static async Task<Dictionary<string, string>> Read(Session db, Engine engine) =>
        (await (engine == Engine.Sqlite ? Sqlite(db) : Postgres(db))).ToDictionary();

    static Task<List<KeyValuePair<string, string>>> Sqlite(Session db) => db.All($"""
        select type || ' ' || tbl_name || case when type = 'table' then '' else '.' || name end, sql
        from sqlite_schema where sql is not null
        """, Map);

    /// <summary>
    /// Names of schemas are taken out of the definitions. Of the triggers that PostgreSQL keeps for foreign keys only
    /// matters whether they are on.
    /// </summary>
    static async Task<List<KeyValuePair<string, string>>> Postgres(Session db) =>
    [
        .. await db.All($"""
            select 'table ' || c.relname,
              concat_ws(' ', c.relkind, c.relpersistence, c.relrowsecurity, c.relforcerowsecurity)
            from pg_class c
            where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
            union all
            select 'column ' || c.relname || '.' || a.attname,
              concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated,
                pg_get_expr(d.adbin, d.adrelid))
            from pg_attribute a
            join pg_class c on c.oid = a.attrelid and c.relkind = 'r'
            left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            where c.relnamespace = current_schema()::regnamespace and a.attnum > 0 and not a.attisdropped
            union all
            select 'constraint ' || c.relname || '.' || k.conname,
              concat_ws(' ', pg_get_constraintdef(k.oid), k.convalidated)
            from pg_constraint k join pg_class c on c.oid = k.conrelid
            where k.connamespace = current_schema()::regnamespace
            union all
            select 'index ' || t.relname || '.' || c.relname,
              concat_ws(' ', replace(pg_get_indexdef(c.oid), ' ' || current_schema() || '.', ' '), i.indisvalid)
            from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
            where c.relnamespace = current_schema()::regnamespace
            """, Map),
        .. await db.All($"""
            select 'trigger ' || c.relname || '.' || t.tgname,
              concat_ws(' ', replace(pg_get_triggerdef(t.oid), ' ' || current_schema() || '.', ' '), t.tgenabled)
            from pg_trigger t join pg_class c on c.oid = t.tgrelid
            where c.relnamespace = current_schema()::regnamespace and not t.tgisinternal
            union all
            select 'trigger ' || c.relname || '.' || k.conname || '.' || f.relname || '.' || p.proname,
              t.tgenabled::text
            from pg_trigger t
            join pg_class c on c.oid = t.tgrelid
            join pg_constraint k on k.oid = t.tgconstraint
            join pg_class f on f.oid = k.conrelid
            join pg_proc p on p.oid = t.tgfoid
            where c.relnamespace = current_schema()::regnamespace and t.tgisinternal
            union all
            select 'function ' || p.proname, concat_ws(' ', l.lanname, p.prosecdef,
              replace(p.proconfig::text, current_schema(), ''), p.prosrc)
            from pg_proc p join pg_language l on l.oid = p.prolang
            where p.pronamespace = current_schema()::regnamespace
            union all
            select 'policy ' || c.relname || '.' || p.polname, concat_ws(' ', p.polcmd, p.polpermissive,
              p.polroles::text, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
            from pg_policy p join pg_class c on c.oid = p.polrelid
            where c.relnamespace = current_schema()::regnamespace
            union all
            select 'rule ' || c.relname || '.' || r.rulename, pg_get_ruledef(r.oid)
            from pg_rewrite r join pg_class c on c.oid = r.ev_class
            where c.relnamespace = current_schema()::regnamespace
            union all
            select 'setting session_replication_role', current_setting('session_replication_role')
            """, Map),
    ];

    static KeyValuePair<string, string> Map(Row row) => new(row.Text(), row.Text());
}
