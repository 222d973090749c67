using System.Text.Json;
using System.Text.Json.Nodes;
using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Web.Frame;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Gemeinwerk.Web.Api;

/// <summary>What a type is shown with in the description; a test posts it.</summary>
interface IExample<TSelf>
{
    static abstract TSelf Example { get; }
}

/// <summary>Adds to the description what the addresses declare in no type: headers, files, examples, words.</summary>
static class Described
{
    const string Scheme = "token";

    /// <summary>Parameters have the same name wherever they mean the same.</summary>
    static readonly Dictionary<string, string> parameters = new()
    {
        ["body"] = "Code of the body (Körperschaft) whose books are asked.",
        ["after"] = "Cursor: where the part begins. Take it from `next` of the part before.",
        ["limit"] = "How many items at the most, 1 to 500; 100 where it is missing.",
        ["q"] = "A text that the items must contain, whatever the case.",
        ["on"] = "Key date; the last day that was booked on, or today, where it is missing.",
        ["from"] = "First day.",
        ["to"] = "Last day.",
        ["year"] = "Fiscal year (Haushaltsjahr).",
        ["number"] = "The number, which may hold any character and so stands in the query.",
        ["account"] = "Number of an account.",
        ["no"] = "Gapless number from 1.",
        ["code"] = "Code of the merger.",
        ["order"] = "`newest` (the rule) or `oldest` first.",
        ["party"] = "Number of a party (Geschäftspartner): only what is its own.",
        ["product"] = "Code of a product.",
        ["products"] = "First characters of products: the statement of this part only.",
        ["area"] = "Two digits of a product area: the statement of this part only.",
        ["position"] = "Position of the budget: first digits of accounts, or `Z13`, `F26`.",
        ["state"] = "Only what is in this state.",
        ["kind"] = "Which kind.",
        ["item"] = "Key of an item of the inventory.",
        ["member"] = "Number of a member of the assembly.",
        ["source"] = "Code of a source of the merger.",
        ["owner"] = "Code of the source, or of the target, whose item it is.",
        ["section"] = "Name of a section of the certificate (docs/formats.md section 5).",
        ["size"] = "How many entries the checkpoint covers.",
        ["format"] = "Which form.",
        ["id"] = "Which import, or which item or use of the inventory.",
        ["opening"] = "As opening entries (period 0) instead of regular ones.",
        ["createDimensions"] = "Creates products and cost centres that are missing.",
        ["openYears"] = "Opens fiscal years that are missing.",
        ["acceptValid"] = "Posts the good entries and keeps the rows of the others to be fetched.",
        ["reference"] = "The resolution or place that the values rest on.",
        ["voucher"] = "Number of the voucher file in its entry.",
        ["system"] = "Name of the system whose keys the files carry; that of their form where it is missing.",
        ["isBeforeNetBox41"] = "Disks are in gigabytes, as NetBox gave them before 4.1; found out where it is missing.",
        ["trial"] = "Only checks: the answer says what would come of it, and nothing is written.",
        ["paper"] = "Which paper.",
        ["readers"] = "`public` (the rule), or `members`: with what is not public.",
        ["network"] = "Network in CIDR form, as `10.16.0.0/16`.",
        ["length"] = "How many bits of the network are fixed.",
        ["vrf"] = "Name of a routing table (VRF); the global one where it is missing.",
        ["other"] = "Code of the other body.",
        ["name"] = "What the file is called, up to 200 characters.",
        ["overcommit"] = "How many virtual processors a core carries, in percent, 1 to 10000; 400 where it is missing.",
        ["reserve"] = "How much of a host's memory stays free, in percent, 0 to 100; 5 where it is missing.",
        ["years"] = "Nothing is placed on hosts older than this, 0 to 100; 8 where it is missing.",
        ["deliveries"] = "Counts planned hosts too.",
        ["cluster"] = "Name of a cluster: only this one.",
        ["across"] = "Takes all hosts as one pool.",
        ["spareHosts"] = "How many hosts of each cluster stay as a reserve so that any so many may fail, 0 to 100; 0 "
            + "where it is missing.",
        ["kwhPriceCents"] = "Price of a kilowatt hour in cents, 0 to 10000; 25 where it is missing.",
        ["site"] = "Name of a site: only what is there.",
        ["remove"] = "What is thought away, as `site=Hemer`; kinds are site, room, rack, cluster, device. Repeatable.",
        ["delay"] = "Name of a planned device that comes later. Repeatable.",
        ["first"] = "The first night.",
        ["every"] = "A night every so many days, 1 to 366; 1 where it is missing.",
        ["most"] = "Virtual machines in one night at the most, 1 to 100000; 20 where it is missing.",
        ["together"] = "All that depends on each other moves in one night.",
        ["freeze"] = "Days without any move, as `2026-12-15..2027-01-05`. Repeatable.",
        ["accounts"] = "Whether the accounts of each line stand in the answer; they do where it is missing.",
    };

    /// <summary>Parameters that are an <see cref="IsoDay"/>.</summary>
    static readonly HashSet<string> days = ["on", "from", "to", "first"];

