using System.Text;
using System.Text.Json;

namespace Gemeinwerk.Proof.Exports;

enum MemberKind { Text, Number, Day, Postings, Object }

sealed record Member(string Name, MemberKind Kind, bool Required = true)
{
    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(Name);
}

/// <summary>One member's value: a number (a day as yyyymmdd), or a text as a place in the line's buffer.</summary>
readonly struct Field
{
    readonly long bits;

    public Field(long number) => (bits, Present) = (number, true);
    public Field(int start, int length) : this((long)start << 32 | (uint)length) { }

    public bool Present { get; }
    public long Number => bits;
    public ReadOnlySpan<byte> In(byte[] buffer) => buffer.AsSpan((int)(bits >> 32), (int)(uint)(bits & 0xFFFFFFFF));
    public string Text(byte[] buffer) => Encoding.UTF8.GetString(In(buffer));
}

/// <summary>The postings of one entry, member after member; reused from line to line.</summary>
sealed class PostingList
{
    public static readonly Member[] Members =
    [
        new("account", MemberKind.Text), new("amount", MemberKind.Number),
        new("product", MemberKind.Text, false), new("centre", MemberKind.Text, false),
        new("payment", MemberKind.Text, false), new("party", MemberKind.Text, false),
        new("item", MemberKind.Text, false), new("asset", MemberKind.Text, false),
        new("movement", MemberKind.Text, false), new("text", MemberKind.Text, false),
    ];

    Field[] fields = new Field[16 * Members.Length];

    public int Count { get; private set; }

    public ReadOnlySpan<Field> this[int posting] => fields.AsSpan(posting * Members.Length, Members.Length);

    public void Clear() => Count = 0;

    public Span<Field> Append()
    {
        if ((Count + 1) * Members.Length > fields.Length) Array.Resize(ref fields, fields.Length * 2);
        var place = fields.AsSpan(Count++ * Members.Length, Members.Length);
        place.Clear();
        return place;
    }
}

