using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Frame;
using Microsoft.AspNetCore.Http.Extensions;

namespace Gemeinwerk.Web.Api;

/// <summary>A part of a list.</summary>
/// <param name="Items">In the order that the operation describes.</param>
/// <param name="Next">The address of the next part; null after the last.</param>
public sealed record Listed<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>
/// Lists in parts. A cursor says where a part begins, so it stays right when something is added before it; the next
/// address stands in the answer and in the header <c>Link</c>.
/// </summary>
static class Lists
{
    internal const int Most = 500;

    /// <summary>A list that is read whole and cut here: master data, balances.</summary>
    /// <param name="key">Unique; the list is in its order.</param>
    /// <param name="texts">What the filter <c>q</c> looks into.</param>
    internal static async Task<IResult> Of<T>(
        Visit visit, Paging paging, Func<Session, Task<IEnumerable<T>>> read, Func<T, string> key,
        Func<T, IEnumerable<string?>>? texts = null)
    {
        if (!paging.Size().Ok(out var size, out var why)) return Problems.Of(why);
        if (!paging.Place().Ok(out var after, out why)) return Problems.Of(why);
        var all = (await visit.Read(read))
            .Where(it => paging.Q is not { Length: > 0 } q || texts is null || texts(it).Any(text =>
                text?.Contains(q, StringComparison.CurrentCultureIgnoreCase) == true))
            .OrderBy(key, StringComparer.Ordinal)
            .SkipWhile(it => after is not null && string.CompareOrdinal(key(it), after) <= 0)
            .Take(size + 1).ToList();
        return all.Count > size ? Answer(visit, all[..size], key(all[size - 1])) : Answer(visit, all, null);
    }

    /// <summary>A list that the database cuts: whatever grows with the journal.</summary>
    /// <param name="read">Gets where to begin (null at the start) and how many are wanted.</param>
    internal static async Task<IResult> Sliced<T>(
        Visit visit, Paging paging,
        Func<Session, string?, int, Task<Result<(IReadOnlyList<T> Items, string? Next)>>> read)
    {
        if (!paging.Size().Ok(out var size, out var why)) return Problems.Of(why);
        if (!paging.Place().Ok(out var after, out why)) return Problems.Of(why);
        return (await visit.Read(db => read(db, after, size))).Ok(out var part, out why)
            ? Answer(visit, part.Items, part.Next)
            : Problems.Of(why);
    }

    /// <summary>The same for what has gapless numbers, newest first.</summary>
    /// <param name="read">Gets the number below which to begin and how many are wanted.</param>
    internal static Task<IResult> NewestFirst<T>(
        Visit visit, Paging paging, Func<Session, long, int, Task<List<T>>> read, Func<T, long> no) =>
        Sliced(visit, paging, async Task<Result<(IReadOnlyList<T>, string?)>> (db, place, most) =>
        {
            var before = long.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : long.MaxValue;
            var items = await read(db, before, most);
            return (items, items.Count == most && no(items[^1]) > 1 ? $"{no(items[^1])}" : null);
        });

    static IResult Answer<T>(Visit visit, IReadOnlyList<T> items, string? place)
    {
        if (place is null) return Answers.Of(new Listed<T>(items, null));
        var request = visit.Http.Request;
        var query = new QueryBuilder(request.Query.Where(it => it.Key != "after")
            .Select(it => KeyValuePair.Create(it.Key, it.Value.ToString())))
        {
            { "after", Paging.Cursor(place) },
        };
        var next = request.Path.ToUriComponent() + query;
        visit.Http.Response.Headers.Link = $"<{next}>; rel=\"next\"";
        return Answers.Of(new Listed<T>(items, next));
    }
}

/// <summary>Which part of a list is wanted.</summary>
/// <param name="After">The cursor of an address that an answer gave.</param>
/// <param name="Limit">How many at the most.</param>
/// <param name="Q">A text that the items must contain.</param>
readonly record struct Paging(string? After, int? Limit, string? Q = null)
{
    const int Usual = 100;

    internal static string Cursor(string place) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(place));

    internal Result<int> Size() => (Limit ?? Usual) is var size and >= 1 and <= Lists.Most
        ? size
        : new Rejection("api.limit", $"„limit“ liegt zwischen 1 und {Lists.Most}.");

    internal Result<string?> Place()
    {
        if (After is null) return (string?)null;
        return Base64Url.IsValid(After, out _)
            ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(After))
            : new Rejection("api.parameter", "„after“ ist kein Cursor, den eine Antwort genannt hat.");
    }
}

/// <summary>A filter that is one of the codes of an enumeration.</summary>
static class CodeFilter
{
    /// <returns>It, null where it is not asked for, or <c>api.parameter</c>.</returns>
    internal static Result<T?> Of<T>(string name, string? code) where T : struct, Enum
    {
        if (code is null) return (T?)null;
        return Codes.TryParse(code, out T value)
            ? (T?)value
            : new Rejection("api.parameter", $"„{name}“ ist eins von: {Codes.All<T>()}.");
    }
}
