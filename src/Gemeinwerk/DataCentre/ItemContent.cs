using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gemeinwerk.Basics;

namespace Gemeinwerk.DataCentre;

/// <summary>
/// What one field of an item says: a number (also cents, or a day), a text, or the items it leads to.
/// </summary>
public readonly record struct FieldValue
{
    FieldValue(long number, string? text, IReadOnlyList<long>? targets) =>
        (Number, Text, Targets) = (number, text, targets);

    public long Number { get; }
    public string? Text { get; }
    public IReadOnlyList<long>? Targets { get; }

    public static FieldValue Of(long number) => new(number, null, null);

    public static FieldValue Of(string text) => new(0, text, null);

    /// <param name="targets">In any order, each once.</param>
    public static FieldValue Of(IEnumerable<long> targets) => new(0, null, [.. targets.Distinct().Order()]);
}

/// <summary>
/// All that an item says, by field. Never changed; its text has one form only, so that equal contents are equal texts.
/// </summary>
public sealed class ItemContent
{
    static readonly JsonWriterOptions plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly SortedList<string, (Field Field, FieldValue Value)> values;

    ItemContent(SortedList<string, (Field, FieldValue)> values) => this.values = values;

    public static readonly ItemContent Empty = new(New());

    public static ItemContent Of(IEnumerable<(Field Field, FieldValue Value)> values)
    {
        var sorted = New();
        foreach (var (field, value) in values) sorted[field.Code] = (field, value);
        return new ItemContent(sorted);
    }

    public IEnumerable<(Field Field, FieldValue Value)> Values => values.Values;

    /// <summary>The items that its links lead to.</summary>
    public IEnumerable<(Field Field, long Target)> Links => values.Values
        .Where(it => it.Field.IsLink)
        .SelectMany(it => it.Value.Targets!, (it, target) => (it.Field, target));

    public FieldValue? this[Field field] => values.TryGetValue(field.Code, out var found) ? found.Value : null;

    public string? Text(Field field) => this[field]?.Text;

    public long? Number(Field field) => this[field]?.Number;

    public Money? Amount(Field field) => this[field] is { } value ? new Money(value.Number) : null;

    public DateOnly? Day(Field field) => this[field] is { } value ? Basics.Day.Of(value.Number) : null;

    /// <summary>The key of the item that a link leads to, or null.</summary>
    public long? Link(Field field) => this[field]?.Targets is [var target, ..] ? target : null;

    public IReadOnlyList<long> Targets(Field field) => this[field]?.Targets ?? [];

    /// <summary>This content where the changes say nothing; null takes a field away.</summary>
    public ItemContent With(IEnumerable<(Field Field, FieldValue? Value)> changes)
    {
        var sorted = New();
        foreach (var (code, value) in values) sorted.Add(code, value);
        foreach (var (field, value) in changes)
        {
            if (value is { Targets.Count: 0 } or null) sorted.Remove(field.Code);
            else sorted[field.Code] = (field, value.Value);
        }
        return new ItemContent(sorted);
    }

    /// <summary>A JSON object with its keys in ordinal order: <c>{"cores":96,"rack":[17],"serial":"HN1"}</c>.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, plain))
        {
            json.WriteStartObject();
            foreach (var (code, (_, value)) in values)
            {
                json.WritePropertyName(code);
                if (value.Text is { } text) json.WriteStringValue(text);
                else if (value.Targets is { } targets) WriteTargets(json, targets);
                else json.WriteNumberValue(value.Number);
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">It is not what was written for an item of this kind.</exception>
    internal static ItemContent Read(ItemKind kind, ReadOnlySpan<byte> text)
    {
        try
        {
            var json = new Utf8JsonReader(text);
            var sorted = New();
            json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var field = kind.Find(json.GetString()!) ?? throw new FormatException("A field of no kind.");
                json.Read();
                sorted.Add(field.Code, (field, ReadValue(ref json)));
            }
            return new ItemContent(sorted);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException("The content of an item is not what was written.", error);
        }
    }

    static FieldValue ReadValue(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.String) return FieldValue.Of(json.GetString()!);
        if (json.TokenType == JsonTokenType.Number) return FieldValue.Of(json.GetInt64());
        var targets = new List<long>();
        while (json.Read() && json.TokenType == JsonTokenType.Number) targets.Add(json.GetInt64());
        return FieldValue.Of(targets);
    }

    static void WriteTargets(Utf8JsonWriter json, IReadOnlyList<long> targets)
    {
        json.WriteStartArray();
        foreach (var target in targets) json.WriteNumberValue(target);
        json.WriteEndArray();
    }

    static SortedList<string, (Field Field, FieldValue Value)> New() => new(StringComparer.Ordinal);
}
