using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gemeinwerk.Web.Api;

/// <summary>
/// The one form of JSON of the interface: camel case, enumerations as codes, days as <c>2026-01-31</c>, and strict in
/// what it takes, so that a misspelt member is refused and never ignored.
/// </summary>
static class ApiJson
{
    internal const string Type = "application/json", ProblemType = "application/problem+json";

    internal static readonly JsonSerializerOptions Form = Set(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    internal static JsonSerializerOptions Set(JsonSerializerOptions form)
    {
        form.NumberHandling = JsonNumberHandling.Strict;
        form.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        form.PropertyNameCaseInsensitive = false;
        form.RespectNullableAnnotations = true;
        form.RespectRequiredConstructorParameters = true;
        form.AllowDuplicateProperties = false;
        form.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        form.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        return form;
    }

    /// <summary>What this program wrote with <see cref="Bytes"/>; null where it was another version.</summary>
    internal static T? Read<T>(byte[] content) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(content, Form);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal static byte[] Bytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Form);
}
