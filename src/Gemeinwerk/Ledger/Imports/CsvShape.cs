namespace Gemeinwerk.Ledger.Imports;

/// <summary>The columns that a kind of file may have; their order here is how <see cref="CsvTable"/> is asked for them.
/// </summary>
/// <param name="Required">Must stand in the header.</param>
/// <param name="Optional">May stand there. The column <c>reason</c> of a file of rejected rows always may.</param>
sealed record CsvShape(string[] Required, string[] Optional)
{
    internal const string Reason = "reason";

    /// <summary>Any other column may stand there too; the reader looks at <see cref="CsvTable.Headings"/>.</summary>
    internal bool IsOpen { get; init; }

    internal string[] Names { get; } = [.. Required, .. Optional];

    /// <returns>The place of a column among <see cref="Names"/>, or -1.</returns>
    internal int Find(ReadOnlySpan<char> heading)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            if (heading.Equals(Names[i], StringComparison.OrdinalIgnoreCase)) return i;
        }
        return -1;
    }
}
