using Microsoft.AspNetCore.DataProtection;

namespace Gemeinwerk.Web.Frame;

/// <summary>
/// What was done, said once on the page after a redirect. It travels in a cookie that nobody else can write, because a
/// text in the address could be anybody's.
/// </summary>
public static class Notices
{
    const string Cookie = "gw-notice";

    public static IResult Redirect(Visit visit, string address, string notice)
    {
        visit.Http.Response.Cookies.Append(Cookie, Protector(visit.Http).Protect(notice), Options(visit.Http));
        return Results.Redirect(address);
    }

    internal static string? Take(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is not { Length: > 0 } kept || http.Response.HasStarted) return null;
        http.Response.Cookies.Delete(Cookie, Options(http));
        try
        {
            return Protector(http).Unprotect(kept);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    static IDataProtector Protector(HttpContext http) =>
        http.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector("notice");

    static CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps,
    };
}
