using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;

namespace Gemeinwerk.Tests.Web.Api;

/// <summary>An operation as the description has it.</summary>
sealed record Operation(string Id, HttpMethod Method, string Path, JsonObject Description)
{
    readonly Regex address = new($"^{Regex.Replace(Path, @"\{[^}]+\}", "[^/]+")}/?$");

    internal bool Is(HttpMethod method, string path) => method == Method && address.IsMatch(path);

    internal IEnumerable<JsonObject> Parameters =>
        Description["parameters"]?.AsArray().Select(it => it!.AsObject()) ?? [];

    /// <summary>The schema of what is sent, or null.</summary>
    internal JsonNode? Sent(string type) => Description["requestBody"]?["content"]?[type]?["schema"];

    internal bool Asks(string header) => Parameters.Any(it => (string?)it["name"] == header);
}

/// <summary>The description of the interface, and whether answers are what it says.</summary>
sealed class Contract
{
    readonly JsonObject document;
    readonly Dictionary<string, JsonSchema> schemas = [];
    readonly string definitions;

    Contract(JsonObject document)
    {
        this.document = document;
        definitions = Local(document["components"]!["schemas"]!);
        Operations =
        [
            .. document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(it => new Operation(
                (string)it.Value!["operationId"]!, HttpMethod.Parse(it.Key), path.Key, it.Value.AsObject())))
                // An address with a literal where another has a parameter is the one that is meant.
                .OrderBy(it => it.Path.Count(letter => letter == '{')),
        ];
    }

    internal IReadOnlyList<Operation> Operations { get; }

    internal JsonObject Document => document;

    internal static async Task<Contract> Of(HttpClient client) =>
        new(JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json"))!.AsObject());

    internal Operation? Find(HttpMethod method, string path) => Operations.FirstOrDefault(it => it.Is(method, path));

    /// <summary>What is wrong with an answer, or null.</summary>
    internal string? Fault(HttpMethod method, string path, int status, string? type, byte[] content)
    {
        if (Find(method, path) is not { } operation) return status is 401 or 404 or 429 ? null : "undocumented address";
        if (operation.Description["responses"]?[$"{status}"] is not { } answer) return $"undocumented status {status}";
        if (status is 204 or 304) return content.Length == 0 ? null : "an answer without content has some";
        if (answer["content"]?[type ?? ""]?["schema"] is not { } schema) return $"undocumented content type {type}";
        return type!.EndsWith("json", StringComparison.Ordinal) ? Fault(schema, content) : null;
    }

    internal string? Fault(JsonNode schema, byte[] content)
    {
        var text = Local(schema);
        if (!schemas.TryGetValue(text, out var built))
        {
            built = JsonSchema.FromText($$"""
                {"$id": "urn:schema:{{schemas.Count}}", "$ref": "#/$defs/it",
                 "$defs": {"it": {{text}}, {{definitions[1..]}}}
                """, new BuildOptions { SchemaRegistry = new() });
            schemas[text] = built;
        }
        using var value = JsonDocument.Parse(content);
        var result = built.Evaluate(value.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        if (result.IsValid) return null;
        var errors = (result.Details ?? []).Where(it => it.Errors is not null).SelectMany(it =>
            it.Errors!.Select(error => $"{it.InstanceLocation}: {error.Value}"));
        return string.Join("; ", errors.Take(5));
    }

    static string Local(JsonNode schema) =>
        schema.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal);
}

/// <summary>Holds every answer against the description.</summary>
sealed class ContractHandler(Contract contract) : DelegatingHandler(new HttpClientHandler { AllowAutoRedirect = false })
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
    {
        var answer = await base.SendAsync(request, stop);
        var type = answer.Content.Headers.ContentType?.MediaType;
        if (type == "text/event-stream") return answer;
        await answer.Content.LoadIntoBufferAsync(stop);
        var content = await answer.Content.ReadAsByteArrayAsync(stop);
        var path = request.RequestUri!.AbsolutePath;
        var fault = contract.Fault(request.Method, path, (int)answer.StatusCode, type, content);
        Assert.True(fault is null, $"{request.Method} {request.RequestUri.PathAndQuery} -> {(int)answer.StatusCode}: "
            + $"{fault}\n{System.Text.Encoding.UTF8.GetString(content.AsSpan(0, Math.Min(content.Length, 2000)))}");
        return answer;
    }
}
