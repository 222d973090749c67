using Gemeinwerk.Basics;
using At = Gemeinwerk.Ledger.Imports.JournalColumns;

namespace Gemeinwerk.Ledger.Imports;

/// <summary>
/// Puts the consecutive rows of one entry together. What holds for the whole entry (date, document, external id) stands
/// in its first row; further rows repeat it or leave it empty. A text that differs belongs to its line.
/// </summary>
sealed class EntryReader(
    CsvTable table, PostingReader postings, JournalImportOptions options, string bodyCode, FindingList findings)
{
    readonly bool keepsRows = options.RejectedFile is not null;
    readonly DerivedIds? derivedIds = options.Again ? null : new DerivedIds();
    readonly List<Posting> lines = [];
    string key = "", document = "", text = "";
    string? externalId;
    DateOnly bookedOn, effectiveOn;
    long firstLine;
    int rows, lastLineNo;
    bool isRefused;
    List<RawRow>? raw;

    /// <summary>Reads all entries, in order.</summary>
    internal IEnumerable<ReadEntry> Entries()
    {
        while (!findings.IsFatal && table.Read())
        {
            var name = table[At.Entry];
            var isAlone = name.IsEmpty && table.Has(At.CounterAccount) && !table[At.CounterAccount].IsEmpty;
            if (rows > 0 && (isAlone || !name.SequenceEqual(key))) yield return Finish();
            if (rows == 0) Start(table[At.Entry]);
            Row();
            if (isAlone) yield return Finish();
        }
        if (rows > 0) yield return Finish();
    }

    void Start(ReadOnlySpan<char> name)
    {
        if (!name.SequenceEqual(key)) key = name.ToString();
        firstLine = table.Line;
        lastLineNo = 0;
        externalId = null;
        isRefused = false;
        raw = keepsRows ? [] : null;
    }

    void Row()
    {
        rows++;
        if (rows > options.Limits.EntryLines)
        {
            findings.Fatal(table.Line, "entry", new("import.entry-too-long",
                $"Die Buchung hat mehr als {German.Count(options.Limits.EntryLines)} Zeilen; "
                + "weiter wurde nicht gelesen."));
        }
        if (table.IsWellFormed)
        {
            Head(rows == 1);
            Posting();
        }
        isRefused |= findings.AnySinceMark;
        raw?.Add(new RawRow(table.Raw, findings.SinceMark));
    }

    void Head(bool isFirst)
    {
        if (isFirst && key.Length == 0 && (!table.Has(At.CounterAccount) || table[At.CounterAccount].IsEmpty))
        {
            table.Finding(At.Entry, "import.entry-missing", "Die Nummer der Buchung fehlt.");
        }
        if (!table[At.Tenant].IsEmpty && !table[At.Tenant].SequenceEqual(bodyCode))
        {
            table.Finding(At.Tenant, "import.tenant",
                $"Die Zeile gehört zu „{Texts.Shown(table[At.Tenant])}“, importiert wird in „{bodyCode}“.");
        }
        LineNumber();
        Dates(isFirst);
        if (isFirst)
        {
            externalId = table[At.ExternalId].IsEmpty ? null : table[At.ExternalId].ToString();
            Keep(ref text, table.Text(At.Text));
            if (text.AsSpan().IsWhiteSpace()) table.Finding(At.Text, "import.text-missing", "Der Buchungstext fehlt.");
            Keep(ref document, table[At.Document].IsEmpty ? key : table[At.Document]);
            if (document.Length == 0 && !findings.AnySinceMark)
            {
                table.Finding(At.Document, "import.document-missing", "Die Belegnummer fehlt.");
            }
            return;
        }
        Repeats(At.ExternalId, externalId ?? "");
        if (!table[At.Document].IsEmpty) Repeats(At.Document, document);
    }

    void LineNumber()
    {
        if (table[At.Line].IsEmpty) return;
        if (!Cells.Number(table[At.Line], out var number))
        {
            table.Finding(At.Line, "import.number", $"„{Texts.Shown(table[At.Line])}“ ist keine Zeilennummer.");
        }
        else if (number <= lastLineNo && rows > 1)
        {
            table.Finding(At.Line, "import.line-order",
                $"Die Zeile {number} der Buchung steht nicht in ihrer Reihenfolge.");
        }
        lastLineNo = number;
    }

    void Dates(bool isFirst)
    {
        if (isFirst)
        {
            if (!Cells.Date(table[At.Date], out bookedOn, out var why)) table.Finding(At.Date, why);
            effectiveOn = bookedOn;
            if (!table[At.EffectiveDate].IsEmpty && !Cells.Date(table[At.EffectiveDate], out effectiveOn, out var bad))
            {
                table.Finding(At.EffectiveDate, bad);
            }
            return;
        }
        Repeats(At.Date, bookedOn);
        Repeats(At.EffectiveDate, effectiveOn);
    }

    void Repeats(int column, DateOnly expected)
    {
        if (table[column].IsEmpty) return;
        if (!Cells.Date(table[column], out var day, out var why)) table.Finding(column, why);
        else if (day != expected && expected != default) Differs(column);
    }

    void Repeats(int column, string expected)
    {
        if (!table[column].IsEmpty && !table[column].SequenceEqual(expected)) Differs(column);
    }

    void Differs(int column) => table.Finding(column, "import.entry-differs",
        $"Die Zeile weicht hier von der ersten Zeile der Buchung „{Texts.Shown(key)}“ ab.");

    void Posting()
    {
        var own = table.Text(At.Text);
        var lineText = rows == 1 || own.IsWhiteSpace() || own.SequenceEqual(text) ? null : own.ToString();
        postings.Read(lines, bookedOn, lineText);
    }

    ReadEntry Finish()
    {
        if (!isRefused) RefuseSum();
        EntryDraft? draft = null;
        if (!isRefused)
        {
            draft = new EntryDraft(bookedOn, effectiveOn, document, text, lines.ToArray(), options.Kind, externalId);
            if (externalId is null && derivedIds is not null) draft = draft with { ExternalId = derivedIds.Of(draft) };
        }
        lines.Clear();
        rows = 0;
        return new ReadEntry(draft, firstLine, raw);
    }

    void RefuseSum()
    {
        Int128 sum = 0;
        foreach (var line in lines) sum += line.Amount.Cents;
        if (sum == 0) return;
        isRefused = true;
        // The row behind this entry has been read by now; what is wrong with that one is its own affair.
        var why = new Rejection("ledger.unbalanced",
            $"Die Buchung „{Texts.Shown(key)}“ ist nicht ausgeglichen: Soll und Haben weichen um "
            + $"{(Int128.Abs(sum) > long.MaxValue ? "mehr als darstellbar" : new Money((long)sum))} ab.",
            "KomHVO NRW § 28");
        findings.AddOfEarlier(firstLine, "entry", why);
        if (raw is { Count: > 0 }) raw[0] = raw[0] with { Reason = why.Message };
    }

    static void Keep(ref string kept, ReadOnlySpan<char> value)
    {
        if (!value.SequenceEqual(kept)) kept = value.ToString();
    }
}
