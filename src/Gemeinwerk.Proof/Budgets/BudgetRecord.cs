using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Gemeinwerk.Proof.Exports;

namespace Gemeinwerk.Proof.Budgets;

/// <summary>One line of a budget export as it stands in the line buffer; reused from line to line.</summary>
sealed class BudgetRecord(string body)
{
    /// <summary>What each kind of line holds between <c>what</c> and <c>leaf</c>; a trailing ? is optional.</summary>
    static readonly Dictionary<string, string[]> shapes = new()
    {
        ["change"] = ["year", "product?", "position", "kind", "amount", "reference", "cover?", "by", "at"],
        ["group"] = ["year", "code", "name"],
        ["line"] = ["year", "product?", "position", "group?", .. BudgetKinds.Members],
        ["commitment"] = ["number", "year", "product?", "position", "text", "open"],
    };

    static readonly HashSet<string> numbers = ["no", "year", "amount", "at", "open", .. BudgetKinds.Members];

    static readonly Member[] members =
    [
        New("no"), New("what"),
        .. shapes.Values.SelectMany(shape => shape).Select(name => name.TrimEnd('?')).Distinct()
            .Select(name => New(name, isRequired: false)),
        New("leaf"),
    ];

    static readonly Dictionary<string, int> places = Enumerable.Range(0, members.Length)
        .ToDictionary(at => members[at].Name);

    readonly Field[] fields = new Field[members.Length];
    readonly ArrayBufferWriter<byte> form = new();
    readonly string log = $"gemeinwerk/{body}/budget";
    byte[] buffer = [];

    public long No => Number("no");
    public string What { get; private set; } = "";

    /// <summary>A text, or null where it is absent.</summary>
    public string? this[string name] =>
        fields[places[name]] is { Present: true } field ? field.Text(buffer) : null;

    public long Number(string name) => fields[places[name]].Number;

    /// <returns>Null, or what is wrong with the line.</returns>
    public string? Read(LineReader lines)
    {
        buffer = lines.Buffer;
        if (JsonLine.Read(lines, members, fields) is { } fault) return fault;
        What = this["what"]!;
        if (!shapes.TryGetValue(What, out var shape)) return $"unbekannte Art „{What}“ einer Zeile.";
        var missing = shape.FirstOrDefault(name => name[^1] != '?' && !fields[places[name]].Present);
        if (missing is not null) return $"Feld „{missing}“ fehlt.";
        for (var at = 2; at < members.Length - 1; at++)
            if (fields[at].Present && !shape.Contains(members[at].Name) && !shape.Contains(members[at].Name + "?"))
                return $"unbekanntes Feld „{members[at].Name}“.";
        return null;
    }

    /// <summary>What the leaf hash covers: the prefix 00 and the canonical form; valid until the next call.</summary>
    public ReadOnlySpan<byte> LeafInput()
    {
        form.ResetWrittenCount();
        form.Write<byte>([0, 1]);
        Put(Encoding.UTF8.GetBytes(log));
        Put(No);
        Put(Encoding.UTF8.GetBytes(What));
        foreach (var name in shapes[What].Select(name => name.TrimEnd('?')))
        {
            var field = fields[places[name]];
            if (numbers.Contains(name)) Put(field.Number);
            else if (field.Present) Put(field.In(buffer));
            else Length(-1);
        }
        return form.WrittenSpan;
    }

    void Put(long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(form.GetSpan(8), number);
        form.Advance(8);
    }

    void Put(ReadOnlySpan<byte> text)
    {
        Length(text.Length);
        form.Write(text);
    }

    void Length(int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(form.GetSpan(4), length);
        form.Advance(4);
    }

    static Member New(string name, bool isRequired = true) =>
        new(name, numbers.Contains(name) ? MemberKind.Number : MemberKind.Text, isRequired);
}
