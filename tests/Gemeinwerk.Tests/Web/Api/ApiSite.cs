using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Web.Api;

/// <summary>What came back from the interface.</summary>
sealed record Back(int Status, JsonNode? Json, HttpResponseMessage Message)
{
    internal string? Title => (string?)Json?["title"];

    internal string? Tag => Message.Headers.ETag?.ToString();

    internal string Text => Message.Content.ReadAsStringAsync().Result;
}

/// <summary>A site as programs use it; every answer is held against the description.</summary>
sealed class ApiSite : IAsyncDisposable
{
    readonly Site site;
    readonly Database database;
    readonly List<HttpClient> clients = [];

    ApiSite(Site site, Database database, Contract contract)
    {
        (this.site, this.database, Contract) = (site, database, contract);
        Nobody = Client(null);
    }

    internal Site Site => site;

    internal Contract Contract { get; }

    internal ProgramClient Nobody { get; }

    internal static async Task<ApiSite> Of(Books books)
    {
        var site = await Site.Of(books, () => null);
        return new ApiSite(site, books.Database, await Contract.Of(site.Client));
    }

    /// <summary>A program with roles in bodies.</summary>
    internal async Task<ProgramClient> Program(string name, params (Body Body, Role Role)[] scope)
    {
        var key = await Key(name, scope);
        return Client(key);
    }

    internal async Task<string> Key(string name, params (Body Body, Role Role)[] scope) =>
        (await database.Act("test", work => Tokens.Create(
            work, name, [.. scope.Select(it => (it.Body.AuditLog(), it.Role))], 30))).Expect();

    internal ProgramClient Client(string? key)
    {
        var client = new HttpClient(new ContractHandler(Contract)) { BaseAddress = new(site.Address) };
        if (key is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        clients.Add(client);
        return new ProgramClient(client);
    }

    public async ValueTask DisposeAsync()
    {
        clients.ForEach(client => client.Dispose());
        await site.DisposeAsync();
    }
}

/// <summary>A program that uses the interface.</summary>
sealed class ProgramClient(HttpClient client)
{
    internal HttpClient Client => client;

    internal Task<Back> Get(string path, string? unless = null) => Send(HttpMethod.Get, path, null,
        ("If-None-Match", unless));

    /// <param name="key">The key of the request; a new one where it is missing.</param>
    internal Task<Back> Post(string path, object? content = null, string? key = null) =>
        Send(HttpMethod.Post, path, content, ("Idempotency-Key", key ?? $"{Guid.NewGuid():N}"));

    internal Task<Back> Put(string path, object content, string? tag) =>
        Send(HttpMethod.Put, path, content, ("If-Match", tag));

    internal Task<Back> Delete(string path, string? tag) => Send(HttpMethod.Delete, path, null, ("If-Match", tag));

    internal async Task<Back> Send(
        HttpMethod method, string path, object? content, params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        // Whoever is refused by the length alone would else be cut off while sending.
        request.Headers.ExpectContinue = content is HttpContent;
        request.Content = content switch
        {
            null => null,
            HttpContent ready => ready,
            string csv => new StringContent(csv, System.Text.Encoding.UTF8, "text/csv"),
            _ => JsonContent.Create(content),
        };
        foreach (var (name, value) in headers)
        {
            if (value is not null) request.Headers.TryAddWithoutValidation(name, value);
        }
        var answer = await client.SendAsync(request);
        var isJson = answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return new Back((int)answer.StatusCode,
            isJson ? JsonNode.Parse(await answer.Content.ReadAsStringAsync()) : null, answer);
    }
}
