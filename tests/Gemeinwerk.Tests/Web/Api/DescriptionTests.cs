using System.Net;
using System.Text;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Web.Api;

/// <summary>The description of the interface, for programs and for people.</summary>
public class DescriptionTests
{
    [Fact]
    public async Task The_description_is_open_and_names_every_operation_and_its_refusals()
    {
        await using var books = await Books.On(Engine.Sqlite);
        await using var api = await ApiSite.Of(books);
        Assert.Equal("3.1.", ((string)api.Contract.Document["openapi"]!)[..4]);
        Assert.Equal("bearer", (string?)api.Contract.Document["components"]!["securitySchemes"]!["token"]!["scheme"]);
        var routes = api.Site.Routes.Where(GateTests.IsOfInterface).Select(it => it.DisplayName).Distinct();
        Assert.Equal(routes.Count(), api.Contract.Operations.Count);
        Assert.Equal(routes.Count(), api.Contract.Operations.Select(it => it.Id).Distinct().Count());
        foreach (var operation in api.Contract.Operations)
        {
            Assert.True((string?)operation.Description["summary"] is { Length: > 0 }, operation.Id);
            Assert.True(operation.Description["responses"]!["401"] is not null, operation.Id);
            Assert.All(operation.Parameters, it =>
                Assert.True((string?)it["description"] is { Length: > 0 }, $"{operation.Id} {it["name"]}"));
            Assert.Equal(operation.Method == HttpMethod.Put || operation.Method == HttpMethod.Delete,
                operation.Asks("If-Match"));
        }
    }

    [Fact]
    public async Task Every_example_is_what_its_schema_says()
    {
        await using var books = await Books.On(Engine.Sqlite);
        await using var api = await ApiSite.Of(books);
        foreach (var (name, schema) in api.Contract.Document["components"]!["schemas"]!.AsObject())
        {
            foreach (var example in schema!["examples"]?.AsArray() ?? [])
            {
                var fault = api.Contract.Fault(schema, Encoding.UTF8.GetBytes(example!.ToJsonString()));
                Assert.True(fault is null, $"{name}: {fault}");
            }
        }
    }

    [Fact]
    public async Task The_page_shows_every_operation_without_a_script_of_its_own()
    {
        await using var books = await Books.On(Engine.Sqlite);
        await using var api = await ApiSite.Of(books);
        var html = await api.Site.Html("/openapi");
        Assert.All(api.Contract.Operations, it =>
            Assert.Contains($"id=\"{it.Id}\"", html, StringComparison.Ordinal));
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.Contains("Beträge sind ganze Eurocent", WebUtility.HtmlDecode(html), StringComparison.Ordinal);
    }
}
