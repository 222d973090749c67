using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre.Imports;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Imports;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk inventory import</c>: files of NetBox, i-doit and plain lists, all in one act.</summary>
static class InventoryImportCommand
{
    const int MostFiles = 10_000;

    static readonly Argument<string[]> files = new("FILES")
    {
        Description = "Dateien oder Ordner: NetBox (JSON, CSV), i-doit (CSV), einfache Listen, endoflife.date",
        Arity = ArgumentArity.OneOrMore,
    };

    static readonly Option<string?> kind = new("--kind")
    {
        Description = "wovon die Dateien handeln, wo es die Kopfzeile offen lässt",
        HelpName = "ART",
    };

    static readonly Option<string?> source = new("--source")
    {
        Description = "Name des Systems, dessen Schlüssel die Dateien tragen; sonst netbox, idoit oder list",
        HelpName = "NAME",
    };

    static readonly Option<string?> columns = new("--columns")
    {
        Description = "eigene Spalten als CSV: kind;column;field;reading",
        HelpName = "DATEI",
    };

    static readonly Option<string?> version = new("--netbox-version")
    {
        Description = "Version von NetBox, etwa 3.6; vor 4.1 sind Festplatten in Gigabyte",
        HelpName = "VERSION",
    };

    static readonly Option<bool> trial = new("--dry-run")
    {
        Description = "prüft nur und sagt, was übernommen würde",
    };

    internal static Command Create()
    {
        var command = new Command("import", "liest den Bestand aus Dateien anderer Systeme ein")
        {
            files, ChartCommands.BodyCode, kind, source, columns, version, trial,
        };
        Shell.Run(command, async (shell, parsed) =>
        {
            var code = parsed.GetRequiredValue(ChartCommands.BodyCode);
            if (await Closed(shell, code) is { } closed) return shell.Refused(closed);
            if (!Options(parsed).Ok(out var options, out var wrong)) return shell.Refused(wrong);
            if (!Sources(parsed.GetRequiredValue(files)).Ok(out var sources, out var why)) return shell.Refused(why);
            var done = await ImportProgressBar.While(progress => InventoryImport.Run(
                shell.Database, shell.Actor, code, sources, options, progress));
            return done.Ok(out var report, out var refused)
                ? Answer(shell, report, options.IsTrial)
                : shell.Refused(refused);
        });
        return command;
    }

    /// <summary>Why a body takes no files, before any is looked for.</summary>
    internal static Task<Rejection?> Closed(Shell shell, string code) => shell.Database.Read(async db =>
        (await Bodies.Find(db, code)).Ok(out var body, out var unknown)
            ? await InventoryImport.Refuse(db, body)
            : unknown);

    static Result<InventoryImportOptions> Options(ParseResult parsed)
    {
        if (!InventoryCommands.KindOf(parsed.GetValue(kind)).Ok(out var wanted, out var unknown) && unknown is not null)
        {
            return unknown;
        }
        ImportSource? own = null;
        if (parsed.GetValue(columns) is { } path && !InFile.Of(path).Ok(out own, out var missing)) return missing;
        bool? isOld = null;
        if (parsed.GetValue(version) is { } text)
        {
            if (!Version.TryParse(text.TrimStart('v'), out var said) || said < new Version(3, 6) || said.Major > 4)
            {
                return new Rejection("inventory.version",
                    $"„{Texts.Shown(text)}“ ist keine Version von NetBox von 3.6 bis 4.7.");
            }
            isOld = said < new Version(4, 1);
        }
        if (parsed.GetValue(source) is { } system && !InventoryImportOptions.IsSource(system))
        {
            return new Rejection("inventory.source",
                $"„{Texts.Shown(system)}“ ist kein Name eines Systems aus Buchstaben, Ziffern und Strichen.");
        }
        return new InventoryImportOptions
        {
            Kind = wanted,
            Source = parsed.GetValue(source),
            Columns = own,
            IsBeforeNetBox41 = isOld,
            IsTrial = parsed.GetValue(trial),
        };
    }

    /// <summary>The files, and those of the folders in the order of their names.</summary>
    static Result<IReadOnlyList<ImportSource>> Sources(string[] paths)
    {
        var sources = new List<ImportSource>();
        foreach (var path in paths)
        {
            var listed = Directory.Exists(path)
                ? Directory.GetFiles(path).Order(StringComparer.Ordinal)
                : Enumerable.Repeat(path, 1);
            foreach (var file in listed)
            {
                if (!InFile.Of(file).Ok(out var opened, out var why)) return why;
                sources.Add(opened);
            }
        }
        return sources.Count switch
        {
            0 => new Rejection("cli.file", "In den Ordnern liegt keine Datei."),
            > MostFiles => new Rejection("cli.file", $"Mehr als {German.Count(MostFiles)} Dateien auf einmal."),
            _ => sources,
        };
    }

    static int Answer(Shell shell, InventoryImportReport report, bool isTrial)
    {
        if (!shell.AsJson)
        {
            foreach (var finding in report.Findings) shell.Error.WriteLine(finding);
            if (report.FindingCount > report.Findings.Count)
            {
                shell.Error.WriteLine($"… und {German.Count(report.FindingCount - report.Findings.Count)} weitere");
            }
            if (report.Nameless > 0 && !report.IsRefused)
            {
                shell.Error.WriteLine($"Ohne Namen, benannt nach dem, was sie unterscheidet: "
                    + $"{German.Count(report.Nameless)}");
            }
            foreach (var (what, times) in report.Ignored.Where(_ => !report.IsRefused))
            {
                shell.Error.WriteLine($"Nicht übernommen: {what}{(times > 1 ? $" ({German.Count(times)} mal)" : "")}");
            }
        }
        var verb = isTrial ? "Geprüft, nichts geschrieben" : "Übernommen";
        shell.Done(report, report.IsRefused
            ? $"Abgelehnt: {German.Count(report.FindingCount)} Beanstandungen, nichts wurde geschrieben."
            : $"{verb}: {German.Count(report.Added)} neu, {German.Count(report.Changed)} geändert, "
                + $"{German.Count(report.Known)} schon bekannt, {German.Count(report.Dependencies)} Abhängigkeiten; "
                + $"gelesen: {German.Count(report.Rows)} Zeilen.");
        return report.IsRefused ? ExitCode.Refused : ExitCode.Done;
    }
}
