using Gemeinwerk.Basics;

namespace Gemeinwerk.Cli.Demo;

/// <summary>The folder that a demo writes to; a new run replaces what the last one wrote and nothing else.</summary>
static class DemoFolder
{
    internal const string DatabaseName = "demo.db", Certificate = "urkunde", Statements = "abschluesse",
        Keys = "schluessel";

    /// <returns>Null when the folder is ready, or <c>demo.folder</c> where it holds something that is not the
    /// demo's.</returns>
    internal static Rejection? Clear(string folder)
    {
        string[] ours = [DatabaseName, DatabaseName + "-wal", DatabaseName + "-shm", Certificate, Statements, Keys];
        Directory.CreateDirectory(folder);
        var foreign = Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Except(ours)
            .FirstOrDefault();
        if (foreign is not null)
        {
            return new Rejection("demo.folder",
                $"Im Ordner „{folder}“ liegt „{foreign}“; die Vorführung überschreibt nur ihre eigenen Dateien.");
        }
        foreach (var path in ours.Select(name => Path.Combine(folder, name)))
        {
            if (File.Exists(path)) File.Delete(path);
            else if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        }
        return null;
    }
}
