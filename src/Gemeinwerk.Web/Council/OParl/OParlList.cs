using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Extensions;

namespace Gemeinwerk.Web.Council.OParl;

/// <summary>A page of a list with its filters, OParl 1.1 section 2.5.</summary>
static class OParlList
{
    const int Most = 100;

    static readonly string[] filters =
        ["created_since", "created_until", "modified_since", "modified_until", "omit_internal", "limit"];

    /// <param name="address">Of the list, without filters.</param>
    internal static IResult Of(HttpContext http, string address, IEnumerable<OParlObject> all)
    {
        if (!Time("created_since", out var createdSince) || !Time("created_until", out var createdUntil)
            || !Time("modified_since", out var modifiedSince) || !Time("modified_until", out var modifiedUntil)
            || !Number("limit", Most, out var size) || !Number("page", 1, out var page))
        {
            return OParlAnswer.Error(StatusCodes.Status400BadRequest);
        }
        size = Math.Min(size, Most);
        var isBrief = http.Request.Query["omit_internal"] == "true";
        var found = all.Where(it => !(it.Created < createdSince) && !(it.Created > createdUntil)
            && !(it.Modified < modifiedSince) && !(it.Modified > modifiedUntil)
            // Who asks for changes is told what is gone; nobody else is.
            && (!it.IsDeleted || modifiedSince is not null)).ToList();
        var pages = Math.Max(1, (found.Count + size - 1) / size);
        var data = found.Skip((int)Math.Min(int.MaxValue, (page - 1L) * size)).Take(size)
            .Select(it => (JsonNode?)(isBrief ? it.WithoutInner() : it.Json));
        var links = new JsonObject { ["first"] = Page(1), ["self"] = Page(page), ["last"] = Page(pages) };
        if (page > 1) links["prev"] = Page(Math.Min(page - 1, pages));
        if (page < pages) links["next"] = Page(page + 1);
        return OParlAnswer.Of(new JsonObject
        {
            ["data"] = new JsonArray([.. data]),
            ["pagination"] = new JsonObject
            {
                ["totalElements"] = found.Count,
                ["elementsPerPage"] = size,
                ["currentPage"] = page,
                ["totalPages"] = pages,
            },
            ["links"] = links,
        });

        bool Time(string name, out DateTimeOffset? at)
        {
            at = null;
            if (http.Request.Query[name].ToString() is not { Length: > 0 } text) return true;
            // Who forgets to encode the plus of an offset sends a blank.
            var isTime = DateTimeOffset.TryParseExact(text.Replace(' ', '+'),
                ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ssK"],
                CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed);
            if (isTime) at = parsed;
            return isTime;
        }

        bool Number(string name, int otherwise, out int number)
        {
            number = otherwise;
            return http.Request.Query[name].ToString() is not { Length: > 0 } text
                || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= 1;
        }

        string Page(int no)
        {
            var kept = new QueryBuilder(filters.Where(name => http.Request.Query[name].Count > 0)
                .Select(name => KeyValuePair.Create(name, http.Request.Query[name].ToString())));
            if (no > 1) kept.Add("page", no.ToString(CultureInfo.InvariantCulture));
            return address + kept.ToString();
        }
    }
}
