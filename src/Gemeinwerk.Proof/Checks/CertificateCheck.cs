using Gemeinwerk.Proof.Budgets;
using Gemeinwerk.Proof.Certificates;
using Gemeinwerk.Proof.Exports;
using Gemeinwerk.Proof.Holdings;
using Gemeinwerk.Proof.Inventories;
using Gemeinwerk.Proof.Notes;

namespace Gemeinwerk.Proof.Checks;

/// <summary>
/// The whole check of a merger: the form of everything given, then the eight points of docs/formats.md.
/// </summary>
sealed class CertificateCheck
{
    const long LargestCertificate = 512L * 1024 * 1024;

    readonly Certificate certificate;
    readonly IReadOnlyList<ExportFile> exports;
    readonly Report report;
    readonly BalancesCheck balances;
    readonly HoldingsCheck items, assets;
    readonly BudgetBooks budgets;

    CertificateCheck(Certificate certificate, IReadOnlyList<ExportFile> exports, Report report)
    {
        (this.certificate, this.exports, this.report) = (certificate, exports, report);
        budgets = new BudgetBooks(certificate, exports, report[8]);
        balances = new BalancesCheck(certificate, budgets, report[3]);
        items = new HoldingsCheck(HoldingShape.Items, certificate, certificate.Items, report);
        assets = new HoldingsCheck(HoldingShape.Assets, certificate, certificate.Assets, report);
    }

    public static Report Run(string file, IReadOnlyList<string> paths, IReadOnlyList<VerifierKey> keys)
    {
        var report = NewReport(file);
        if (Files.Read(file, LargestCertificate, report[0]) is not { } bytes)
        {
            foreach (var point in report.Points.Skip(1)) point.Lacks("nicht geprüft: das Zertifikat ist nicht lesbar");
            return report;
        }
        var note = SignedNote.Read(bytes);
        var certificate = CertificateReader.Read(file, note.Text, report[0]);
        report.Subject = Subject(certificate);
        VerifySignature(certificate, note, keys, [.. VerifierKey.Beside(paths.Prepend(file))], report);

        var exports = ExportFile.Find(paths, report[0]);
        new CertificateCheck(certificate, exports, report).Run();
        return report;
    }

    static Report NewReport(string file) => new($"Zertifikat {file}",
        new Point(0, "Form: Zertifikat und Exporte sind vollständig lesbar"),
        new Point(1, "Unterschrift: das Zertifikat stammt vom Ziel und ist unverändert"),
        new Point(2, "Journale: lückenlos, ausgeglichen, unverändert bis zu ihren Checkpoints"),
        new Point(3, "Salden: Quellen + Ziel vorher + Eliminierungen = Ziel nachher, keiner fehlt"),
        new Point(4, "Posten und Anlagen: jeder genau einmal angekommen, nichts hinzugekommen"),
        new Point(5, "Exporte: offene Beträge, Anschaffungskosten, Abschreibungen wie im Journal"),
        new Point(6, "Eliminierungen: paarweise gleich und entgegengesetzt, in Summe null"),
        new Point(7, "Anzahlen, Haushalt und Bilanzzeilen: aus den Salden und in Summe richtig"),
        new Point(8, "Haushalte: jede Zeile und Mittelbindung einmal übergegangen, sonst nichts verändert"));

    static string Subject(Certificate certificate)
    {
        var mode = certificate.Mode == "DRY RUN" ? "Probelauf" : "Vollzug";
        return $"Zertifikat {certificate.File}: {certificate.Form} „{certificate.Merger}“ zum {certificate.Effective}, "
            + $"{string.Join(" und ", certificate.Sources)} in {certificate.Target} ({mode})";
    }

