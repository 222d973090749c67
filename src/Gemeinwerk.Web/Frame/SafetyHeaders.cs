namespace Gemeinwerk.Web.Frame;

/// <summary>What browsers are told about every answer: no foreign content, no frames, nothing guessed.</summary>
static class SafetyHeaders
{
    // data: is for the icons that KERN draws as masks; they are pictures in its own style sheet.
    const string Policy = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        + "form-action 'self'; frame-ancestors 'none'";

    internal static Task Add(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XFrameOptions = "DENY";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // What stands in a book stays in no cache; assets say otherwise themselves.
        headers.CacheControl = "no-store";
        return next(http);
    }
}
