using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger.Verification;

/// <summary>
/// Whether the database still is what the program made: a lock that is dropped, switched off or changed would let
/// through what no other pass can tell from a legal act.
/// </summary>
public static class SchemaVerification
{
    const int MostCharacters = 200;

    /// <summary>
    /// Compares tables, columns, constraints, indexes, triggers, functions and policies with those of a fresh database.
    /// Further tables and indexes are nobody's harm; further triggers, rules and policies are found. On PostgreSQL the
    /// user needs the right to create a schema, which is rolled back; without it the pass is incomplete.
    /// </summary>
    public static async Task<PassReport> Run(Database database)
    {
        var report = new PassReport("storage.schema", "Tabellen und Sperren der Datenbank wie angelegt");
        await LedgerVerification.Guarded(report, async () =>
            Compare(await SchemaCatalog.Made(database), await SchemaCatalog.Found(database), report));
        return report;
    }

    static void Compare(Dictionary<string, string> made, Dictionary<string, string> found, PassReport report)
    {
        foreach (var (name, definition) in made)
        {
            var isThere = found.Remove(name, out var now);
            if (isThere && now == definition) continue;
            Fail(name, Line(definition), isThere ? Line(now!) : null);
        }
        foreach (var (name, definition) in found)
        {
            if (name.Split(' ')[0] is "trigger" or "rule" or "policy") Fail(name, null, Line(definition));
        }

        void Fail(string name, string? expected, string? now)
        {
            var parts = name.Split(' ', 2);
            report.Fail(parts[0], $"{parts[1]}", expected, now);
        }
    }

    static string Line(string definition)
    {
        var line = string.Join(' ', definition.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= MostCharacters ? line : $"{line[..MostCharacters]} …";
    }
}
