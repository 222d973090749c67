using System.Globalization;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Tests.Storage;

/// <summary>
/// A process that crash tests kill: it commits act after act, each a hundred rows under the next number, which it
/// prints when the act is committed.
/// </summary>
static class StorageWriter
{
    internal const string Verb = "storage-writer";
    internal const long LinesPerAct = 100;

    internal static async Task<int> Run(string[] addressAndActs)
    {
        await using var database = await Database.Open(addressAndActs[0]);
        for (var i = int.Parse(addressAndActs[1], CultureInfo.InvariantCulture); i > 0; i--)
        {
            var written = (await database.Act("child", Write)).Expect();
            Console.WriteLine(written);
        }
        return 0;
    }

    static async Task<Result<long>> Write(Work work)
    {
        var next = 1 + await work.Db.One($"select acts from sample_count", row => row.Number());
        await work.Db.Run($"update sample_count set acts = {next}");
        await work.Db.Bulk("sample", "act, line", Enumerable.Range(1, (int)LinesPerAct),
            (to, line) => to.Add(next).Add((long)line));
        return next;
    }
}
