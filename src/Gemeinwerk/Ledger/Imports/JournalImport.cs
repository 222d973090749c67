using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger.Imports;

/// <summary>
/// Posts a journal file into a body's book, in one act: all entries or, with a file for rejected rows, all good ones.
/// The file is read ahead on its own thread; memory stays flat however large it is.
/// </summary>
public static class JournalImport
{
    /// <summary>A small file that can be imported once its accounts and its year are there.</summary>
    public static string Example => JournalColumns.Example;

    /// <returns>The report; <see cref="ImportReport.IsRefused"/> says that nothing was written, and its findings why.
    /// </returns>
    public static async Task<ImportReport> Run(
        Database database, string actor, string bodyCode, ImportSource source, JournalImportOptions options,
        IProgress<ImportProgress>? progress = null)
    {
        if (!SourceEncoding.Detect(source, options.Limits).Ok(out var encoding, out var unreadable))
        {
            return ImportReport.Refused(unreadable);
        }
        ImportReport? report = null;
        var done = await database.Act(actor, async Task<Result<Nothing>> (work) =>
        {
            report = null;
            if (!(await Book.Open(work, bodyCode)).Ok(out var book, out var unknown)) return unknown;
            var findings = new FindingList(options.Limits.Findings);
            using var table = CsvTable.Open(source, encoding, JournalColumns.Shape, options.Limits, findings);
            if (table is not null && WhyNoAmounts(table, findings))
            {
                if (options.CreateDimensions || table.Has(JournalColumns.Item))
                {
                    await AuditTrail.Hold(work, book.Body.AuditLog());
                }
                using var rest = options.RejectedFile is { } path
                    ? new RejectedRows(path, table, table.Raw, encoding.Encoding)
                    : null;
                var run = new JournalImportRun(work, book, encoding, table, options, findings, rest, progress);
                report = await run.Execute();
                if (!report.IsRefused) rest?.Keep();
            }
            report ??= ImportReport.Of(table, findings);
            await source.WriteBeside(work, report);
            return report.Outcome(source.IsTrial);
        });
        return report ?? ImportReport.Refused(done.Rejection!);
    }

    /// <summary>The one thing that a list of required columns cannot say: an amount, or debit and credit.</summary>
    static bool WhyNoAmounts(CsvTable table, FindingList findings)
    {
        var (amount, debit, credit) = (table.Has(JournalColumns.Amount), table.Has(JournalColumns.Debit),
            table.Has(JournalColumns.Credit));
        if (amount ? !debit && !credit : debit && credit) return true;
        findings.Fatal(table.Line, "amount", amount
            ? new("import.column-twice",
                "Neben der Spalte „amount“ stehen „debit“ oder „credit“; nur eine Form ist möglich.")
            : new("import.column-missing", "Es fehlt die Spalte „amount“, oder „debit“ und „credit“."));
        return false;
    }
}
