using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Verification;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Merger;
using Gemeinwerk.Tests.Web;
using Gemeinwerk.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gemeinwerk.Tests.Operating;

/// <summary>What watchers are told, and what they are never told.</summary>
public class TelemetryTests
{
    const string Written = """
        2026-01-31 Geheimer Text
          5241   123456,78
          3511  -123456,78
        """;

    public static TheoryData<Engine> Engines => Databases.Engines;

    /// <summary>Spans below one of its own, and measurements of a few kinds, while it lives.</summary>
    sealed class Watcher : IDisposable
    {
        readonly ActivityListener spans = new()
        {
            ShouldListenTo = source => source.Name is Telemetry.Name or "test",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };

        readonly MeterListener meters = new();
        readonly ActivitySource source = new("test");
        readonly Activity root;

        internal Watcher()
        {
            spans.ActivityStopped = span => Spans.Add(span);
            ActivitySource.AddActivityListener(spans);
            root = source.StartActivity("test")!;
            meters.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == Telemetry.Name) listener.EnableMeasurementEvents(instrument);
            };
            meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
                Counts.Add($"{instrument.Name} {value} {Text(tags)}"));
            meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) =>
                Counts.Add($"{instrument.Name} {Text(tags)}"));
            meters.Start();
        }

        ConcurrentBag<Activity> Spans { get; } = [];

        /// <summary>Of the whole program, so tests look for their own only.</summary>
        internal ConcurrentBag<string> Counts { get; } = [];

        internal List<string> Told => [.. Spans.Where(span => span.TraceId == root.TraceId).Select(span =>
            $"{span.DisplayName} {span.Status} {Text([.. span.TagObjects])}")];

        static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var text = new StringBuilder();
            foreach (var (name, value) in tags) text.Append(null, $"{name}={value} ");
            return text.ToString();
        }

        public void Dispose()
        {
            root.Dispose();
            spans.Dispose();
            meters.Dispose();
            source.Dispose();
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task An_act_tells_its_code_and_how_it_ended(Engine engine)
    {
        await using var fresh = await Databases.Fresh(engine);
        await using var books = await Books.In(fresh, "gezaehlt", Framework.Nkf, 2026);
        foreach (var number in (string[])["5241", "3511"]) await books.Account(number);
        using var watcher = new Watcher();
        await books.Given(Written);
        Assert.Contains(watcher.Counts, it => it == "gemeinwerk.journal.entries 1 gemeinwerk.body=gezaehlt ");

        var twice = await books.Drafts(Written + "\n" + Written);
        var refused = await books.Act(async Task<Result<long>> (work, book) =>
        {
            await Journal.PostAll(work, book, twice, []);
            return new Rejection("test.no", "Nein, geheim.");
        });
        Assert.NotNull(refused.Rejection);
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() =>
            fresh.Database.Act<Nothing>("erika", _ => throw new InvalidTimeZoneException("geheim")));

        var system = engine == Engine.Sqlite ? "sqlite" : "postgresql";
        Assert.Contains(watcher.Told, it => it == $"act Books.Act Unset gemeinwerk.act=Books.Act "
            + $"db.system.name={system} gemeinwerk.outcome=committed gemeinwerk.retries=0 ");
        Assert.Contains(watcher.Told, it => it.Contains("gemeinwerk.rejection=test.no gemeinwerk.outcome=refused",
            StringComparison.Ordinal));
        Assert.Contains(watcher.Told, it => it.Contains(" Error ", StringComparison.Ordinal)
            && it.Contains("error.type=InvalidTimeZoneException", StringComparison.Ordinal));
        Assert.Contains(watcher.Counts, it => it.StartsWith("gemeinwerk.act.rejections 1", StringComparison.Ordinal)
            && it.Contains("test.no", StringComparison.Ordinal));
        Assert.Contains(watcher.Counts, it => it.StartsWith("gemeinwerk.act.duration", StringComparison.Ordinal)
            && it.Contains("committed", StringComparison.Ordinal));
        // What was refused is not counted as posted.
        Assert.Single(watcher.Counts, it => it.Contains("gezaehlt", StringComparison.Ordinal));
        Assert.All(watcher.Told.Concat(watcher.Counts), IsDiscreet);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Two_acts_that_collide_tell_how_often_one_ran_again(Engine engine)
    {
        await using var books = await Books.On(engine);
        foreach (var number in (string[])["5241", "3511"]) await books.Account(number);
        using var watcher = new Watcher();
        var drafts = await books.Drafts(Written);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => books.Post(drafts[0]))));
        var runs = watcher.Told.Where(it => it.StartsWith("act Books.Act", StringComparison.Ordinal)).ToList();
        Assert.Equal(8, runs.Count);
        // SQLite lets writers wait in line; PostgreSQL has those that came late run again.
        Assert.Equal(engine == Engine.Postgres,
            runs.Exists(it => !it.Contains("gemeinwerk.retries=0", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Mergers_and_verifications_tell_their_steps()
    {
        await using var world = await MergerTests.Example(Engine.Sqlite);
        using var watcher = new Watcher();
        await world.Run();
        await LedgerVerification.Run(world.Database, world["sit"].Body);
        foreach (var step in (string[])["create", "close-source", "fill-target", "compare", "budget", "record"])
        {
            Assert.Contains(watcher.Told, it => it.StartsWith($"merger {step} ", StringComparison.Ordinal));
        }
        Assert.Equal(2, watcher.Told.Count(it => it.StartsWith("merger close-source", StringComparison.Ordinal)));
        Assert.Contains(watcher.Told, it =>
            it.StartsWith("verify ledger.balances Unset gemeinwerk.verdict=pass", StringComparison.Ordinal));
        Assert.Contains(watcher.Counts, it => it.StartsWith("gemeinwerk.merger.runs 1", StringComparison.Ordinal));
        Assert.Contains(watcher.Counts, it => it == "gemeinwerk.verify.passes 1 gemeinwerk.pass=ledger.balances "
            + "gemeinwerk.verdict=pass ");
    }

    [Fact]
    public async Task A_collector_gets_requests_by_their_route_and_nothing_of_what_stands_in_them()
    {
        await using var collector = await Collector.Start();
        await using var books = await Books.On(Engine.Sqlite, "sammler");
        await PostPageTests.Plan(books);
        await using (var site = await Site.Of(books, BodyRoles.Staff, settings: TestSettings.Of(
            ("telemetry.endpoint", collector.Address), ("telemetry.interval-seconds", "1"))))
        {
            await site.Html("/b/sammler/finance/journal?q=Geheimnis");
            Assert.Equal(422, await site.Status("/invitation/geheimer-schluessel"));
            await site.Html("/b/sammler/finance/post");
        }
        var traces = collector.Got("/v1/traces");
        Assert.Contains("/b/{body}/finance/journal", traces, StringComparison.Ordinal);
        Assert.Contains("/invitation/{key}", traces, StringComparison.Ordinal);
        Assert.Contains("gemeinwerk", traces, StringComparison.Ordinal);
        Assert.Contains("http.server.request.duration", collector.Got("/v1/metrics"), StringComparison.Ordinal);
        foreach (var secret in (string[])["Geheim", "geheim", "127.0.0.1", "erika", "HttpClient"])
        {
            Assert.DoesNotContain(secret, traces, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task By_default_nothing_is_sent_and_nobody_listens()
    {
        await using var books = await Books.On(Engine.Sqlite);
        await using var site = await Site.Of(books);
        Assert.DoesNotContain(site.BackgroundServices, it => it.StartsWith("OpenTelemetry.", StringComparison.Ordinal));
    }

    static void IsDiscreet(string told)
    {
        foreach (var secret in (string[])["eheim", "123456", "12345678", "erika"])
        {
            Assert.DoesNotContain(secret, told, StringComparison.Ordinal);
        }
    }

    /// <summary>A collector that keeps what it is sent.</summary>
    sealed class Collector : IAsyncDisposable
    {
        readonly WebApplication web;
        readonly ConcurrentBag<(string Path, string Content)> got = [];

        Collector(WebApplication web) => this.web = web;

        internal string Address => web.Urls.First();

        internal static async Task<Collector> Start()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            var web = builder.Build();
            web.Urls.Add("http://127.0.0.1:0");
            var collector = new Collector(web);
            web.MapPost("/v1/{kind}", async (HttpRequest request) =>
            {
                using var content = new MemoryStream();
                await request.Body.CopyToAsync(content);
                collector.got.Add((request.Path, Encoding.Latin1.GetString(content.ToArray())));
            });
            await web.StartAsync();
            return collector;
        }

        internal string Got(string path) => string.Concat(got.Where(it => it.Path == path).Select(it => it.Content));

        public async ValueTask DisposeAsync() => await web.DisposeAsync();
    }
}
