using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger.Imports;

/// <summary>What the import of a list works with, and what it has done so far.</summary>
sealed class ListWork(Work work, Book book, CsvTable table, FindingList findings)
{
    internal Work Work { get; } = work;
    internal Book Book { get; } = book;
    internal CsvTable Table { get; } = table;
    internal FindingList Findings { get; } = findings;
    internal long Added { get; set; }
    internal long Known { get; set; }
    internal long Postings { get; set; }

    /// <summary>A text that may not be missing.</summary>
    /// <returns>The text; empty after a finding.</returns>
    internal string Required(int column, int most)
    {
        var text = Table[column].ToString();
        if (Texts.Refuse(text, most) is not { } why) return text;
        Table.Finding(column, "import.text", $"Dieses Feld: {why}");
        return "";
    }

    internal string? Optional(int column, int most) => Table[column].IsEmpty ? null : Required(column, most);

    internal DateOnly Date(int column)
    {
        if (!Cells.Date(Table[column], out var day, out var why)) Table.Finding(column, why);
        return day;
    }

    internal Money Amount(int column)
    {
        if (!Money.Parse(Table[column]).Ok(out var amount, out var why)) Table.Finding(column, why);
        return amount;
    }

    internal int Number(int column, int most)
    {
        if (Cells.Number(Table[column], out var number) && number <= most) return number;
        Table.Finding(column, "import.number",
            $"„{Texts.Shown(Table[column])}“ ist keine Zahl von 0 bis {German.Count(most)}.");
        return 0;
    }

    internal Account? Account(ImportNames names, int column)
    {
        if (names.Accounts.Find(Table[column], out var account)) return account;
        Table.Finding(column, "import.account-unknown",
            $"Das Konto „{Texts.Shown(Table[column])}“ steht nicht im Kontenplan.");
        return null;
    }

    /// <summary>A name among others, or null where the cell is empty or, after a finding, unknown.</summary>
    internal Id<T>? Find<T>(NameIndex<Id<T>> names, int column)
    {
        if (Table[column].IsEmpty) return null;
        if (names.Find(Table[column], out var found)) return found;
        Table.Finding(column, "import.unknown", $"„{Texts.Shown(Table[column])}“ gibt es nicht.");
        return null;
    }

    internal bool IsFine => Table.IsWellFormed && !Findings.AnySinceMark;
}

/// <summary>
/// The frame of the imports of lists (accounts, parties, …): one act, all findings in one run, nothing written when
/// there is one, and a second import of the same file changes nothing.
/// </summary>
static class ListImport
{
    internal static async Task<ImportReport> Run(
        Database database, string actor, string bodyCode, ImportSource source, CsvShape shape, ImportLimits? limits,
        Func<ListWork, Task> import)
    {
        limits ??= new ImportLimits();
        if (!SourceEncoding.Detect(source, limits).Ok(out var encoding, out var unreadable))
        {
            return ImportReport.Refused(unreadable);
        }
        ImportReport? report = null;
        var done = await database.Act(actor, async Task<Result<Nothing>> (work) =>
        {
            report = null;
            if (!(await Book.Open(work, bodyCode)).Ok(out var book, out var unknown)) return unknown;
            await AuditTrail.Hold(work, book.Body.AuditLog());
            var findings = new FindingList(limits.Findings);
            using var table = CsvTable.Open(source, encoding, shape, limits, findings);
            var list = table is null ? null : new ListWork(work, book, table, findings);
            if (list is not null) await import(list);
            report = ImportReport.Of(table, findings) with
            {
                Added = list?.Added ?? 0,
                Known = list?.Known ?? 0,
                Postings = list?.Postings ?? 0,
            };
            await source.WriteBeside(work, report);
            return report.Outcome(source.IsTrial);
        });
        return report ?? ImportReport.Refused(done.Rejection!);
    }
}
