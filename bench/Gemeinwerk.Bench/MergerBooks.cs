using Gemeinwerk.Basics;
using Gemeinwerk.Merger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Bench;

/// <summary>Two books of one year and a third, of the next, into which they are merged.</summary>
static class MergerBooks
{
    const string Actor = "bench", Merger = "bench-merger", Target = "joint";
    static readonly string[] sources = ["first", "second"];

    /// <summary>Posts both books and maps all that they use.</summary>
    internal static async Task<Measured> Prepare(string file, long postings)
    {
        await using var database = await Database.Open(file);
        return await Measured.Of(async () =>
        {
            foreach (var code in sources)
            {
                var sample = await Sample.Create(database, code);
                await sample.Post(database, sample.Entries(postings));
            }
            await Sample.Create(database, Target, Sample.Year + 1);
            (await database.Act(Actor, work => Mergers.Create(work, Merger, MergerForm.Zusammenschluss, Target,
                sources, new DateOnly(Sample.Year + 1, 1, 1)))).Expect();
            var suggested = (await database.Act(Actor, work => Suggestions.Write(work, Merger))).Expect();
            Invariant.Holds(suggested.Open.Count == 0);
        });
    }

    internal static async Task<Measured> Merge(string file)
    {
        // The certificate is signed, with a key that nobody else gets.
        Environment.SetEnvironmentVariable("GEMEINWERK_KEYS", Path.GetDirectoryName(file));
        await using var database = await Database.Open(file);
        return await Measured.Of(async () =>
        {
            var outcome = (await Execution.Run(database, Actor, Merger)).Expect();
            Invariant.Holds(outcome is { Findings.Count: 0, WasDone: false, Certificate.Length: > 0 });
        });
    }

    internal static Measured Copy(string file)
    {
        using var raw = new RawSqlite(file);
        raw.CreateCopyOfPostings();
        return Measured.Of(() => raw.Run("insert into bench_posting select * from ledger_posting"));
    }
}
