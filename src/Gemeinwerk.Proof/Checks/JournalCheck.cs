using Gemeinwerk.Proof.Budgets;
using Gemeinwerk.Proof.Exports;
using Gemeinwerk.Proof.Holdings;
using Gemeinwerk.Proof.Notes;

namespace Gemeinwerk.Proof.Checks;

/// <summary>Journals by themselves, and against checkpoints that someone kept outside.</summary>
static class JournalCheck
{
    public static Report Run(
        IReadOnlyList<string> paths, IReadOnlyList<string> checkpoints, IReadOnlyList<VerifierKey> keys)
    {
        var journals = new Point(1, "Journale: lückenlos, ausgeglichen, jede Prüfsumme richtig");
        var signatures = new Point(2, "Unterschriften der Checkpoints");
        var unchanged = new Point(3, "Vergleich: bis zu jedem Checkpoint ist nichts verändert");
        var notes = checkpoints.Select(path => Checkpoint.Read(path, signatures)).OfType<Checkpoint>().ToList();
        foreach (var note in notes) note.Verify(keys, signatures);
        if (checkpoints.Count == 0)
        {
            signatures.Lacks("ein außerhalb aufbewahrter Checkpoint (--checkpoint)");
            unchanged.Lacks("ein außerhalb aufbewahrter Checkpoint (--checkpoint)");
        }
        var found = ExportFile.Find(paths, journals);
        var files = found.Where(file => file.Kind == ExportKind.Journal).ToList();
        if (files.Count == 0) journals.Lacks("ein Export eines Journals");
        foreach (var file in files) Check(file, notes, journals, unchanged);
        var holdings = CheckHoldings(found, files);
        foreach (var note in notes.Where(note => files.TrueForAll(file => file.Body != note.Body)))
            unchanged.Lacks($"das Journal der Körperschaft {note.Body} zu {note.File}");
        return new Report("Journale: " + string.Join(", ", files.Select(file =>
            $"{file.Body} ({German.Count(file.Count)} Buchungen)")),
            [journals, signatures, unchanged, .. holdings, .. CheckBudgets(found)]);
    }

    /// <summary>Budgets that were given too, each by itself.</summary>
    static List<Point> CheckBudgets(IReadOnlyList<ExportFile> found)
    {
        var given = found.Where(file => file.Kind == ExportKind.Budget).ToList();
        if (given.Count == 0) return [];
        var point = new Point(5, "Haushalte: lückenlos, unverändert, jede Zeile die Summe ihrer Änderungen");
        foreach (var file in given) BudgetReader.Read(file, point);
        return [point];
    }

    /// <summary>Items and assets that were given too, against their journal at the length that they name.</summary>
    static List<Point> CheckHoldings(IReadOnlyList<ExportFile> found, List<ExportFile> journals)
    {
        var given = found.Where(file => file.Kind is ExportKind.Items or ExportKind.Assets).ToList();
        if (given.Count == 0) return [];
        var point = new Point(4, "Posten und Anlagen: Beträge wie im Journal, keiner fehlt");
        foreach (var moment in given.GroupBy(file => (file.Body, file.Size)))
        {
            var (body, size) = moment.Key;
            if (journals.Find(file => file.Body == body && file.Size >= size) is not { } journal)
            {
                point.Lacks($"das Journal der Körperschaft {body} bis Buchung {size}");
                continue;
            }
            var figures = new BookFigures(size);
            // What is wrong with the journal itself has been said already.
            new JournalReader(journal, new Point(0, "")).Read([], (entry, position, _) => figures.Add(entry, position));
            foreach (var file in moment)
            {
                var shape = file.Kind == ExportKind.Items ? HoldingShape.Items : HoldingShape.Assets;
                foreach (var _ in new AmountsCheck(shape, point, point).Check(file, figures, atAfter: false)) continue;
            }
        }
        return [point];
    }

    static void Check(ExportFile file, List<Checkpoint> notes, Point journals, Point unchanged)
    {
        var own = notes.Where(note => note.Body == file.Body).ToList();
        var journal = new JournalReader(file, journals);
        journal.Read(own.Select(note => note.Size));
        if (own.Count == 0) unchanged.Lacks($"ein Checkpoint der Körperschaft {file.Body}");
        foreach (var note in own)
        {
            if (journal.RootAt(note.Size) is not { } root)
                unchanged.Fail(file.Path, 0, $"das Journal endet bei Buchung {German.Count(journal.Entries)}; "
                    + $"{note.File} "
                    + $"bezeugt {German.Count(note.Size)} Buchungen.");
            else if (!root.AsSpan().SequenceEqual(note.Root))
                unchanged.Fail(file.Path, 0, $"bis Buchung {note.Size} hat das Journal der {file.Body} nicht "
                    + "die Wurzel, die "
                    + $"{note.File} bezeugt: Inhalt oder Reihenfolge wurde verändert.");
        }
    }
}

/// <summary>Proofs between checkpoints, and of one entry in a checkpoint.</summary>
static class CheckpointCheck
{
    public static Report Consistency(string older, string newer, string proofFile, IReadOnlyList<VerifierKey> keys)
    {
        var (form, signatures) = Points();
        var point = new Point(3, "Fortschreibung: der neue Stand beginnt mit dem alten");
        var report = new Report($"Checkpoints {older} und {newer}", form, signatures, point);
        var old = Checkpoint.Read(older, form);
        var next = Checkpoint.Read(newer, form);
        var proof = ProofFile.ReadConsistency(proofFile, form);
        old?.Verify(keys, signatures);
        next?.Verify(keys, signatures);
        if (old is null || next is null || proof is null)
            point.Lacks("zwei lesbare Checkpoints und der Beweis");
        else if (old.Body != next.Body)
            point.Fail(newer, 1, $"die Checkpoints gehören verschiedenen Körperschaften: {old.Body} und {next.Body}.");
        else if (old.Size > next.Size)
            point.Fail(newer, 2, $"der neue Stand ({next.Size}) ist kürzer als der alte ({old.Size}).");
        else if (!Merkle.IsConsistent(old.Size, old.Root, next.Size, next.Root, proof.Hashes))
            point.Fail(proofFile, 0, $"der Beweis zeigt nicht, dass Stand {next.Size} mit Stand {old.Size} beginnt.");
        return report;
    }

    public static Report Inclusion(string file, string proofFile, IReadOnlyList<VerifierKey> keys)
    {
        var (form, signatures) = Points();
        var point = new Point(3, "Enthaltensein: die Buchung steht im bezeugten Stand");
        var report = new Report($"Checkpoint {file}", form, signatures, point);
        var checkpoint = Checkpoint.Read(file, form);
        var proof = ProofFile.ReadInclusion(proofFile, form);
        checkpoint?.Verify(keys, signatures);
        if (checkpoint is null || proof is null)
            point.Lacks("ein lesbarer Checkpoint und der Beweis");
        else if (proof.Size != checkpoint.Size)
            point.Fail(proofFile, 3, $"der Beweis gilt für {proof.Size} Buchungen, der Checkpoint für "
                + $"{checkpoint.Size}.");
        else if (!Merkle.Includes(proof.Index, proof.Size, proof.Leaf, proof.Hashes, checkpoint.Root))
            point.Fail(proofFile, 0, $"der Beweis zeigt nicht, dass Buchung {proof.Index + 1} im Stand enthalten ist.");
        return report;
    }

    static (Point Form, Point Signatures) Points() =>
        (new Point(1, "Form: Checkpoints und Beweis sind lesbar"), new Point(2, "Unterschriften der Checkpoints"));
}
