using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Api;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Extensions;

namespace Gemeinwerk.Web.Frame;

/// <summary>
/// Stands before every address, before anything of the request is read: finds the body, asks <see cref="Access"/>, and
/// refuses forms that did not come from our own pages. A body in which the visitor has no role does not exist (404).
/// </summary>
sealed class Gate(
    RequestDelegate next, Database database, Access access, IAntiforgery antiforgery, RequestLimits limits,
    Publishers publishers, TimeProvider clock)
{
    /// <summary>The kind of the records of what auditors looked at.</summary>
    internal const string QueryKind = "web.query";

    public async Task InvokeAsync(HttpContext http)
    {
        var need = http.GetEndpoint()?.Metadata.GetMetadata<Need>();
        var isProgram = Bearer.IsAsked(http);
        var visitor = need is { IsPublic: true } ? null
            : isProgram ? await Bearer.WhoIs(http, database, clock)
            : await access.WhoIs(http);
        var body = need is not null && need.AnyOf != BodyRoles.None ? await BodyOf(http) : null;
        var isKnown = body is not null && visitor is not null && visitor.RolesIn(body) != BodyRoles.None;
        var publisher = need is { IsOfPublisher: true }
            ? await publishers.Find((string)http.GetRouteValue(Need.Publisher)!)
            : null;
        // For the page that turns somebody away.
        var atGate = isKnown ? database.Behind(body!.Id.Value) : database.Behind();
        http.Features.Set(new Visit(http, database, atGate, visitor, isKnown ? body : null));
        RequestScope.Know(http, isKnown ? body : publisher, visitor);
        if (Refuse(http, need, visitor, body ?? publisher, isKnown) is { } status)
        {
            Answer(http, status);
            return;
        }
        // No text of ours holds NUL, and PostgreSQL takes none.
        if (http.Request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) == true)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        if (visitor is not null && limits.Refuses(http, visitor))
        {
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return;
        }
        if (visitor is not null && LogOf(visitor, body) is { } log) await Record(http, visitor, log);
        if (!isProgram && !IsSafe(http.Request.Method) && !await antiforgery.IsRequestValidAsync(http))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        var door = publisher is not null
            ? database.Behind(publisher.Id.Value)
            : await Walls.Door(database, http.GetEndpoint(), visitor, body);
        http.Features.Set(new Visit(http, database, door, visitor, body ?? publisher));
        await next(http);
    }

    int? Refuse(HttpContext http, Need? need, Visitor? visitor, Body? body, bool isKnown) => need switch
    {
        { IsOfPublisher: true } when body is null => StatusCodes.Status404NotFound,
        { IsPublic: true } => null,
        _ when !access.IsSetUp => StatusCodes.Status503ServiceUnavailable,
        // A known address with another method or content type: what the router says of it names no body.
        null when visitor is not null => Bearer.IsAsked(http) && http.GetEndpoint() is not null
            ? null
            : StatusCodes.Status404NotFound,
        _ when visitor is null => StatusCodes.Status401Unauthorized,
        { AnyOf: BodyRoles.None } => null,
        _ when !isKnown => StatusCodes.Status404NotFound,
        _ => visitor!.Is(need!.AnyOf, body!) ? null : StatusCodes.Status403Forbidden,
    };

    /// <summary>Nobody is sent to sign in; programs and forms are told what is wrong.</summary>
    void Answer(HttpContext http, int status)
    {
        if (status == StatusCodes.Status401Unauthorized && access.SignIn is { } signIn && IsSafe(http.Request.Method)
            && !Bearer.IsAsked(http))
        {
            http.Response.Redirect($"{signIn}?back={Uri.EscapeDataString(http.Request.GetEncodedPathAndQuery())}");
            return;
        }
        http.Response.StatusCode = status;
    }

    /// <summary>What auditors (Rechnungsprüfung) look at is recorded before they see it.</summary>
    Task<Result<Nothing>> Record(HttpContext http, Visitor visitor, AuditLog log) =>
        database.Act(visitor.Name, async Task<Result<Nothing>> (work) =>
        {
            var asked = http.Request.GetEncodedPathAndQuery();
            await AuditTrail.Append(work, log, QueryKind, asked[..Math.Min(asked.Length, 500)]);
            return default(Nothing);
        });

    /// <summary>Where a query is recorded, or null where the visitor is no auditor of what it concerns.</summary>
    static AuditLog? LogOf(Visitor visitor, Body? body) => body is null
        ? visitor.Roles.Values.Any(roles => roles.HasFlag(BodyRoles.Audit)) ? AuditLog.Installation : null
        : visitor.Is(BodyRoles.Audit, body) ? body.AuditLog() : null;

    async Task<Body?> BodyOf(HttpContext http) =>
        (await database.Read(db => Bodies.Find(db, (string)http.GetRouteValue("body")!))).Ok(out var body, out _)
            ? body
            : null;

    static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
}
