using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Frame;
using Microsoft.AspNetCore.Http.Extensions;

namespace Gemeinwerk.Web.Api;

/// <summary>What an act has made.</summary>
/// <param name="Location">Its address, or null where it has none.</param>
sealed record Made<T>(T Value, string? Location = null);

/// <summary>Acts of programs on a body's book: each request is done once, no unseen change is overwritten.</summary>
static class Acts
{
    internal const string KeyHeader = "Idempotency-Key", ReplayHeader = "Idempotency-Replayed";

    /// <summary>Does what a program asks for, once for each of its keys; the answer is written in the same act.
    /// </summary>
    /// <param name="findings">Filled by the act where it refuses with more than one reason.</param>
    internal static async Task<IResult> Create<TIn, TOut>(
        Visit visit, Func<TIn, Work, Book, Task<Result<Made<TOut>>>> act, List<Finding>? findings = null)
        where TIn : class
    {
        if (!(await Sent.Bytes(visit.Http)).Ok(out var content, out var why)) return Problems.Of(why);
        return Sent.Json<TIn>(visit.Http, content).Ok(out var sent, out why)
            ? await Once(visit, content, (work, book) => act(sent, work, book), StatusCodes.Status201Created, findings)
            : Problems.Of(why);
    }

    /// <summary>The same for an act that takes a small file.</summary>
    internal static async Task<IResult> CreateOfFile<TOut>(
        Visit visit, string type, Func<byte[], Work, Book, Task<Result<Made<TOut>>>> act,
        List<Finding>? findings = null)
    {
        if (Sent.Refuse(visit.Http, type) is { } wrong) return Problems.Of(wrong);
        if (!(await Sent.Bytes(visit.Http)).Ok(out var content, out var why)) return Problems.Of(why);
        return await Once(
            visit, content, (work, book) => act(content, work, book), StatusCodes.Status201Created, findings);
    }

    /// <summary>The same for an act that takes nothing but its address.</summary>
    internal static Task<IResult> Do<TOut>(
        Visit visit, Func<Work, Book, Task<Result<Made<TOut>>>> act, List<Finding>? findings = null) =>
        Once(visit, [], act, StatusCodes.Status200OK, findings);

    /// <summary>Begins work that goes on in the background, once for each of the program's keys.</summary>
    /// <param name="content">What was sent, or its digest.</param>
    /// <param name="begin">Called once the answer is kept; true where it had been before.</param>
    /// <param name="keep">What is kept with the answer.</param>
    internal static Task<IResult> Begin<TOut>(
        Visit visit, byte[] content, Made<TOut> answer, Action<bool> begin, Func<Work, Task>? keep = null) =>
        Once(visit, content, async Task<Result<Made<TOut>>> (work, _) =>
        {
            if (keep is not null) await keep(work);
            return answer;
        }, StatusCodes.Status202Accepted, begun: begin);

    static async Task<IResult> Once<TOut>(
        Visit visit, byte[] content, Func<Work, Book, Task<Result<Made<TOut>>>> act, int status,
        List<Finding>? findings = null, Action<bool>? begun = null)
    {
        if (!Request(visit, content).Ok(out var request, out var why)) return Problems.Of(why);
        var earlier = await visit.Read(db => KeptAnswers.Find(db, request));
        if (!earlier.Ok(out var known, out why)) return Problems.Of(why);
        if (known is not null)
        {
            begun?.Invoke(true);
            return new Answer(known, isReplay: true);
        }
        var isReplay = false;
        var done = await visit.Act(async Task<Result<KeptAnswer>> (work, book) =>
        {
            findings?.Clear();
            // Again behind the lock of the book: the same request may have come twice at once.
            if (!(await KeptAnswers.Find(work.Db, request)).Ok(out var there, out var differs)) return differs;
            isReplay = there is not null;
            if (there is not null) return there;
            if (!(await act(work, book)).Ok(out var made, out var refused)) return refused;
            var answer = new KeptAnswer(status, made.Location, ApiJson.Bytes(made.Value));
            await KeptAnswers.Keep(work, request, answer);
            return answer;
        });
        if (!done.Ok(out var answered, out why)) return Problems.Of(why, findings is { Count: > 0 } ? findings : null);
        begun?.Invoke(isReplay);
        return new Answer(answered, isReplay);
    }

    /// <summary>Replaces what a program has seen (<c>If-Match</c>) by what it sends.</summary>
    /// <param name="read">What there is, or <see cref="Problems.NotFound"/>.</param>
    internal static async Task<IResult> Replace<TIn, TOut>(
        Visit visit, Func<Session, Task<Result<TOut>>> read, Func<TIn, Work, Book, Task<Rejection?>> act)
        where TIn : class
    {
        if (!(await Sent.Json<TIn>(visit.Http)).Ok(out var sent, out var why)) return Problems.Of(why);
        var done = await visit.Act(async Task<Result<TOut>> (work, book) =>
        {
            if (!(await read(work.Db)).Ok(out var current, out var missing)) return missing;
            if (Conditions.Refuse(visit.Http, current) is { } unseen) return unseen;
            if (await act(sent, work, book) is { } refused) return refused;
            return await read(work.Db);
        });
        return done.Ok(out var now, out why) ? Answers.Of(now) : Problems.Of(why);
    }

    /// <summary>Removes what a program has seen (<c>If-Match</c>).</summary>
    internal static async Task<IResult> Remove<T>(
        Visit visit, Func<Session, Task<Result<T>>> read, Func<Work, Book, Task<Rejection?>> act)
    {
        var done = await visit.Act(async Task<Result<Nothing>> (work, book) =>
        {
            if (!(await read(work.Db)).Ok(out var current, out var missing)) return missing;
            if (Conditions.Refuse(visit.Http, current) is { } unseen) return unseen;
            return await act(work, book) is { } refused ? refused : default(Nothing);
        });
        return done.Rejection is { } why ? Problems.Of(why) : Results.NoContent();
    }

    /// <summary>The key of a request, with or without the quotation marks that the draft standard puts around it.
    /// </summary>
    /// <returns>The key, or <c>api.idempotency-key</c>.</returns>
    internal static Result<string> Key(HttpContext http)
    {
        var key = http.Request.Headers[KeyHeader].ToString().Trim().Trim('"');
        return key.Length is > 0 and <= KeptAnswers.LongestKey && key.All(letter => letter is >= ' ' and <= '~')
            ? key
            : new Rejection("api.idempotency-key",
                $"Die Anfrage braucht „{KeyHeader}“ mit 1 bis {KeptAnswers.LongestKey} Zeichen ASCII.");
    }

    static Result<KeyedRequest> Request(Visit visit, byte[] content)
    {
        if (!Key(visit.Http).Ok(out var key, out var why)) return why;
        var address = $"{visit.Http.Request.Method} {visit.Http.Request.GetEncodedPathAndQuery()}\n";
        return new KeyedRequest(
            visit.Body.Id, visit.Token().Id, key, [.. Encoding.UTF8.GetBytes(address), .. content]);
    }

    sealed class Answer(KeptAnswer answer, bool isReplay) : IResult
    {
        public Task ExecuteAsync(HttpContext http)
        {
            http.Response.StatusCode = answer.Status;
            http.Response.ContentType = ApiJson.Type;
            if (answer.Location is not null) http.Response.Headers.Location = answer.Location;
            if (isReplay) http.Response.Headers[ReplayHeader] = "true";
            return http.Response.Body.WriteAsync(answer.Content, http.RequestAborted).AsTask();
        }
    }
}
