using System.Globalization;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>What a body's log was at one length (C2SP tlog-checkpoint, docs/formats.md section 3).</summary>
/// <param name="Origin"><c>gemeinwerk/&lt;code of the body&gt;</c>.</param>
/// <param name="Size">How many entries the journal had.</param>
public sealed record Checkpoint(string Origin, long Size, byte[] Root)
{
    internal static string OriginOf(Body body) => $"gemeinwerk/{body.Code}";

    /// <returns>The checkpoint, or <c>ledger.checkpoint</c>.</returns>
    public static Result<Checkpoint> Parse(string text)
    {
        var lines = text.Split('\n');
        return lines.Length >= 4 && lines[^1].Length == 0 && lines[..^1].All(line => line.Length > 0)
            && long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            && size.ToString(CultureInfo.InvariantCulture) == lines[1]
            && Base64.Decode(lines[2]) is { Length: MerkleHash.Size } root
                ? new Checkpoint(lines[0], size, root)
                : new Rejection("ledger.checkpoint", "Der Text ist kein Checkpoint (Herkunft, Größe, Wurzel).");
    }

    public string Text() =>
        string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\n");

    public bool Equals(Checkpoint? other) =>
        other is not null && Origin == other.Origin && Size == other.Size && Root.AsSpan().SequenceEqual(other.Root);

    public override int GetHashCode() => HashCode.Combine(Origin, Size);
}

/// <summary>A checkpoint with the note that states it.</summary>
/// <param name="Note">The signed note, to be kept outside by whoever wants to prove later what the log was.</param>
public sealed record SignedCheckpoint(Checkpoint Checkpoint, string Note);

public static class Checkpoints
{
    /// <summary>
    /// Signs the log as it is now and keeps the note; where there is one of this length, returns that.
    /// </summary>
    /// <returns>The checkpoint, or <c>ledger.checkpoint-differs</c> where an earlier one of the same length has
    /// another root: then the log was changed.</returns>
    public static async Task<Result<SignedCheckpoint>> Create(Work work, Book book, SigningKey key)
    {
        var now = new Checkpoint(Checkpoint.OriginOf(book.Body), book.EntryCount, book.Frontier.Root());
        var earlier = (await All(work.Db, book.Body)).Find(kept => kept.Checkpoint.Size == now.Size);
        if (earlier is not null && earlier.Checkpoint != now)
        {
            return new Rejection("ledger.checkpoint-differs",
                $"Zu {German.Count(now.Size)} Buchungen gibt es schon einen Checkpoint mit anderer Wurzel.");
        }
        if (earlier is not null && SignedNote.Parse(earlier.Note).Ok(out var signed, out _)
            && signed.IsSignedBy(key.Verifier))
        {
            return earlier;
        }
        var note = SignedNote.Sign(now.Text(), key).Note;
        await work.Db.Run($"""
            insert into ledger_checkpoint (body_id, size, root, note)
            values ({book.Body.Id}, {now.Size}, {now.Root}, {note})
            on conflict (body_id, size) do update set note = excluded.note
            """);
        return new SignedCheckpoint(now, note);
    }

    /// <summary>What the log was at an earlier length, computed from the log itself.</summary>
    /// <returns>The unsigned checkpoint, or <c>ledger.checkpoint-size</c>, <c>ledger.log-damaged</c>.</returns>
    public static async Task<Result<Checkpoint>> At(Session db, Body body, long size)
    {
        if (!(await MerkleLog.Root(db, body.Id, size)).Ok(out var root, out var why)) return why;
        return new Checkpoint(Checkpoint.OriginOf(body), size, root);
    }

    /// <summary>How many entries the journal has.</summary>
    public static Task<long> Length(Session db, Body body) =>
        db.One($"select entry_count from ledger_book where body_id = {body.Id}", row => row.Number());

    /// <summary>All that were created, shortest first.</summary>
    public static Task<List<SignedCheckpoint>> All(Session db, Body body) => db.All($"""
        select size, root, note from ledger_checkpoint where body_id = {body.Id} order by size
        """, row => Map(row, body));

    /// <summary>The longest, or null where there is none.</summary>
    public static Task<SignedCheckpoint?> Last(Session db, Body body) => db.Maybe($"""
        select size, root, note from ledger_checkpoint where body_id = {body.Id} order by size desc limit 1
        """, row => Map(row, body));

    static SignedCheckpoint Map(Row row, Body body) =>
        new(new Checkpoint(Checkpoint.OriginOf(body), row.Number(), row.Bytes()), row.Text());
}
