using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Cli;

/// <summary>Answers for programs: names in camel case, amounts in integer cents under a name that ends on
/// <c>Cents</c>, days as <c>yyyy-mm-dd</c>, enumerations as their codes, keys of the database left out.</summary>
static class JsonAnswer
{
    static readonly JsonSerializerOptions form = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower), new Cents() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Name } },
    };

    internal static string Of(object value) => JsonSerializer.Serialize(value, form);

    static void Name(JsonTypeInfo type)
    {
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            var property = type.Properties[i];
            var held = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (held.IsGenericType && held.GetGenericTypeDefinition() == typeof(Id<>)) type.Properties.RemoveAt(i);
            else if (held == typeof(Money) && !property.Name.EndsWith("Cents", StringComparison.Ordinal))
            {
                property.Name += "Cents";
            }
        }
    }

    sealed class Cents : JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            new(reader.GetInt64());

        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(value.Cents);
    }
}
