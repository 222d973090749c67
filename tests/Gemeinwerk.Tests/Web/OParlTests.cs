using System.Text.Json.Nodes;
using Gemeinwerk.Council;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Council;
using Gemeinwerk.Tests.Fixtures;
using Json.Schema;

namespace Gemeinwerk.Tests.Web;

/// <summary>OParl 1.1: lists and pages, filters, deleted objects, and the schema of the standard.</summary>
public class OParlTests
{
    const string Home = PublicPageTests.OParl;

    static readonly string[] lists =
    [
        "organizations", "persons", "memberships", "meetings", "agendaitems", "papers", "consultations", "files",
        "locations",
    ];

    public static TheoryData<Engine> Engines => Databases.Engines;

    static async Task<JsonNode> Get(Site site, string path) => JsonNode.Parse(await site.Html(path))!;

    [Theory, MemberData(nameof(Engines))]
    public async Task From_the_system_everything_is_found_and_every_address_answers(Engine engine)
    {
        await using var books = await Books.On(engine);
        await CouncilPageTests.Fill(books);
        await using var site = await Site.With(books, ("public.bodies", "testverband"));
        site.Visitor = null;
        var system = await Get(site, "/oparl/v1.1/system");
        Assert.Equal("https://schema.oparl.org/1.1/", (string?)system["oparlVersion"]);
        var body = (await Get(site, (string)system["body"]!))["data"]!.AsArray().Single()!;
        Assert.Equal("Verband testverband", (string?)body["name"]);
        var seen = new HashSet<string>();
        var open = new Queue<string>(Links(body, site.Address));
        while (open.TryDequeue(out var address))
        {
            if (!seen.Add(address)) continue;
            using var answer = await site.Client.GetAsync(address);
            Assert.True(answer.IsSuccessStatusCode, $"{address}: {answer.StatusCode}");
            if (answer.Content.Headers.ContentType!.MediaType != "application/json") continue;
            Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
            var json = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            if (json["data"] is null) Assert.Equal(address, (string?)json["id"]);
            foreach (var link in Links(json, site.Address)) open.Enqueue(link);
        }
        Assert.True(seen.Count >= 40, $"{seen.Count}");
        var papers = (await Get(site, $"{Home}/papers"))["data"]!.AsArray();
        Assert.Equal(["1/2017"], papers.Select(it => (string)it!["reference"]!));
        var text = await site.Html($"{Home}/file/1/text");
        Assert.Equal((int)papers[0]!["mainFile"]!["size"]!, System.Text.Encoding.UTF8.GetByteCount(text));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Pages_and_filters_cut_a_list_and_keep_each_other(Engine engine)
    {
        await using var books = await Books.On(engine);
        await CouncilPageTests.Fill(books);
        await using var site = await Site.With(books, ("public.bodies", "testverband"));
        var ids = new List<string>();
        var next = $"{Home}/persons?limit=2&modified_since=2000-01-01T00:00:00Z&omit_internal=true";
        while (next is not null)
        {
            var page = await Get(site, next);
            Assert.Equal(5, (int)page["pagination"]!["totalElements"]!);
            Assert.All(page["data"]!.AsArray(), it => Assert.Null(it!["membership"]));
            ids.AddRange(page["data"]!.AsArray().Select(it => (string)it!["id"]!));
            next = (string?)page["links"]!["next"];
        }
        Assert.Equal(5, ids.Distinct().Count());
        var first = (await Get(site, $"{Home}/persons"))["data"]![0]!;
        Assert.NotNull(first["membership"]);
        var at = Uri.EscapeDataString((string)first["modified"]!);
        foreach (var (filter, count) in new[]
        {
            ($"modified_since={at}", 5), ("modified_since=2999-01-01T00:00:00Z", 0), ($"created_until={at}", 5),
            ("created_until=2000-01-01T00:00:00%2B01:00", 0), ("created_since=2999-01-01T00:00:00Z", 0),
        })
        {
            Assert.Equal(count, (int)(await Get(site, $"{Home}/persons?{filter}"))["pagination"]!["totalElements"]!);
        }
        foreach (var wrong in (string[])["modified_since=gestern", "limit=0", "limit=x", "page=-1"])
        {
            Assert.Equal(400, await site.Status($"{Home}/persons?{wrong}"));
        }
        Assert.Empty((await Get(site, $"{Home}/persons?page=2147483647"))["data"]!.AsArray());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_was_withdrawn_or_cancelled_is_deleted_and_told_to_who_asks_for_changes(Engine engine)
    {
        await using var books = await Books.On(engine);
        await CouncilPageTests.Fill(books);
        (await CouncilTests.Record(books, new ItemWithdrawn(2, 1, "Grund Verborgen"),
            new SittingCalled(3, new(2018, 6, 1), null, "Hemer", new(2018, 5, 1), null),
            new ItemPlaced(3, 1, MotionKind.Ordinary, "Fällt weg", "Fällt weg", true, null, null, null, null),
            new SittingCancelled(3, "Grund Verborgen"))).Expect();
        await using var site = await Site.With(books, ("public.bodies", "testverband"));
        foreach (var (list, key, standing) in new[]
        {
            ("meeting", "3", 2), ("agendaitem", "2-1", 2), ("agendaitem", "3-1", 2),
        })
        {
            var gone = await Get(site, $"{Home}/{list}/{key}");
            Assert.Equal(["created", "deleted", "id", "modified", "type"],
                gone.AsObject().Select(it => it.Key).Order(StringComparer.Ordinal));
            Assert.True((bool)gone["deleted"]!);
            var usual = (await Get(site, $"{Home}/{list}s"))["data"]!.AsArray();
            Assert.Equal(standing, usual.Count);
            Assert.DoesNotContain(usual, it => (string)it!["id"]! == (string)gone["id"]!);
            var changed = (await Get(site, $"{Home}/{list}s?modified_since=2000-01-01T00:00:00Z"))["data"]!.AsArray();
            Assert.Contains(changed, it => (string)it!["id"]! == (string)gone["id"]!);
        }
        var meeting = await Get(site, $"{Home}/meeting/2");
        Assert.Equal(["Haushalt 2018"], meeting["agendaItem"]!.AsArray().Select(it => (string)it!["name"]!));
    }

    /// <summary>The schema of OParl lies beside the repository, because its licence is not ours.</summary>
    [Fact]
    public async Task Every_object_is_what_the_schema_of_the_standard_says()
    {
        var folder = new[] { "..", Path.Combine("..", "..") }
            .Select(up => Repository.PathOf(up, "shared", "data", "standards", "oparl", "schema-1.1"))
            .FirstOrDefault(Directory.Exists);
        Assert.SkipUnless(folder is not null, "The schema of OParl 1.1 is not beside the repository.");
        await using var books = await Books.On(Engine.Sqlite);
        await CouncilPageTests.Fill(books);
        (await CouncilTests.Record(books, new ItemWithdrawn(2, 1, "weg"))).Expect();
        await using var site = await Site.With(books, ("public.bodies", "testverband"));
        var all = new List<JsonNode> { await Get(site, "/oparl/v1.1/system"), await Get(site, Home) };
        foreach (var list in lists)
        {
            var page = await Get(site, $"{Home}/{list}?modified_since=2000-01-01T00:00:00Z");
            all.AddRange(page["data"]!.AsArray()!);
        }
        var schemas = new Dictionary<string, JsonSchema>();
        foreach (var json in all)
        {
            var type = ((string)json["type"]!).Split('/')[^1];
            if (!schemas.TryGetValue(type, out var schema)) schemas[type] = schema = Schema(folder!, type);
            var result = schema.Evaluate(
                System.Text.Json.JsonDocument.Parse(json.ToJsonString()).RootElement,
                new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true });
            Assert.True(result.IsValid || json["deleted"] is not null, $"{type}: {json}");
            // Beyond the schema of the standard: what it does not know does not stand there.
            var known = JsonNode.Parse(
                File.ReadAllText(Path.Combine(folder!, $"{type}.json")))!["properties"]!.AsObject();
            Assert.All(json.AsObject(), it => Assert.True(known.ContainsKey(it.Key), $"{type}: {it.Key}"));
        }
        Assert.Equal(11, schemas.Count);
    }

    /// <summary>Without what the standard adds for its own documentation.</summary>
    static JsonSchema Schema(string folder, string type)
    {
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, $"{type}.json")))!;
        Clean(schema);
        return JsonSchema.FromText(schema.ToJsonString());
    }

    static void Clean(JsonNode schema)
    {
        // Fields of lists that stand behind an address have the items of the list beside the type of the address.
        foreach (var (_, property) in schema["properties"]!.AsObject())
        {
            var it = property!.AsObject();
            if ((string?)it["format"] == "url") it["format"] = "uri";
            if (it["items"] is JsonObject items && (string?)items["format"] == "url") items["format"] = "uri";
            foreach (var name in (string[])["schema", "references", "backreference", "cardinality"])
            {
                it.Remove(name);
                (it["items"] as JsonObject)?.Remove(name);
            }
        }
    }

    /// <summary>Addresses of this application anywhere in an answer.</summary>
    static IEnumerable<string> Links(JsonNode? json, string address) => json switch
    {
        JsonObject it => it.SelectMany(pair => Links(pair.Value, address)),
        JsonArray it => it.SelectMany(item => Links(item, address)),
        JsonValue it when it.TryGetValue<string>(out var text)
            && text.StartsWith($"{address}/oparl/", StringComparison.Ordinal) => [text],
        _ => [],
    };
}
