using System.Diagnostics;
using System.Globalization;
using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Identity;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Web;

namespace Gemeinwerk.Tests.Crash;

/// <summary>Assemblies whose recording is killed: what was acknowledged stands there, nothing half, nothing twice.
/// </summary>
public class CouncilCrashTests
{
    [Theory, InlineData(Engine.Sqlite, 8), InlineData(Engine.Postgres, 4)]
    public async Task Killed_while_events_are_recorded_all_of_an_act_is_there_or_nothing(Engine engine, int share)
    {
        var (watch, random, inAct, acts) = (Stopwatch.StartNew(), new Random(share), 0, 0L);
        await using var books = await Books.On(engine);
        await CouncilWriter.Found(books.Database, books.Body);
        await books.Database.DisposeAsync();
        var kills = Kills.Share(share);
        for (var kill = 0; kill < kills; kill++)
        {
            var was = await Kills.Kill(random, mostLines: 5, CouncilWriter.Verb, books.Address,
                (acts + 1).ToString(CultureInfo.InvariantCulture));
            if (was.WasInAct) inAct++;
            await using var database = await Database.Open(books.Address);
            var now = await CouncilWriter.Acts(database, books.Body);
            Assert.True(now == Math.Max(acts, was.Finished) || now == Math.Max(acts, was.Began),
                $"Kill {kill}: {acts} acts before, {was.Finished} finished, {was.Began} begun; there are {now}.");
            acts = now;
        }
        Kills.Report($"assembly, {engine}", kills, inAct, watch);
    }

    /// <summary>The command reads a file of events; killed anywhere it has recorded all of them or none, and the same
    /// file is refused the second time.</summary>
    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_killed_command_has_recorded_its_whole_file_or_nothing(Engine engine)
    {
        const int acts = 150;
        var kills = Kills.Share(4);
        var folder = Directory.CreateTempSubdirectory("gemeinwerk-kill-");
        var file = Path.Combine(folder.FullName, "events.jsonl");
        await File.WriteAllLinesAsync(file, Enumerable.Range(1, acts).SelectMany(act => CouncilWriter.Events(act))
            .Select(CouncilForm.Write));
        var random = new Random(engine == Engine.Sqlite ? 1 : 2);
        var whole = TimeSpan.Zero;
        for (var kill = 0; kill <= kills; kill++)
        {
            await using var books = await Books.On(engine);
            await CouncilWriter.Found(books.Database, books.Body);
            var watch = Stopwatch.StartNew();
            // The first is not killed and tells how long one takes.
            var code = await Import(books.Address, file, kill == 0
                ? Timeout.InfiniteTimeSpan
                : whole * (0.3 + random.NextDouble() * 0.7));
            if (kill == 0) whole = watch.Elapsed;
            var done = await CouncilWriter.Acts(books.Database, books.Body);
            Assert.True(code == 0 ? done == acts : done is 0 or acts, $"Kill {kill}: exit {code}, {done} acts.");
            Assert.Equal(done == 0 ? 0 : 2, await Import(books.Address, file, Timeout.InfiniteTimeSpan));
            Assert.Equal(acts, await CouncilWriter.Acts(books.Database, books.Body));
        }
        folder.Delete(recursive: true);
    }

    static Task<int> Import(string address, string file, TimeSpan killAfter) => TheProgram.RunFor(killAfter,
        ["council", "import", file, "--db", address, "--body", "testverband"]);

    /// <summary>Votes over the web: whose vote was answered, whose vote counts after the server was killed.</summary>
    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_vote_that_the_server_confirmed_counts_after_it_was_killed(Engine engine)
    {
        var kills = Kills.Share(3);
        var random = new Random(engine == Engine.Sqlite ? 3 : 4);
        await using var books = await Books.On(engine);
        await CouncilPageTests.Fill(books);
        var session = await ServeProcess.SignIn(books.Database, "sina", books.Body, Role.Clerk);
        var size = (await books.Database.Read(db => Councils.Records(db, books.Body.Id))).Count;
        const string path = $"{CouncilPageTests.Home}/sittings/2/items/1";
        var last = Choice.Yes;
        for (var kill = 0; kill < kills; kill++)
        {
            await using var server = await ServeProcess.Start(books.Address, session);
            var token = await server.Token(path);
            var (answered, sent) = (new List<Choice>(), new List<Choice>());
            var killing = Task.Delay(random.Next(20, 700)).ContinueWith(_ => server.Kill(), TaskScheduler.Default);
            try
            {
                for (var vote = 0; vote < 1_000; vote++)
                {
                    // A vote that is as it was is not recorded anew.
                    var choice = (vote % 2 == 0) == (last == Choice.Yes) ? Choice.No : Choice.Yes;
                    sent.Add(choice);
                    using var answer = await server.Send(
                        path, token, ("choice-iserlohn", choice == Choice.No ? "no" : "yes"));
                    Assert.Equal(302, (int)answer.StatusCode);
                    answered.Add(choice);
                }
            }
            catch (HttpRequestException)
            {
                // The server is gone in the middle of an answer.
            }
            await killing;
            await server.Process.WaitForExitAsync();
            var records = await Recorded(books);
            var ballots = records.Skip(size).Select(it => Assert.Single(((BallotsCast)it.Event).Ballots)).ToList();
            Assert.All(ballots, ballot => Assert.Equal("iserlohn", ballot.Member));
            Assert.Equal(sent.Take(ballots.Count), ballots.Select(it => it.Choice));
            Assert.InRange(ballots.Count, answered.Count, answered.Count + 1);
            (size, last) = (records.Count, ballots is [.., var newest] ? newest.Choice : last);
        }
    }

    static async Task<List<CouncilRecord>> Recorded(Books books)
    {
        (await books.Act((work, book) => Task.FromResult<Result<long>>(book.EntryCount))).Expect();
        var records = await books.Database.Read(db => Councils.Records(db, books.Body.Id));
        Assert.Equal(Enumerable.Range(1, records.Count).Select(no => (long)no), records.Select(it => it.No));
        return records;
    }
}
