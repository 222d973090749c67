using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Imports;
using Gemeinwerk.Nkf;

namespace Gemeinwerk.Cli.Commands;

/// <summary>The verb <c>import</c> of all nouns that can be read from a CSV file.</summary>
static class ImportCommands
{
    static readonly Argument<FileInfo?> file = new("FILE")
    {
        Description = "CSV-Datei mit Kopfzeile (UTF-8 oder Windows-1252; Komma, Semikolon oder Tabulator)",
        Arity = ArgumentArity.ZeroOrOne,
    };

    static readonly Option<string?> body = new("--body")
    {
        Description = "Kürzel der Körperschaft",
        HelpName = "KÜRZEL",
    };

    static readonly Option<bool> example = new("--example") { Description = "zeigt eine kleine gültige Datei" };

    static readonly Option<bool> opening = new("--opening")
    {
        Description = "als Eröffnungsbuchungen (Periode 0) statt als laufende",
    };

    static readonly Option<bool> createDimensions = new("--create-dimensions")
    {
        Description = "legt fehlende Produkte und Kostenstellen an",
    };

    static readonly Option<bool> openYears = new("--open-years") { Description = "eröffnet fehlende Haushaltsjahre" };

    static readonly Option<bool> again = new("--again")
    {
        Description = "bucht Buchungen ohne external_id auch dann, wenn es sie mit gleichem Inhalt schon gibt",
    };

    static readonly Option<bool> acceptValid = new("--accept-valid")
    {
        Description = "übernimmt die richtigen Buchungen und schreibt den Rest nach FILE.abgelehnt.csv",
    };

    static readonly Option<int> findings = Inputs.NumberOption<int>(
        "--findings", "wie viele Beanstandungen einzeln genannt werden", new ImportLimits().Findings);

    static readonly Option<int> year = Inputs.Year(required: false);

    static readonly Option<string> reference = new("--reference")
    {
        Description = "Beschluss oder Fundstelle; sonst der Name der Datei",
        HelpName = "TEXT",
    };

    /// <summary>Adds the verb to each noun, and the noun where nobody has made it yet.</summary>
    internal static void AddTo(Command root)
    {
        Add("journal", "das Zeitbuch", Verb("bucht eine Journaldatei", JournalImport.Example, Journal,
            opening, createDimensions, openYears, acceptValid, again));
        Add("account", "Konten", Verb("liest einen Kontenplan ein", AccountImport.Example,
            (shell, parsed, source, limits) => AccountImport.Run(
                shell.Database, shell.Actor, Body(parsed), source, limits)));
        Add("party", "Geschäftspartner", Verb("liest Geschäftspartner ein", PartyImport.Example,
            (shell, parsed, source, limits) => PartyImport.Run(
                shell.Database, shell.Actor, Body(parsed), source, limits)));
        Add("product", "Produkte", Verb("liest Produkte ein", DimensionImport.ProductExample,
            (shell, parsed, source, limits) => DimensionImport.Products(
                shell.Database, shell.Actor, Body(parsed), source, limits)));
        Add("cost-centre", "Kostenstellen", Verb("liest Kostenstellen ein", DimensionImport.CostCentreExample,
            (shell, parsed, source, limits) => DimensionImport.CostCentres(
                shell.Database, shell.Actor, Body(parsed), source, limits)));
        Add("asset", "Anlagen", Verb("liest Anlagen mit ihren Werten ein", AssetImport.Example,
            (shell, parsed, source, limits) => AssetImport.Run(
                shell.Database, shell.Actor, Body(parsed), source, Kind(parsed), limits), opening));
        Add("item", "offene Posten", Verb("liest offene Posten ein", ItemImport.Example,
            (shell, parsed, source, limits) => ItemImport.Run(
                shell.Database, shell.Actor, Body(parsed), source, Kind(parsed), limits), opening));

        Add("budget", "Haushaltsplan", Verb("liest die Ansätze eines Jahres ein", BudgetImport.Example,
            async (shell, parsed, source, limits) => await BudgetImport.Run(
                shell.Database, shell.Actor, Body(parsed), parsed.GetValue(year),
                parsed.GetValue(reference) ?? source.Name, source, limits), year, reference));

        void Add(string noun, string description, Command verb)
        {
            var command = root.Subcommands.FirstOrDefault(known => known.Name == noun);
            if (command is null) root.Add(command = new Command(noun, description));
            command.Add(verb);
        }
    }

