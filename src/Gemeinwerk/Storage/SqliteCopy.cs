namespace Gemeinwerk.Storage;

/// <summary>
/// Copies an SQLite database by its online backup. The copying connection is in a transaction, so that it copies one
/// moment however much others write meanwhile, and these wait for nothing.
/// </summary>
static class SqliteCopy
{
    const int PagesPerStep = 1024;

    /// <param name="source">A connection in a transaction that has read something.</param>
    /// <param name="path">A file that does not exist. It becomes one file that can be read from a medium that takes no
    /// writing.</param>
    /// <param name="progress">Gets the part that is copied, 0 to 100.</param>
    internal static void Run(nint source, string path, IProgress<int>? progress)
    {
        var code = SqliteNative.Open(path, out var target,
            SqliteNative.OpenReadWrite | SqliteNative.OpenCreate | SqliteNative.OpenNoMutex, null);
        try
        {
            if (code != SqliteNative.Ok) throw DatabaseException.Of(target);
            var copy = SqliteNative.BackupBegin(target, "main", source, "main");
            if (copy == 0) throw DatabaseException.Of(target);
            do
            {
                code = SqliteNative.BackupStep(copy, PagesPerStep);
                var (left, all) = (SqliteNative.BackupRemaining(copy), SqliteNative.BackupPages(copy));
                if (all > 0) progress?.Report((int)(100L * (all - left) / all));
            }
            while (code == SqliteNative.Ok);
            var finished = SqliteNative.BackupEnd(copy);
            if (code != SqliteNative.Done || finished != SqliteNative.Ok) throw DatabaseException.Of(target);
            if (SqliteNative.Execute(target, "pragma journal_mode = delete", 0, 0, 0) != SqliteNative.Ok)
            {
                throw DatabaseException.Of(target);
            }
        }
        finally
        {
            _ = SqliteNative.Close(target);
        }
    }
}
