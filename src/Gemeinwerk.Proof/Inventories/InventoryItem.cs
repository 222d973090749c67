using System.Globalization;
using System.Text.Json;

namespace Gemeinwerk.Proof.Inventories;

/// <summary>What a field of an item says: a text, a number, or the items that it leads to.</summary>
sealed record ItemValue(string? Text, long Number, long[]? Links)
{
    public bool IsSame(ItemValue? other) => other is not null && Text == other.Text && Number == other.Number
        && (Links is null ? other.Links is null : other.Links is not null && Links.AsSpan().SequenceEqual(other.Links));

    public override string ToString() => Text is not null ? $"„{Text.Replace("\n", ", ", StringComparison.Ordinal)}“"
        : Links is not null ? $"[{string.Join(", ", Links)}]" : Number.ToString(CultureInfo.InvariantCulture);

    public static ItemValue Of(string text) => new(text, 0, null);

    /// <summary>The items led to, each once, in order; null for none.</summary>
    public static ItemValue? Of(IEnumerable<long> links) =>
        links.Distinct().Order().ToArray() is { Length: > 0 } all ? new(null, 0, all) : null;
}

/// <summary>An item of an inventory, and where it was read.</summary>
sealed record InventoryItem(
    string File, long Line, long Id, string Kind, string Key, string Name, SortedDictionary<string, ItemValue> Content)
{
    public string Place => $"{File}, Zeile {Line}";

    public override string ToString() => $"{Kind} „{Name}“";

    /// <returns>Null where it is no object of texts, whole numbers and lists of keys, each name once.</returns>
    public static SortedDictionary<string, ItemValue>? Parse(ReadOnlySpan<byte> json)
    {
        var content = new SortedDictionary<string, ItemValue>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (Value(ref reader) is not { } value || !content.TryAdd(name, value)) return null;
        }
        return content;
    }

    static ItemValue? Value(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String) return ItemValue.Of(reader.GetString()!);
        if (reader.TokenType == JsonTokenType.Number)
            return reader.TryGetInt64(out var number) ? new ItemValue(null, number, null) : null;
        if (reader.TokenType != JsonTokenType.StartArray) return null;
        var links = new List<long>();
        while (reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var link))
            links.Add(link);
        return reader.TokenType == JsonTokenType.EndArray ? new ItemValue(null, 0, [.. links]) : null;
    }
}

/// <summary>One inventory export as read; what could not be read is a fault already and left out here.</summary>
sealed class Inventory(string file)
{
    public string File => file;
    public long Count { get; set; }
    public byte[] Root { get; set; } = Notes.Merkle.EmptyRoot;
    public SortedDictionary<long, InventoryItem> Items { get; } = [];
}
