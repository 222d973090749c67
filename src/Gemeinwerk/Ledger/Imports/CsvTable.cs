using System.Buffers;
using Gemeinwerk.Basics;
using Sylvan.Data.Csv;

namespace Gemeinwerk.Ledger.Imports;

/// <summary>
/// Reads a CSV file with a header row by row, never more than one record in memory. Separator, line ends and the order
/// of the columns are found out; what is wrong goes to the findings with its physical line. Blank rows are skipped.
/// </summary>
sealed class CsvTable : IDisposable
{
    const int BufferCharacters = 1 << 16;
    static readonly SearchValues<char> blank = SearchValues.Create(" \t\r\n;,");

    readonly Stream stream;
    readonly CsvDataReader reader;
    readonly CsvShape shape;
    readonly ImportLimits limits;
    readonly FindingList findings;
    readonly int[] columns;
    int width;
    long nextLine = 1;

    CsvTable(
        Stream stream, CsvDataReader reader, CsvShape shape, ImportLimits limits, FindingList findings, char separator)
    {
        (this.stream, this.reader, this.shape) = (stream, reader, shape);
        (this.limits, this.findings, Separator) = (limits, findings, separator);
        columns = [.. Enumerable.Repeat(-1, shape.Names.Length)];
    }

    internal char Separator { get; }

    /// <summary>The physical line on which the current record begins, from 1; the header counts.</summary>
    internal long Line { get; private set; }

    internal long Rows { get; private set; }

    internal long BytesRead => stream.Position;

    /// <summary>The header as it stands in the file, without blanks around each heading.</summary>
    internal IReadOnlyList<string> Headings { get; private set; } = [];

    /// <summary>The current record as it stands in the file, without its line end.</summary>
    internal string Raw => reader.GetRawRecordSpan().TrimEnd("\r\n").ToString();

    /// <summary>The current record has as many fields as the header; otherwise that has been said.</summary>
    internal bool IsWellFormed { get; private set; }

    /// <returns>The table before its first row, or null with what is wrong among the findings.</returns>
    internal static CsvTable? Open(
        ImportSource source, SourceEncoding encoding, CsvShape shape, ImportLimits limits, FindingList findings)
    {
        var separator = Separators.Find(source, encoding, shape);
        var stream = source.Open();
        CsvTable? table = null;
        try
        {
            var options = new CsvDataReaderOptions
            {
                HasHeaders = false,
                Delimiter = separator,
                CsvStyle = CsvStyle.Standard,
                MaxBufferSize = Math.Max(limits.RecordCharacters, BufferCharacters) + 1,
                OwnsReader = true,
            };
            var text = new LineGuard(encoding.Reader(stream), separator);
            var reader = CsvDataReader.Create(text, new char[BufferCharacters], options);
            table = new CsvTable(stream, reader, shape, limits, findings, separator);
            if (table.ReadHeader()) return table;
        }
        catch (Exception error) when (WhyUnreadable(error, limits) is { } why)
        {
            findings.Fatal((error as TooManySeparatorsException)?.Line ?? table?.nextLine ?? 1, "", why);
        }
        if (table is null) stream.Dispose();
        else table.Dispose();
        return null;
    }

    /// <summary>The file is one of rejected rows, as <see cref="RejectedRows"/> writes it.</summary>
    internal bool IsMended { get; private set; }

    internal bool Has(int column) => columns[column] >= 0;

    /// <summary>A cell without blanks around it; empty where the file does not have the column.</summary>
    internal ReadOnlySpan<char> this[int column] => Text(column).Trim();

    /// <summary>A cell by its place in the file, without blanks around it.</summary>
    internal ReadOnlySpan<char> At(int place) =>
        place < reader.RowFieldCount ? reader.GetFieldSpan(place).Trim() : default;

    /// <summary>A cell as it is.</summary>
    internal ReadOnlySpan<char> Text(int column)
    {
        if (columns[column] is not (>= 0 and var at) || at >= reader.RowFieldCount) return default;
        return IsMended ? SpreadsheetText.Plain(reader.GetFieldSpan(at)) : reader.GetFieldSpan(at);
    }

    /// <summary>Goes to the next row.</summary>
    /// <returns>False at the end, or where the file cannot be read on.</returns>
    internal bool Read()
    {
        try
        {
            while (Next())
            {
                findings.Mark();
                if (IsBlank()) continue;
                Rows++;
                IsWellFormed = Check();
                return true;
            }
        }
        catch (Exception error) when (WhyUnreadable(error, limits) is { } why)
        {
            findings.Fatal((error as TooManySeparatorsException)?.Line ?? nextLine, "", why);
        }
        return false;
    }

    internal void Finding(int column, Rejection why) => findings.Add(Line, shape.Names[column], why);

    internal void Finding(int column, string code, string message) => Finding(column, new Rejection(code, message));

    public void Dispose()
    {
        reader.Dispose();
        stream.Dispose();
    }

