using System.Security.Cryptography;
using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Identity;

/// <summary>A token of another program.</summary>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="Scope">Roles by the keys of bodies; 0 is the installation.</param>
public sealed record Token(
    long Id, string Name, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, bool IsRevoked,
    IReadOnlyList<(long BodyId, Role Role)> Scope)
{
    /// <summary>The actor in books and in the change log. No sign-in name holds a colon, so no program passes for a
    /// person, least of all for the second one that an approval needs.</summary>
    public string Actor => $"token:{Name}";
}

/// <summary>Tokens for programs, each for one integration, with roles in bodies and an end.</summary>
public static class Tokens
{
    public const int LongestDays = 730;
    const string Prefix = "gw_";

    /// <returns>The token's text, shown once, or <c>identity.token-name</c>, <c>identity.token-days</c>,
    /// <c>identity.token-scope</c>, <c>identity.role-conflict</c>.</returns>
    public static async Task<Result<string>> Create(
        Work work, string name, IReadOnlyList<(AuditLog Body, Role Role)> scope, int days)
    {
        if (Refuse(work, name, scope, days) is { } why) return why;
        var key = Prefix + Secrets.New();
        var id = Secrets.NewId();
        await work.Db.Run($"""
            insert into identity_token (token_id, name, key_hash, created_by, created_at, expires_at)
            values ({id}, {name}, {Secrets.Hash(key)}, {work.Actor}, {work.Now}, {work.Now.AddDays(days)})
            """);
        await work.Db.Bulk("identity_token_scope", "body_id, token_id, role", scope.Distinct(),
            (to, it) => to.Add(it.Body.BodyId).Add(id).Add(it.Role.Code()));
        foreach (var (body, role) in scope.Distinct().OrderBy(it => it.Body.BodyId))
        {
            await AuditTrail.Append(work, body, "identity.token-created", name, ("role", role.Code()),
                ("days", days.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }
        return key;
    }

    /// <returns>Null, or, in this order, <c>identity.token-name</c>, <c>identity.token-days</c>,
    /// <c>identity.token-scope</c>, <c>identity.role-conflict</c>.</returns>
    internal static Rejection? Refuse(
        Work work, string name, IReadOnlyList<(AuditLog Body, Role Role)> scope, int days)
    {
        if (Texts.Refuse(name, 60) is { } bad) return new("identity.token-name", $"Name des Tokens: {bad}");
        if (days is < 1 or > LongestDays)
        {
            return new("identity.token-days", $"Ein Token gilt 1 bis {LongestDays} Tage.");
        }
        if (scope.Count == 0) return new("identity.token-scope", "Ein Token ohne Rolle kann nichts.");
        var today = DateOnly.FromDateTime(work.Now.UtcDateTime);
        foreach (var body in scope.GroupBy(it => it.Body.BodyId, it => it.Role))
        {
            if (body.Select(role => RoleConflict.Of(body, role, null, today)).FirstOrDefault(it => it is not null)
                is { } rule)
            {
                return new("identity.role-conflict",
                    $"Die Rollen „{rule.First.Code()}“ und „{rule.Second.Code()}“ schließen einander aus.",
                    rule.Source);
            }
        }
        return null;
    }

    /// <summary>The token of a key, or null where it expired, was revoked, or never was.</summary>
    public static async Task<Token?> Find(Session db, string key, DateTimeOffset now)
    {
        // Looked up by its hash, which nobody can guess bit by bit, and compared without a hint in time.
        var hash = Secrets.Hash(key);
        var found = await db.Maybe($"""
            select key_hash, token_id from identity_token
            where key_hash = {hash} and revoked_at is null and expires_at > {now}
            """, row => Tuple.Create(row.Bytes(), row.Number()));
        return found is not null && CryptographicOperations.FixedTimeEquals(found.Item1, hash)
            ? (await Read(db, found.Item2)).Single()
            : null;
    }

    public static Task<List<Token>> All(Session db) => Read(db, null);

    /// <summary>Those that may do something in a body, revoked and expired ones too, oldest first.</summary>
    public static async Task<List<Token>> In(Session db, AuditLog body) =>
        (await All(db)).FindAll(token => token.Scope.Any(it => it.BodyId == body.BodyId));

    /// <returns>Nothing, or <c>identity.token-unknown</c>.</returns>
    public static async Task<Result<Nothing>> Revoke(Work work, long id)
    {
        if ((await All(work.Db)).Find(it => it.Id == id && !it.IsRevoked) is not { } token)
        {
            return new Rejection("identity.token-unknown", $"Den Token {id} gibt es nicht.");
        }
        await work.Db.Run($"update identity_token set revoked_at = {work.Now} where token_id = {id}");
        await AuditTrail.Append(work, AuditLog.Installation, "identity.token-revoked", token.Name);
        return default(Nothing);
    }

    /// <param name="only">The key of one token, or null for all.</param>
    static async Task<List<Token>> Read(Session db, long? only)
    {
        var scopes = (await db.All($"""
            select token_id, body_id, role from identity_token_scope where token_id = coalesce({only}, token_id)
            order by body_id, role
            """, row => (Token: row.Number(), Scope: (row.Number(), Codes.Parse<Role>(row.Text())))))
            .ToLookup(it => it.Token, it => it.Scope);
        return await db.All($"""
            select token_id, name, created_by, created_at, expires_at, revoked_at from identity_token
            where token_id = coalesce({only}, token_id) order by created_at, token_id
            """, row =>
        {
            var id = row.Number();
            return new Token(id, row.Text(), row.Text(), row.Moment(), row.Moment(), row.NumberOrNull() is not null,
                [.. scopes[id]]);
        });
    }
}
