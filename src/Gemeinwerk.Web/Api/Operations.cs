using Gemeinwerk.Web.Frame;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;

namespace Gemeinwerk.Web.Api;

/// <summary>What an operation asks of a request beside its parameters; the description says so.</summary>
[Flags]
enum Asks
{
    Nothing = 0,

    /// <summary>An <c>Idempotency-Key</c>.</summary>
    Key = 1,

    /// <summary>An <c>If-Match</c> with what was read before.</summary>
    Match = 2,

    /// <summary>May be asked with <c>If-None-Match</c>.</summary>
    Tag = 4,

    Content = 8,
}

/// <summary>
/// Declares an operation of the interface: its name, what it needs, and what it takes and answers, all of which the
/// description (<c>/openapi/v1.json</c>) is written from.
/// </summary>
static class Operations
{
    /// <summary>A file that is sent may have so many bytes.</summary>
    internal const long LargestFileBytes = 512L << 20;

    static readonly TimeSpan longestUpload = TimeSpan.FromMinutes(30);

    /// <summary>Reads one thing.</summary>
    internal static RouteHandlerBuilder Reads<T>(
        this RouteHandlerBuilder route, string name, string summary, BodyRoles anyOf = BodyRoles.Staff) =>
        route.Is(name, summary, anyOf, Asks.Tag).Produces<T>(200, ApiJson.Type)
            .Produces(StatusCodes.Status304NotModified);

    /// <summary>Reads a part of a list.</summary>
    internal static RouteHandlerBuilder Lists<T>(
        this RouteHandlerBuilder route, string name, string summary, BodyRoles anyOf = BodyRoles.Staff) =>
        route.Reads<Listed<T>>(name, summary, anyOf);

    /// <summary>Reads a text or a file.</summary>
    internal static RouteHandlerBuilder ReadsFile(
        this RouteHandlerBuilder route, string name, string summary, string type, BodyRoles anyOf = BodyRoles.Staff) =>
        route.ReadsFile(name, summary, [type], anyOf);

    /// <summary>Reads a file that is of one of these types.</summary>
    internal static RouteHandlerBuilder ReadsFile(
        this RouteHandlerBuilder route, string name, string summary, IReadOnlyList<string> types,
        BodyRoles anyOf = BodyRoles.Staff) =>
        route.Is(name, summary, anyOf, Asks.Nothing).WithMetadata(new ProducesFile(types));

    /// <summary>Follows work in progress as server-sent events.</summary>
    /// <typeparam name="T">What the data of each event is.</typeparam>
    internal static RouteHandlerBuilder Streams<T>(
        this RouteHandlerBuilder route, string name, string summary, BodyRoles anyOf = BodyRoles.Staff) =>
        route.Is(name, $"{summary} Events are named progress or end; the data of each is {SchemaNames.Of(typeof(T))}.",
            anyOf, Asks.Nothing).WithMetadata(new ProducesFile(["text/event-stream"]))
            .WithMetadata(new DisableRequestTimeoutAttribute());

    /// <summary>Makes something of what is sent, once per key.</summary>
    internal static RouteHandlerBuilder Creates<TIn, TOut>(
        this RouteHandlerBuilder route, string name, string summary, BodyRoles anyOf)
        where TIn : notnull =>
        route.Does<TOut>(name, summary, anyOf, StatusCodes.Status201Created, Asks.Key | Asks.Content)
            .Accepts<TIn>(ApiJson.Type);

    /// <summary>Says what would become of what is sent, and does nothing.</summary>
    internal static RouteHandlerBuilder Previews<TIn, TOut>(
        this RouteHandlerBuilder route, string name, string summary, BodyRoles anyOf)
        where TIn : notnull =>
        route.Is(name, summary, anyOf, Asks.Content).Accepts<TIn>(ApiJson.Type).Produces<TOut>(200, ApiJson.Type);

    /// <summary>Does something, once per key.</summary>
    internal static RouteHandlerBuilder Does<TOut>(
        this RouteHandlerBuilder route, string name, string summary, BodyRoles anyOf,
        int status = StatusCodes.Status200OK, Asks asks = Asks.Key) =>
        route.Is(name, summary, anyOf, asks).Produces<TOut>(status, ApiJson.Type);

    /// <summary>Takes a file, once per key.</summary>
    internal static RouteHandlerBuilder TakesFile<TOut>(
        this RouteHandlerBuilder route, string name, string summary, BodyRoles anyOf, int status, long most,
        string type = "text/csv") =>
        route.Does<TOut>(name, summary, anyOf, status, Asks.Key | Asks.Content)
            .WithMetadata(new TakesFile(type), new RequestSizeLimitAttribute(most),
                new RequestTimeoutAttribute((int)longestUpload.TotalMilliseconds));

    /// <summary>Replaces what was read before.</summary>
    internal static RouteHandlerBuilder Replaces<TIn, TOut>(
        this RouteHandlerBuilder route, string name, string summary, BodyRoles anyOf)
        where TIn : notnull =>
        route.Is(name, summary, anyOf, Asks.Match | Asks.Content).Accepts<TIn>(ApiJson.Type)
            .Produces<TOut>(200, ApiJson.Type);

    /// <summary>Removes what was read before.</summary>
    internal static RouteHandlerBuilder Removes(
        this RouteHandlerBuilder route, string name, string summary, BodyRoles anyOf) =>
        route.Is(name, summary, anyOf, Asks.Match).Produces(StatusCodes.Status204NoContent);

    static RouteHandlerBuilder Is(
        this RouteHandlerBuilder route, string name, string summary, BodyRoles anyOf, Asks asks)
    {
        route.WithName(name).WithSummary(summary).WithMetadata(new Asked(asks, anyOf));
        _ = anyOf == BodyRoles.None ? route.NeedsSignIn() : route.NeedsRole(anyOf);
        foreach (var status in Refusals(asks)) route.Produces<Problem>(status, ApiJson.ProblemType);
        return route;
    }

    static IEnumerable<int> Refusals(Asks asks)
    {
        int[] always = [400, 401, 403, 404, 422, 429];
        int[] content = asks.HasFlag(Asks.Content) ? [413, 415] : [];
        int[] match = asks.HasFlag(Asks.Match) ? [412, 428] : [];
        int[] key = asks.HasFlag(Asks.Key) ? [409] : [];
        return [.. always, .. content, .. match, .. key];
    }
}

/// <summary>Marks an operation of the interface.</summary>
sealed record Asked(Asks What, BodyRoles AnyOf);

/// <summary>The operation answers with a text or a file of one of these types.</summary>
sealed record ProducesFile(IReadOnlyList<string> Types);

/// <summary>The operation takes a file of this type.</summary>
sealed record TakesFile(string Type);
