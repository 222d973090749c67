using Gemeinwerk.Basics;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Operating;

/// <summary>Puts a backup back into a new database; one that exists is never touched.</summary>
public static class Restoration
{
    const string Draft = ".restoring";

    /// <param name="path">The folder of the backup.</param>
    /// <param name="address">A file that does not exist, or an empty database of PostgreSQL.</param>
    /// <param name="tools">The folder of PostgreSQL's programs, or null to look for them.</param>
    /// <param name="progress">Gets the part that is written, 0 to 100.</param>
    /// <returns>What the backup holds, or what <see cref="Backups.Verify"/> returns, or <c>operating.backup-engine</c>,
    /// <c>operating.restore-target</c>, <c>operating.postgres-tools</c>; after these nothing is there.
    /// <c>operating.restore-differs</c> says that what was put back is not what was saved; of PostgreSQL it then is
    /// there to be looked at.</returns>
    public static async Task<Result<BackupManifest>> Run(
        string path, string address, string? tools, IProgress<int>? progress = null)
    {
        if (!(await Backups.Verify(path)).Ok(out var manifest, out var why)) return why;
        if (Refuse(manifest, address) is { } refused) return refused;
        var file = Path.Combine(path, manifest.Files[0].Name);
        return (PostgresAddress.Is(address)
            ? await IntoPostgres(file, manifest, address, tools, progress)
            : await IntoSqlite(file, manifest, address, progress)) is { } failed
            ? failed
            : manifest;
    }

    /// <summary>Whether journals and change logs are as the backup says, as a pass of <c>verify</c>.</summary>
    public static async Task<PassReport> Compare(Database database, BackupManifest manifest)
    {
        var report = new PassReport("operating.backup", "Journale und Protokolle wie in der Sicherung");
        var found = await database.Read(db =>
            BackupManifest.Of(db, database.Engine, manifest.Program, manifest.CreatedAt));
        // Scripts and rows may be more by now: the program brought the tables up to date.
        foreach (var (what, expected, now) in manifest.Differences(found with
        {
            Rows = manifest.Rows,
            Scripts = manifest.Scripts,
        }))
        {
            report.Fail("checkpoint", $"{what}", expected, now);
        }
        foreach (var log in manifest.Books.Concat(manifest.Protocols).Where(log => log.Root is null))
        {
            report.Lacks($"{log.Origin}: schon bei der Sicherung fehlten Hashwerte");
        }
        return report;
    }

    static Rejection? Refuse(BackupManifest manifest, string address)
    {
        var engine = PostgresAddress.Is(address) ? Engine.Postgres : Engine.Sqlite;
        if (manifest.Engine != engine.Code())
        {
            return new Rejection("operating.backup-engine",
                $"Die Sicherung ist von {manifest.Engine} und lässt sich nur dorthin zurückspielen.");
        }
        return manifest.Scripts.Except(Migrations.Scripts()).Any()
            ? new Rejection("operating.backup-newer",
                $"Die Sicherung ist von einer neueren Version von Gemeinwerk ({manifest.Program}).")
            : null;
    }

    /// <summary>The file gets its name when it is whole and compared.</summary>
    static async Task<Rejection?> IntoSqlite(
        string file, BackupManifest manifest, string address, IProgress<int>? progress)
    {
        address = Path.GetFullPath(address);
        foreach (var taken in (string[])[address, address + "-wal", address + "-shm"])
        {
            if (File.Exists(taken))
            {
                return new Rejection("operating.restore-target",
                    $"Die Datei {taken} gibt es schon; zurückgespielt wird nur in eine neue Datenbank.");
            }
        }
        var draft = address + Draft;
        Directory.CreateDirectory(Path.GetDirectoryName(draft)!);
        foreach (var rest in (string[])[draft, draft + "-wal", draft + "-shm"]) File.Delete(rest);
        await Copy(file, draft, progress);
        Rejection? why;
        await using (var database = Database.AsItIs(draft)) why = await Differs(database, manifest);
        if (why is not null)
        {
            File.Delete(draft);
            return why;
        }
        Durable.Flush(draft);
        File.Move(draft, address, overwrite: false);
        Durable.FlushFolder(Path.GetDirectoryName(address)!);
        return null;
    }

    static async Task<Rejection?> IntoPostgres(
        string file, BackupManifest manifest, string address, string? tools, IProgress<int>? progress)
    {
        await using var database = Database.AsItIs(address);
        var (isEmpty, version) = await database.Read(async db =>
            (await SchemaCatalog.IsEmpty(db), await SchemaCatalog.ServerVersion(db)));
        if (!isEmpty)
        {
            return new Rejection("operating.restore-target",
                "In dieser Datenbank gibt es schon Tabellen; zurückgespielt wird nur in eine leere.");
        }
        if (!(await PostgresTools.Find(tools, version)).Ok(out var found, out var why)) return why;
        why = await found.Restore(file, address, manifest.Rows, progress) ?? await Differs(database, manifest);
        if (why is null) await Migrations.RaiseWallsAgain(database);
        return why;
    }

    static async Task<Rejection?> Differs(Database database, BackupManifest manifest)
    {
        var found = await database.Read(db =>
            BackupManifest.Of(db, database.Engine, manifest.Program, manifest.CreatedAt));
        return manifest.Differences(found).FirstOrDefault() is { What: not null } other
            ? new Rejection("operating.restore-differs",
                $"Zurückgespielt wurde etwas anderes als gesichert: {other.What} hat {other.Found} statt "
                + $"{other.Expected}.")
            : null;
    }

    static async Task Copy(string from, string to, IProgress<int>? progress)
    {
        await using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var target = new FileStream(to, options);
        var buffer = new byte[1 << 20];
        for (var done = 0L; await source.ReadAsync(buffer) is > 0 and var count;)
        {
            await target.WriteAsync(buffer.AsMemory(0, count));
            progress?.Report((int)(100 * (done += count) / Math.Max(1, source.Length)));
        }
    }
}
