using Gemeinwerk.Storage;

namespace Gemeinwerk.Tests.Fixtures;

/// <summary>
/// Fresh, migrated databases on either engine: copies of one template per engine, made with the first that is asked
/// for.
/// </summary>
/// <example><code>await using var fresh = await Databases.Fresh(engine);</code></example>
public sealed class Databases : IAsyncDisposable
{
    static readonly string folder = Directory.CreateTempSubdirectory("gemeinwerk-test-").FullName;
    static readonly string name = $"t{Guid.NewGuid():N}"[..13];
    static readonly Lazy<Task<string>> sqliteTemplate = new(MakeSqliteTemplate);
    static readonly Lazy<Task<string>> postgresTemplate = new(MakePostgresTemplate);
    static int made;

    /// <summary>
    /// Both engines, for <c>[Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]</c>.
    /// </summary>
    public static TheoryData<Engine> Engines => [Engine.Sqlite, Engine.Postgres];

    /// <summary>An opened database with all tables and no rows; disposing it deletes it.</summary>
    public static async Task<FreshDatabase> Fresh(Engine engine, TimeProvider? clock = null)
    {
        var template = await (engine == Engine.Sqlite ? sqliteTemplate : postgresTemplate).Value;
        var address = await Copy(template, engine);
        return new FreshDatabase(address, await Database.Open(address, clock), clock);
    }

    /// <summary>The address of a database that does not exist yet (SQLite) or is empty (PostgreSQL).</summary>
    public static Task<string> EmptyAddress(Engine engine) =>
        engine == Engine.Sqlite ? Task.FromResult(NextFile()) : Copy("template0", engine);

    /// <summary>Deletes what <see cref="EmptyAddress"/> or <see cref="Fresh"/> made.</summary>
    public static async Task Delete(string address)
    {
        if (!PostgresAddress.Is(address))
        {
            foreach (var suffix in new[] { "", "-wal", "-shm" }) File.Delete(address + suffix);
            return;
        }
        var server = await PostgresServer.Running;
        await server.Administer($"drop database if exists {new Uri(address).AbsolutePath[1..]} with (force)");
    }

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        if (!postgresTemplate.IsValueCreated) return;
        var server = await PostgresServer.Running;
        await server.Administer($"drop database if exists {await postgresTemplate.Value} with (force)");
        await server.DisposeAsync();
    }

    static string NextFile() => Path.Combine(folder, $"{Interlocked.Increment(ref made)}.db");

    static async Task<string> Copy(string template, Engine engine)
    {
        if (engine == Engine.Sqlite)
        {
            var file = NextFile();
            File.Copy(template, file);
            return file;
        }
        var server = await PostgresServer.Running;
        var database = $"{name}_{Interlocked.Increment(ref made)}";
        await server.Administer($"create database {database} template {template}");
        return server.AddressOf(database);
    }

    static async Task<string> MakeSqliteTemplate()
    {
        var file = NextFile();
        await (await Database.Open(file)).DisposeAsync();
        return file;
    }

    static async Task<string> MakePostgresTemplate()
    {
        var server = await PostgresServer.Running;
        await server.Administer($"create database {name} template template0");
        await (await Database.Open(server.AddressOf(name))).DisposeAsync();
        return name;
    }
}

/// <summary>A database of one test.</summary>
/// <param name="address">As <c>--db</c> takes it, so that a test can hand it to another process.</param>
public sealed class FreshDatabase(string address, Database database, TimeProvider? clock) : IAsyncDisposable
{
    public string Address { get; } = address;
    public Database Database { get; private set; } = database;
    public Engine Engine => Database.Engine;

    public static implicit operator Database(FreshDatabase fresh) => fresh.Database;

    /// <summary>Closes it and opens it again, as a restarted program would.</summary>
    public async Task Reopen()
    {
        await Database.DisposeAsync();
        Database = await Database.Open(Address, clock);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await Databases.Delete(Address);
    }
}
