using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Api;

/// <summary>
/// Work in progress as server-sent events: <c>progress</c> whenever something changed, <c>end</c> at last. A stream
/// ends when its token does, and when the program stops; who still wants to know asks again.
/// </summary>
sealed class ProgressStreams(Database database, TimeProvider clock, IHostApplicationLifetime life)
{
    const int Most = 100;
    static readonly TimeSpan step = TimeSpan.FromMilliseconds(200), recheck = TimeSpan.FromSeconds(2),
        alive = TimeSpan.FromSeconds(15), longest = TimeSpan.FromMinutes(10);

    int open;

    /// <summary>Follows a state until it is over.</summary>
    /// <param name="state">Cheap to ask, several times a second; null when it is gone.</param>
    internal IResult Of<T>(Visit visit, Func<T?> state, Func<T, bool> isOver) where T : class
    {
        if (state() is null) return Problems.Of(Problems.NotFound);
        if (Interlocked.Increment(ref open) <= Most)
        {
            visit.Http.Response.RegisterForDispose(new Closing(this));
            return TypedResults.ServerSentEvents(Each(visit, state, isOver, visit.Http.RequestAborted));
        }
        Interlocked.Decrement(ref open);
        return Problems.Of(new Rejection("api.streams", "Es laufen zu viele Fortschrittsanzeigen zugleich."));
    }

    async IAsyncEnumerable<SseItem<T>> Each<T>(
        Visit visit, Func<T?> state, Func<T, bool> isOver, [EnumeratorCancellation] CancellationToken aborted)
        where T : class
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(aborted, life.ApplicationStopping);
        T? last = null;
        var (begun, said, asked, no) = (clock.GetTimestamp(), clock.GetTimestamp(), clock.GetTimestamp(), 0);
        while (!stop.IsCancellationRequested && clock.GetElapsedTime(begun) < longest && state() is { } now)
        {
            var isEnd = isOver(now);
            if (isEnd || now != last || clock.GetElapsedTime(said) > alive)
            {
                (last, said) = (now, clock.GetTimestamp());
                yield return new SseItem<T>(now, isEnd ? "end" : "progress") { EventId = $"{++no}" };
            }
            if (isEnd) yield break;
            await Task.Delay(step, clock, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (clock.GetElapsedTime(asked) < recheck) continue;
            if (!await Bearer.IsStillValid(visit, database, clock)) yield break;
            asked = clock.GetTimestamp();
        }
    }

    sealed class Closing(ProgressStreams all) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref all.open);
    }
}
