using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gemeinwerk.Web.Council.OParl;

/// <summary>Answers of OParl 1.1: JSON that pages of others may read too.</summary>
static class OParlAnswer
{
    internal const string Root = "/oparl/v1.1", Schema = "https://schema.oparl.org/1.1/";

    static readonly JsonSerializerOptions form = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static bool IsAsked(HttpContext http) => http.Request.Path.StartsWithSegments("/oparl");

    internal static IResult Of(JsonNode json, int status = StatusCodes.Status200OK) => new Json(json, status);

    /// <summary>What went wrong, as section 2.9 wants it; what is missing and what is not public is the same.</summary>
    internal static IResult Error(int status) => Of(new JsonObject
    {
        ["type"] = $"{Schema}Error",
        ["message"] = status switch
        {
            StatusCodes.Status404NotFound => "Unter dieser Adresse gibt es nichts.",
            StatusCodes.Status400BadRequest =>
                "Ein Filter ist keine Zeit wie 2026-01-31T10:00:00+01:00 oder keine Zahl.",
            StatusCodes.Status429TooManyRequests => "Zu viele Anfragen; bitte später noch einmal.",
            _ => "Die Anfrage ist nicht möglich.",
        },
        ["debug"] = status.ToString(CultureInfo.InvariantCulture),
    }, status);

    sealed class Json(JsonNode json, int status) : IResult
    {
        public Task ExecuteAsync(HttpContext http)
        {
            http.Response.StatusCode = status;
            http.Response.Headers.AccessControlAllowOrigin = "*";
            http.Response.ContentType = "application/json; charset=utf-8";
            return http.Response.WriteAsync(json.ToJsonString(form), http.RequestAborted);
        }
    }
}
