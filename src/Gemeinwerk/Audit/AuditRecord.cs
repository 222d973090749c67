using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gemeinwerk.Proofs;

namespace Gemeinwerk.Audit;

/// <summary>A change log (Protokoll): that of a body, or that of the installation itself.</summary>
/// <param name="BodyId">The body's key, 0 for the installation.</param>
/// <param name="Code">The body's code; no body is called „_“.</param>
public sealed record AuditLog(long BodyId, string Code)
{
    public static readonly AuditLog Installation = new(0, "_");

    /// <summary>Who signs its checkpoints; it stands in every record's canonical form.</summary>
    public string Origin => $"gemeinwerk/{Code}/protocol";

    /// <returns>The key, made with the first use, or <c>ledger.signing-key</c>.</returns>
    public Basics.Result<SigningKey> Key(string? folder = null) => SigningKey.Of(KeyFile, Origin, folder);

    /// <summary>The public key where it was made on this machine, or null; makes none.</summary>
    public VerifierKey? KnownVerifier(string? folder = null) => SigningKey.KnownVerifier(KeyFile, Origin, folder);

    string KeyFile => $"{Code}.protocol";
}

/// <summary>Something that was done; never changed and never deleted.</summary>
/// <param name="No">Gapless from 1 in its log.</param>
/// <param name="Actor">The sign-in name of a person, or the name of a program.</param>
/// <param name="Kind">What was done, stable: <c>identity.sign-in</c>.</param>
/// <param name="Subject">To what: a sign-in name, a number, an address of the application.</param>
/// <param name="Content">A JSON object of texts, names in ordinal order, without blanks.</param>
public sealed record AuditRecord(
    long No, DateTimeOffset At, string Actor, string Kind, string Subject, string Content)
{
    static readonly JsonWriterOptions compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the record says about one thing, or null.</summary>
    public string? this[string name]
    {
        get
        {
            using var content = JsonDocument.Parse(Content);
            return content.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
        }
    }

    /// <summary>The one canonical text of a content; what is null is left out.</summary>
    internal static string Canonical(IEnumerable<(string Name, string? Value)> content)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, compact))
        {
            json.WriteStartObject();
            foreach (var (name, value) in content.OrderBy(it => it.Name, StringComparer.Ordinal))
            {
                if (value is not null) json.WriteString(name, value);
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>The leaf of the record in its log's tree, docs/formats.md section 10.</summary>
    internal byte[] LeafHash(AuditLog log)
    {
        var form = new CanonicalForm();
        form.Start(Encoding.UTF8.GetBytes(log.Origin));
        form.Number(No);
        form.Number(Storage.Moment.Microseconds(At));
        form.Text(Actor);
        form.Text(Kind);
        form.Text(Subject);
        form.Text(Content);
        return form.LeafHash();
    }
}
