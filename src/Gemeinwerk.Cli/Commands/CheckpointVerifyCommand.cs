using System.CommandLine;
using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Proofs;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk checkpoint verify</c>: whether the books continue what somebody kept outside.</summary>
static class CheckpointVerifyCommand
{
    internal static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "Datei mit dem aufbewahrten Checkpoint" };
        var key = new Option<string?>("--key")
        {
            Description = "aufbewahrter öffentlicher Schlüssel (Text oder Datei); sonst der jetzige der Körperschaft",
        };
        var command = new Command("verify", "prüft, dass das Journal einen aufbewahrten Checkpoint fortschreibt")
        {
            file, ChartCommands.BodyCode, key,
        };
        Shell.Run(command, async (shell, parsed) =>
        {
            var path = parsed.GetRequiredValue(file);
            if (!File.Exists(path))
            {
                return shell.Refused(new Rejection("cli.file", $"Die Datei {path} gibt es nicht."));
            }
            var note = Encoding.UTF8.GetString(await File.ReadAllBytesAsync(path));
            var asked = await CheckpointCommands.Reading<CheckpointAnswer>(shell, parsed, async (db, body) =>
                Verifier(parsed.GetValue(key), body).Ok(out var verifier, out var why)
                    ? await CheckpointCheck.Run(db, body, note, verifier)
                    : why);
            return asked.Ok(out var answer, out var refused) ? Answer(shell, answer) : shell.Refused(refused);
        });
        return command;
    }

    static Result<VerifierKey> Verifier(string? given, Body body)
    {
        if (given is not null) return VerifierKey.Parse(File.Exists(given) ? File.ReadAllText(given) : given);
        return SigningKey.VerifierOf(body);
    }

    static int Answer(Shell shell, CheckpointAnswer answer)
    {
        var verdict = answer.Holds ? "PASS" : "FAIL";
        shell.Done(new { verdict, reason = answer.Reason, answer.Size, answer.Now }, $"{verdict}: {answer.Reason}");
        return answer.Holds ? ExitCode.Done : ExitCode.Failed;
    }
}
