using System.Collections.Concurrent;
using Gemeinwerk.Basics;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Gemeinwerk.Web.Api;

/// <summary>
/// The description of the interface (OpenAPI 3.1), made once from the addresses themselves: what it says is what they
/// declare.
/// </summary>
sealed class ApiDescription
{
    internal const string Name = "v1", Address = $"/openapi/{Name}.json";

    readonly Lazy<Task<(OpenApiDocument Document, string Json)>> made;

    public ApiDescription(IServiceProvider services) => made = new(() => Make(services));

    internal static void AddTo(IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => ApiJson.Set(json.SerializerOptions));
        services.AddOpenApi(Name, it =>
        {
            it.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            it.ShouldInclude = address => address.ActionDescriptor.EndpointMetadata.OfType<Asked>().Any();
            // A type that may be null is written in place, so that its name keeps meaning the one that may not.
            it.CreateSchemaReferenceId = type => Nullable.GetUnderlyingType(type.Type) is not null
                || OpenApiOptions.CreateDefaultSchemaReferenceId(type) is null
                ? null
                : SchemaNames.Of(type.Type);
            it.AddSchemaTransformer((schema, context, _) => Described.Schema(schema, context));
            it.AddOperationTransformer((operation, context, _) => Described.Operation(operation, context));
            it.AddDocumentTransformer((document, _, _) => Described.Whole(document));
        });
        services.AddSingleton<ApiDescription>().AddSingleton<ProgressStreams>();
    }

    internal Task<(OpenApiDocument Document, string Json)> Read() => made.Value;

    static async Task<(OpenApiDocument, string)> Make(IServiceProvider services)
    {
        var document = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync();
        return (document, await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1));
    }
}

/// <summary>What schemas are called in the description.</summary>
static class SchemaNames
{
    const string OfInterface = "Api";

    static readonly ConcurrentDictionary<string, Type> types = new();

    internal static string Of(Type type)
    {
        var name = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Listed<>)
            ? $"{Of(type.GetGenericArguments()[0])}List"
            : type.Name.StartsWith(OfInterface, StringComparison.Ordinal) ? type.Name[OfInterface.Length..] : type.Name;
        Invariant.Holds(types.GetOrAdd(name, type) == type, $"one schema is called {name}");
        return name;
    }
}
