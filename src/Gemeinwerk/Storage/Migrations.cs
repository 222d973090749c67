using System.Text;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Storage;

/// <summary>
/// Brings the tables up to date. Each module keeps its scripts in <c>Schema/NNNN-name.sql</c>; they run once each, in the
/// order of their numbers over all modules. Within a script, a line <c>-- only sqlite</c> or <c>-- only postgres</c> opens
/// a part for one engine and <c>-- both</c> ends it; <c>{bytes}</c> and <c>{clustered}</c> stand for what the engines spell
/// differently.
/// </summary>
static class Migrations
{
    internal static async Task Apply(Database database)
    {
        var applied = await database.Act("migration", async Task<Result<Nothing>> (work) =>
        {
            await work.Db.Script("create table if not exists storage_migration (name text primary key, applied_at bigint not null)");
            if (database.Engine == Engine.Postgres) await work.Db.Script("lock table storage_migration");
            var done = (await work.Db.All($"select name from storage_migration", row => row.Text())).ToHashSet();
            foreach (var name in Scripts().Where(name => !done.Contains(name)))
            {
                await work.Db.Script(For(database.Engine, Text(name)));
                await work.Db.Run($"insert into storage_migration (name, applied_at) values ({name}, {work.Now})");
            }
            return default(Nothing);
        });
        applied.Expect();
    }

    static IEnumerable<string> Scripts() => typeof(Migrations).Assembly.GetManifestResourceNames()
        .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

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
