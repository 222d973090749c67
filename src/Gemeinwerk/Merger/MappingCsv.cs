using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger.Imports;

namespace Gemeinwerk.Merger;

/// <summary>
/// The mapping as a table to work on: <c>kind,source_body,source,target,reason</c>, read like all imports. A line
/// without target is one that nobody has decided yet.
/// </summary>
public static class MappingCsv
{
    const int Kind = 0, Body = 1, Source = 2, Target = 3, Reason = 4;
    static readonly CsvShape shape = new(["kind", "source_body", "source", "target"], ["reason"]);

    /// <param name="open">Numbers that still need a target; they are written with an empty one.</param>
    public static string Write(
        IEnumerable<MappingLine> lines, IEnumerable<(MappingKind Kind, string Body, string Number, string Why)> open)
    {
        var text = new StringBuilder().AppendJoin(',', shape.Names).Append('\n');
        foreach (var line in lines) Append(line.Kind, line.SourceBody, line.Source, line.Target, line.Reason);
        foreach (var (kind, body, number, why) in open) Append(kind, body, number, "", why);
        return text.ToString();

        void Append(MappingKind kind, params string[] cells) =>
            text.Append(kind.Code()).Append(',').AppendJoin(',', cells.Select(Cell)).Append('\n');
    }

    /// <summary>Reads a table; lines without target are passed over.</summary>
    /// <returns>The lines, and a finding for each that cannot be read; with any of them none may be used.</returns>
    public static (IReadOnlyList<MappingLine> Lines, ImportReport Report) Read(
        ImportSource source, ImportLimits? limits = null)
    {
        var lines = new List<MappingLine>();
        var report = TableImport.Read(source, shape, limits ?? new ImportLimits(), (table, findings) =>
        {
            var seen = new HashSet<(MappingKind, string, string)>();
            while (table.Read())
            {
                if (table.IsWellFormed && !table[Target].IsEmpty && Take(table, findings, seen) is { } line)
                {
                    lines.Add(line);
                }
            }
        });
        return (report.IsRefused ? [] : lines, report);
    }

    static MappingLine? Take(CsvTable table, FindingList findings, HashSet<(MappingKind, string, string)> seen)
    {
        if (!Codes.TryParse(table[Kind].ToString(), out MappingKind kind))
        {
            table.Finding(Kind, "merger.mapping-kind",
                $"„{Texts.Shown(table[Kind])}“ ist keine Art; möglich sind {Codes.All<MappingKind>()}.");
        }
        foreach (var column in new[] { Body, Source, Target, Reason })
        {
            var text = Plain(table[column]);
            if (column == Reason && text.Length == 0) continue;
            if (Texts.Refuse(text, 300) is { } why) table.Finding(column, "import.text", $"Dieses Feld: {why}");
        }
        var (body, source) = (Plain(table[Body]), Plain(table[Source]));
        if (!findings.AnySinceMark && !seen.Add((kind, body, source)))
        {
            table.Finding(Source, "merger.mapping-twice", $"„{Texts.Shown(source)}“ steht doppelt.");
        }
        return findings.AnySinceMark ? null : new MappingLine(kind, body, source, Plain(table[Target]),
            table[Reason].IsEmpty ? "Datei" : Plain(table[Reason]));
    }

    internal static string Cell(string text)
    {
        var kept = SpreadsheetText.Kept(text);
        return kept.AsSpan().ContainsAny("\",;\r\n")
            ? $"\"{kept.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : kept;
    }

    internal static string Plain(ReadOnlySpan<char> cell) => SpreadsheetText.Plain(cell).ToString();
}
