using System.Text;

namespace Gemeinwerk.Cli;

/// <summary>A plain table for the terminal: numbers right, the rest left, as wide as its content.</summary>
sealed class Table(params string[] headings)
{
    readonly List<string[]> rows = [];

    /// <summary>A line break or another control character in a cell would forge a line of its own.</summary>
    internal void Add(params string[] cells) => rows.Add([.. cells.Select(Plain)]);

    static string Plain(string cell) => cell.Any(char.IsControl)
        ? new string([.. cell.Select(c => char.IsControl(c) ? '�' : c)])
        : cell;

    public override string ToString()
    {
        var widths = headings.Select((heading, i) =>
            rows.Select(row => row[i].Length).Append(heading.Length).Max()).ToArray();
        var text = new StringBuilder();
        Line(headings);
        text.AppendJoin("  ", widths.Select(width => new string('─', width))).AppendLine();
        foreach (var row in rows) Line(row);
        return text.ToString();

        void Line(string[] cells) => text.AppendLine(string.Join("  ",
            cells.Select((cell, i) => IsNumber(i) ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd());

        bool IsNumber(int column) => rows.Count > 0
            && rows.All(row => row[column].Length == 0
                || char.IsAsciiDigit(row[column][^1])
                && row[column].All(c => char.IsAsciiDigit(c) || c is '.' or ',' or '-'));
    }
}
