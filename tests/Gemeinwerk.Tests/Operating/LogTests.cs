using System.Text.Json;
using Gemeinwerk.Identity;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Operating;

/// <summary>What the running program says on standard error.</summary>
public class LogTests
{
    static async Task<string> LogOf(string format, string level)
    {
        await using var books = await Books.On(Engine.Sqlite);
        var key = await ServeProcess.SignIn(books.Database, "petra", books.Body, Role.Post);
        await using var serve = await ServeProcess.Start(books.Address, key,
            ("GEMEINWERK_LOG_FORMAT", format), ("GEMEINWERK_LOG_LEVEL", level));
        foreach (var path in (string[])
            ["/b/testverband/finance/journal?q=geheime-suche", "/invitation/geheimer-schluessel", "/b/fremd/people"])
        {
            using var answer = await serve.Client.GetAsync(new Uri(serve.Address, path));
            Assert.NotEqual(500, (int)answer.StatusCode);
        }
        Assert.Equal(0, await serve.Stop());
        Assert.DoesNotContain("geheim", serve.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(key, serve.Log, StringComparison.Ordinal);
        return serve.Log;
    }

    [Fact]
    public async Task As_json_each_line_names_request_body_and_person()
    {
        var lines = (await LogOf("json", "information")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.Trim().Length > 0).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var journal = lines.Single(it => it.GetProperty("Message").GetString()!
            .StartsWith("GET /b/{body}/finance/journal 200", StringComparison.Ordinal));
        Assert.Equal("Information", journal.GetProperty("LogLevel").GetString());
        Assert.Equal("/b/{body}/finance/journal", journal.GetProperty("State").GetProperty("Route").GetString());
        var scope = journal.GetProperty("Scopes").EnumerateArray().Single(it => it.TryGetProperty("request", out _));
        Assert.Equal(("testverband", 1),
            (scope.GetProperty("body").GetString(), scope.GetProperty("person").GetInt32()));
        var foreign = lines.Single(it => it.GetProperty("Message").GetString()!
            .StartsWith("GET /b/{body}/people 404", StringComparison.Ordinal));
        Assert.Equal(JsonValueKind.Null, foreign.GetProperty("Scopes").EnumerateArray()
            .Single(it => it.TryGetProperty("request", out _)).GetProperty("body").ValueKind);
        Assert.Contains(lines, it => it.GetProperty("Message").GetString()!
            .StartsWith("GET /invitation/{key} 422", StringComparison.Ordinal));
    }

    [Fact]
    public async Task For_people_each_message_is_a_line_and_by_default_requests_are_none()
    {
        Assert.Contains("GET /b/{body}/finance/journal 200", await LogOf("text", "information"),
            StringComparison.Ordinal);
        Assert.DoesNotContain("GET ", await LogOf("text", "warning"), StringComparison.Ordinal);
    }
}
