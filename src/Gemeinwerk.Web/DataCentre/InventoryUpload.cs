using System.IO.Compression;
using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre.Imports;
using Gemeinwerk.Ledger.Imports;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Finance.Api;
using Gemeinwerk.Web.Frame.Tables;

namespace Gemeinwerk.Web.DataCentre;

/// <summary>
/// Files of an inventory as they are sent: one, or several packed as ZIP. They are unpacked into a folder of their own,
/// under numbers, so that no name in the package leads anywhere; what is too much is refused before it is written.
/// </summary>
static class InventoryUpload
{
    internal const string Kind = "inventory", UsesKind = "uses", Type = "application/zip";

    /// <summary>A file of this name in a package says what one's own columns mean.</summary>
    internal const string ColumnsName = "columns.map.csv";

    const int MostFiles = 1_000;
    const long MostBytes = Operations.LargestFileBytes;
    const int MostRow = 2_000;

    /// <summary>Imports what was sent, or only checks it.</summary>
    /// <param name="door">The database as far as the body concerns it.</param>
    internal static async Task<ImportReport> Run(
        Database door, ImportRun run, InventoryImportOptions options, IProgress<ImportProgress> progress)
    {
        var folder = Directory.CreateTempSubdirectory("gemeinwerk-inventory-");
        try
        {
            var unpacked = await Unpack(run.File, folder.FullName);
            if (!unpacked.Ok(out var files, out var why)) return Refused(why);
            var sources = files.Where(file => file.Name != ColumnsName).ToList();
            if (sources.Count == 0) return Refused(new("inventory.package-empty", "Das Paket enthält keine Datei."));
            var done = await InventoryImport.Run(door, run.Actor, run.Body.Code, sources, options with
            {
                Columns = files.FirstOrDefault(file => file.Name == ColumnsName),
                IsTrial = run.IsTrial,
                Beside = (work, report) => ImportRuns.Source(run).Beside!(work, report.Listed),
            }, progress);
            if (!done.Ok(out var report, out why)) return Refused(why);
            if (report.IsRefused) await WriteRejected(run.Rejected, report, sources);
            return report.Listed;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Imports who uses what, or only checks it.</summary>
    internal static Task<ImportReport> RunUses(Database door, ImportRun run) => UseImport.Run(
        door, run.Actor, run.Body.Code, ImportRuns.Source(run) with { IsTrial = run.IsTrial });

    /// <summary>Packs files as they came, so that all are one until they are imported.</summary>
    internal static async Task Pack(string path, IEnumerable<(string Name, Stream Content)> files)
    {
        await using var to = new FileStream(path, FileMode.CreateNew);
        await using var zip = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: false, Encoding.UTF8);
        foreach (var (name, content) in files)
        {
            await using var entry = await zip.CreateEntry(name, CompressionLevel.NoCompression).OpenAsync();
            await content.CopyToAsync(entry);
        }
    }

    static ImportReport Refused(Rejection why) =>
        new(0, 0, 0, 0, [new Finding(0, "", why)], 1) { IsRefused = true };

    static async Task<Result<IReadOnlyList<ImportSource>>> Unpack(string path, string folder)
    {
        var head = new byte[4];
        await using (var file = File.OpenRead(path)) await file.ReadAtLeastAsync(head, 4, throwOnEndOfStream: false);
        if (!head.AsSpan().StartsWith("PK\u0003\u0004"u8))
        {
            return (ImportSource[])[ImportSource.File(path) with { Name = "Datei" }];
        }
        try
        {
            await using var zip = await ZipFile.OpenReadAsync(path);
            var entries = zip.Entries.Where(entry => entry.Name.Length > 0).ToList();
            if (entries.Count > MostFiles) return TooMuch();
            var (sources, left) = (new List<ImportSource>(), MostBytes);
            foreach (var entry in entries.OrderBy(entry => entry.FullName, StringComparer.Ordinal))
            {
                var target = Path.Combine(folder, $"{sources.Count}");
                left -= await Copy(entry, target, left);
                if (left < 0) return TooMuch();
                sources.Add(ImportSource.File(target) with { Name = Texts.Shown(entry.Name) });
            }
            return sources;
        }
        catch (InvalidDataException)
        {
            return new Rejection("inventory.package", "Das Paket (ZIP) ist beschädigt oder verschlüsselt.");
        }

        static Rejection TooMuch() => new("inventory.package-size",
            $"Das Paket enthält mehr als {German.Count(MostFiles)} Dateien oder ausgepackt mehr als "
            + $"{MostBytes >> 20} MB.");
    }

    /// <summary>What a package says of its sizes may be wrong, so what comes out is counted.</summary>
    static async Task<long> Copy(ZipArchiveEntry entry, string target, long most)
    {
        var (buffer, copied) = (new byte[1 << 16], 0L);
        await using var from = await entry.OpenAsync();
        await using var to = new FileStream(target, FileMode.CreateNew);
        while (copied <= most && await from.ReadAsync(buffer) is var read and > 0)
        {
            copied += read;
            if (copied <= most) await to.WriteAsync(buffer.AsMemory(0, read));
        }
        return copied;
    }

    /// <summary>The rows that have findings, each with file, line, field and reason.</summary>
    static async Task WriteRejected(
        string path, InventoryImportReport report, IReadOnlyList<ImportSource> sources)
    {
        var rows = new Dictionary<(string File, long Line), string>();
        foreach (var file in report.Findings.GroupBy(it => it.File))
        {
            if (sources.FirstOrDefault(source => source.Name == file.Key) is not { } source) continue;
            var wanted = file.Select(it => it.Finding.Line).ToHashSet();
            using var reader = new StreamReader(source.Open());
            for (var line = 1L; wanted.Count > 0 && await reader.ReadLineAsync() is { } text; line++)
            {
                if (wanted.Remove(line)) rows[(file.Key, line)] = text.Length > MostRow ? text[..MostRow] : text;
            }
        }
        var table = new Table<FileFinding>("rejected", "",
        [
            Column.Text<FileFinding>("file", "file", it => it.File),
            Column.Number<FileFinding>("line", "line", it => it.Finding.Line),
            Column.Text<FileFinding>("field", "field", it => it.Finding.Field),
            Column.Text<FileFinding>("code", "code", it => it.Finding.Why.Code),
            Column.Text<FileFinding>("reason", "reason", it => it.Finding.Why.Message),
            Column.Text<FileFinding>("row", "row", it => rows.GetValueOrDefault((it.File, it.Finding.Line))),
        ], "");
        var written = await TableFile.Write("csv", table, report.Findings.ToAsyncEnumerable());
        if (!written.Ok(out var csv, out _)) return;
        await using var content = csv;
        await using var to = new FileStream(path, FileMode.Create);
        await content.CopyToAsync(to);
    }
}
