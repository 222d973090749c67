using System.Globalization;
using Gemeinwerk.Basics;
using Microsoft.AspNetCore.Localization;

namespace Gemeinwerk.Web.Frame;

/// <summary>The switch between German and English; the choice is kept in a cookie.</summary>
static class Language
{
    internal const string Cookie = "gw-language";

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/language/{code}", Set).Public();

    static IResult Set(HttpContext http, string code, string? back)
    {
        if (code is not ("de" or "en")) return Results.NotFound();
        var culture = new RequestCulture(German.Culture, CultureInfo.GetCultureInfo(code));
        http.Response.Cookies.Append(Cookie, CookieRequestCultureProvider.MakeCookieValue(culture), new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
            MaxAge = TimeSpan.FromDays(365),
        });
        return Results.LocalRedirect(LocalAddress.Of(back));
    }
}
