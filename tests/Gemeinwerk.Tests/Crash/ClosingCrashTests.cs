using System.Diagnostics;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Crash;

/// <summary>Years that are closed by processes that are killed, one after another on the same books.</summary>
public class ClosingCrashTests
{
    const int KillsPerBook = 25;

    /// <summary>The entries of a closed year, its two closing entries, and the opening of the next.</summary>
    const int EntriesPerClosedYear = YearCloser.EntriesPerYear + 3;

    [Theory, InlineData(Engine.Sqlite, 65), InlineData(Engine.Postgres, 15)]
    public async Task A_year_is_as_before_or_closed_completely_and_ends_the_same(Engine engine, int share)
    {
        var (watch, random, inAct) = (Stopwatch.StartNew(), new Random(share), 0);
        var kills = Kills.Share(share);
        for (var left = kills; left > 0; left -= KillsPerBook)
        {
            inAct += await KillOnOneBook(engine, Math.Min(left, KillsPerBook), random);
        }
        Kills.Report($"closing, {engine}", kills, inAct, watch);
    }

    static async Task<int> KillOnOneBook(Engine engine, int kills, Random random)
    {
        await using var books = await Script.Books(engine);
        var (acts, inAct) = (0L, 0);
        for (var kill = 0; kill < kills; kill++)
        {
            var killed = await Kills.Kill(
                random, mostLines: 2 * YearCloser.ActsPerYear + 2, YearCloser.Verb, books.Address);
            if (killed.WasInAct) inAct++;
            await using var database = await Database.Open(books.Address);
            var now = await Acts(database, books.Body);
            Assert.Contains(now, (long[])[Math.Max(acts, killed.Finished), Math.Max(acts, killed.Began)]);
            acts = now;
        }

        await using var disturbed = await Database.Open(books.Address);
        await Script.Verify(disturbed, books.Body);
        var lastYear = (await Years(disturbed, books.Body))[^1].Year;
        await YearCloser.CloseThrough(disturbed, lastYear, _ => { });
        await Script.Verify(disturbed, books.Body);

        await using var others = await Script.Books(engine);
        await using var undisturbed = await Database.Open(others.Address);
        await YearCloser.CloseThrough(undisturbed, lastYear, _ => { });
        Assert.Equal(await Acts(undisturbed, others.Body), await Acts(disturbed, books.Body));
        Assert.Equal(await Script.Texts(undisturbed, others.Body), await Script.Texts(disturbed, books.Body));
        var day = new DateOnly(lastYear + 1, 1, 1);
        Assert.Equal(await Sheet(undisturbed, others.Body, day), await Sheet(disturbed, books.Body, day));
        return inAct;
    }

    /// <summary>How many acts the books show, after checking that no year shows one in part.</summary>
    static async Task<long> Acts(Database database, Body body)
    {
        var count = await Script.EntryCount(database, body);
        var years = await Years(database, body);
        Assert.Equal(Enumerable.Range(Script.FirstYear, years.Count), years.Select(year => year.Year));
        Assert.All(years.SkipLast(1), year => Assert.True(year.IsClosed));

        var closed = years.Count - 1;
        var posted = count - closed * EntriesPerClosedYear;
        Assert.InRange(posted, 0, YearCloser.EntriesPerYear);
        if (!years[^1].IsClosing)
        {
            Assert.All(years[^1].States, state => Assert.Equal(PeriodState.Open, state));
            return closed * YearCloser.ActsPerYear + posted;
        }
        Assert.All(years[^1].States.Take(13), state => Assert.Equal(PeriodState.Closing, state));
        Assert.Equal(YearCloser.EntriesPerYear, posted);
        return closed * YearCloser.ActsPerYear + posted + 1;
    }

    static Task<List<FiscalYear>> Years(Database database, Body body) =>
        database.Read(db => FiscalYears.All(db, body.Id));

    static async Task<IEnumerable<(string, Money)>> Sheet(Database database, Body body, DateOnly day) =>
        (await database.Read(db => Balances.TrialBalance(db, body.Id, day)))
        .Select(line => (line.Account.Number, line.Balance));
}
