using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gemeinwerk.Basics;

/// <summary>
/// Events as JSON, in one spelling: what was written is what is read, and nothing else is. The kinds are those that
/// the base type names by <see cref="JsonDerivedTypeAttribute"/>.
/// </summary>
/// <param name="what">What such an event is of, German genitive: <c>einer Verbandsversammlung</c>.</param>
/// <param name="mostCharacters">How long an event may be.</param>
sealed class EventForm<T>(string what, int mostCharacters) where T : class
{
    static readonly JsonSerializerOptions form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        AllowOutOfOrderMetadataProperties = true,
        MaxDepth = 16,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    /// <summary>The word of each kind: <c>member-joined</c>.</summary>
    internal IReadOnlyDictionary<Type, string> Kinds { get; } = typeof(T)
        .GetCustomAttributes(typeof(JsonDerivedTypeAttribute), inherit: false).Cast<JsonDerivedTypeAttribute>()
        .ToDictionary(it => it.DerivedType, it => (string)it.TypeDiscriminator!);

    internal string Kind(T happened) => Kinds[happened.GetType()];

    internal static string Write(T happened) => JsonSerializer.Serialize(happened, form);

    internal Rejection TooLong =>
        new("event.form", $"Das Ereignis {what} ist länger als {German.Count(mostCharacters)} Zeichen.");

    internal bool IsTooLong(string json) => json.Length > mostCharacters;

    /// <summary>Reads what somebody else wrote; what it lacks is named.</summary>
    /// <returns>The event, or <c>event.form</c>.</returns>
    internal Result<T> Read(string json)
    {
        if (!Stored(json).Ok(out var happened, out var why)) return why;
        using var parsed = JsonDocument.Parse(json);
        return EventShape.Missing(parsed.RootElement, happened.GetType()) is { } field
            ? Wrong($": „{field}“ fehlt")
            : happened;
    }

    /// <summary>Reads what was written here.</summary>
    /// <returns>The event, or <c>event.form</c>.</returns>
    internal Result<T> Stored(string json)
    {
        if (IsTooLong(json)) return TooLong;
        var place = "";
        try
        {
            if (JsonSerializer.Deserialize<T>(json, form) is { } happened) return happened;
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException)
        {
            place = failure is JsonException { Path: { Length: > 1 } path } ? $" bei „{Texts.Shown(path)}“" : "";
        }
        return Wrong(place);
    }

    Rejection Wrong(string place) => new("event.form", $"Das ist kein Ereignis {what}{place}.");

    /// <summary>A member of an enum as it stands in an event.</summary>
    internal static string Word(object value) => JsonNamingPolicy.KebabCaseLower.ConvertName($"{value}");
}
