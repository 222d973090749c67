using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>Events as JSON, in one spelling: what was written is what is read, and nothing else is.</summary>
public static class CouncilForm
{
    /// <summary>Longest event, in characters: a statute is one.</summary>
    public const int MostCharacters = 400_000;

    static readonly JsonSerializerOptions form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = false,
        AllowOutOfOrderMetadataProperties = true,
        MaxDepth = 16,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    public static string Write(CouncilEvent happened) => JsonSerializer.Serialize(happened, form);

    /// <returns>The event, or <c>council.event</c>.</returns>
    public static Result<CouncilEvent> Read(string json)
    {
        if (json.Length > MostCharacters)
        {
            return new Rejection("council.event",
                $"Das Ereignis ist länger als {German.Count(MostCharacters)} Zeichen.");
        }
        try
        {
            if (JsonSerializer.Deserialize<CouncilEvent>(json, form) is { } happened) return happened;
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException)
        {
            var place = failure is JsonException { Path: { Length: > 1 } path } ? $" bei „{Texts.Shown(path)}“" : "";
            return new Rejection("council.event", $"Das ist kein Ereignis einer Verbandsversammlung{place}.");
        }
        return new Rejection("council.event", "Das ist kein Ereignis einer Verbandsversammlung.");
    }

    /// <summary>The word of an event's kind: <c>member-joined</c>.</summary>
    internal static string Kind(CouncilEvent happened) => kinds[happened.GetType()];

    /// <summary>All words.</summary>
    public static IReadOnlyCollection<string> Kinds => [.. kinds.Values];

    internal static IReadOnlyDictionary<Type, string> Types => kinds;

    /// <summary>A member of an enum as it stands in an event.</summary>
    internal static string Word(object value) => JsonNamingPolicy.KebabCaseLower.ConvertName($"{value}");

    static readonly Dictionary<Type, string> kinds = typeof(CouncilEvent)
        .GetCustomAttributes(typeof(JsonDerivedTypeAttribute), inherit: false).Cast<JsonDerivedTypeAttribute>()
        .ToDictionary(it => it.DerivedType, it => (string)it.TypeDiscriminator!);
}
