using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Operating;

/// <summary>
/// Makes one backup while the program goes on posting: everything in it is of one moment. It is written under another
/// name, forced to disk, compared with the database, and renamed; whatever ends the program before leaves no backup.
/// </summary>
/// <param name="address">Of the database, for the programs of PostgreSQL.</param>
/// <param name="tools">Their folder, or null to look for them.</param>
/// <param name="program">The version of this program.</param>
public sealed class BackupRun(Database database, string address, string? tools, string program)
{
    const string SqliteFile = "database.sqlite", PostgresFile = "database.pgdump", LockFile = ".lock";

    /// <param name="folder">Made where it is missing; readable for its owner only.</param>
    /// <param name="progress">Gets the part that is copied, 0 to 100.</param>
    /// <returns>The backup, or <c>operating.backup-running</c>, <c>operating.postgres-tools</c>,
    /// <c>operating.backup-differs</c>.</returns>
    public async Task<Result<Backup>> Create(string folder, DateTimeOffset now, IProgress<int>? progress = null)
    {
        MakeFolder(folder);
        try
        {
            using var alone = new FileStream(
                Path.Combine(folder, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            DropUnfinished(folder);
            var name = Backups.NameOf(now);
            while (Directory.Exists(Path.Combine(folder, name))) name = Backups.NameOf(now = now.AddSeconds(1));
            var draft = Path.Combine(folder, name + Backups.Partial);
            MakeFolder(draft);
            var made = await Write(draft, now, progress);
            if (!made.Ok(out var manifest, out var why))
            {
                Directory.Delete(draft, recursive: true);
                return why;
            }
            Directory.Move(draft, Path.Combine(folder, name));
            Durable.FlushFolder(folder);
            return new Backup(Path.Combine(folder, name), manifest);
        }
        catch (IOException error) when (IsLock(error))
        {
            return new Rejection("operating.backup-running", "In diesen Ordner schreibt gerade eine andere Sicherung.");
        }
    }

    async Task<Result<BackupManifest>> Write(string draft, DateTimeOffset now, IProgress<int>? progress)
    {
        var file = Path.Combine(draft, database.Engine == Engine.Sqlite ? SqliteFile : PostgresFile);
        var copied = await database.Read(async Task<Result<BackupManifest>> (db) =>
        {
            var manifest = await BackupManifest.Of(db, database.Engine, program, now);
            var why = database.Engine == Engine.Sqlite
                ? await CopySqlite(db, manifest, file, progress)
                : await DumpPostgres(db, file, progress);
            return why is null ? manifest : why;
        });
        if (!copied.Ok(out var made, out var refused)) return refused;
        Durable.Flush(file);
        made = made with
        {
            Files = [new(Path.GetFileName(file), new FileInfo(file).Length, await Backups.Hash(file))],
        };
        var text = made.Write();
        await WriteFile(Path.Combine(draft, BackupManifest.FileName), text);
        await WriteFile(Path.Combine(draft, Backups.Sums), Encoding.UTF8.GetBytes(Backups.SumsOf(made, text)));
        Durable.FlushFolder(draft);
        return (await Backups.Verify(draft)).Ok(out _, out refused) ? made : refused;
    }

    /// <summary>The copy is read back at once: what was copied is what was to be copied.</summary>
    static async Task<Rejection?> CopySqlite(
        Session db, BackupManifest manifest, string file, IProgress<int>? progress)
    {
        await db.CopyTo(file, progress);
        await using var copy = new SqliteSession(file, isReadOnly: true);
        await copy.Begin(writing: false, wall: null);
        var found = await BackupManifest.Of(copy, Engine.Sqlite, manifest.Program, manifest.CreatedAt);
        return manifest.Differences(found).FirstOrDefault() is { What: not null } other
            ? new Rejection("operating.backup-differs",
                $"Die Kopie ist nicht wie die Datenbank: {other.What} hat {other.Found} statt {other.Expected}.")
            : null;
    }

    async Task<Rejection?> DumpPostgres(Session db, string file, IProgress<int>? progress)
    {
        if (!(await PostgresTools.Find(tools, await SchemaCatalog.ServerVersion(db))).Ok(out var found, out var why))
        {
            return why;
        }
        var snapshot = await db.One($"select pg_export_snapshot()", row => row.Text());
        return await found.Dump(address, file, snapshot, await SchemaCatalog.Sizes(db), progress)
            ?? await found.Check(file);
    }

    /// <summary>What was left by a backup that did not end; none is running, because this one is alone.</summary>
    static void DropUnfinished(string folder)
    {
        foreach (var rest in Directory.EnumerateDirectories(folder).Where(path =>
            path.EndsWith(Backups.Partial, StringComparison.Ordinal)
            || path.EndsWith(Backups.Leaving, StringComparison.Ordinal)))
        {
            Directory.Delete(rest, recursive: true);
        }
    }

    static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    static async Task WriteFile(string path, byte[] content)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        await file.WriteAsync(content);
        file.Flush(flushToDisk: true);
    }

    // EWOULDBLOCK of flock, or a sharing violation on Windows.
    static bool IsLock(IOException error) => error.HResult is 11 or unchecked((int)0x80070020);
}
