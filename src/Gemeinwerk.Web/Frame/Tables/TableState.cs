using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;

namespace Gemeinwerk.Web.Frame.Tables;

/// <summary>
/// What a visitor asked of a table. All of it stands in the address, so that the address can be kept and passed on.
/// </summary>
public sealed class TableState
{
    public static readonly IReadOnlyList<int> Sizes = [25, 50, 100, 500];

    const string FilterKey = "q", SortKey = "sort", PageKey = "page", AfterKey = "after", SizeKey = "size";
    const int LongestFilter = 200;

    readonly PathString path;
    readonly IQueryCollection query;

    public TableState(HttpRequest request)
    {
        path = request.Path;
        query = request.Query;
        var filter = query[FilterKey].ToString().Trim();
        Filter = filter.Length <= LongestFilter ? filter : filter[..LongestFilter];
        Sort = query[SortKey].ToString();
        After = query[AfterKey].ToString() is { Length: > 0 } after ? after : null;
        Page = Number(PageKey) ?? 1;
        Size = Number(SizeKey) is { } size && Sizes.Contains(size) ? size : 50;
    }

    /// <summary>A text that the rows must contain; may be empty.</summary>
    public string Filter { get; }

    /// <summary>A column's key, with a minus in front for descending; may be empty.</summary>
    public string Sort { get; }

    /// <summary>From 1.</summary>
    public int Page { get; private set; }

    /// <summary>The same without pages.</summary>
    internal TableState Whole()
    {
        var whole = (TableState)MemberwiseClone();
        (whole.Page, whole.Size) = (1, int.MaxValue);
        return whole;
    }

    /// <summary>Where the slice begins, for sources that are read in slices.</summary>
    public string? After { get; }

    public int Size { get; private set; }

    public string SortedBy(string? order) => Sort.Length > 0 ? Sort : order ?? "";

    /// <summary>The address of the same table sorted by a column; a second time turns the order around.</summary>
    public string SortAddress(string column, string? order) => With(
        (SortKey, SortedBy(order) == column ? $"-{column}" : column), (PageKey, null), (AfterKey, null));

    public string PageAddress(int page) => With((PageKey, page == 1 ? null : $"{page}"));

    public string AfterAddress(string? after) => With((AfterKey, after));

    /// <summary>The same table from its beginning with another number of rows on a page.</summary>
    public string SizeAddress(int size) => With((SizeKey, $"{size}"), (PageKey, null), (AfterKey, null));

    public string FormatAddress(string format) => With(("format", format), (PageKey, null), (AfterKey, null));

    /// <summary>What a filter form must carry along, because it has no field for it.</summary>
    public IEnumerable<(string Key, string Value)> Carried =>
        from key in (string[])[SortKey, SizeKey]
        where query.ContainsKey(key)
        select (key, query[key].ToString());

    string With(params IReadOnlyList<(string Key, string? Value)> changes)
    {
        var kept = query
            .Where(pair => changes.All(change => change.Key != pair.Key) && pair.Value.ToString().Length > 0)
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString()));
        var added = changes
            .Where(change => change.Value is not null)
            .Select(change => KeyValuePair.Create(change.Key, change.Value!));
        return path + new QueryBuilder(kept.Concat(added)).ToString();
    }

    int? Number(string key) =>
        int.TryParse(query[key].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number > 0 ? number : null;
}