    static void VerifySignature(Certificate certificate, SignedNote note, IReadOnlyList<VerifierKey> keys,
        List<VerifierKey> beside, Report report)
    {
        var (name, point) = ($"gemeinwerk/{certificate.Target}", report[1]);
        var given = keys.FirstOrDefault(key => key.Name == name);
        var found = beside.Find(key => key.Name == name);
        if (keys.Count == 0)
            point.Lacks("der öffentliche Schlüssel des Ziels (--key)");
        if (note.Fault is not null)
            point.Fail(certificate.File, 0, note.Fault);
        else if (keys.Count > 0 && given is null)
            point.Fail(certificate.File, 0, $"der gegebene Schlüssel heißt nicht „{name}“.");
        else if ((given ?? found) is not { } key)
            return;
        else if (note.Verify(key) is { } fault)
            point.Fail(certificate.File, 0, fault);
        else if (given is null)
            report.Hints.Add($"Die Unterschrift passt zum Schlüssel, der bei den Unterlagen liegt: {key}. Das beweist "
                + "die Herkunft nicht; geben Sie mit --key einen an, den Sie von anderswo haben.");
        else
            report.Hints.Add($"Unterschrieben mit dem angegebenen Schlüssel {key}."
                + (found?.ToString() == key.ToString() ? " Er liegt auch bei den Unterlagen:" : "")
                + " Vergleichen Sie ihn mit einem, den Sie von anderswo haben, etwa vom Ziel selbst oder von einem "
                + "Mitglied.");
    }

    void Run()
    {
        RefuseForeign();
        foreach (var source in certificate.Sources.Distinct()) CheckBody(source);
        if (certificate.Target != "") CheckBody(certificate.Target);
        balances.Compare();
        items.CheckMapping();
        assets.CheckMapping();
        new EliminationsCheck(certificate, balances, report[6]).Run();
        new TotalsCheck(certificate, report[7]).Run();
        new StatementCheck(certificate, report[7]).Run();
        new BudgetCheck(certificate, budgets, report[8]).Run();
        CheckInventories();
        CheckForm();
        foreach (var moments in certificate.Moments.Values.Where(moments => moments.End is not null))
            report.Hints.Add($"Journal der {moments.Body}: {German.Count(moments.End!.Size)} Buchungen, Wurzel "
                + $"{Convert.ToBase64String(moments.End.Root)}.");
    }

    void CheckInventories()
    {
        if (!certificate.HasInventories)
        {
            foreach (var export in exports.Where(export => export.Kind == ExportKind.Inventory))
                report[0].Fail(export.Path, 1, "das Zertifikat nennt keine Bestände.");
            return;
        }
        var point = report.Add(new Point(9,
            "Bestände: jedes Stück einmal angekommen oder mit Vermerk aufgegeben, sonst nichts verändert"));
        new InventoryCheck(certificate, new InventoryBooks(certificate, exports, point), point).Run();
        if (!certificate.HasUses) return;
        new UsesCheck(certificate, report.Add(new Point(10,
            "Nutzungen: jede einmal mit ihrem Anteil angekommen oder mit Vermerk geblieben, sonst nichts verändert")))
            .Run();
    }

    /// <summary>A body that only comes into being has nothing before.</summary>
    void CheckForm()
    {
        if (certificate.Form == "Zusammenschluss"
            && certificate.Balances.Find(line => line.Before != 0) is { } balance)
            report[3].Fail(certificate.File, certificate.FormLine, "bei einem Zusammenschluss entsteht das Ziel erst; "
                + $"vorher hat es schon einen Saldo ({certificate.File}, Zeile {balance.Line}).");
    }

    void RefuseForeign()
    {
        foreach (var export in exports)
        {
            if (!certificate.Moments.TryGetValue(export.Body, out var moments))
                report[0].Fail(export.Path, 1, $"die Körperschaft „{export.Body}“ kommt im Zertifikat nicht vor.");
            else if (export.Size != moments.Before?.Size && export.Size != moments.After?.Size
                && export.Size != moments.End?.Size)
                report[export.Kind switch
                {
                    ExportKind.Journal => 2,
                    ExportKind.Budget => 8,
                    ExportKind.Inventory => 0,
                    _ => 4,
                }].Fail(
                    export.Path, 1, $"der Export endet bei Buchung {export.Size}; das Zertifikat nennt die Stände "
                    + $"{moments.Before?.Size}, {moments.After?.Size} und {moments.End?.Size} ({certificate.File}, "
                    + $"Zeile {moments.Before?.Line}, Zeile {moments.After?.Line} und Zeile {moments.End?.Line}).");
        }
    }

