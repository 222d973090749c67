using Gemeinwerk.Identity;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Api;

/// <summary>
/// Who calls the interface: a program with a token. A cookie counts for nothing here, so no page of somebody else can
/// make a browser act on the books.
/// </summary>
static class Bearer
{
    const string Scheme = "Bearer ";

    /// <summary>Below this everything is for programs.</summary>
    internal static bool IsAsked(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal);

    /// <summary>Null without a token that is valid at this moment.</summary>
    internal static async Task<Visitor?> WhoIs(HttpContext http, Database database, TimeProvider clock)
    {
        if (KeyOf(http) is not { Length: < 200 } key) return null;
        return await database.Read(async db =>
        {
            if (await Tokens.Find(db, key, clock.GetUtcNow()) is not { } token) return null;
            http.Features.Set(token);
            return await Visitor.Of(db, token.Actor, token.Scope.ToLookup(it => it.BodyId, it => it.Role));
        });
    }

    /// <summary>Whether the token of a request that takes long is still valid.</summary>
    internal static async Task<bool> IsStillValid(Visit visit, Database database, TimeProvider clock) =>
        await WhoIs(visit.Http, database, clock) is { } who
        && (visit.BodyOrNone is not { } body || who.RolesIn(body) == visit.Who.RolesIn(body));

    /// <summary>The token with which a visit came.</summary>
    internal static Token Token(this Visit visit) =>
        visit.Http.Features.Get<Token>() ?? throw new InvalidOperationException("The address is not for programs.");

    /// <summary>The start of every operation's address on the body.</summary>
    internal static string Api(this Visit visit) => $"/api/v1/bodies/{visit.Body.Code}";

    internal static string Challenge(HttpContext http) =>
        KeyOf(http) is null ? "Bearer" : "Bearer error=\"invalid_token\"";

    static string? KeyOf(HttpContext http) =>
        http.Request.Headers.Authorization.ToString() is var header
        && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? header[Scheme.Length..].Trim()
            : null;
}
