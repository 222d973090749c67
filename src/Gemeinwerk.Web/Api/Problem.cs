using System.Text.Json.Serialization;
using Gemeinwerk.Basics;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Api;

/// <summary>What went wrong (RFC 9457).</summary>
/// <param name="Type">Names the kind of problem for ever: <c>urn:gemeinwerk:ledger.unbalanced</c>.</param>
/// <param name="Title">The stable code of the rejection, as listed in docs/errors.md.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">One German sentence, for people.</param>
/// <param name="TraceId">To be told to the administrators; their logs name it.</param>
/// <param name="Source">The legal source of the rule, where it has one.</param>
/// <param name="Errors">Everything that is wrong, where it is more than one thing.</param>
public sealed record Problem(
    string Type, string Title, int Status, string Detail, string TraceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Source = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ProblemPart>? Errors = null);

/// <summary>One thing that is wrong, at its place.</summary>
/// <param name="Line">The physical line of a file from 1; 0 where it is about the whole.</param>
/// <param name="Field">The column or place; may be empty.</param>
/// <param name="Code">The stable code of the rejection.</param>
/// <param name="Message">One German sentence, for people.</param>
/// <param name="Source">The legal source of the rule, or null.</param>
/// <param name="File">The name of the file, where several were sent.</param>
public sealed record ProblemPart(
    long Line, string Field, string Code, string Message, string? Source,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? File = null)
{
    internal static ProblemPart Of(Finding finding) =>
        new(finding.Line, finding.Field, finding.Why.Code, finding.Why.Message, finding.Why.Source);
}

/// <summary>Answers with problems. The code of a rejection decides the status: those of the interface itself have
/// theirs, all others are 422.</summary>
static class Problems
{
    internal static readonly Rejection NotFound =
        new("api.not-found", "Unter dieser Adresse gibt es nichts, oder nichts für diesen Token.");

    internal static readonly Rejection Changed =
        new("api.changed", "Das wurde inzwischen geändert. Bitte neu lesen und mit dem neuen ETag noch einmal senden.");

    internal static readonly Rejection TooLarge = new("api.too-large", "Was gesendet wurde, ist zu groß.");

    internal static IResult Of(Rejection why, IEnumerable<Finding>? findings = null) =>
        new Answer(StatusOf(why), why, findings is null ? null : [.. findings.Select(ProblemPart.Of)]);

    internal static IResult Of(int status) => new Answer(status, Plain(status), null);

    static int StatusOf(Rejection why) => why.Code switch
    {
        "api.body" or "api.idempotency-key" or "api.limit" or "api.parameter" => StatusCodes.Status400BadRequest,
        "api.not-found" => StatusCodes.Status404NotFound,
        "api.busy" => StatusCodes.Status409Conflict,
        "api.changed" => StatusCodes.Status412PreconditionFailed,
        "api.too-large" => StatusCodes.Status413PayloadTooLarge,
        "api.media-type" => StatusCodes.Status415UnsupportedMediaType,
        "api.if-match" => StatusCodes.Status428PreconditionRequired,
        "api.streams" => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    /// <summary>What is said where nothing but a status is known.</summary>
    static Rejection Plain(int status) => status switch
    {
        400 => new("api.parameter", "Ein Teil der Adresse hat nicht die Form, die die Beschreibung verlangt."),
        401 => new("api.token", "Die Anfrage braucht einen gültigen Token: „Authorization: Bearer …“."),
        403 => new("api.scope", "Dem Token fehlt die Rolle, die dafür nötig ist."),
        404 => NotFound,
        405 => new("api.method", "Diese Adresse kennt die Methode nicht."),
        408 or 504 => new("api.timeout", "Die Anfrage hat zu lange gedauert."),
        413 => TooLarge,
        415 => new("api.media-type", "Diese Adresse nimmt einen anderen Inhaltstyp."),
        429 => new("api.too-many", "Zu viele Anfragen. Bitte nach der Zeit in „Retry-After“ noch einmal versuchen."),
        503 => new("api.not-set-up", "Die Anmeldung ist noch nicht eingerichtet."),
        _ => new("api.failure", "Es ist ein Fehler aufgetreten; nichts wurde verändert."),
    };

    sealed class Answer(int status, Rejection why, IReadOnlyList<ProblemPart>? errors) : IResult
    {
        public Task ExecuteAsync(HttpContext http)
        {
            http.Response.StatusCode = status;
            if (status == 401) http.Response.Headers.WWWAuthenticate = Bearer.Challenge(http);
            if (status == 429 && http.Response.Headers.RetryAfter.Count == 0) http.Response.Headers.RetryAfter = "1";
            http.Response.ContentType = ApiJson.ProblemType;
            return http.Response.Body.WriteAsync(ApiJson.Bytes(new Problem($"urn:gemeinwerk:{why.Code}", why.Code,
                status, why.Message, RequestScope.IdOf(http), why.Source, errors)), http.RequestAborted).AsTask();
        }
    }
}
