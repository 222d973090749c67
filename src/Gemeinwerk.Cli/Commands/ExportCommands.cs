using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Exports;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Exports;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk export …</c>: the books in plain forms that other programs read (docs/formats.md).</summary>
static class ExportCommands
{
    internal static Command Create() => new("export", "Bücher zum Lesen und Prüfen durch andere Programme")
    {
        Journal(),
        Simple("items", "offene Posten von heute", async (db, body, to) => await ItemsExport.Write(db, body, to)),
        Simple("assets", "Anlagen von heute", async (db, body, to) => await AssetsExport.Write(db, body, to)),
        Simple("budget", "Haushalt von heute: Änderungen, Positionen, Deckungskreise, Mittelbindungen",
            async (db, body, to) => await BudgetExport.Write(db, body, to)),
        Simple("inventory", "Bestand des Rechenzentrums von heute, jedes Stück mit Prüfsumme", async (db, body, to) =>
            await InventoryLines.Write(
                body, await Inventory.All(db, body.Id), to, await Checkpoints.Length(db, body))),
        PlainText("hledger", PlainTextTool.Hledger),
        PlainText("ledger", PlainTextTool.Ledger),
        Carrier(),
    };

    static Command Journal()
    {
        var size = Inputs.OptionalNumber("--size", "Journal, wie es bei so vielen Buchungen war");
        var command = new Command("journal", "Journal") { ChartCommands.BodyCode, OutFile.Out, OutFile.Force, size };
        Shell.Run(command, (shell, parsed) => ToFile(shell, parsed, (db, body, to, progress) =>
            JournalExport.Write(db, body, to, parsed.GetValue(size), progress)));
        return command;
    }

    static Command PlainText(string name, PlainTextTool tool)
    {
        var command = new Command(name, $"Journal, wie {name} es liest")
        {
            ChartCommands.BodyCode, OutFile.Out, OutFile.Force,
        };
        Shell.Run(command, (shell, parsed) => ToFile(shell, parsed, async (db, body, to, progress) =>
            await PlainTextExport.Write(db, body, to, tool, progress)));
        return command;
    }

    static Command Carrier()
    {
        var folder = new Option<string>("--out") { Description = "neuer Ordner", Required = true };
        var command = new Command("gdpdu", "Datenträger für Prüfer (GoBD/GDPdU): index.xml und CSV")
        {
            ChartCommands.BodyCode, folder,
        };
        Shell.Run(command, async (shell, parsed) =>
        {
            var path = parsed.GetRequiredValue(folder);
            var result = await shell.Database.Read(db => WithProgress(db, parsed, (body, progress) =>
                CarrierExport.Write(db, body, path, progress)));
            return result.Ok(out var count, out var refused)
                ? shell.Done(new { folder = path, count },
                    $"{German.Count(count, "Buchung", "Buchungen")} in {path} geschrieben.")
                : shell.Refused(refused);
        });
        return command;
    }

    static Command Simple(string name, string description, Func<Session, Body, Stream, Task<Result<long>>> write)
    {
        var command = new Command(name, description) { ChartCommands.BodyCode, OutFile.Out, OutFile.Force };
        Shell.Run(command, (shell, parsed) => ToFile(shell, parsed, (db, body, to, _) => write(db, body, to)));
        return command;
    }

    static async Task<int> ToFile(
        Shell shell, ParseResult parsed, Func<Session, Body, Stream, IProgress<long>, Task<Result<long>>> write)
    {
        if (!OutFile.Of(parsed).Ok(out var path, out var exists)) return shell.Refused(exists);
        var result = await shell.Database.Read(db => WithProgress(db, parsed, async (body, progress) =>
        {
            if (path is not null) return await NewFile.Write(path, to => write(db, body, to, progress));
            return await shell.ToOutput(to => write(db, body, to, progress));
        }));
        if (!result.Ok(out var count, out var refused)) return shell.Refused(refused);
        return path is null
            ? ExitCode.Done
            : shell.Done(new { file = path, count }, $"{German.Count(count, "Satz", "Sätze")} in {path} geschrieben.");
    }

    static async Task<Result<long>> WithProgress(
        Session db, ParseResult parsed, Func<Body, IProgress<long>, Task<Result<long>>> write)
    {
        var found = await Bodies.Find(db, parsed.GetRequiredValue(ChartCommands.BodyCode));
        if (!found.Ok(out var body, out var why)) return why;
        var total = Math.Max(1, await Checkpoints.Length(db, body));
        return await ProgressBar.Around("Export", progress => write(body, new Entries(progress, total)));
    }

    sealed class Entries(IProgress<double> progress, long total) : IProgress<long>
    {
        public void Report(long value) => progress.Report((double)value / total);
    }
}
