using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Identity;

/// <summary>A token of another program.</summary>
/// <param name="Name">The actor in books and in the change log.</param>
/// <param name="Scope">Roles by the keys of bodies.</param>
public sealed record Token(
    long Id, string Name, DateTimeOffset ExpiresAt, bool IsRevoked, IReadOnlyList<(long BodyId, Role Role)> Scope);

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
        if (Texts.Refuse(name, 60) is { } why) return new Rejection("identity.token-name", $"Name des Tokens: {why}");
        if (days is < 1 or > LongestDays)
        {
            return new Rejection("identity.token-days", $"Ein Token gilt 1 bis {LongestDays} Tage.");
        }
        if (scope.Count == 0) return new Rejection("identity.token-scope", "Ein Token ohne Rolle kann nichts.");
        var today = DateOnly.FromDateTime(work.Now.UtcDateTime);
        foreach (var body in scope.GroupBy(it => it.Body.BodyId, it => it.Role))
        {
            if (body.Select(role => RoleConflict.Of(body, role, null, today)).FirstOrDefault(it => it is not null)
                is { } rule)
            {
                return new Rejection("identity.role-conflict",
                    $"Die Rollen „{rule.First.Code()}“ und „{rule.Second.Code()}“ schließen einander aus.",
                    rule.Source);
            }
        }
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

    /// <summary>The token of a key, or null where it expired, was revoked, or never was.</summary>
    public static async Task<Token?> Find(Session db, string key, DateTimeOffset now) =>
        (await Read(db)).Find(it => it.Hash.AsSpan().SequenceEqual(Secrets.Hash(key))
            && !it.Token.IsRevoked && it.Token.ExpiresAt > now).Token;

    public static async Task<List<Token>> All(Session db) => (await Read(db)).ConvertAll(it => it.Token);

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

    static async Task<List<(byte[] Hash, Token Token)>> Read(Session db)
    {
        var scopes = (await db.All($"select token_id, body_id, role from identity_token_scope",
            row => (Token: row.Number(), Scope: (row.Number(), Codes.Parse<Role>(row.Text())))))
            .ToLookup(it => it.Token, it => it.Scope);
        return await db.All($"""
            select key_hash, token_id, name, expires_at, revoked_at from identity_token order by created_at, token_id
            """, row =>
        {
            var hash = row.Bytes();
            var id = row.Number();
            return (hash, new Token(id, row.Text(), row.Moment(), row.NumberOrNull() is not null, [.. scopes[id]]));
        });
    }
}