    void CheckBody(string body)
    {
        var moments = certificate.Moments[body];
        var isWhole = moments is { Before: not null, After: not null } && (moments.Sealed is not null
            || body == certificate.Target);
        var figures = isWhole ? ReadJournal(body, moments) : null;
        if (figures is null)
        {
            report[3].Lacks($"das Journal der Körperschaft {body}");
            report[5].Lacks($"das Journal der Körperschaft {body}");
        }
        else
        {
            balances.Add(body, figures);
        }
        foreach (var check in (HoldingsCheck[])[items, assets])
            check.CheckBody(body, Export(check.Shape.Kind, body, moments.Before),
                Export(check.Shape.Kind, body, moments.After), moments, figures);
    }

    ExportFile? Export(ExportKind kind, string body, Moment? moment) => moment is null ? null
        : exports.FirstOrDefault(each => each.Kind == kind && each.Body == body && each.Size == moment.Size);

    BookFigures? ReadJournal(string body, Moments moments)
    {
        var (point, end) = (report[2], moments.End!);
        foreach (var earlier in exports.Where(each => each.Kind == ExportKind.Journal && each.Body == body
            && each.Size != end.Size))
            ReadJournal(earlier, moments, null);

        if (Export(ExportKind.Journal, body, end) is { } file)
        {
            var figures = new BookFigures(moments.Before!.Size);
            ReadJournal(file, moments, figures);
            return figures;
        }
        if (end.Size == 0 && body != certificate.Target)
            point.Fail(certificate.File, end.Line, $"die Quelle {body} soll keine einzige Buchung haben; ohne ihr "
                + "Journal ist das nicht bewiesen.");
        if (end.Size == 0 && end.Root.AsSpan().SequenceEqual(Merkle.EmptyRoot)) return new BookFigures(0);
        point.Lacks($"das Journal der Körperschaft {body} bis Buchung {end.Size}");
        return null;
    }

    void ReadJournal(ExportFile file, Moments moments, BookFigures? figures)
    {
        var journal = new JournalReader(file, report[2]);
        var isTarget = file.Body == certificate.Target;
        var release = new BookFigures(0);
        var (effective, lastDay) = (certificate.EffectiveDay, Days.Previous(certificate.EffectiveDay));
        var closing = 0L;
        journal.Read([moments.Before!.Size, moments.After!.Size, moments.End!.Size], (entry, position, line) =>
        {
            (position <= moments.After.Size ? figures : release)?.Add(entry, position);
            if (figures is null || position <= moments.Before.Size) return;
            if (position > moments.After.Size) figures.AddOwners(entry);
            else if (closing == 0) closing = line;
            if (entry.Booked != (isTarget ? effective : lastDay) && effective > 0)
                report[3].Fail(file.Path, line, $"Buchung {entry.No} trägt den Tag {Days.Text(entry.Booked)}; zum "
                    + $"Stichtag {certificate.Effective} ({certificate.File}, Zeile {certificate.EffectiveLine}) "
                    + $"gehört {Days.Text(isTarget ? effective : lastDay)}.");
            var allowed = isTarget ? entry.Kind is "carry-over" or "elimination" : entry.Kind == "closing";
            if (!allowed)
                report[3].Fail(file.Path, line, $"Buchung {entry.No} der Art „{entry.Kind}“ gehört nicht zur "
                    + "Verschmelzung, steht aber nach dem Stand vorher.");
        });
        if (journal.FirstUnreadable > 0) return;
        Compare(file, journal, moments.Before, "vorher");
        Compare(file, journal, moments.After, "nachher");
        if (moments.Sealed is { } end) Compare(file, journal, end, "versiegelt");
        if (isTarget || figures is null) return;
        ClosingCheck.Run(file, closing, file.Body, figures, certificate, report[3]);
        EmptyBookCheck.Run(file.Path, figures, release, report);
    }

    void Compare(ExportFile file, JournalReader journal, Moment moment, string name)
    {
        if (journal.RootAt(moment.Size) is { } root && !root.AsSpan().SequenceEqual(moment.Root))
            report[2].Fail(file.Path, 0, $"die Wurzel des Journals der {file.Body} bis Buchung {moment.Size} ist nicht "
                + $"die des Stands {name} ({certificate.File}, Zeile {moment.Line}): Inhalt oder Reihenfolge "
                + "wurde verändert.");
    }
}
