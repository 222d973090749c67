using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Tests.Crash;

/// <summary>
/// A process that crash tests kill: year after year it posts some entries, begins to close and finishes. It goes on
/// where the books stand, and does not mind what is done already.
/// </summary>
static class YearCloser
{
    internal const string Verb = "year-closer";
    internal const int EntriesPerYear = 4;
    internal const int ActsPerYear = EntriesPerYear + 2;
    const int MostYears = 200;

    internal static async Task<int> Run(string[] address)
    {
        await using var database = await Database.Open(address[0]);
        var body = (await Script.Load(database)).Body;
        var year = (await database.Read(db => FiscalYears.All(db, body.Id)))[^1].Year;
        await CloseThrough(database, year + MostYears, Console.WriteLine);
        return 0;
    }

    /// <param name="say">Gets the lines of <see cref="Fixtures.Kills"/>; acts are counted from the first year on.
    /// </param>
    internal static async Task CloseThrough(Database database, int lastYear, Action<string> say)
    {
        var script = await Script.Load(database);
        var newest = (await database.Read(db => FiscalYears.All(db, script.Body.Id)))[^1];
        for (var year = newest.Year; year <= lastYear; year++)
        {
            var act = (long)(year - Script.FirstYear) * ActsPerYear;
            var firstNo = (long)(year - Script.FirstYear) * EntriesPerYear + 1;
            for (var i = 0; i < EntriesPerYear; i++)
            {
                var draft = script.Draft(firstNo + i, year);
                await Act((work, book) => Journal.Post(work, book, draft));
            }
            if (newest.Year != year || !newest.IsClosing)
            {
                await Act((work, book) => Closing.BeginClosing(work, book, year));
            }
            else
            {
                act++;
            }
            await Act((work, book) => Closing.Finish(work, book, year));

            async Task Act<T>(Func<Work, Book, Task<Result<T>>> what)
            {
                say($"> {++act}");
                (await database.Act("test", async work => await what(work, await Book.Open(work, script.Body))))
                    .Expect();
                say($"< {act}");
            }
        }
    }
}
