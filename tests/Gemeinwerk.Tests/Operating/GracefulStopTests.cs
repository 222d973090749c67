using System.Collections.Concurrent;
using System.Net;
using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Crash;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Merger;

namespace Gemeinwerk.Tests.Operating;

/// <summary>The running program is told to end, or killed, in the middle of its work.</summary>
public class GracefulStopTests
{
    const string Post = "/b/testverband/finance/post", Merger = $"/b/sit/merger/{MergerWorld.Code}";

    public static TheoryData<Engine> Engines => Databases.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task Told_to_end_under_load_it_ends_what_it_has_begun_and_loses_nothing_it_confirmed(Engine engine)
    {
        await using var books = await Books.On(engine);
        foreach (var number in (string[])["5241", "3511"]) await books.Account(number);
        var key = await ServeProcess.SignIn(books.Database, "petra", books.Body, Role.Post);
        await using var serve = await ServeProcess.Start(books.Address, key);
        var token = await serve.Token(Post);
        var (sent, confirmed) = (new ConcurrentBag<string>(), new ConcurrentBag<string>());
        var clients = Enumerable.Range(0, 4).Select(client => Task.Run(async () =>
        {
            try
            {
                for (var i = 0; ; i++)
                {
                    var document = $"B-{client}-{i}";
                    sent.Add(document);
                    using var answer = await serve.Send(Post, token, Form(document));
                    Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
                    confirmed.Add(document);
                }
            }
            catch (HttpRequestException)
            {
                // The program no longer answers.
            }
        })).ToList();
        while (confirmed.Count < 40) await Task.Delay(5);
        Assert.Equal(0, await serve.Stop());
        await Task.WhenAll(clients);

        var documents = new List<string>();
        var length = await Script.EntryCount(books.Database, books.Body);
        await books.Database.Read(async db =>
        {
            await Entries.Scan(db, books.Body, 1, length, entry => documents.Add(entry.Draft.Document));
            return 0;
        });
        Assert.Distinct(documents);
        Assert.Subset(documents.ToHashSet(), confirmed.ToHashSet());
        Assert.Subset(sent.ToHashSet(), documents.ToHashSet());
        await Script.Verify(books.Database, books.Body);
    }

    static List<(string Field, string Value)> Form(string document) =>
    [
        ("day", "2026-05-04"), ("effective", ""), ("document", document), ("kind", "regular"), ("text", "Strom"),
        ("rows", "2"), ("id", document), ("do", ""), ("account-1", "5241"), ("debit-1", "10,00"),
        ("account-2", "3511"), ("credit-2", "10,00"),
    ];

    [Theory, MemberData(nameof(Engines))]
    public async Task Told_to_end_in_a_dry_run_it_lets_it_end_and_nothing_of_it_stays(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        var before = await world.State();
        var key = await ServeProcess.SignIn(world.Database, "erika", world["sit"].Body, Role.Close);
        await using var serve = await ServeProcess.Start(world.Address, key);
        var token = await serve.Token($"{Merger}/dry-run");
        using var answer = await serve.Send($"{Merger}/dry-run", token);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(0, await serve.Stop());
        Assert.DoesNotContain("failed", serve.Log, StringComparison.Ordinal);
        Assert.Equal(before, await world.State());
        await Script.Verify(world.Database, world["sit"].Body);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Killed_while_a_merger_runs_it_is_undone_or_done_and_run_again_it_ends_the_same(Engine engine)
    {
        await using var undisturbed = await Approved(engine);
        (await undisturbed.Database.Act("erika", work =>
            Gemeinwerk.Merger.MergerApprovals.Run(work, MergerWorld.Code))).Expect();
        var executed = await undisturbed.State();
        var kills = Kills.Share(6);
        for (var seed = 0; seed < kills; seed++)
        {
            var after = new Random(seed).Next(400);
            await using var world = await Approved(engine);
            var before = await world.State();
            var key = await ServeProcess.SignIn(world.Database, "erika", world["sit"].Body, Role.Close);
            await using (var serve = await ServeProcess.Start(world.Address, key))
            {
                var run = Run(serve);
                await Task.Delay(after);
                serve.Kill();
                await run;
            }
            await world.Reopen();
            var left = await world.State();
            Assert.True(left == before || left == executed, $"Seed {seed}, killed after {after} ms: half a merger.");

            await using (var again = await ServeProcess.Start(world.Address, key))
            {
                var status = await Run(again);
                Assert.Equal(left == executed ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.Redirect, status);
                Assert.Equal(0, await again.Stop());
            }
            Assert.Equal(executed, await world.State());
            foreach (var body in (string[])["kdz", "ckm", "sit"])
            {
                await Script.Verify(world.Database, world[body].Body);
            }
        }
    }

    /// <returns>Null where the program was gone before it answered.</returns>
    static async Task<HttpStatusCode?> Run(ServeProcess serve)
    {
        try
        {
            // The page of the run has no form once it is done.
            var token = await serve.Token("/account");
            using var answer = await serve.Send($"{Merger}/run", token, ("confirm", "yes"));
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    static async Task<MergerWorld> Approved(Engine engine)
    {
        var world = await MergerTests.Example(engine);
        await MergerApprovalTests.Appoint(world);
        foreach (var what in Enum.GetValues<Gemeinwerk.Merger.MergerApproval>())
        {
            await MergerApprovalTests.Approve(world, what);
        }
        return world;
    }
}
