using System.Text;

namespace Gemeinwerk.Proof.Certificates;

/// <summary>One line of a certificate, taken apart; its fields are read in order and the first fault is kept.</summary>
sealed class FieldReader(string file, Point form)
{
    const int MostFields = 1000;

    readonly List<string?> fields = [];
    readonly StringBuilder text = new();
    readonly Dictionary<string, string> known = [];
    int next;
    bool failed;

    public int Line { get; private set; }
    public int Count => fields.Count;

    public void Take(int line, string content)
    {
        (Line, next, failed) = (line, 0, false);
        fields.Clear();
        var raws = content.Split('|');
        if (raws.Length > MostFields) Fail($"die Zeile hat mehr als {MostFields} Felder.");
        else foreach (var raw in raws) fields.Add(Plain(raw));
    }

    /// <summary>Whether all fields were read and right; call it last.</summary>
    public bool Done(string section)
    {
        if (!failed && next < fields.Count) Fail($"die Zeile hat {fields.Count} Felder, [{section}] verlangt {next}.");
        return !failed;
    }

    public void Fail(string message)
    {
        if (!failed) form.Fail(file, Line, message);
        failed = true;
    }

    /// <summary>The field, or null where it is absent (a single "-").</summary>
    public string? Optional(string name)
    {
        if (next < fields.Count) return fields[next++];
        Fail($"das Feld „{name}“ fehlt am Ende der Zeile.");
        next++;
        return null;
    }

    /// <summary>A body that takes part in the merger.</summary>
    public string Body(Certificate certificate, string name = "Körperschaft")
    {
        var body = Text(name);
        if (!certificate.Moments.ContainsKey(body)) Fail($"„{body}“ ist weder Quelle noch Ziel.");
        return body;
    }

    public string Text(string name)
    {
        var field = Optional(name);
        if (string.IsNullOrEmpty(field)) Fail($"das Feld „{name}“ ist leer.");
        return field ?? "";
    }

    public string OneOf(string name, params string[] allowed)
    {
        var field = Text(name);
        if (!allowed.Contains(field)) Fail($"„{field}“ ist kein zulässiger Wert für „{name}“.");
        return field;
    }

    public long Number(string name)
    {
        var field = Text(name);
        if (!Notes.Numbers.TryParse(field, out var number))
            Fail($"„{field}“ ist keine ganze Zahl („{name}“).");
        return number;
    }

    public long Day(string name)
    {
        var field = Text(name);
        if (!Exports.Days.TryParse(Encoding.UTF8.GetBytes(field), out var day))
            Fail($"„{field}“ ist kein Tag jjjj-mm-tt („{name}“).");
        return day;
    }

    public long[] Numbers(string name, int count)
    {
        var numbers = new long[count];
        for (var i = 0; i < count; i++) numbers[i] = Number(name);
        return numbers;
    }

    string? Plain(string raw)
    {
        if (raw == "-") return null;
        if (!raw.Contains('\\')) return Shared(raw);
        text.Clear();
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\') text.Append(raw[i]);
            else if (i + 1 < raw.Length && Escaped(raw[++i], raw) is { } plain) text.Append(plain);
            else Fail("unbekannte Schreibweise nach einem Rückwärtsschrägstrich.");
        }
        return text.ToString();
    }

    static char? Escaped(char code, string raw) => code switch
    {
        'p' => '|',
        't' => '\t',
        'n' => '\n',
        'r' => '\r',
        '\\' => '\\',
        '-' when raw == "\\-" => '-',
        _ => null,
    };

    // A certificate names few accounts and parties very often.
    string Shared(string text)
    {
        if (known.TryGetValue(text, out var same)) return same;
        if (known.Count < 100_000) known.Add(text, text);
        return text;
    }
}