/// <summary>
/// Reads one JSON object that holds exactly the given members. Texts stay in the buffer; an escaped one is unescaped in
/// place. The first thing wrong is the <see cref="Fault"/>, a German sentence.
/// </summary>
ref struct JsonLine
{
    readonly byte[] buffer;
    readonly int offset;
    readonly PostingList? postings;
    Utf8JsonReader reader;

    JsonLine(byte[] buffer, int start, int length, PostingList? postings)
    {
        (this.buffer, offset, this.postings) = (buffer, start, postings);
        reader = new Utf8JsonReader(buffer.AsSpan(start, length));
    }

    string? Fault { get; set; }

    /// <returns>Null, or what is wrong with the line.</returns>
    public static string? Read(LineReader lines, Member[] members, Span<Field> to, PostingList? postings = null)
    {
        if (lines.Problem is not null) return lines.Problem;
        to.Clear();
        postings?.Clear();
        var line = new JsonLine(lines.Buffer, lines.Start, lines.Length, postings);
        try
        {
            line.reader.Read();
            if (line.Object(members, to)) line.reader.Read();
            return line.Fault;
        }
        catch (JsonException wrong)
        {
            return $"kein gültiges JSON (Byte {wrong.BytePositionInLine + 1}).";
        }
        catch (InvalidOperationException)
        {
            return "eine Zeichenfolge enthält ungültige Zeichen (einzelnes Surrogat).";
        }
    }

    bool Object(Member[] members, Span<Field> to)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return Fails("die Zeile ist kein JSON-Objekt.");
        var expected = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var at = Find(members, expected);
            if (at < 0) return Fails($"unbekanntes Feld „{reader.GetString()}“.");
            if (to[at].Present) return Fails($"Feld „{members[at].Name}“ steht doppelt.");
            reader.Read();
            if (!Value(members[at], ref to[at])) return false;
            expected = at + 1;
        }
        for (var at = 0; at < members.Length; at++)
            if (members[at].Required && !to[at].Present) return Fails($"Feld „{members[at].Name}“ fehlt.");
        return true;
    }

    int Find(Member[] members, int expected)
    {
        for (var i = 0; i < members.Length; i++)
        {
            var at = (expected + i) % members.Length;
            if (reader.ValueIsEscaped ? reader.ValueTextEquals(members[at].Utf8Name)
                : reader.ValueSpan.SequenceEqual(members[at].Utf8Name)) return at;
        }
        return -1;
    }

    bool Value(Member member, ref Field to) => member.Kind switch
    {
        MemberKind.Text => Text(member, ref to),
        MemberKind.Number => Number(member, ref to),
        MemberKind.Day => Day(member, ref to),
        MemberKind.Object => Whole(member, ref to),
        _ => Postings(ref to),
    };

    bool Text(Member member, ref Field to)
    {
        if (reader.TokenType != JsonTokenType.String) return Fails($"Feld „{member.Name}“ ist kein Text.");
        var start = offset + (int)reader.TokenStartIndex + 1;
        var length = reader.ValueSpan.Length;
        if (reader.ValueIsEscaped)
        {
            var plain = new byte[length];
            length = reader.CopyString(plain);
            if (plain.AsSpan(0, length).Contains((byte)0)) return Fails($"Feld „{member.Name}“ enthält NUL.");
            plain.AsSpan(0, length).CopyTo(buffer.AsSpan(start));
        }
        to = new Field(start, length);
        return true;
    }

    bool Number(Member member, ref Field to)
    {
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var number))
            return Fails($"Feld „{member.Name}“ ist keine ganze Zahl im zulässigen Bereich.");
        to = new Field(number);
        return true;
    }

    bool Day(Member member, ref Field to)
    {
        if (!Text(member, ref to)) return false;
        if (!Days.TryParse(to.In(buffer), out var day)) return Fails($"Feld „{member.Name}“ ist kein Tag jjjj-mm-tt.");
        to = new Field(day);
        return true;
    }

    /// <summary>An object as it stands there, byte by byte.</summary>
    bool Whole(Member member, ref Field to)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return Fails($"Feld „{member.Name}“ ist kein Objekt.");
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        to = new Field(offset + start, (int)reader.BytesConsumed - start);
        return true;
    }

    bool Postings(ref Field to)
    {
        if (reader.TokenType != JsonTokenType.StartArray || postings is null)
            return Fails("Feld „postings“ ist keine Liste.");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            if (!Object(PostingList.Members, postings.Append()))
                return Fails($"Buchungszeile {postings.Count}: {Fault}");
        to = new Field(postings.Count);
        return true;
    }

    bool Fails(string fault)
    {
        Fault = fault;
        return false;
    }
}

/// <summary>Days as numbers yyyymmdd.</summary>
static class Days
{
    public static bool TryParse(ReadOnlySpan<byte> text, out long day)
    {
        day = 0;
        if (text.Length != 10 || text[4] != '-' || text[7] != '-') return false;
        for (var i = 0; i < 10; i++)
        {
            if (i is 4 or 7) continue;
            if (!char.IsAsciiDigit((char)text[i])) return false;
            day = day * 10 + (text[i] - '0');
        }
        var (year, month, number) = ((int)(day / 10000), (int)(day / 100 % 100), (int)(day % 100));
        return year >= 1 && month is >= 1 and <= 12 && number >= 1 && number <= DateTime.DaysInMonth(year, month);
    }

    /// <summary>The day before; 0 for none, and for what is no day.</summary>
    public static long Previous(long day)
    {
        var (year, month, number) = ((int)(day / 10000), (int)(day / 100 % 100), (int)(day % 100));
        if (day <= 10101 || year > 9999 || month is < 1 or > 12 || number < 1
            || number > DateTime.DaysInMonth(year, month))
        {
            return 0;
        }
        var before = new DateOnly(year, month, number).AddDays(-1);
        return before.Year * 10000L + before.Month * 100 + before.Day;
    }

    public static string Text(long day) => $"{day / 10000:0000}-{day / 100 % 100:00}-{day % 100:00}";
}
