using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Frame;
using Microsoft.Net.Http.Headers;

namespace Gemeinwerk.Web.Api;

/// <summary>
/// Answers to what a program wants to read. Each carries an ETag, which is a digest of the answer itself: who has it
/// already is answered 304, and who changes something says with it what they have seen.
/// </summary>
static class Answers
{
    /// <summary>One thing, or why not.</summary>
    internal static async Task<IResult> Read<T>(Visit visit, Func<Session, Task<Result<T>>> read) =>
        (await visit.Read(read)).Ok(out var value, out var why) ? Of(value) : Problems.Of(why);

    internal static IResult Of<T>(T value) => new Tagged(ApiJson.Bytes(value), ApiJson.Type, null);

    /// <summary>A text as it is kept, for a file of this name.</summary>
    internal static IResult Text(string text, string name, string type = "text/plain") =>
        new Tagged(Encoding.UTF8.GetBytes(text), $"{type}; charset=utf-8", name);

    internal static string TagOf(byte[] content) =>
        $"\"{Base64Url.EncodeToString(SHA256.HashData(content))[..22]}\"";

    sealed class Tagged(byte[] content, string type, string? file) : IResult
    {
        public Task ExecuteAsync(HttpContext http)
        {
            var tag = TagOf(content);
            http.Response.Headers.ETag = tag;
            if (Conditions.Names(http.Request.Headers.IfNoneMatch, tag))
            {
                http.Response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }
            http.Response.ContentType = type;
            http.Response.ContentLength = content.Length;
            if (file is not null)
            {
                var disposition = new ContentDispositionHeaderValue("attachment");
                disposition.SetHttpFileName(file);
                http.Response.Headers.ContentDisposition = disposition.ToString();
            }
            return http.Response.Body.WriteAsync(content, http.RequestAborted).AsTask();
        }
    }
}

/// <summary>The conditions of a request (RFC 9110 section 13).</summary>
static class Conditions
{
    /// <summary>Whether a condition names a tag, or any with <c>*</c>.</summary>
    internal static bool Names(Microsoft.Extensions.Primitives.StringValues condition, string tag) =>
        EntityTagHeaderValue.TryParseList([.. condition.OfType<string>()], out var tags)
        && tags.Any(it => it.Tag == "*" || it.Tag == tag);

    /// <summary>What a program must say before it changes something: which state it has seen.</summary>
    /// <returns>Null, or <c>api.if-match</c>, <c>api.changed</c>.</returns>
    internal static Rejection? Refuse<T>(HttpContext http, T current)
    {
        if (http.Request.Headers.IfMatch.Count == 0)
        {
            return new("api.if-match", "Diese Änderung braucht „If-Match“ mit dem ETag des gelesenen Standes.");
        }
        return Names(http.Request.Headers.IfMatch, Answers.TagOf(ApiJson.Bytes(current))) ? null : Problems.Changed;
    }
}
