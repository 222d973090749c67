using Gemeinwerk.Basics;
using Gemeinwerk.Ledger.Imports;

namespace Gemeinwerk.Cli;

/// <summary>A file that somebody names to have it imported.</summary>
static class InFile
{
    /// <returns>The file, or <c>cli.file</c>, also for a pipe: an import reads its file several times.</returns>
    internal static Result<ImportSource> Of(string path)
    {
        if (!File.Exists(path)) return new Rejection("cli.file", $"Die Datei {path} gibt es nicht.");
        var source = ImportSource.File(path);
        using var opened = source.Open();
        return opened.CanSeek ? source : new Rejection("cli.file",
            $"{path} ist keine gewöhnliche Datei; ein Import liest seine Datei mehrmals.");
    }
}
