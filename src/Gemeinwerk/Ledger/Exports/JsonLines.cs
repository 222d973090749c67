using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gemeinwerk.Ledger.Exports;

/// <summary>
/// Writes JSON Lines (docs/formats.md sections 2 and 4) through one buffer that is used again and again.
/// </summary>
sealed class JsonLines(Stream to) : IDisposable
{
    static readonly JsonWriterOptions Form = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    static readonly Dictionary<string, JsonEncodedText> Members = new[]
    {
        "no", "kind", "year", "period", "booked", "effective", "document", "text", "by", "at", "external", "reverses",
        "leaf", "postings", "account", "amount", "product", "centre", "payment", "party", "item", "asset", "movement",
    }.ToDictionary(name => name, name => JsonEncodedText.Encode(name));

    readonly ArrayBufferWriter<byte> buffer = new(1 << 18);
    readonly Utf8JsonWriter json = new(new ArrayBufferWriter<byte>(), Form);

    internal Utf8JsonWriter Start()
    {
        json.Reset(buffer);
        json.WriteStartObject();
        return json;
    }

    internal void End()
    {
        json.WriteEndObject();
        json.Flush();
        buffer.Write("\n"u8);
    }

    internal async ValueTask Flush()
    {
        await to.WriteAsync(buffer.WrittenMemory);
        buffer.ResetWrittenCount();
    }

    internal void Day(string name, long number)
    {
        Span<char> day = stackalloc char[10];
        Basics.Day.Of(number).TryFormat(day, out _, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        json.WriteString(name, day);
    }

    internal static JsonEncodedText Member(string name) => Members[name];

    public void Dispose() => json.Dispose();
}
