using System.Text;
using System.Text.Json;

namespace Gemeinwerk.Ledger.Exports;

/// <summary>What open items and assets have in common in their export: a header, then a line each, sorted by number.
/// </summary>
static class HoldingsExport
{
    /// <param name="kind"><c>items</c> or <c>assets</c>: names the format and the count in its header.</param>
    /// <param name="size">The length of the journal that they belong to.</param>
    /// <returns>How many were written.</returns>
    internal static async Task<long> Write<T>(
        Body body, Stream to, string kind, long size, List<T> holdings, Func<T, string> number,
        Action<JsonLines, Utf8JsonWriter, T> write)
    {
        holdings.Sort((a, b) => CompareUtf8(number(a), number(b)));
        using var lines = new JsonLines(to);
        var header = lines.Start();
        header.WriteString("format", $"gemeinwerk-{kind}/1");
        header.WriteString("body", body.Code);
        header.WriteNumber("size", size);
        header.WriteNumber(kind, holdings.Count);
        lines.End();
        foreach (var part in holdings.Chunk(4096))
        {
            foreach (var holding in part)
            {
                var json = lines.Start();
                json.WriteString("number", number(holding));
                write(lines, json, holding);
                lines.End();
            }
            await lines.Flush();
        }
        await lines.Flush();
        return holdings.Count;
    }

    /// <summary>The order of the UTF-8 bytes, which UTF-16 keeps except for characters beyond the first plane.
    /// </summary>
    static int CompareUtf8(string a, string b) =>
        Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b));
}
