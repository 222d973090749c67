using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Gemeinwerk.Basics;
using Npgsql;

namespace Gemeinwerk.Storage;

/// <summary>The two engines; every statement of the product runs on both.</summary>
public enum Engine { Sqlite, Postgres }

/// <summary>
/// A database: an SQLite file by default, or PostgreSQL. One act is one transaction; connections are kept and reused.
/// </summary>
public sealed class Database : IAsyncDisposable
{
    const int MostRuns = 100;
    const int LongestPauseMilliseconds = 64;

    readonly Func<Task<Session>> connect;
    readonly ConcurrentBag<Session> idle;
    readonly NpgsqlDataSource? pool;
    readonly TimeProvider clock;
    // SQLite has one writer per file; waiting here in order is kinder than its busy loop. It still guards processes.
    readonly SemaphoreSlim? writer;
    readonly Wall? wall;

    Database(Engine engine, string address, TimeProvider? clock)
    {
        Engine = engine;
        this.clock = clock ?? TimeProvider.System;
        idle = [];
        if (engine == Engine.Sqlite)
        {
            NativeMemory.ShareHeaps();
            Folder = Path.GetDirectoryName(Path.GetFullPath(address));
            writer = new SemaphoreSlim(1);
            connect = () => Task.FromResult<Session>(new WriteBehindSession(new SqliteSession(address)));
        }
        else
        {
            pool = NpgsqlDataSource.Create(PostgresAddress.ConnectionString(address));
            connect = async () => new WriteBehindSession(new PostgresSession(await pool.OpenConnectionAsync()));
        }
    }

    Database(Database whole, Wall wall)
    {
        (Engine, clock, idle, writer, connect) = (whole.Engine, whole.clock, whole.idle, whole.writer, whole.connect);
        (this.wall, Folder) = (wall, whole.Folder);
    }

    public Engine Engine { get; }

    /// <summary>
    /// The same database as far as it concerns these bodies: what is read and written through it reaches no row of
    /// another, whatever the SQL says. See docs/decisions/0011-walls-between-bodies.md for what holds it.
    /// </summary>
    /// <param name="bodies">Their keys; 0 is the installation itself. Of none, only rows that are no body's.</param>
    public Database Behind(params IEnumerable<long> bodies) => new(this, new Wall(bodies));

    /// <summary>Where an SQLite file lies; null with PostgreSQL.</summary>
    public string? Folder { get; }

    /// <summary>Opens a database and brings its tables up to date.</summary>
    /// <param name="address">A file path, or <c>postgres://user:password@host:port/database</c>.</param>
    public static async Task<Database> Open(string address, TimeProvider? clock = null)
    {
        if (PostgresAddress.IsForeign(address))
        {
            throw new UriFormatException($"Neither a path nor PostgreSQL: {address}");
        }
        var database = new Database(
            PostgresAddress.Is(address) ? Engine.Postgres : Engine.Sqlite, address, clock);
        if (database.Folder is { } folder) Directory.CreateDirectory(folder);
        try
        {
            await Migrations.Apply(database);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
        return database;
    }

    /// <summary>Whether the tables are those of this program, as long as the database answers.</summary>
    public Task<SchemaState> SchemaState() => Read(db => Migrations.State(db, Engine));

    /// <summary>Opens a database without bringing its tables up to date, for what must come before that.</summary>
    /// <returns>Null where there is none yet; none is made.</returns>
    public static async Task<Database?> OpenAsItIs(string address)
    {
        if (!PostgresAddress.Is(address) && !File.Exists(address)) return null;
        var database = AsItIs(address);
        try
        {
            var done = await database.Read(db => Migrations.Done(db, database.Engine));
            if (done.Except(Migrations.Scripts()).FirstOrDefault() is { } unknown)
            {
                throw new NewerDatabaseException(unknown);
            }
            if (done.Count > 0) return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
        await database.DisposeAsync();
        return null;
    }

    /// <summary>A database as it is, without bringing its tables up to date.</summary>
    internal static Database AsItIs(string address) =>
        new(PostgresAddress.Is(address) ? Engine.Postgres : Engine.Sqlite, address, null);

    /// <summary>
    /// Runs an act in one transaction: a value is committed, a rejection undoes everything, and when two acts collide
    /// the later one is run again from the start.
    /// </summary>
    /// <param name="file">With <paramref name="member"/> the act's code in traces; whoever passes acts on passes them
    /// on.</param>
    public async Task<Result<T>> Act<T>(
        string actor, Func<Work, Task<Result<T>>> act, [CallerFilePath] string file = "",
        [CallerMemberName] string member = "")
    {
        using var trace = ActTrace.Begin(Engine, file, member);
        for (var run = 1; ; run++)
        {
            if (writer is not null) await writer.WaitAsync();
            Session? session = null;
            try
            {
                session = await Take();
                await session.Begin(writing: true, wall);
                var work = new Work(session, actor, clock.GetUtcNow());
                var result = await act(work);
                if (result.Rejection is null) await session.Commit();
                else await session.Rollback();
                idle.Add(session);
                if (result.Rejection is null) work.Committed();
                trace?.End(result.Rejection);
                return result;
            }
            catch (Exception error)
            {
                if (session is not null) await session.DisposeAsync();
                if (run >= MostRuns || !IsCollision(error))
                {
                    trace?.Fail(error);
                    throw;
                }
                trace?.Again();
            }
            finally
            {
                writer?.Release();
            }
            await Task.Delay(Random.Shared.Next(Math.Min(LongestPauseMilliseconds, 1 << Math.Min(run, 6))));
        }
    }

    /// <summary>Reads in one transaction, so that everything read belongs to the same moment.</summary>
    public Task<T> Read<T>(Func<Session, Task<T>> read) => RolledBack(writing: false, wall, read);

    /// <summary>Runs what may write and knows no walls, and takes all of it back.</summary>
    internal Task<T> Scratch<T>(Func<Session, Task<T>> run) => RolledBack(writing: true, null, run);

    async Task<T> RolledBack<T>(bool writing, Wall? behind, Func<Session, Task<T>> run)
    {
        var session = await Take();
        try
        {
            await session.Begin(writing, behind);
            var value = await run(session);
            await session.Rollback();
            idle.Add(session);
            return value;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Closes all connections; what stands behind a wall leaves that to whoever opened the database.</summary>
    public async ValueTask DisposeAsync()
    {
        if (wall is not null) return;
        while (idle.TryTake(out var session)) await session.DisposeAsync();
        if (pool is not null) await pool.DisposeAsync();
        writer?.Dispose();
    }

    async Task<Session> Take() => idle.TryTake(out var session) ? session : await connect();

    static bool IsCollision(Exception error) => error switch
    {
        PostgresException postgres => postgres.SqlState
            is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected,
        DatabaseException { Code: var code } => (code & 0xFF) == SqliteNative.Busy,
        _ => false,
    };
}
