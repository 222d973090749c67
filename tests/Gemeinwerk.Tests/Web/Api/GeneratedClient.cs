using System.Reflection;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Web.Api;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Extensions.DependencyInjection;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag.CodeGeneration.CSharp;
using NSwag.CodeGeneration.OperationNameGenerators;

namespace Gemeinwerk.Tests.Web.Api;

/// <summary>
/// A client that nobody wrote: generated from the description of a running site and compiled with what drives it, so
/// that the description is held to be enough to work with. Nothing of it is kept.
/// </summary>
static class GeneratedClient
{
    internal const string Namespace = "Gemeinwerk.Generated";

    /// <param name="driver">A source file in the folder <c>Driver</c>.</param>
    internal static async Task<Assembly> With(Site site, string driver)
    {
        var code = await Generate(site);
        var source = await File.ReadAllTextAsync(
            Repository.PathOf("tests", "Gemeinwerk.Tests", "Web", "Api", "Driver", driver));
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("generated", [
            CSharpSyntaxTree.ParseText(code, options), CSharpSyntaxTree.ParseText(source, options),
            CSharpSyntaxTree.ParseText("""
                global using System; global using System.Collections.Generic; global using System.IO;
                global using System.Linq; global using System.Net.Http; global using System.Threading.Tasks;
                """, options),
        ], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var binary = new MemoryStream();
        var built = compilation.Emit(binary);
        Assert.True(built.Success, string.Join('\n', built.Diagnostics
            .Where(it => it.Severity == DiagnosticSeverity.Error).Take(10)));
        return Assembly.Load(binary.ToArray());
    }

    static async Task<string> Generate(Site site)
    {
        // The generator reads OpenAPI 3.0; it is the same document, written down in the older form.
        var (description, _) = await site.Services.GetRequiredService<ApiDescription>().Read();
        var older = await Microsoft.OpenApi.OpenApiSerializableExtensions.SerializeAsJsonAsync(
            description, Microsoft.OpenApi.OpenApiSpecVersion.OpenApi3_0);
        var document = await NSwag.OpenApiDocument.FromJsonAsync(older);
        return new CSharpClientGenerator(document, new CSharpClientGeneratorSettings
        {
            ClassName = "GemeinwerkClient",
            UseBaseUrl = false,
            WrapResponses = true,
            GenerateOptionalParameters = true,
            OperationNameGenerator = new SingleClientFromOperationIdOperationNameGenerator(),
            CSharpGeneratorSettings =
            {
                Namespace = Namespace,
                JsonLibrary = CSharpJsonLibrary.NewtonsoftJson,
                DateType = "System.DateOnly",
                GenerateNullableReferenceTypes = true,
                GenerateOptionalPropertiesAsNullable = true,
            },
        }).GenerateFile();
    }
}