    static Command Verb(
        string description, string exampleText,
        Func<Shell, ParseResult, ImportSource, ImportLimits, Task<ImportReport>> run, params Option[] further)
    {
        var command = new Command("import", description) { file, body, example, findings };
        foreach (var option in further) command.Add(option);
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(example)) return;
            if (parsed.GetValue(file) is null) parsed.AddError("Es fehlt FILE, oder --example.");
            else if (parsed.GetValue(body) is null) parsed.AddError("Es fehlt --body.");
            else if (further.Contains(year) && parsed.GetValue(year) == 0) parsed.AddError("Es fehlt --year.");
        });
        Shell.Run(command, async (shell, parsed) =>
        {
            if (parsed.GetValue(example))
            {
                shell.Out.Write(exampleText);
                return ExitCode.Done;
            }
            if (!InFile.Of(parsed.GetValue(file)!.FullName).Ok(out var source, out var why)) return shell.Refused(why);
            var limits = new ImportLimits() with { Findings = Math.Max(1, parsed.GetValue(findings)) };
            return Answer(shell, await run(shell, parsed, source, limits));
        });
        return command;
    }

    static Task<ImportReport> Journal(Shell shell, ParseResult parsed, ImportSource source, ImportLimits limits) =>
        ImportProgressBar.While(progress => JournalImport.Run(shell.Database, shell.Actor, Body(parsed), source, new()
        {
            Kind = Kind(parsed),
            CreateDimensions = parsed.GetValue(createDimensions),
            OpenYears = parsed.GetValue(openYears),
            Again = parsed.GetValue(again),
            RejectedFile = parsed.GetValue(acceptValid) ? $"{parsed.GetValue(file)!.FullName}.abgelehnt.csv" : null,
            Limits = limits,
            AlsoRefuse = (work, book) => BudgetControl.Rules(work.Db, book.Body),
        }, progress));

    internal static int Answer(Shell shell, ImportReport report)
    {
        if (!shell.AsJson)
        {
            foreach (var finding in report.Findings) shell.Error.WriteLine(finding);
            if (report.FindingCount > report.Findings.Count)
            {
                shell.Error.WriteLine($"… und {German.Count(report.FindingCount - report.Findings.Count)} weitere");
            }
        }
        shell.Done(report, report.IsRefused
            ? Cli.Answer.NothingWritten(report.FindingCount)
            : report is BudgetImported budget ? Sentence(budget) : Sentence(report));
        return report.IsRefused ? ExitCode.Refused : ExitCode.Done;
    }

    static string Sentence(ImportReport report)
    {
        var text = $"Übernommen: {German.Count(report.Added)} neu";
        if (report.Postings > 0) text += $" ({German.Count(report.Postings, "Buchungszeile", "Buchungszeilen")})";
        if (report.Known > 0) text += $", {German.Count(report.Known)} schon bekannt";
        if (report.NewDimensions > 0)
        {
            text += $", {German.Count(report.NewDimensions)} Produkte und Kostenstellen angelegt";
        }
        if (report.NewItems > 0) text += $", {German.Count(report.NewItems)} offene Posten angelegt";
        text += $"; gelesen: {German.Count(report.Rows, "Zeile", "Zeilen")}.";
        if (report.Added == 0 && report.Known > 0)
        {
            text += " Die Datei war schon übernommen, nichts wurde geschrieben.";
        }
        else if (report.KnownByContent > 0) text += HalfKnown(report.KnownByContent);
        if (report.RejectedFile is not null)
        {
            var lie = German.Count(report.RejectedRows, "Zeile; sie steht", "Zeilen; sie stehen");
            text += $"{Environment.NewLine}Abgelehnt: {lie} in {report.RejectedFile}.";
        }
        return text;
    }

    static string Sentence(BudgetImported report) =>
        $"{German.Count(report.Added)} Ansätze gelesen: Erträge {report.Revenues}, Aufwendungen {report.Expenses}, "
        + $"Einzahlungen {report.Receipts}, Auszahlungen {report.Payments}; nicht übernommen: "
        + $"{German.Count(report.Skipped)} Zeilen mit Istwerten, anderen Jahren oder Kostenrechnung.";

    static string HalfKnown(long count) =>
        $"\nHinweis: {German.Count(count)} Buchungen ohne external_id gibt es mit gleichem Inhalt schon; sie wurden "
        + "nicht noch einmal gebucht (doch noch einmal: --again).\nIst dies eine berichtigte Datei, dann stehen die "
        + "früheren Fassungen der neuen Buchungen noch im Journal; sie sind zu stornieren.";

    static string Body(ParseResult parsed) => parsed.GetValue(body)!;

    static EntryKind Kind(ParseResult parsed) => parsed.GetValue(opening) ? EntryKind.Opening : EntryKind.Regular;
}
