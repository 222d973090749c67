using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Gemeinwerk.Tests.Web.Api;

/// <summary>
/// Makes requests of the description: mostly such as could be meant, some that nobody means. Everything comes from a
/// seed.
/// </summary>
sealed class Fuzz(Contract contract, Random random, string body)
{
    static readonly string[] names =
    [
        "sit", "kdz", "ckm", "nachbar", "sit-2018", "1811", "5241", "5012", "1711", "3511", "0811", "2011", "2081",
        "D1", "K1", "CKM", "R-1", "F-9", "A-1", "0111", "account", "party", "results", "balance-sheet", "cash-flow",
        "items", "eliminations", "journal", "open", "text", "xlsx", "newest", "F26", "Z13", "52", "NEU", "NEU=4711",
        "erika", "K-1", "K-2", "R-77",
    ];

    /// <summary>What parameters of a name are likely to be.</summary>
    static readonly Dictionary<string, string[]> likely = new()
    {
        ["code"] = ["sit-2018"],
        ["kind"] = ["account", "party", "product", "results", "balance-sheet", "cash-flow", "payment"],
        ["source"] = ["kdz", "ckm"],
        ["number"] = ["1811", "D1", "R-1", "A-1"],
        ["year"] = ["2018", "2017"],
        ["no"] = ["1", "2"],
        ["account"] = ["1811"],
        ["position"] = ["5241"],
        ["order"] = ["oldest"],
        ["q"] = ["18"],
        ["state"] = ["mapped", "draft", "proposed", "asked"],
        ["format"] = ["csv", "xlsx"],
        ["limit"] = ["2"],
        ["voucher"] = ["1"],
        ["name"] = ["Rechnung.pdf"],
        ["from"] = ["2018-01-01"],
        ["to"] = ["2018-12-31"],
        ["on"] = ["2018-06-30"],
    };

    static readonly string[] junk =
    [
        "", " ", "0", "-1", "9999999999999999999", "ä€😀", "\0", "\ud800", "a\nb", "%",
        "'; drop table ledger_entry; --",
        "../../etc", "{}", "null", "true", "NaN", "<script>", "\u202e",
        new string('x', 300), new string('9', 1_000),
    ];

    static readonly string[] files =
    [
        "", "\0\0\0", "entry;date;account;amount;text\n1;2018-03-01;2011;-1,00;a\n1;2018-03-01;5241;1,00;b\n",
        "number;name\nD-77;Neu\n", "code;name\n0112;Neu\n", "kind,source_body,source,target\naccount,kdz,1811,1811\n",
        "account;name;kind;role\n524199;Strom;expense;\n", "a,b,c\n\"", "number;name;body\nD-78;x;nachbar\n",
        "year;plan_actual;product_code;product_name;account_code;kind;amount_eur\n2018;plan;;;5241;expense;1,00\n",
    ];

    static readonly string[] vouchers =
    [
        "%PDF-1.7 1", "%PDF-1.7 2", "", "<html></html>", "<Invoice xmlns=\"urn:x\"/>",
        "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
    ];

    internal HttpRequestMessage Request(Operation operation)
    {
        var path = operation.Path;
        var query = new StringBuilder();
        var request = new HttpRequestMessage { Method = operation.Method };
        foreach (var parameter in operation.Parameters)
        {
            var (name, place) = ((string)parameter["name"]!, (string)parameter["in"]!);
            var isRequired = (bool?)parameter["required"] == true;
            if (!isRequired && random.Next(3) == 0 || isRequired && place != "path" && random.Next(20) == 0) continue;
            var value = name == "body" ? body
                : likely.TryGetValue(name, out var pool) && random.Next(4) != 0 ? Any(pool)
                : Plain(Value(parameter["schema"]!, 0));
            if (place == "path") path = path.Replace($"{{{name}}}", Segment(value), StringComparison.Ordinal);
            else if (place == "query") query.Append(null, $"{(query.Length == 0 ? '?' : '&')}{name}={Escaped(value)}");
            else request.Headers.TryAddWithoutValidation(name, Header(name));
        }
        request.RequestUri = new Uri(path + query, UriKind.Relative);
        if (operation.Description["requestBody"] is not null) request.Content = Content(operation);
        return request;
    }

