using System.Globalization;
using System.Security.Cryptography;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Operating;

/// <summary>A backup (Sicherung) in its folder.</summary>
/// <param name="Manifest">Or why it cannot be read.</param>
public sealed record Backup(string Path, Result<BackupManifest> Manifest)
{
    public string Name => System.IO.Path.GetFileName(Path);
}

/// <summary>
/// Backups in a folder, each a folder of its own: the copy of the database, <c>manifest.json</c> that says what it
/// holds, and <c>SHA256SUMS</c> as <c>sha256sum --check</c> reads it. A folder that bears its final name is complete.
/// </summary>
public static class Backups
{
    internal const string Sums = "SHA256SUMS", Partial = ".partial", Leaving = ".deleting";
    const string Prefix = "gemeinwerk-";

    internal static string NameOf(DateTimeOffset at) =>
        Prefix + at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>All of a folder, newest first; what they hold is not checked.</summary>
    public static IReadOnlyList<Backup> List(string folder) => !Directory.Exists(folder)
        ? []
        :
        [
            .. Directory.EnumerateDirectories(folder, $"{Prefix}*")
                .Where(path => !path.EndsWith(Partial, StringComparison.Ordinal)
                    && !path.EndsWith(Leaving, StringComparison.Ordinal))
                .OrderDescending(StringComparer.Ordinal)
                .Select(path => new Backup(path, ManifestOf(path))),
        ];

    /// <summary>Reads every byte of a backup and compares it with what was written down.</summary>
    /// <param name="progress">Gets the part that is read, 0 to 100.</param>
    /// <returns>What it holds, or <c>operating.backup-unknown</c>, <c>operating.backup-foreign</c>,
    /// <c>operating.backup-newer</c>, <c>operating.backup-damaged</c>.</returns>
    public static async Task<Result<BackupManifest>> Verify(string path, IProgress<int>? progress = null)
    {
        if (!ManifestOf(path).Ok(out var manifest, out var why)) return why;
        var (all, read) = (Math.Max(1, manifest.Files.Sum(file => file.Bytes)), 0L);
        foreach (var file in manifest.Files)
        {
            var place = Path.Combine(path, file.Name);
            if (!File.Exists(place)) return Damaged(path, $"{file.Name} fehlt");
            var bytes = new FileInfo(place).Length;
            if (bytes != file.Bytes)
            {
                return Damaged(path, $"{file.Name} hat {German.Count(bytes)} statt {German.Count(file.Bytes)} Bytes");
            }
            var before = read;
            var hash = await Hash(place, done => progress?.Report((int)(100 * (before + done) / all)));
            read += bytes;
            if (hash != file.Sha256) return Damaged(path, $"{file.Name} ist nicht, was gesichert wurde");
        }
        return manifest;
    }

    /// <summary>Deletes all but the newest readable backups; never the last.</summary>
    /// <param name="keep">At least one.</param>
    /// <returns>The names of the deleted.</returns>
    public static IReadOnlyList<string> Prune(string folder, int keep)
    {
        var old = List(folder).Where(it => it.Manifest.Rejection is null).Skip(Math.Max(1, keep)).ToList();
        foreach (var backup in old)
        {
            // Under another name first, so that what is half deleted is not taken for a backup.
            Directory.Move(backup.Path, backup.Path + Leaving);
            Directory.Delete(backup.Path + Leaving, recursive: true);
        }
        return [.. old.Select(it => it.Name)];
    }

    static Result<BackupManifest> ManifestOf(string path)
    {
        if (!Directory.Exists(path))
        {
            return new Rejection("operating.backup-unknown", $"Die Sicherung {path} gibt es nicht.");
        }
        var (manifest, sums) = (Path.Combine(path, BackupManifest.FileName), Path.Combine(path, Sums));
        if (!File.Exists(manifest)) return BackupManifest.Parse([]);
        var text = File.ReadAllBytes(manifest);
        var parsed = BackupManifest.Parse(text);
        var hasSums = File.Exists(sums);
        if (!parsed.Ok(out var found, out var why))
        {
            return hasSums && why.Code != "operating.backup-newer" ? DamagedManifest(path) : why;
        }
        if (!hasSums || File.ReadAllText(sums) != SumsOf(found, text)) return DamagedManifest(path);
        return found.Files.Any(file => Path.GetFileName(file.Name) != file.Name) ? BackupManifest.Parse([]) : found;
    }

    /// <summary>The text of <c>SHA256SUMS</c>.</summary>
    internal static string SumsOf(BackupManifest manifest, byte[] text) => string.Concat(
        manifest.Files.Select(file => $"{file.Sha256}  {file.Name}\n")
            .Append($"{Convert.ToHexStringLower(SHA256.HashData(text))}  {BackupManifest.FileName}\n"));

    internal static async Task<string> Hash(string file, Action<long>? onRead = null)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
        var buffer = new byte[1 << 20];
        for (var done = 0L; await from.ReadAsync(buffer) is > 0 and var count; onRead?.Invoke(done += count))
        {
            hash.AppendData(buffer, 0, count);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    static Rejection DamagedManifest(string path) =>
        Damaged(path, $"{BackupManifest.FileName} oder {Sums} ist nicht, was geschrieben wurde");

    static Rejection Damaged(string path, string what) => new("operating.backup-damaged",
        $"Die Sicherung {Path.GetFileName(path)} ist beschädigt: {what}.");
}
