using Microsoft.AspNetCore.Antiforgery;

namespace Gemeinwerk.Web.Frame;

/// <summary>
/// What was wrong with a request, where the server says so with an exception while it reads: a body or a form that is
/// larger than an address takes, cut off, or no form at all. Nothing of ours failed then.
/// </summary>
static class RequestFault
{
    /// <returns>The status of the answer, or null where the fault is ours.</returns>
    internal static int? StatusOf(Exception? error) => error switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        // The form is read when its token is looked for, which wraps what it found.
        AntiforgeryValidationException { InnerException: { } inner } => OfForm(inner),
        _ => null,
    };

    static int OfForm(Exception inner) => inner switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        // Limits of forms have no exception of their own: too many fields, too long a name, value or part.
        InvalidDataException { Message: var says } when says.Contains("exceeded", StringComparison.Ordinal) =>
            StatusCodes.Status413PayloadTooLarge,
        _ => StatusCodes.Status400BadRequest,
    };
}
