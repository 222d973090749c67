using System.Text;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Storage;

/// <summary>
/// Brings the tables up to date. Each module keeps its scripts in <c>Schema/NNNN-name.sql</c>; they run once each, in
/// the order of their numbers over all modules. Within a script, a line <c>-- only sqlite</c> or <c>-- only
/// postgres</c> opens a part for one engine and <c>-- both</c> ends it; <c>{bytes}</c> and <c>{clustered}</c> stand for
/// what the engines spell differently.
/// </summary>
static class Migrations
{
    // Any number that no other program on the same server locks.
    const long Lock = 0x47656D65696E77;

    // Puts every table with a body's rows behind the wall; asked after all scripts, so that none can forget it.
    const string RaiseWalls = "do $$ begin perform storage_wall(); end $$";

    const string OwnTable =
        "create table if not exists storage_migration (name text primary key, applied_at bigint not null)";

    internal static async Task Apply(Database database)
    {
        // Looking first, so that opening a database does not wait for whoever is writing to it.
        var done = await database.Read(db => Done(db, database.Engine));
        if (done.Except(Scripts()).FirstOrDefault() is { } unknown) throw new NewerDatabaseException(unknown);
        if (Scripts().All(done.Contains)) return;
        var applied = await database.Act("migration", async Task<Result<Nothing>> (work) =>
        {
            if (database.Engine == Engine.Postgres)
            {
                // Whoever waited for the lock must see what the other did meanwhile, so not repeatable read.
                await work.Db.Script("set transaction isolation level read committed");
                await work.Db.Script($"do $$ begin perform pg_advisory_xact_lock({Lock}); end $$");
            }
            await work.Db.Script(OwnTable);
            done = await Done(work.Db, database.Engine);
            foreach (var name in Scripts().Where(name => !done.Contains(name)))
            {
                await work.Db.Script(For(database.Engine, Text(name)));
                await work.Db.Run($"insert into storage_migration (name, applied_at) values ({name}, {work.Now})");
            }
            if (database.Engine == Engine.Postgres) await work.Db.Script(RaiseWalls);
            return default(Nothing);
        });
        applied.Expect();
    }

    /// <summary>
    /// Gives the role behind the walls its rights in a PostgreSQL database that was put back, because no dump brings
    /// them along; where the backup is from before the walls, opening it raises them.
    /// </summary>
    internal static async Task RaiseWallsAgain(Database database) =>
        (await database.Act("migration", async Task<Result<Nothing>> (work) =>
        {
            await work.Db.Script(
                "do $$ begin if to_regproc('storage_wall') is not null then perform storage_wall(); end if; end $$");
            return default(Nothing);
        })).Expect();

    internal static async Task<SchemaState> State(Session db, Engine engine)
    {
        var done = await Done(db, engine);
        return done.Except(Scripts()).Any() ? SchemaState.Newer
            : Scripts().All(done.Contains) ? SchemaState.Current
            : SchemaState.Older;
    }

    /// <summary>The scripts that have run.</summary>
    internal static async Task<HashSet<string>> Done(Session db, Engine engine)
    {
        var exists = engine == Engine.Sqlite
            ? await db.Any($"select 1 from sqlite_master where type = 'table' and name = 'storage_migration'")
            : await db.Any($"""
                select 1 from pg_tables where schemaname = current_schema() and tablename = 'storage_migration'
                """);
        return exists ? [.. await db.All($"select name from storage_migration", row => row.Text())] : [];
    }

    /// <summary>All scripts as <c>Module/Schema/NNNN-name.sql</c>, in the order of their numbers.</summary>
    internal static IEnumerable<string> Scripts() => typeof(Migrations).Assembly.GetManifestResourceNames()
        .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
        .OrderBy(Path.GetFileName, StringComparer.Ordinal);

    /// <summary>All that makes a database out of nothing, in its order.</summary>
    internal static IEnumerable<string> All(Engine engine) =>
        Scripts().Select(name => For(engine, Text(name))).Prepend(OwnTable)
            .Concat(engine == Engine.Postgres ? [RaiseWalls] : []);

    static string Text(string name)
    {
        using var stream = typeof(Migrations).Assembly.GetManifestResourceStream(name)!;
        return new StreamReader(stream).ReadToEnd();
    }

    internal static string For(Engine engine, string script)
    {
        var text = new StringBuilder();
        Engine? only = null;
        foreach (var line in script.Split('\n'))
        {
            switch (line.Trim())
            {
                case "-- only sqlite": only = Engine.Sqlite; break;
                case "-- only postgres": only = Engine.Postgres; break;
                case "-- both": only = null; break;
                default:
                    if (only is null || only == engine) text.Append(line).Append('\n');
                    break;
            }
        }
        return text
            .Replace("{bytes}", engine == Engine.Sqlite ? "blob" : "bytea")
            .Replace("{clustered}", engine == Engine.Sqlite ? "without rowid" : "")
            .ToString();
    }
}

/// <summary>The tables of a database beside those of this program.</summary>
public enum SchemaState { Current, Older, Newer }

/// <summary>The database was written by a newer version of this program, whose tables this one does not know.</summary>
public sealed class NewerDatabaseException(string script) : Exception($"Unknown migration: {script}");
