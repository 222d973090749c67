using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Operating;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Crash;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Merger;
using Gemeinwerk.Tests.Web;
using Gemeinwerk.Tests.Web.Api;

namespace Gemeinwerk.Tests.Operating;

/// <summary>Whoever asks after a restart what became of work in the background hears what is so.</summary>
public class KeptWorkTests
{
    const string Here = "/api/v1/bodies/testverband";

    public static TheoryData<Engine> Engines => Databases.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task Imports_and_verifications_are_known_after_a_restart_to_their_body_alone(Engine engine)
    {
        await using var books = await Books.On(engine);
        await using var other = await books.Beside("nachbar");
        foreach (var account in (string[])["1811", "2011"]) await books.Account(account);
        (string Key, string Stranger) keys;
        var states = new Dictionary<string, string>();
        await using (var api = await ApiSite.Of(books))
        {
            keys = (await api.Key("Vorverfahren", (books.Body, Role.Post), (books.Body, Role.Close)),
                await api.Key("Nachbar", (other.Body, Role.Post), (other.Body, Role.Close)));
            var program = api.Client(keys.Key);
            foreach (var (key, csv) in ((string, string)[])[("k-1", Csv(2)), ("k-2", Csv(1) + "9;x;2011;1,00;b\n")])
            {
                var started = await program.Post($"{Here}/imports/journal", csv, key);
                await Over(program, started.Message.Headers.Location!.ToString());
            }
            await program.Post($"{Here}/verification");
            await Over(program, $"{Here}/verification");
        }
        await using var again = await ApiSite.Of(books);
        var (asks, stranger) = (again.Client(keys.Key), again.Client(keys.Stranger));
        foreach (var (path, state) in states)
        {
            Assert.Equal(state, Said((await asks.Get(path)).Json!));
            Assert.Equal(404, (await stranger.Get(path.Replace("testverband", "nachbar", StringComparison.Ordinal)))
                .Status);
            Assert.Contains("event: end", await asks.Client.GetStringAsync($"{path}/events"), StringComparison.Ordinal);
        }
        Assert.Equal(["done", "refused", "done"], states.Values.Select(it => (string?)JsonNode.Parse(it)!["state"]));
        // It is over, so the same request does not begin it again.
        Assert.Equal(202, (await asks.Post($"{Here}/imports/journal", Csv(2), "k-1")).Status);
        Assert.Equal(states.First().Value, Said((await asks.Get(states.First().Key)).Json!));

        async Task Over(ProgramClient program, string path)
        {
            var now = await Ended(path => program.Get(path).ContinueWith(
                it => it.Result.Json!, TaskScheduler.Default), path);
            states[path] = Said(now);
        }

        // The moment of the end is taken twice, once for the database.
        static string Said(JsonNode now)
        {
            now.AsObject().Remove("endedAt");
            return now.ToJsonString();
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_broke_off_with_the_program_is_called_interrupted_and_after_thirty_days_nothing(Engine engine)
    {
        await using var books = await Books.On(engine);
        var (body, began) = (books.Body.Id, DateTimeOffset.UtcNow);
        async Task Do(Func<Work, Task> act) => (await books.Database.Act("test", async Task<Result<Nothing>> (work) =>
        {
            await act(work);
            return default(Nothing);
        })).Expect();
        Task<KeptWork?> Found(double days) => books.Database.Read(db =>
            KeptWork.Find(db, body, "verification", "", began.AddDays(days)));
        var state = Encoding.UTF8.GetBytes("""
            {"state":"running","startedBy":"erika","startedAt":"2026-03-02T09:00:00+00:00","percent":7,"verdict":null,
             "passes":[]}
            """);
        await Do(work => KeptWork.Begin(work, body, "verification", "", state));
        Assert.Null((await Found(29))!.EndedAt);
        Assert.Null(await Found(31));
        await using (var site = await Site.Of(books))
        {
            Assert.Contains("Die Anwendung wurde beendet, bevor die Prüfung fertig war.",
                await site.Html("/b/testverband/finance/verify"), StringComparison.Ordinal);
        }
        await using (var api = await ApiSite.Of(books))
        {
            var program = await api.Program("Prüfung", (books.Body, Role.Close));
            Assert.Equal("interrupted", (string?)(await program.Get($"{Here}/verification")).Json!["state"]);
            await program.Post($"{Here}/verification");
            var now = await Ended(async path => (await program.Get(path)).Json!, $"{Here}/verification");
            Assert.Equal("done", (string?)now["state"]);
        }
        Assert.NotNull((await Found(1))!.EndedAt);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_dry_run_and_its_certificate_are_known_after_a_restart(Engine engine)
    {
        const string Page = $"/b/sit/merger/{MergerWorld.Code}/dry-run";
        await using var world = await MergerTests.Example(engine);
        var key = await ServeProcess.SignIn(world.Database, "erika", world["sit"].Body, Role.Close);
        string certificate;
        await using (var serve = await ServeProcess.Start(world.Address, key))
        {
            using var answer = await serve.Send(Page, await serve.Token(Page));
            Assert.Equal(0, await serve.Stop());
        }
        await using (var again = await ServeProcess.Start(world.Address, key))
        {
            Assert.Contains("Der Probelauf ist gelungen. Es ist nichts gebucht.",
                await again.Client.GetStringAsync(new Uri(again.Address, Page)), StringComparison.Ordinal);
            certificate = await again.Client.GetStringAsync(new Uri(again.Address, $"{Page}/certificate/text"));
            Assert.Contains("mode|DRY RUN", certificate, StringComparison.Ordinal);
            using var begun = await again.Send(Page, await again.Token(Page));
            again.Kill();
        }
        await using var last = await ServeProcess.Start(world.Address, key);
        var said = await last.Client.GetStringAsync(new Uri(last.Address, Page));
        Assert.True(said.Contains("Die Anwendung wurde beendet, bevor der Probelauf fertig war.",
            StringComparison.Ordinal) || said.Contains("Der Probelauf ist gelungen.", StringComparison.Ordinal), said);
        await Script.Verify(world.Database, world["sit"].Body);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Killed_in_an_import_it_says_done_exactly_where_the_file_is_in_the_books(Engine engine)
    {
        await using var books = await Books.On(engine);
        foreach (var account in (string[])["1811", "2011"]) await books.Account(account);
        var key = (await books.Database.Act("test", work => Tokens.Create(
            work, "Vorverfahren", [(books.Body.AuditLog(), Role.Post)], 30))).Expect();
        const int Entries = 4000;
        var kills = Kills.Share(2);
        for (var seed = 0; seed < kills; seed++)
        {
            var (csv, length) = (Csv(Entries, seed + 1), await Script.EntryCount(books.Database, books.Body));
            string path;
            await using (var serve = await ServeProcess.Start(books.Address, ""))
            {
                path = await Send(serve, csv, seed);
                await Task.Delay(new Random(seed).Next(400));
                serve.Kill();
            }
            await using var again = await ServeProcess.Start(books.Address, "");
            var state = (string?)(await Get(again, path))["state"];
            var written = await Script.EntryCount(books.Database, books.Body) - length;
            Assert.Equal(written == 0 ? ("interrupted", 0) : ("done", Entries), (state, written));
            Assert.Equal(path, await Send(again, csv, seed));
            Assert.Equal(("done", Entries), ((string?)(await Ended(it => Get(again, it), path))["state"],
                await Script.EntryCount(books.Database, books.Body) - length));
            Assert.Equal(0, await again.Stop());
        }

        async Task<string> Send(ServeProcess serve, string csv, int no)
        {
            using var request = Request(serve, HttpMethod.Post, $"{Here}/imports/journal");
            request.Headers.Add("Idempotency-Key", $"k-{no}");
            request.Content = new StringContent(csv, Encoding.UTF8, "text/csv");
            using var answer = await serve.Client.SendAsync(request);
            Assert.Equal(202, (int)answer.StatusCode);
            return answer.Headers.Location!.ToString();
        }

        async Task<JsonNode> Get(ServeProcess serve, string path)
        {
            using var answer = await serve.Client.SendAsync(Request(serve, HttpMethod.Get, path));
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        }

        HttpRequestMessage Request(ServeProcess serve, HttpMethod method, string path) =>
            new(method, new Uri(serve.Address, path))
            {
                Headers = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
            };
    }

    static async Task<JsonNode> Ended(Func<string, Task<JsonNode>> get, string path)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            var now = await get(path);
            if ((string?)now["state"] != "running") return now;
            await Task.Delay(50);
        }
        throw new TimeoutException("It does not end.");
    }

    static string Csv(int entries, int day = 1)
    {
        var file = new StringBuilder("entry;date;account;amount;text\n");
        for (var no = 1; no <= entries; no++)
        {
            file.Append(CultureInfo.InvariantCulture,
                $"{day}-{no};2026-03-{day:00};2011;-1,00;Buchung\n{day}-{no};2026-03-{day:00};2011;1,00;Buchung\n");
        }
        return file.ToString();
    }
}
