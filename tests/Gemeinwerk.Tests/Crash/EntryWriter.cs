using System.Globalization;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Tests.Crash;

/// <summary>
/// A process that crash tests kill: it posts the script from a number on, one by one and in bulk, and an act is named
/// after the last entry in it.
/// </summary>
static class EntryWriter
{
    internal const string Verb = "entry-writer";
    const int MostActs = 1_000;

    internal static async Task<int> Run(string[] addressSeedAndFirst)
    {
        var random = new Random(int.Parse(addressSeedAndFirst[1], CultureInfo.InvariantCulture));
        var next = long.Parse(addressSeedAndFirst[2], CultureInfo.InvariantCulture);
        await using var database = await Database.Open(addressSeedAndFirst[0]);
        var script = await Script.Load(database);
        for (var act = 0; act < MostActs; act++)
        {
            var count = random.Next(10) switch { < 5 => 1, < 9 => random.Next(2, 300), _ => 4_500 };
            var last = next + count - 1;
            Console.WriteLine($"> {last}");
            if (count == 1) await One(database, script, next);
            else await PostAll(database, script, next, last);
            Console.WriteLine($"< {last}");
            next = last + 1;
        }
        return 0;
    }

    static async Task One(Database database, Script script, long no)
    {
        var posted = await database.Act("test", async work =>
            await Journal.Post(work, await Book.Open(work, script.Body), script.Draft(no)));
        Invariant.Holds(posted.Expect().EntryNo == no);
    }

    /// <returns>How many of the entries were not known yet.</returns>
    internal static async Task<long> PostAll(Database database, Script script, long first, long last)
    {
        var posted = await database.Act("test", async Task<Result<long>> (work) =>
        {
            var findings = new List<Finding>();
            var drafts = Enumerable.Range(0, (int)(last - first + 1)).Select(i => script.Draft(first + i));
            var count = await Journal.PostAll(work, await Book.Open(work, script.Body), drafts, findings);
            return findings.Count == 0 ? count : findings[0].Why;
        });
        return posted.Expect();
    }
}
