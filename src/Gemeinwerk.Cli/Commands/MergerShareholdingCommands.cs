using System.CommandLine;
using Gemeinwerk.Merger;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk merger shareholding …</c>: shares of the bodies in each other.</summary>
static class MergerShareholdingCommands
{
    internal static Command Create() => new("shareholding", "Beteiligungen der Körperschaften aneinander") { Add() };

    static Command Add()
    {
        var code = MergerCommands.Code();
        var holder = new Option<string>("--holder") { Description = "Kürzel der Inhaberin", Required = true };
        var account = new Option<string>("--account") { Description = "ihr Beteiligungskonto", Required = true };
        var issuer = new Option<string>("--in")
        {
            Description = "Kürzel der Körperschaft, an der sie besteht",
            Required = true
        };
        var equity = new Option<string>("--equity-account")
        {
            Description = "deren Eigenkapitalkonto",
            Required = true
        };
        var amount = Inputs.AmountOption("--amount", "Betrag in Euro");
        var command = new Command("add", "gibt eine Beteiligung an, die gegen das Eigenkapital wegfällt")
        {
            code, holder, account, issuer, equity, amount,
        };
        Shell.Run(command, async (shell, parsed) =>
        {
            var money = parsed.GetValue(amount);
            var added = await shell.Act(work => Shareholdings.Add(work, parsed.GetRequiredValue(code), new Shareholding(
                parsed.GetRequiredValue(holder), parsed.GetRequiredValue(account), parsed.GetRequiredValue(issuer),
                parsed.GetRequiredValue(equity), money)));
            return added.Ok(out var no, out var why)
                ? shell.Done(new { number = no }, $"Beteiligung Nr. {no} über {money} angegeben.")
                : shell.Refused(why);
        });
        return command;
    }
}
