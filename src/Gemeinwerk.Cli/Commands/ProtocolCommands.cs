using System.CommandLine;
using System.Globalization;
using Gemeinwerk.Audit;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk protocol …</c>: who did what, provably.</summary>
static class ProtocolCommands
{
    static readonly Option<string?> BodyOption = new("--body")
    {
        Description = "Kürzel der Körperschaft; sonst das Protokoll der Installation",
    };

    internal static Command Create() => new("protocol", "Protokoll: wer was getan hat, beweisbar unverändert")
    {
        List(), Show(), Sign(), Key(),
    };

    static Command List()
    {
        var most = Inputs.NumberOption<int>("--last", "wie viele der neuesten Einträge", 50);
        return On("list", "zeigt die neuesten Einträge", [most], async (shell, log, parsed) =>
        {
            var records = await shell.Database.Read(db => AuditTrail.Newest(db, log, parsed.GetValue(most)));
            var table = new Table("Nr.", "Zeit (UTC)", "Wer", "Was", "Woran", "Inhalt");
            foreach (var it in Enumerable.Reverse(records))
            {
                table.Add(it.No.ToString(CultureInfo.InvariantCulture), Time(it.At), it.Actor, it.Kind, it.Subject,
                    it.Content);
            }
            return shell.Done(records, table.ToString());
        });
    }

    static Command Show()
    {
        var no = Inputs.Number<long>("NO", "Nummer des Eintrags");
        return On("show", "zeigt einen Eintrag mit seinem Beweis", [no], async (shell, log, parsed) =>
        {
            var found = await shell.Database.Read(db => AuditTrail.Find(db, log, parsed.GetValue(no)));
            return found.Ok(out var proven, out var why)
                ? shell.Done(proven, $"{Time(proven.Record.At)} {proven.Record.Actor}: {proven.Record.Kind} "
                    + $"{proven.Record.Subject} {proven.Record.Content}\n{proven.File}")
                : shell.Refused(why);
        });
    }

    static Command Sign() => On("checkpoint", "unterschreibt den jetzigen Stand, zum Aufbewahren außerhalb", [],
        async (shell, log, _) =>
        {
            if (!log.Key().Ok(out var key, out var why)) return shell.Refused(why);
            var made = await shell.Act(work => AuditTrail.Sign(work, log, key));
            return made.Ok(out var signed, out why) ? shell.Done(signed, signed.Note) : shell.Refused(why);
        });

    static Command Key() => On("key", "zeigt den öffentlichen Schlüssel", [], (shell, log, _) => Task.FromResult(
        log.Key().Ok(out var key, out var why)
            ? shell.Done(new { key = key.Verifier.ToString() }, key.Verifier.ToString())
            : shell.Refused(why)));

    static Command On(
        string name, string description, IEnumerable<Symbol> symbols, Func<Shell, AuditLog, ParseResult, Task<int>> run)
    {
        var command = new Command(name, description) { BodyOption };
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument) command.Arguments.Add(argument);
            else command.Options.Add((Option)symbol);
        }
        Shell.Run(command, async (shell, parsed) =>
        {
            if (parsed.GetValue(BodyOption) is not { } code) return await run(shell, AuditLog.Installation, parsed);
            return (await shell.Database.Read(db => Bodies.Find(db, code))).Ok(out var body, out var why)
                ? await run(shell, body.AuditLog(), parsed)
                : shell.Refused(why);
        });
        return command;
    }

    static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
