using System.Text.Json;
using Gemeinwerk.Basics;

namespace Gemeinwerk.DataCentre.Imports;

/// <summary>
/// Reads the objects of a JSON file one by one, never more than one in memory: those of an array, or of the array
/// <c>results</c> of a page as NetBox answers it.
/// </summary>
sealed class JsonObjects : IDisposable
{
    const int MostObjectBytes = 1 << 22;
    static readonly JsonReaderOptions strict = new() { MaxDepth = 32 };

    readonly Stream stream;
    byte[] buffer = new byte[1 << 16];
    int filled, start;
    bool isAtEnd, isInside, isPage;
    JsonReaderState state = new(strict);

    internal JsonObjects(Stream stream)
    {
        this.stream = stream;
        Fill();
        if (buffer.AsSpan(0, filled).StartsWith("\uFEFF"u8)) start = 3;
    }

    /// <summary>The physical line up to which was read.</summary>
    internal long Line { get; private set; } = 1;

    internal long BytesRead { get; private set; }

    /// <returns>The next object, which the caller disposes of; null at the end.</returns>
    /// <exception cref="JsonException">The file is no such JSON, is cut off, or nests deeper than 32
    /// levels.</exception>
    internal JsonDocument? Next()
    {
        if (!isInside) Enter();
        if (!isInside) return null;
        while (true)
        {
            var json = Reader();
            if (json.Read())
            {
                if (json.TokenType == JsonTokenType.EndArray)
                {
                    Consume(json);
                    isInside = false;
                    Leave();
                    return null;
                }
                if (JsonDocument.TryParseValue(ref json, out var document))
                {
                    Consume(json);
                    return document;
                }
            }
            More();
        }
    }

    public void Dispose() => stream.Dispose();

    /// <summary>Goes to the first object: past <c>[</c>, or past <c>{ … "results": [</c>.</summary>
    void Enter()
    {
        while (true)
        {
            var json = Reader();
            if (!json.Read())
            {
                More();
                continue;
            }
            if (!isPage && json.TokenType == JsonTokenType.StartArray)
            {
                isInside = true;
            }
            else if (!isPage && json.TokenType == JsonTokenType.StartObject)
            {
                isPage = true;
            }
            else if (isPage && json.TokenType == JsonTokenType.PropertyName)
            {
                var isResults = json.ValueTextEquals("results");
                if (!json.Read() || (!isResults && !json.TrySkip()))
                {
                    More();
                    continue;
                }
                isInside = isResults && json.TokenType == JsonTokenType.StartArray;
                if (isResults && !isInside) throw new JsonException("results is no array.");
            }
            else
            {
                throw new JsonException("No array of objects.");
            }
            Consume(json);
            if (isInside) return;
        }
    }

    /// <summary>Reads what comes behind the array, so that a file that is cut off there is told.</summary>
    void Leave()
    {
        while (true)
        {
            var json = Reader();
            var isRead = json.Read();
            if (isRead) Consume(json);
            else if (isAtEnd) return;
            else More();
        }
    }

    Utf8JsonReader Reader() => new(buffer.AsSpan(start, filled - start), isAtEnd, state);

    void Consume(Utf8JsonReader json)
    {
        var taken = (int)json.BytesConsumed;
        Line += buffer.AsSpan(start, taken).Count((byte)'\n');
        start += taken;
        BytesRead += taken;
        state = json.CurrentState;
    }

    void More()
    {
        if (isAtEnd) throw new JsonException("The file ends too early.");
        buffer.AsSpan(start, filled - start).CopyTo(buffer);
        (filled, start) = (filled - start, 0);
        if (filled == buffer.Length)
        {
            if (buffer.Length >= MostObjectBytes) throw new JsonException("An object is too large.");
            Array.Resize(ref buffer, buffer.Length * 2);
        }
        Fill();
    }

    void Fill()
    {
        var got = stream.Read(buffer, filled, buffer.Length - filled);
        filled += got;
        isAtEnd = got == 0;
    }

    /// <summary>Why a file cannot be read on.</summary>
    internal static Rejection Broken => new("inventory.json",
        "Von hier an ist die Datei kein gültiges JSON: beschädigt, abgeschnitten, kein Feld von Objekten, oder tiefer "
        + $"verschachtelt als {strict.MaxDepth} Ebenen.");
}
