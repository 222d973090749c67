namespace Gemeinwerk.Ledger.Imports;

/// <summary>Reads a table that belongs to no book, with the same rules for its form as those that do.</summary>
static class TableImport
{
    /// <param name="read">Reads the rows; what is wrong with them goes to the findings.</param>
    internal static ImportReport Read(
        ImportSource source, CsvShape shape, ImportLimits limits, Action<CsvTable, FindingList> read)
    {
        if (!SourceEncoding.Detect(source, limits).Ok(out var encoding, out var unreadable))
        {
            return ImportReport.Refused(unreadable);
        }
        var findings = new FindingList(limits.Findings);
        using var table = CsvTable.Open(source, encoding, shape, limits, findings);
        if (table is not null) read(table, findings);
        return ImportReport.Of(table, findings);
    }
}
