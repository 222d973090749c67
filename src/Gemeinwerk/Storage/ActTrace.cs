using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Storage;

/// <summary>
/// One act as watchers see it: a span with the act's code, how often it ran again, and how it ended. The code is the
/// method that asked for the act: <c>PostPage.Post</c>.
/// </summary>
sealed class ActTrace : IDisposable
{
    static readonly Histogram<double> duration = Telemetry.Meter.CreateHistogram("gemeinwerk.act.duration", "s",
        "Acts on the database, from the first run to the end.", advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60, 600],
        });

    static readonly Counter<long> retries = Telemetry.Meter.CreateCounter<long>(
        "gemeinwerk.act.retries", "{run}", "Runs of acts beyond the first, because two collided.");

    static readonly Counter<long> rejections = Telemetry.Meter.CreateCounter<long>(
        "gemeinwerk.act.rejections", "{rejection}", "Acts that were refused, by code.");

    static readonly ConcurrentDictionary<(string File, string Member), string> codes = new();

    readonly string code;
    readonly long started;
    readonly Activity? span;
    string outcome = "failed";

    ActTrace(string code, Engine engine)
    {
        this.code = code;
        started = Stopwatch.GetTimestamp();
        span = Telemetry.Source.StartActivity($"act {code}");
        span?.SetTag("gemeinwerk.act", code);
        span?.SetTag("db.system.name", engine == Engine.Sqlite ? "sqlite" : "postgresql");
    }

    int Retries { get; set; }

    /// <returns>Null where nobody watches.</returns>
    internal static ActTrace? Begin(Engine engine, string file, string member) =>
        Telemetry.Source.HasListeners() || duration.Enabled || retries.Enabled || rejections.Enabled
            ? new ActTrace(codes.GetOrAdd((file, member), Code), engine)
            : null;

    internal void Again() => Retries++;

    internal void End(Rejection? why)
    {
        outcome = why is null ? "committed" : "refused";
        if (why is null) return;
        span?.SetTag("gemeinwerk.rejection", why.Code);
        rejections.Add(1, Tag("gemeinwerk.act", code), Tag("gemeinwerk.rejection", why.Code));
    }

    /// <summary>Only the kind of the error: its message may quote what stands in the books.</summary>
    internal void Fail(Exception error) =>
        span?.SetTag("error.type", error.GetType().Name).SetStatus(ActivityStatusCode.Error);

    public void Dispose()
    {
        span?.SetTag("gemeinwerk.outcome", outcome).SetTag("gemeinwerk.retries", Retries);
        if (Retries > 0) retries.Add(Retries, Tag("gemeinwerk.act", code));
        duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds,
            Tag("gemeinwerk.act", code), Tag("gemeinwerk.outcome", outcome));
        span?.Dispose();
    }

    static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    static string Code((string File, string Member) caller)
    {
        var name = caller.File[(caller.File.LastIndexOfAny(['/', '\\']) + 1)..];
        return $"{name.Split('.')[0]}.{caller.Member}";
    }
}
