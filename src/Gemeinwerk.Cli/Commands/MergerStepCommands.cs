using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.Merger.Governance;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Cli.Commands;

/// <summary>Steps of a merger that are recorded behind their gates: <c>gemeinwerk merger fix-day</c> and
/// <c>seal</c>.</summary>
static class MergerStepCommands
{
    internal static Command FixDay()
    {
        var (code, on) = (MergerCommands.Code(), Inputs.Day("--on", "erster Tag danach"));
        var command = new Command("fix-day", "setzt den Tag der Wirkung fest, wenn sein Tor offen ist") { code, on };
        Shell.Run(command, (shell, parsed) => Record(shell,
            work => RecordedSteps.FixDay(work, parsed.GetRequiredValue(code), parsed.GetValue(on)),
            new { effectiveOn = parsed.GetValue(on) },
            $"Der Tag der Wirkung ist auf den {German.Date(parsed.GetValue(on))} festgesetzt."));
        return command;
    }

    internal static Command Seal()
    {
        var code = MergerCommands.Code();
        var command = new Command("seal", "siegelt die Quellen endgültig; danach macht niemand die Fusion rückgängig")
        {
            code,
        };
        Shell.Run(command, (shell, parsed) => Record(shell,
            work => RecordedSteps.Seal(work, parsed.GetRequiredValue(code)), new { isSealed = true },
            "Die Fusion ist endgültig gesiegelt."));
        return command;
    }

    static async Task<int> Record(
        Shell shell, Func<Work, Task<Result<IReadOnlyList<Finding>>>> act, object done, string says)
    {
        if (!(await shell.Act(act)).Ok(out var missing, out var why)) return shell.Refused(why);
        return missing.Count > 0 ? shell.Refused(missing) : shell.Done(done, says);
    }
}
