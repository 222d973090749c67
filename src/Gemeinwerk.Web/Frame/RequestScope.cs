using System.Collections;
using System.Diagnostics;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Web.Frame;

/// <summary>
/// What every message about a request says beside its text: the request's id, which a page about an error shows too,
/// and, once the gate has asked, the code of the body and the key of the person.
/// </summary>
sealed class RequestScope(string request) : IReadOnlyList<KeyValuePair<string, object?>>
{
    string? body, route;
    long? person;

    public int Count => 3;

    internal string Route => route ?? "-";

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("request", request),
        1 => new("body", body),
        2 => new("person", person),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    /// <summary>How a request is called in messages and on pages about errors.</summary>
    internal static string IdOf(HttpContext http) => Activity.Current?.Id ?? http.TraceIdentifier;

    /// <param name="body">Null where it does not exist for the visitor.</param>
    internal static void Know(HttpContext http, Body? body, Visitor? visitor)
    {
        if (http.Features.Get<RequestScope>() is not { } scope) return;
        (scope.body, scope.person) = (body?.Code, visitor?.PersonId);
        scope.route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
    }

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"request {request} body {body ?? "-"} person {person?.ToString(null, null)
        ?? "-"}";
}

/// <summary>Opens the scope, and says of each request its method, route, status and time; never its address.</summary>
static partial class RequestLog
{
    internal static async Task Around(HttpContext http, RequestDelegate next)
    {
        var log = Log(http);
        var scope = new RequestScope(RequestScope.IdOf(http));
        http.Features.Set(scope);
        using var open = log.BeginScope(scope);
        var started = Stopwatch.GetTimestamp();
        await next(http);
        if (!log.IsEnabled(LogLevel.Information)) return;
        Answered(log, http.Request.Method, scope.Route, http.Response.StatusCode,
            (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    /// <summary>Says of a request that could not be read to its end what was answered, and nothing of what it sent.
    /// </summary>
    internal static void Refused(HttpContext http, int status) =>
        Unread(Log(http), http.Request.Method, http.Features.Get<RequestScope>()?.Route ?? "-", status);

    static ILogger Log(HttpContext http) =>
        http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Gemeinwerk.Web.Requests");

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Route} {Status}: the request could not be read.")]
    static partial void Unread(ILogger log, string method, string route, int status);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Route} {Status} {Milliseconds} ms")]
    static partial void Answered(ILogger log, string method, string route, int status, long milliseconds);
}
