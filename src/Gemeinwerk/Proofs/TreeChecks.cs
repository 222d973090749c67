using Gemeinwerk.Storage;

namespace Gemeinwerk.Proofs;

/// <summary>What every verification of a log does with what is kept beside its leaves.</summary>
static class TreeChecks
{
    /// <summary>Compares the kept subtrees with those that follow from the leaves.</summary>
    /// <param name="stored">Selects level, number and hash.</param>
    internal static async Task Nodes(
        Session db, Sql stored, string table, Dictionary<(long Level, long No), byte[]> nodes, PassReport report)
    {
        await db.Scan(stored, row =>
        {
            var (level, no) = (row.Number(), row.Number());
            var found = row.Blob();
            if (!nodes.Remove((level, no), out var hash) || !found.SequenceEqual(hash))
            {
                report.Fail(table, $"({level}, {no})", hash, found.ToArray());
            }
        });
        foreach (var ((level, no), hash) in nodes) report.Fail(table, $"({level}, {no})", hash, null);
    }

    /// <param name="expected">What the log itself gives for this length, or null where it gives nothing.</param>
    /// <param name="key">Null where signatures cannot be checked here.</param>
    internal static void Kept(
        string table, SignedCheckpoint kept, Checkpoint? expected, VerifierKey? key, PassReport report)
    {
        var size = kept.Checkpoint.Size;
        if (expected is null)
        {
            report.Fail(table, $"{size}", "ein Stand des Logs", kept.Checkpoint.Root);
            return;
        }
        if (expected != kept.Checkpoint) report.Fail(table, $"{size} root", expected.Root, kept.Checkpoint.Root);
        if (!SignedNote.Parse(kept.Note).Ok(out var note, out var why)
            || !Checkpoint.Parse(note.Text).Ok(out var stated, out why))
        {
            report.Fail(table, $"{size} note", "ein unterschriebener Checkpoint", why.Message);
        }
        else if (stated != kept.Checkpoint || note.Text != stated.Text())
        {
            report.Fail(table, $"{size} note", kept.Checkpoint.Text(), note.Text);
        }
        else if (key is null)
        {
            report.Lacks($"der Schlüssel zur Unterschrift des Checkpoints der Länge {size}");
        }
        else if (!note.IsSignedBy(key))
        {
            report.Fail(table, $"{size} note", $"Unterschrift von {key.Name}", "ungültig");
        }
    }
}
