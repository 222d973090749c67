using System.Globalization;
using System.Text;
using Gemeinwerk.Ledger.Imports;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Tests.Ledger.Imports;

/// <summary>A process that imports a journal of a given size and prints what it needed at most: in the test program
/// the memory of other tests would count too.</summary>
static class LargeImport
{
    internal const string Verb = "large-import";

    internal static async Task<int> Run(string[] addressBodyAndMegabytes)
    {
        var megabytes = int.Parse(addressBodyAndMegabytes[2], CultureInfo.InvariantCulture);
        await using var database = await Database.Open(addressBodyAndMegabytes[0]);
        var peak = new Peak();
        var report = await JournalImport.Run(database, "test", addressBodyAndMegabytes[1],
            new ImportSource("large.csv", () => new GeneratedStream(Journal(megabytes << 20))), new(), peak);
        report.Fine();
        Console.WriteLine(FormattableString.Invariant(
            $"{report.Rows} {report.Postings} {report.Added} {peak.Reports} {peak.Bytes}"));
        return 0;
    }

    static IEnumerable<byte[]> Journal(long bytes)
    {
        yield return Encoding.UTF8.GetBytes(ImportFixture.Head + "\n");
        var made = 0L;
        for (var no = 1; made < bytes; no++)
        {
            var entry = Encoding.UTF8.GetBytes(
                $"{no};2026-01-31;5241;1,50;Strom Zähler {no % 1000}\n{no};;3511;-1,50;\n");
            made += entry.Length;
            yield return entry;
        }
    }

    sealed class Peak : IProgress<ImportProgress>
    {
        internal long Bytes { get; private set; }
        internal int Reports { get; private set; }

        public void Report(ImportProgress value)
        {
            Bytes = Math.Max(Bytes, GC.GetTotalMemory(forceFullCollection: false));
            Reports++;
        }
    }
}
