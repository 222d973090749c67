using System.Text;
using Gemeinwerk.Basics;
using Sylvan.Data.Csv;

namespace Gemeinwerk.Merger;

/// <summary>
/// The mapping as a table to work on: <c>kind,source_body,source,target,reason</c>, UTF-8, comma or semicolon. A line
/// without target is one that nobody has decided yet.
/// </summary>
public static class MappingCsv
{
    const string Header = "kind,source_body,source,target,reason";

    /// <param name="open">Numbers that still need a target; they are written with an empty one.</param>
    public static string Write(
        IEnumerable<MappingLine> lines, IEnumerable<(MappingKind Kind, string Body, string Number, string Why)> open)
    {
        var text = new StringBuilder(Header).Append('\n');
        foreach (var line in lines) Append(line.Kind, line.SourceBody, line.Source, line.Target, line.Reason);
        foreach (var (kind, body, number, why) in open) Append(kind, body, number, "", why);
        return text.ToString();

        void Append(MappingKind kind, params string[] cells) =>
            text.Append(kind.Code()).Append(',').AppendJoin(',', cells.Select(Cell)).Append('\n');
    }

    /// <summary>Reads a table; lines without target are passed over.</summary>
    /// <returns>The lines, and a finding for each that cannot be read; with any of them none may be used.</returns>
    public static (IReadOnlyList<MappingLine> Lines, IReadOnlyList<Finding> Findings) Read(TextReader from)
    {
        var (lines, findings) = (new List<MappingLine>(), new List<Finding>());
        try
        {
            using var csv = CsvDataReader.Create(from, new CsvDataReaderOptions { HasHeaders = true });
            var columns = Header.Split(',').Select(name => Ordinal(csv, name)).ToArray();
            if (columns.Contains(-1))
            {
                findings.Add(new Finding(1, "",
                    new("merger.mapping-file", $"Die Kopfzeile muss „{Header}“ enthalten.")));
                return ([], findings);
            }
            var seen = new HashSet<(MappingKind, string, string)>();
            while (csv.Read()) Take(csv, columns, seen, lines, findings);
        }
        catch (CsvFormatException error)
        {
            findings.Add(new Finding(error.RowNumber + 1, "",
                new("merger.mapping-file", "Die Zeile ist kein lesbares CSV.")));
        }
        return (findings.Count == 0 ? lines : [], findings);
    }

    static void Take(CsvDataReader csv, int[] columns, HashSet<(MappingKind, string, string)> seen,
        List<MappingLine> lines, List<Finding> findings)
    {
        var line = csv.RowNumber + 1;
        var cells = columns.Select(at => at < csv.RowFieldCount ? csv.GetString(at).Trim() : "").ToArray();
        if (cells.All(cell => cell.Length == 0) || cells[3].Length == 0) return;
        if (!Codes.TryParse<MappingKind>(cells[0], out var kind))
        {
            var kinds = Enum.GetValues<MappingKind>().Select(known => known.Code());
            findings.Add(new Finding(line, "kind", new("merger.mapping-file",
                $"„{cells[0]}“ ist keine Art; möglich sind {string.Join(", ", kinds)}.")));
            return;
        }
        if (cells[1].Length == 0 || cells[2].Length == 0)
        {
            findings.Add(new Finding(line, cells[1].Length == 0 ? "source_body" : "source",
                new("merger.mapping-file", "Die Angabe fehlt.")));
            return;
        }
        if (!seen.Add((kind, cells[1], cells[2])))
        {
            findings.Add(new Finding(line, "source", new("merger.mapping-file", $"„{cells[2]}“ steht doppelt.")));
            return;
        }
        lines.Add(new MappingLine(kind, cells[1], cells[2], cells[3], cells[4].Length == 0 ? "Datei" : cells[4]));
    }

    static int Ordinal(CsvDataReader csv, string name)
    {
        for (var at = 0; at < csv.FieldCount; at++)
        {
            if (csv.GetName(at).Trim().Equals(name, StringComparison.OrdinalIgnoreCase)) return at;
        }
        return -1;
    }

    static string Cell(string text) => text.AsSpan().ContainsAny("\",;\r\n")
        ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
