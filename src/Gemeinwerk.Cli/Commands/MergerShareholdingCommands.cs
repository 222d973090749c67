using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.Merger;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk merger shareholding …</c>: shares of the bodies in each other.</summary>
static class MergerShareholdingCommands
{
    internal static Command Create() => new("shareholding", "Beteiligungen der Körperschaften aneinander")
    {
        Add(), Show(), Remove(),
    };

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

    static Command Show()
    {
        var code = MergerCommands.Code();
        var command = new Command("list", "zeigt die angegebenen Beteiligungen") { code };
        Shell.Run(command, async (shell, parsed) =>
        {
            var read = await shell.Database.Read(async Task<Result<List<(long No, Shareholding Share)>>> (db) =>
                (await Mergers.Find(db, parsed.GetRequiredValue(code))).Ok(out var merger, out var why)
                    ? await Shareholdings.Numbered(db, merger)
                    : why);
            if (!read.Ok(out var all, out var unknown)) return shell.Refused(unknown);
            return shell.Done(all.Select(it => new
            {
                number = it.No,
                it.Share.Holder,
                it.Share.Account,
                it.Share.Issuer,
                it.Share.EquityAccount,
                it.Share.Amount,
            }), MasterDataCommands.Rows(["Nr", "Inhaberin", "Konto", "an", "Eigenkapitalkonto", "Betrag"], all, it =>
                [$"{it.No}", it.Share.Holder, it.Share.Account, it.Share.Issuer, it.Share.EquityAccount,
                    German.Amount(it.Share.Amount)]));
        });
        return command;
    }

    static Command Remove()
    {
        var code = MergerCommands.Code();
        var no = Inputs.Number<long>("NO", "Nummer der Beteiligung, wie list sie zeigt");
        var command = new Command("remove", "nimmt die Angabe einer Beteiligung zurück") { code, no };
        Shell.Run(command, async (shell, parsed) =>
        {
            var removed = await shell.Act(work => Shareholdings.Remove(
                work, parsed.GetRequiredValue(code), parsed.GetValue(no)));
            return removed.Ok(out var share, out var why)
                ? shell.Done(share, $"Beteiligung Nr. {parsed.GetValue(no)} über {share.Amount} zurückgenommen.")
                : shell.Refused(why);
        });
        return command;
    }
}
