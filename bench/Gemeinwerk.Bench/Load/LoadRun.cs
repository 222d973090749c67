using System.Globalization;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Bench.Load;

/// <summary>
/// The web application under load: each page alone first, then many people at once who read and post. Everybody's
/// requests come from this machine, which also carries the server.
/// </summary>
/// <param name="Pages">Each page with the median of its seconds, asked for by one person.</param>
/// <param name="EntriesPosted">What the people were told was posted; each was found in the journal.</param>
/// <param name="MemoryRatio">Resident memory in the last fifth of the run by that in the second.</param>
sealed record LoadRun(
    long Postings, int Users, double Minutes, IReadOnlyList<(string Page, double Seconds)> Pages, int Requests,
    double MedianSeconds, double SecondsOf99, int EntriesPosted, double MemoryRatio, double PeakMegabytes)
{
    const int EachPage = 20;
    const string Code = "bench";

    internal static async Task<LoadRun> Of(
        string file, string keyFolder, long postings, int users, TimeSpan duration)
    {
        var (body, keys, before) = await Prepare(file, users);
        await using var server = await LoadServer.Start(file, keyFolder);
        using var http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            MaxConnectionsPerServer = users,
        })
        {
            BaseAddress = server.Address,
        };
        var pages = await Alone(new LoadUser(http, keys[0], 0));
        LoadUser[] all = [.. keys.Select((key, i) => new LoadUser(http, key, i))];
        var memory = await Work(all, server, duration);
        var seconds = all.SelectMany(user => user.Seconds).Order().ToList();
        var posted = all.SelectMany(user => user.Posted).ToList();
        await NothingLost(file, body, before, posted);
        var run = new LoadRun(postings, users, duration.TotalMinutes, pages, seconds.Count,
            Numbers.Median(seconds), seconds[seconds.Count * 99 / 100], posted.Count,
            Fifth(memory, 4) / Fifth(memory, 1), server.PeakMegabytes);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"load: {run.Requests} requests, p50 {Numbers.Time(run.MedianSeconds)}, "
            + $"p99 {Numbers.Time(run.SecondsOf99)}, {run.EntriesPosted} entries, "
            + $"memory {run.MemoryRatio:0.00}, peak {run.PeakMegabytes:0} MB"));
        return run;
    }

    static async Task<(Body Body, IReadOnlyList<string> Keys, long Before)> Prepare(string file, int users)
    {
        await using var database = await Database.Open(file);
        var body = (await database.Read(db => Bodies.Find(db, Code))).Expect();
        var keys = await LoadPeople.Add(database, body, users);
        return (body, keys, (await database.Read(db => Book.State(db, body.Id))).EntryCount);
    }

    /// <summary>The first time of each does not count.</summary>
    static async Task<IReadOnlyList<(string, double)>> Alone(LoadUser user)
    {
        var pages = new List<(string, double)>();
        foreach (var page in LoadUser.Pages)
        {
            for (var i = 0; i <= EachPage; i++) await user.Read(page);
            pages.Add((page, Numbers.Median(user.Seconds.TakeLast(EachPage))));
            Console.Error.WriteLine($"{page}: {Numbers.Time(pages[^1].Item2)}");
        }
        return pages;
    }

    /// <returns>The server's resident memory, once a second.</returns>
    static async Task<IReadOnlyList<double>> Work(LoadUser[] users, LoadServer server, TimeSpan duration)
    {
        var end = DateTime.UtcNow + duration;
        var memory = new List<double>();
        var work = Task.WhenAll(users.Select(user => user.Work(() => DateTime.UtcNow > end)));
        while (!work.IsCompleted)
        {
            memory.Add(server.ResidentMegabytes);
            await Task.WhenAny(work, Task.Delay(1000));
        }
        await work;
        return memory;
    }

    static double Fifth(IReadOnlyList<double> values, int no)
    {
        var part = values.Count / 5;
        return Numbers.Median(values.Skip(no * part).Take(part));
    }

    /// <summary>The journal grew by what people were told, and each entry has a number of its own.</summary>
    static async Task NothingLost(string file, Body body, long before, List<long> posted)
    {
        await using var database = await Database.Open(file);
        var after = (await database.Read(db => Book.State(db, body.Id))).EntryCount;
        Invariant.Holds(after == before + posted.Count && posted.Distinct().Count() == posted.Count
            && posted.TrueForAll(no => no > before && no <= after));
    }
}
