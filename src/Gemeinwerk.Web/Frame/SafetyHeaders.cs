namespace Gemeinwerk.Web.Frame;

/// <summary>What browsers are told about every answer: no foreign content, no frames, nothing guessed.</summary>
static class SafetyHeaders
{
    // data: is for the icons that KERN draws as masks; they are pictures in its own style sheet.
    const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
        + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    internal static Task Add(HttpContext http, RequestDelegate next)
    {
        // At the last moment, because an answer to a failure begins anew without what was set before.
        http.Response.OnStarting(Add, http);
        return next(http);
    }

    static Task Add(object state)
    {
        var http = (HttpContext)state;
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XFrameOptions = "DENY";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // What stands in a book stays in no cache; assets say otherwise themselves.
        if (headers.CacheControl.Count == 0) headers.CacheControl = "no-store";
        // Of this machine itself other programs may be asked without encryption.
        if (http.Request is { IsHttps: true, Host.Host: not ("localhost" or "127.0.0.1" or "[::1]") })
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }
        return Task.CompletedTask;
    }
}
