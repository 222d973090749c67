using System.CommandLine;
using Gemeinwerk.Merger;
using Gemeinwerk.Nkf;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk merger report</c>: a statement of an earlier year as if the bodies had been one.</summary>
static class MergerReportCommand
{
    internal static Command Create()
    {
        var code = MergerCommands.Code();
        var kind = new Option<string>("--statement")
        {
            Description = "balance-sheet, results oder cash-flow",
            Required = true,
        };
        kind.AcceptOnlyFromAmong("balance-sheet", "results", "cash-flow");
        var year = Inputs.Year();
        var command = new Command("report", "zeigt eine Rechnung, als wären die Körperschaften schon eine gewesen")
        {
            code, kind, year,
        };
        Shell.Run(command, async (shell, parsed) =>
        {
            var wanted = Basics.Codes.Parse<StatementKind>(parsed.GetRequiredValue(kind));
            var result = await shell.Database.Read(db =>
                AsIfMerged.Compute(db, parsed.GetRequiredValue(code), wanted, parsed.GetValue(year)));
            if (!result.Ok(out var joint, out var why)) return shell.Refused(why);
            var open = string.Concat(joint.Unmapped.Select(finding => $"Offen: {finding.Why.Message}\n"));
            return shell.Done(new { statement = StatementText.Document(joint.Statement), joint.Unmapped },
                StatementText.Text(joint.Statement) + open);
        });
        return command;
    }
}
