using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Identity;

/// <summary>A request of a program that must not be done twice.</summary>
/// <param name="Key">The program's own; the same key is the same request.</param>
/// <param name="Content">Everything that it asked for; its hash is kept.</param>
public sealed record KeyedRequest(Id<Body> Body, long TokenId, string Key, byte[] Content)
{
    internal byte[] Hash { get; } = System.Security.Cryptography.SHA256.HashData(Content);
}

/// <summary>What was answered to it.</summary>
/// <param name="Location">The address of what was made, or null.</param>
public sealed record KeptAnswer(int Status, string? Location, byte[] Content);

/// <summary>
/// The answers to programs' requests, each written in the act that it is about, so that there is an answer exactly
/// where something was done. They are kept as long as the books.
/// </summary>
public static class KeptAnswers
{
    public const int LongestKey = 180;

    /// <returns>The answer, null where there is none yet, or <c>identity.request-differs</c> where the same key came
    /// with another content.</returns>
    public static async Task<Result<KeptAnswer?>> Find(Session db, KeyedRequest request)
    {
        var kept = await db.Maybe($"""
            select content_hash, status, location, content from identity_answer
            where body_id = {request.Body} and token_id = {request.TokenId} and request_key = {request.Key}
            """, row => Tuple.Create(row.Bytes(), new KeptAnswer(row.Int(), row.TextOrNull(), row.Bytes())));
        if (kept is null) return (KeptAnswer?)null;
        return kept.Item1.AsSpan().SequenceEqual(request.Hash)
            ? kept.Item2
            : new Rejection("identity.request-differs",
                "Unter diesem Idempotency-Key kam schon eine Anfrage mit anderem Inhalt.");
    }

    /// <summary>Keeps an answer, within the act that it is about; the act has opened the body's book.</summary>
    public static Task Keep(Work work, KeyedRequest request, KeptAnswer answer) => work.Db.Run($"""
        insert into identity_answer
          (body_id, token_id, request_key, content_hash, status, location, content, answered_at)
        values ({request.Body}, {request.TokenId}, {request.Key}, {request.Hash}, {answer.Status}, {answer.Location},
          {answer.Content}, {work.Now})
        """);
}
