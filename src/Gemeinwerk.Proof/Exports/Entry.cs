using System.Buffers.Binary;

namespace Gemeinwerk.Proof.Exports;

/// <summary>One journal entry as it stands in the line buffer; reused from line to line.</summary>
sealed class Entry
{
    public static readonly Member[] Members =
    [
        new("no", MemberKind.Number), new("kind", MemberKind.Text), new("year", MemberKind.Number),
        new("period", MemberKind.Number), new("booked", MemberKind.Day), new("effective", MemberKind.Day),
        new("document", MemberKind.Text), new("text", MemberKind.Text), new("by", MemberKind.Text),
        new("at", MemberKind.Number), new("external", MemberKind.Text, false),
        new("reverses", MemberKind.Number, false), new("leaf", MemberKind.Text),
        new("postings", MemberKind.Postings),
    ];

    static readonly string[] Kinds =
        ["regular", "reversal", "adjustment", "depreciation", "opening", "closing", "carry-over",
            "elimination", "winding-up"];

    static readonly byte[][] Kinds8 = [.. Kinds.Select(System.Text.Encoding.ASCII.GetBytes)];

    static readonly byte[][] Movements =
        [.. Movement.All.Select(System.Text.Encoding.ASCII.GetBytes)];

    readonly Field[] fields = new Field[Members.Length];
    byte[] form = new byte[4096];

    public PostingList Postings { get; } = new();
    public byte[] Buffer { get; private set; } = [];
    public long No => fields[0].Number;
    public long Booked => fields[4].Number;
    public long Reverses => fields[11].Number;
    public string Kind { get; private set; } = "";
    public ReadOnlySpan<byte> Leaf => fields[12].In(Buffer);

    /// <returns>Null, or what is wrong with the line.</returns>
    public string? Read(LineReader lines)
    {
        Buffer = lines.Buffer;
        return JsonLine.Read(lines, Members, fields, Postings) ?? Refuse();
    }

    public Int128 Sum()
    {
        Int128 sum = 0;
        for (var i = 0; i < Postings.Count; i++) sum += Postings[i][1].Number;
        return sum;
    }

    string? Refuse()
    {
        var kind = Array.FindIndex(Kinds8, known => fields[1].In(Buffer).SequenceEqual(known));
        if (kind < 0) return $"unbekannte Buchungsart „{fields[1].Text(Buffer)}“.";
        Kind = Kinds[kind];
        if (fields[2].Number is < 1 or > 9999) return "das Haushaltsjahr liegt außerhalb von 1 bis 9999.";
        if (fields[3].Number is < 0 or > 14) return "die Periode liegt außerhalb von 0 bis 14.";
        if (fields[11].Present && (Reverses < 1 || Reverses >= No))
            return "„reverses“ nennt keine frühere Buchung.";
        if (Postings.Count == 0) return "die Buchung hat keine Buchungszeilen.";
        for (var i = 0; i < Postings.Count; i++)
        {
            if (!Postings[i][8].Present) continue;
            var movement = Postings[i][8].In(Buffer);
            if (!Known(movement))
                return $"Buchungszeile {i + 1}: unbekannte Bewegung „{Postings[i][8].Text(Buffer)}“.";
        }
        return null;
    }

    static bool Known(ReadOnlySpan<byte> movement)
    {
        foreach (var known in Movements)
            if (movement.SequenceEqual(known)) return true;
        return false;
    }

    /// <summary>What the leaf hash covers: the prefix 00 and the canonical form; valid until the next call.</summary>
    public ReadOnlySpan<byte> LeafInput(ReadOnlySpan<byte> body, int lineLength)
    {
        var most = 256 + body.Length + lineLength + Postings.Count * 64;
        if (form.Length < most) form = new byte[Math.Max(most, form.Length * 2)];
        (form[0], form[1]) = (0, 1);
        var at = Put(2, body);
        at = Put(at, fields[0].Number);
        at = PutText(at, fields[1]);
        for (var i = 2; i <= 5; i++) at = Put(at, fields[i].Number);
        for (var i = 6; i <= 8; i++) at = PutText(at, fields[i]);
        at = Put(at, fields[9].Number);
        at = PutText(at, fields[10]);
        at = Put(at, fields[11].Number);
        at = Put(at, Postings.Count);
        for (var i = 0; i < Postings.Count; i++)
        {
            var posting = Postings[i];
            at = PutText(at, posting[0]);
            at = Put(at, posting[1].Number);
            for (var j = 2; j < posting.Length; j++) at = PutText(at, posting[j]);
        }
        return form.AsSpan(0, at);
    }

    int Put(int at, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(form.AsSpan(at), number);
        return at + 8;
    }

    int PutText(int at, Field text)
    {
        if (text.Present) return Put(at, text.In(Buffer));
        BinaryPrimitives.WriteUInt32BigEndian(form.AsSpan(at), uint.MaxValue);
        return at + 4;
    }

    int Put(int at, ReadOnlySpan<byte> text)
    {
        BinaryPrimitives.WriteInt32BigEndian(form.AsSpan(at), text.Length);
        text.CopyTo(form.AsSpan(at + 4));
        return at + 4 + text.Length;
    }
}

/// <summary>What a posting does to an asset: the first three change its cost, the others its depreciation.</summary>
static class Movement
{
    public static readonly string[] All =
        ["addition", "disposal", "transfer", "depreciation", "write-up", "released-depreciation"];

    public static bool ChangesCost(ReadOnlySpan<byte> movement) =>
        movement.SequenceEqual("addition"u8) || movement.SequenceEqual("disposal"u8)
        || movement.SequenceEqual("transfer"u8);
}
