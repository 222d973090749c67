using System.Globalization;
using System.Text.Json.Nodes;
using Gemeinwerk.Council;

namespace Gemeinwerk.Web.Council.OParl;

/// <summary>An object of OParl 1.1.</summary>
/// <param name="Json">Whole; of a deleted one what must remain.</param>
sealed record OParlObject(JsonObject Json, DateTimeOffset Created, DateTimeOffset Modified, bool IsDeleted)
{
    /// <summary>What may be left out where a client asks so (<c>omit_internal</c>).</summary>
    static readonly string[] inner = ["membership", "agendaItem", "legislativeTerm"];

    /// <param name="id">Its address.</param>
    /// <param name="type">As <c>Meeting</c>.</param>
    /// <param name="fields">What it says; null for an object that was deleted, which keeps its address and its times.
    /// </param>
    internal static OParlObject Of(
        string id, string type, Moments at, IEnumerable<(string Name, JsonNode? Value)>? fields)
    {
        // Clients send back the times that they were told, which have no parts of a second.
        var (created, modified) = (Whole(at.Created), Whole(at.Modified));
        var json = new JsonObject { ["id"] = id, ["type"] = OParlAnswer.Schema + type };
        foreach (var (name, value) in fields ?? [])
        {
            if (value is not null) json[name] = value;
        }
        json["created"] = Text(created);
        json["modified"] = Text(modified);
        if (fields is null) json["deleted"] = true;
        return new OParlObject(json, created, modified, fields is null);
    }

    /// <summary>The same without the lists of objects in it.</summary>
    internal JsonObject WithoutInner()
    {
        var json = (JsonObject)Json.DeepClone();
        foreach (var name in inner)
        {
            if (json[name] is JsonArray) json.Remove(name);
        }
        return json;
    }

    internal static string Text(DateTimeOffset at) =>
        at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    static DateTimeOffset Whole(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));
}
