using Gemeinwerk.Basics;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Council.OParl;
using Microsoft.AspNetCore.Diagnostics;

namespace Gemeinwerk.Web.Frame;

/// <summary>
/// What went wrong, for programs (RFC 9457, below <c>/api</c>) and for people (a page everywhere else).
/// </summary>
public static class Errors
{
    /// <summary>A rejection for people where there is no form to show it in.</summary>
    public static IResult Page(Rejection why) => Show.Page<ErrorPage, ErrorPage.Said>(
        new("Das geht so nicht", why.ToString(), null), StatusCodes.Status422UnprocessableEntity);

    /// <summary>Gives an answer without content its text.</summary>
    internal static Task OfStatus(StatusCodeContext context) => Write(context.HttpContext);

    internal static Task OfException(HttpContext http)
    {
        var error = http.Features.Get<IExceptionHandlerFeature>()?.Error;
        http.Response.StatusCode = RequestFault.StatusOf(error) ?? StatusCodes.Status500InternalServerError;
        if (RequestFault.StatusOf(error) is { } status) RequestLog.Refused(http, status);
        return Write(http);
    }

    static Task Write(HttpContext http)
    {
        var status = http.Response.StatusCode;
        if (Bearer.IsAsked(http)) return Problems.Of(status).ExecuteAsync(http);
        if (OParlAnswer.IsAsked(http)) return OParlAnswer.Error(status).ExecuteAsync(http);
        if (http.Features.Get<Visit>() is null) http.Features.Set(Visit.OfNobody(http));
        var said = ErrorPage.Of(status, RequestScope.IdOf(http));
        return Show.Page<ErrorPage, ErrorPage.Said>(said, status).ExecuteAsync(http);
    }
}
