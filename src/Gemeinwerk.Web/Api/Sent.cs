using System.Security.Cryptography;
using System.Text.Json;
using Gemeinwerk.Basics;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Api;

/// <summary>Reads what a program sent, once, and says what is wrong with it.</summary>
static class Sent
{
    /// <summary>The whole content of a request.</summary>
    /// <returns>Its bytes, or <c>api.too-large</c>.</returns>
    internal static async Task<Result<byte[]>> Bytes(HttpContext http)
    {
        using var content = new MemoryStream();
        try
        {
            await http.Request.Body.CopyToAsync(content, http.RequestAborted);
        }
        catch (BadHttpRequestException bad) when (bad.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge(http);
        }
        return content.ToArray();
    }

    static Rejection TooLarge(HttpContext http)
    {
        RequestLog.Refused(http, StatusCodes.Status413PayloadTooLarge);
        return Problems.TooLarge;
    }

    /// <returns>Null where what is sent is of a type, or <c>api.media-type</c>.</returns>
    internal static Rejection? Refuse(HttpContext http, string type)
    {
        var given = http.Request.GetTypedHeaders().ContentType?.MediaType.Value;
        return given == type || given == "application/octet-stream"
            ? null
            : new("api.media-type", $"Diese Adresse nimmt „Content-Type: {type}“.");
    }

    /// <summary>Writes what is sent to a file, so that memory stays flat however large it is.</summary>
    /// <returns>Its digest, or <c>api.media-type</c>, <c>api.too-large</c>.</returns>
    internal static async Task<Result<byte[]>> File(HttpContext http, string type, string path)
    {
        if (Refuse(http, type) is { } wrong) return wrong;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        await using var to = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1);
        try
        {
            while (await http.Request.Body.ReadAsync(buffer, http.RequestAborted) is var read and > 0)
            {
                hash.AppendData(buffer, 0, read);
                await to.WriteAsync(buffer.AsMemory(0, read), http.RequestAborted);
            }
        }
        catch (BadHttpRequestException bad) when (bad.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge(http);
        }
        return hash.GetHashAndReset();
    }

    /// <summary>What a request sends, as what it should be.</summary>
    /// <returns>It, or <c>api.too-large</c>, <c>api.media-type</c>, <c>api.body</c>.</returns>
    internal static async Task<Result<T>> Json<T>(HttpContext http) where T : class =>
        (await Bytes(http)).Ok(out var content, out var why) ? Json<T>(http, content) : why;

    /// <summary>Makes of a content what it should be.</summary>
    /// <returns>It, or <c>api.media-type</c>, <c>api.body</c>.</returns>
    internal static Result<T> Json<T>(HttpContext http, byte[] content) where T : class
    {
        if (!http.Request.HasJsonContentType())
        {
            return new Rejection("api.media-type", "Diese Adresse nimmt JSON: „Content-Type: application/json“.");
        }
        try
        {
            if (Forbidden(content) is { } bad) return Wrong(bad);
            return JsonSerializer.Deserialize<T>(content, ApiJson.Form) is { } value
                ? value
                : Wrong("Es steht null da.");
        }
        catch (JsonException error)
        {
            return Wrong($"Stelle {error.Path ?? "$"}, Zeile {error.LineNumber + 1}.");
        }
        catch (InvalidOperationException)
        {
            // The reader's way to say that an escape sequence is half a character.
            return Wrong("Ein Text enthält ungültige Unicode-Zeichen.");
        }

        static Rejection Wrong(string where) =>
            new("api.body", $"Der Inhalt ist nicht das JSON, das die Beschreibung verlangt. {where}");
    }

    /// <summary>Why a content is refused whatever it should be: a text that no database keeps, or nothing in the place
    /// of an item. Throws where it is no JSON.</summary>
    static string? Forbidden(byte[] content)
    {
        var reader = new Utf8JsonReader(content);
        var isArray = new Stack<bool>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray or JsonTokenType.StartObject:
                    isArray.Push(reader.TokenType == JsonTokenType.StartArray);
                    break;
                case JsonTokenType.EndArray or JsonTokenType.EndObject:
                    isArray.Pop();
                    break;
                case JsonTokenType.Null when isArray.TryPeek(out var inArray) && inArray:
                    return "In einer Liste steht null.";
                case JsonTokenType.String or JsonTokenType.PropertyName
                    when reader.GetString()!.Contains('\0', StringComparison.Ordinal):
                    return "Texte dürfen kein Zeichen U+0000 enthalten.";
            }
        }
        return null;
    }
}
