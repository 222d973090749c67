using System.IO.Compression;
using Gemeinwerk.Basics;
using Gemeinwerk.Merger;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Merger;

/// <summary>Where certificates come from: the last run, or the last dry run.</summary>
static class CertificateSource
{
    internal static readonly IReadOnlyList<(string Path, bool IsDryRun)> Paths =
        [("/merger/{code}/certificate", false), ("/merger/{code}/dry-run/certificate", true)];

    /// <returns>Null where the merger is none of the body's, or has no certificate.</returns>
    internal static async Task<(MergerCase Merger, string Text)?> Find(
        Visit visit, string code, DryRuns dryRuns, bool isDryRun)
    {
        if (await visit.Merger(code) is not { } merger) return null;
        if (isDryRun)
        {
            return (await dryRuns.Last(visit.Door, merger))?.Done?.Certificate is { } rehearsed
                ? (merger, rehearsed)
                : null;
        }
        return merger.State == MergerState.Executed
            ? (merger, await visit.Read(db => Certificates.Stored(db, merger)))
            : null;
    }

    /// <summary>All that the checker needs in one file. Whole journals are in it, so only the successor gives it
    /// out.</summary>
    internal static async Task<IResult> Files(Visit visit, string code)
    {
        if (await visit.OwnMerger(code) is not { State: MergerState.Executed } merger) return Results.NotFound();
        return (await Zip(visit, merger)).Ok(out var zip, out var why)
            ? Results.Stream(zip, "application/zip", $"{code}-certificate.zip")
            : Errors.Page(why);
    }

    internal static async Task<Result<Stream>> Zip(Visit visit, MergerCase merger)
    {
        var folder = Directory.CreateTempSubdirectory("gemeinwerk-certificate-");
        try
        {
            var written = await visit.Read(async db => await CertificateFolder.Write(
                db, merger, await Certificates.Stored(db, merger), folder.FullName));
            if (!written.Ok(out _, out var why)) return why;
            var zip = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None,
                1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
            await ZipFile.CreateFromDirectoryAsync(folder.FullName, zip);
            zip.Position = 0;
            return zip;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