    StringContent Content(Operation operation)
    {
        if (operation.Sent("application/json") is not { } schema)
        {
            var type = operation.Description["requestBody"]!["content"]!.AsObject().Single().Key;
            return new StringContent(Any(type == "text/csv" ? files : vouchers), Encoding.UTF8,
                random.Next(10) == 0 ? "application/json" : type);
        }
        var value = Value(schema, 0)?.ToJsonString() ?? "null";
        if (random.Next(25) == 0) value = value[..random.Next(value.Length + 1)];
        return new StringContent(value, Encoding.UTF8, random.Next(25) == 0 ? "text/plain" : "application/json");
    }

    JsonNode? Value(JsonNode schema, int depth)
    {
        if ((string?)schema["$ref"] is { } reference)
        {
            schema = contract.Document["components"]!["schemas"]![reference.Split('/')[^1]]!;
        }
        if (schema["examples"]?.AsArray() is [{ } example, ..] && random.Next(2) == 0)
        {
            return Changed(example.DeepClone());
        }
        if (schema["oneOf"]?.AsArray() is { } choices) return Value(choices[random.Next(choices.Count)]!, depth);
        if (schema["enum"]?.AsArray() is { } values && random.Next(15) != 0)
        {
            return values[random.Next(values.Count)]?.DeepClone();
        }
        return Type(schema) switch
        {
            "null" => null,
            "boolean" => random.Next(2) == 0,
            "integer" or "number" => Number(),
            "array" => new JsonArray([.. Enumerable.Range(0, depth > 3 ? 0 : random.Next(4))
                .Select(_ => Value(schema["items"]!, depth + 1))]),
            "object" => Object(schema, depth),
            _ => (string?)schema["format"] == "date" && random.Next(8) != 0 ? Day() : Text(),
        };
    }

    JsonObject Object(JsonNode schema, int depth)
    {
        var required = schema["required"]?.AsArray().Select(it => (string)it!).ToHashSet() ?? [];
        var value = new JsonObject();
        foreach (var (name, property) in schema["properties"]?.AsObject() ?? [])
        {
            if (required.Contains(name) ? random.Next(40) == 0 : random.Next(2) == 0) continue;
            value[name] = Value(property!, depth + 1);
        }
        if (random.Next(30) == 0) value["unbekannt"] = 1;
        return value;
    }

    /// <summary>An example with something in it that is not its own.</summary>
    JsonNode Changed(JsonNode example)
    {
        if (example is not JsonObject known || known.Count == 0 || random.Next(3) == 0) return example;
        var name = known.ElementAt(random.Next(known.Count)).Key;
        known[name] = known[name] switch
        {
            JsonValue value when value.TryGetValue(out long _) => Number(),
            JsonValue value when value.TryGetValue(out string? _) => Text(),
            _ => known[name]?.DeepClone(),
        };
        return known;
    }

    string Type(JsonNode schema) => schema["type"] switch
    {
        JsonArray types => (string)types[random.Next(types.Count)]!,
        { } type => (string)type!,
        null => "string",
    };

    long Number() => random.Next(6) switch
    {
        0 => 0,
        1 => random.Next(-3, 20),
        2 => Any([long.MaxValue, long.MinValue, int.MaxValue, -1, 100_000_000_000_001]),
        3 => random.Next(2016, 2020),
        _ => random.Next(-1_000_000, 1_000_000),
    };

    string Day() => random.Next(5) == 0
        ? Any(["0001-01-01", "9999-12-31", "1900-01-01", "2018-12-31", "2018-02-30"])
        : new DateOnly(2017, 1, 1).AddDays(random.Next(900)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    string Text() => random.Next(4) == 0 ? Any(junk) : Any(names);

    string Header(string name) => name == "Idempotency-Key"
        ? random.Next(15) == 0 ? Any(["", new string('k', 300)]) : $"{name}-{random.Next(1_000_000)}"
        : random.Next(3) == 0 ? Any(["\"x\"", "unfug", "W/\"a\""]) : "*";

    T Any<T>(T[] values) => values[random.Next(values.Length)];

    static string Plain(JsonNode? value) => value is JsonValue text && text.TryGetValue(out string? plain)
        ? plain
        : value?.ToJsonString() ?? "";

    /// <summary>A segment that stays one: dots alone would be a way up, and NUL the server itself refuses.</summary>
    static string Segment(string value) => value.Trim('.', ' ').Length == 0
        || value.Contains('\0', StringComparison.Ordinal) ? "1" : Escaped(value);

    static string Escaped(string value) => Uri.EscapeDataString(
        value.Replace("\ud800", "\ufffd", StringComparison.Ordinal));
}