    bool ReadHeader()
    {
        do
        {
            if (!Next())
            {
                findings.Fatal(0, "", new("import.empty", "Die Datei ist leer."));
                return false;
            }
        }
        while (IsBlank() || Separators.IsDeclaration(reader.GetRawRecordSpan()));

        width = reader.RowFieldCount;
        if (width > limits.Columns)
        {
            findings.Fatal(Line, "", new("import.columns",
                $"Die Datei hat mehr als {German.Count(limits.Columns)} Spalten."));
            return false;
        }
        Headings = [.. Enumerable.Range(0, width).Select(at => reader.GetFieldSpan(at).Trim().ToString())];
        if (shape.IsOpen) return true;
        if (!KnowsAny())
        {
            findings.Fatal(Line, "", new("import.header-missing", "Die erste Zeile ist keine Kopfzeile; sie muss "
                + $"mindestens diese Spalten nennen: {string.Join(", ", shape.Required)}."));
            return false;
        }
        for (var at = 0; at < width; at++) Name(at, reader.GetFieldSpan(at).Trim());
        for (var column = 0; column < shape.Required.Length; column++)
        {
            if (Has(column)) continue;
            findings.Fatal(Line, shape.Names[column],
                new("import.column-missing", $"Die Spalte „{shape.Names[column]}“ fehlt in der Kopfzeile."));
        }
        return !findings.IsFatal;
    }

    bool KnowsAny()
    {
        for (var at = 0; at < width; at++)
        {
            if (shape.Find(reader.GetFieldSpan(at).Trim()) >= 0) return true;
        }
        return false;
    }

    void Name(int at, ReadOnlySpan<char> heading)
    {
        var column = shape.Find(heading);
        if (column >= 0 && columns[column] < 0)
        {
            columns[column] = at;
        }
        else if (column >= 0)
        {
            findings.Fatal(Line, shape.Names[column],
                new("import.column-twice", $"Die Spalte „{shape.Names[column]}“ steht zweimal in der Kopfzeile."));
        }
        else if (heading.Equals(CsvShape.Reason, StringComparison.OrdinalIgnoreCase))
        {
            IsMended = true;
        }
        else
        {
            findings.Fatal(Line, "", new("import.column-unknown",
                $"Die Spalte „{Texts.Shown(heading)}“ ist unbekannt; bekannt sind: {string.Join(", ", shape.Names)}."));
        }
    }

    bool Next()
    {
        if (!reader.Read()) return false;
        Line = nextLine;
        nextLine += PhysicalLines(reader.GetRawRecordSpan());
        return true;
    }

    bool Check()
    {
        var raw = reader.GetRawRecordSpan();
        if (raw.Length > limits.RecordCharacters)
        {
            findings.Add(Line, "", TooLong(limits));
            return false;
        }
        if (raw.Contains('\0'))
        {
            findings.Add(Line, "", "import.nul", "Die Zeile enthält NUL-Zeichen; die Datei ist vermutlich beschädigt.");
            return false;
        }
        if (reader.RowFieldCount != width)
        {
            var isLast = raw is not [.., '\r' or '\n'];
            findings.Add(Line, "", isLast && reader.RowFieldCount < width ? "import.truncated" : "import.column-count",
                $"Die Zeile hat {German.Count(reader.RowFieldCount)} statt {German.Count(width)} Felder"
                + (isLast && reader.RowFieldCount < width ? "; die Datei bricht hier ab." : "."));
            return false;
        }
        if (raw.Length <= limits.FieldCharacters) return true;
        for (var at = 0; at < width; at++)
        {
            if (reader.GetFieldSpan(at).Length <= limits.FieldCharacters) continue;
            findings.Add(Line, "", "import.field-too-long",
                $"Das {at + 1}. Feld ist länger als {German.Count(limits.FieldCharacters)} Zeichen.");
            return false;
        }
        return true;
    }

    bool IsBlank() => !reader.GetRawRecordSpan().ContainsAnyExcept(blank);

    static int PhysicalLines(ReadOnlySpan<char> raw)
    {
        var body = raw.EndsWith("\r\n") ? raw[..^2] : raw is [.., '\r' or '\n'] ? raw[..^1] : raw;
        if (!body.ContainsAny('\r', '\n')) return 1;
        var lines = 1;
        for (var i = 0; i < body.Length; i++)
        {
            if (body[i] == '\n' || (body[i] == '\r' && (i + 1 == body.Length || body[i + 1] != '\n'))) lines++;
        }
        return lines;
    }

    static Rejection TooLong(ImportLimits limits) => new("import.record-too-long",
        $"Hier beginnt ein Datensatz von mehr als {German.Count(limits.RecordCharacters)} Zeichen; "
        + "vielleicht fehlt ein schließendes Anführungszeichen.");

    static Rejection? WhyUnreadable(Exception error, ImportLimits limits) => error switch
    {
        CsvRecordTooLargeException => TooLong(limits),
        TooManySeparatorsException => new("import.columns",
            $"Die Zeile hat mehr als {German.Count(limits.Columns)} Felder."),
        CsvFormatException => new("import.quote",
            "Anführungszeichen werden hier nicht geschlossen, oder hinter ihnen steht noch Text; "
            + "weiter wurde nicht gelesen."),
        _ => null,
    };
}