    internal static Task Schema(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        // The platform names the values of an enumeration and not that they are texts.
        if (context.JsonTypeInfo.Type.IsEnum) schema.Type ??= JsonSchemaType.String;
        if (Nullable.GetUnderlyingType(context.JsonTypeInfo.Type)?.IsEnum == true)
        {
            schema.Type ??= JsonSchemaType.String | JsonSchemaType.Null;
        }
        var example = Example(context.JsonTypeInfo.Type);
        if (example is not null && context.JsonPropertyInfo is null) schema.Examples = [example];
        return Task.CompletedTask;
    }

    internal static Task Operation(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var asked = metadata.OfType<Asked>().Single();
        operation.Description = asked.AnyOf == BodyRoles.None
            ? "Any valid token."
            : "A token with one of these roles in the body: "
                + $"{string.Join(", ", asked.AnyOf.Each().Select(role => role.Code()))}.";
        operation.Parameters ??= [];
        AddPath(operation.Parameters, context.Description.RelativePath!);
        foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>())
        {
            parameter.Description ??= parameters.GetValueOrDefault(parameter.Name!);
            if (days.Contains(parameter.Name!) && parameter.Schema is OpenApiSchema day) day.Format = "date";
        }
        foreach (var header in Headers(asked.What)) operation.Parameters.Add(header);
        if (metadata.OfType<TakesFile>().SingleOrDefault() is { } taken)
        {
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = File([taken.Type]) };
        }
        operation.Responses ??= [];
        if (metadata.OfType<ProducesFile>().SingleOrDefault() is { } produced)
        {
            operation.Responses["200"] = new OpenApiResponse { Description = "OK", Content = File(produced.Types) };
        }
        foreach (var (status, response) in operation.Responses)
        {
            if (response is OpenApiResponse answer) Add(answer, status, asked.What);
        }
        return Task.CompletedTask;
    }

    /// <summary>Parts of the address that the gate reads and no handler takes.</summary>
    static void AddPath(IList<IOpenApiParameter> known, string path)
    {
        var missing = path.Split('{').Skip(1).Select(part => part.Split('}', ':')[0])
            .Where(name => known.All(it => it.Name != name)).Reverse().ToList();
        foreach (var name in missing)
        {
            known.Insert(0, new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Path,
                Required = true,
                Description = parameters[name],
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }
    }

    internal static Task Whole(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Gemeinwerk",
            Version = WebApp.Version,
            Description = "Books of municipal bodies, their budgets and their mergers. Amounts are integer euro cents, "
                + "debit positive; days are ISO 8601; texts for people are German. Whatever a program asks for twice "
                + "with one Idempotency-Key is done once. See docs/api.md.",
            License = new OpenApiLicense { Name = "EUPL-1.2", Identifier = "EUPL-1.2" },
        };
        document.Servers = [new OpenApiServer { Url = "/", Description = "This installation" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Scheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A token of one program, made by the administrators of a body; it has roles in bodies "
                    + "and an end, and can be revoked at any time.",
            },
        };
        document.Security = [new() { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        return Task.CompletedTask;
    }

    static IEnumerable<OpenApiParameter> Headers(Asks what)
    {
        if (what.HasFlag(Asks.Key))
        {
            yield return Header(Acts.KeyHeader, true, "The program's own key of this request, 1 to "
                + $"{KeptAnswers.LongestKey} characters of ASCII. The same key with the same content gets the "
                + "first answer again; with another content it is refused.");
        }
        if (what.HasFlag(Asks.Match)) yield return Header("If-Match", true, "The ETag of what was read before.");
        if (what.HasFlag(Asks.Tag))
        {
            yield return Header(
                "If-None-Match", false, "The ETag of an earlier answer: 304 where it is still the same.");
        }
    }

    static void Add(OpenApiResponse answer, string status, Asks what)
    {
        answer.Headers ??= new Dictionary<string, IOpenApiHeader>();
        if (status == "200" && what.HasFlag(Asks.Tag)) answer.Headers["ETag"] = Text("Digest of the answer.");
        if (status == "201") answer.Headers["Location"] = Text("The address of what was made.");
        if (status is "200" or "201" or "202" && what.HasFlag(Asks.Key))
        {
            answer.Headers[Acts.ReplayHeader] = Text("`true` where this is the answer of an earlier request.");
        }
        if (status == "429") answer.Headers["Retry-After"] = Text("Seconds to wait.");
    }

    static OpenApiHeader Text(string description) =>
        new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

    static OpenApiParameter Header(string name, bool isRequired, string description) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Required = isRequired,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    static Dictionary<string, OpenApiMediaType> File(IEnumerable<string> types) =>
        types.ToDictionary(type => type, type => new OpenApiMediaType
        {
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Format = type is "text/plain" or "text/event-stream" ? null : "binary",
            },
        });

    /// <summary>The example of a type that has one.</summary>
    internal static JsonNode? Example(Type type) =>
        type.GetInterfaces().Any(it => it.IsGenericType && it.GetGenericTypeDefinition() == typeof(IExample<>))
            ? JsonSerializer.SerializeToNode(
                type.GetProperty(nameof(IExample<>.Example))!.GetValue(null), type, ApiJson.Form)
            : null;
}
