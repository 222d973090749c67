using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Operating;

/// <summary>A journal or a change log as the backup holds it: the text of a checkpoint in parts.</summary>
/// <param name="Root">In base 64; null where hashes were missing in the database itself.</param>
public sealed record BackupLog(string Origin, long Size, string? Root);

/// <summary>A file of the backup.</summary>
/// <param name="Sha256">In hexadecimal digits.</param>
public sealed record BackupFile(string Name, long Bytes, string Sha256);

/// <summary>What a backup is and holds, docs/formats.md section 11; all of it as of one moment.</summary>
/// <param name="Scripts">The schema scripts that had run.</param>
/// <param name="Books">The journals of all bodies.</param>
/// <param name="Protocols">Their change logs, and that of the installation.</param>
/// <param name="Rows">How many rows each table has.</param>
public sealed record BackupManifest(
    string Format, int Version, string Program, DateTimeOffset CreatedAt, string Engine,
    IReadOnlyList<string> Scripts, IReadOnlyList<BackupLog> Books, IReadOnlyList<BackupLog> Protocols,
    IReadOnlyDictionary<string, long> Rows, IReadOnlyList<BackupFile> Files)
{
    internal const string OurFormat = "gemeinwerk-backup", FileName = "manifest.json";
    internal const int OurVersion = 1;
    const string ChangeLogs = "Audit/Schema/0060-audit-log.sql";

    static readonly JsonSerializerOptions form = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>What the database is, in the transaction in which it is copied.</summary>
    internal static async Task<BackupManifest> Of(Session db, Engine engine, string program, DateTimeOffset now)
    {
        var (books, protocols) = (new List<BackupLog>(), new List<BackupLog>());
        var scripts = await Migrations.Done(db, engine);
        foreach (var body in await Bodies.All(db)) books.Add(await BookOf(db, body));
        // A database from before there were change logs is saved as it is.
        if (scripts.Contains(ChangeLogs))
        {
            foreach (var body in await Bodies.All(db)) protocols.Add(await ProtocolOf(db, body.AuditLog()));
            protocols.Add(await ProtocolOf(db, AuditLog.Installation));
        }
        return new BackupManifest(OurFormat, OurVersion, program, now, engine.Code(),
            [.. scripts.Order(StringComparer.Ordinal)], books, protocols, await SchemaCatalog.Rows(db, engine), []);
    }

    static async Task<BackupLog> BookOf(Session db, Body body)
    {
        var size = await Checkpoints.Length(db, body);
        var now = await Checkpoints.At(db, body, size);
        return new BackupLog(Checkpoints.OriginOf(body), size,
            now.Ok(out var checkpoint, out _) ? Convert.ToBase64String(checkpoint.Root) : null);
    }

    static async Task<BackupLog> ProtocolOf(Session db, AuditLog log)
    {
        var size = await AuditTrail.Length(db, log);
        var reader = AuditTrail.Reader(db, log);
        var root = await reader.Root(size);
        return new BackupLog(log.Origin, size, reader.IsDamaged ? null : Convert.ToBase64String(root));
    }

    /// <summary>Where a database differs from what the manifest says; empty where nowhere.</summary>
    internal IEnumerable<(string What, string Expected, string Found)> Differences(BackupManifest found)
    {
        foreach (var (name, one, other) in
            Pairs(Books.Concat(Protocols).ToDictionary(it => it.Origin, it => $"{it.Size} {it.Root}"),
                found.Books.Concat(found.Protocols).ToDictionary(it => it.Origin, it => $"{it.Size} {it.Root}"))
            .Concat(Pairs(Rows.ToDictionary(it => it.Key, it => $"{it.Value}"),
                found.Rows.ToDictionary(it => it.Key, it => $"{it.Value}"))))
        {
            if (one != other) yield return (name, one, other);
        }
        if (!Scripts.SequenceEqual(found.Scripts))
        {
            yield return ("schema", string.Join(' ', Scripts), string.Join(' ', found.Scripts));
        }
    }

    internal byte[] Write() => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this, form) + "\n");

    /// <returns>The manifest, or <c>operating.backup-foreign</c>, <c>operating.backup-newer</c>.</returns>
    internal static Result<BackupManifest> Parse(byte[] text)
    {
        var foreign = new Rejection("operating.backup-foreign", "Das ist keine Sicherung von Gemeinwerk.");
        try
        {
            var head = JsonSerializer.Deserialize<Head>(text, form);
            if (head is not { Format: OurFormat }) return foreign;
            if (head.Version > OurVersion)
            {
                return new Rejection("operating.backup-newer",
                    $"Die Sicherung hat die Form {head.Version}, dieses Programm kennt {OurVersion}; sie ist von einer "
                    + "neueren Version von Gemeinwerk.");
            }
            return JsonSerializer.Deserialize<BackupManifest>(text, form) is
            {
                Scripts: not null, Books: not null, Protocols: not null, Rows: not null, Files.Count: > 0
            } manifest
                ? manifest
                : foreign;
        }
        catch (JsonException)
        {
            return foreign;
        }
    }

    static IEnumerable<(string Name, string One, string Other)> Pairs(
        Dictionary<string, string> one, Dictionary<string, string> other) =>
        one.Keys.Union(other.Keys).Order(StringComparer.Ordinal).Select(name =>
            (name, one.GetValueOrDefault(name, "nichts"), other.GetValueOrDefault(name, "nichts")));

    sealed record Head(string? Format, int Version);
}
