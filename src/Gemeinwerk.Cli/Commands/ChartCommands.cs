using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk chart …</c>: charts of accounts.</summary>
static class ChartCommands
{
    internal static readonly Option<string> BodyCode = new("--body")
    {
        Description = "Kürzel der Körperschaft",
        Required = true,
        HelpName = "KÜRZEL",
    };

    internal static Command Create() => new("chart", "Kontenrahmen und Kontenplan") { Seed(), Add(), List() };

    static Command Seed()
    {
        var command = new Command("seed", "legt alle Buchungs- und Zahlungskonten des Kontenrahmens an") { BodyCode };
        Shell.Run(command, async (shell, parsed) =>
        {
            var added = await shell.Act(async work =>
                (await Book.Open(work, parsed.GetValue(BodyCode)!)).Ok(out var book, out var why)
                    ? await Charts.Seed(work, book)
                    : why);
            return added.Ok(out var count, out var refused)
                ? shell.Done(new { added = count }, $"{German.Count(count)} Konten angelegt.")
                : shell.Refused(refused);
        });
        return command;
    }

    static Command Add()
    {
        var number = new Argument<string>("NUMBER") { Description = "vier bis acht Ziffern" };
        var name = new Argument<string>("NAME") { Description = "Bezeichnung" };
        var command = new Command("add", "legt ein örtliches Konto unter einer Kontenart an")
            { BodyCode, number, name };
        Shell.Run(command, async (shell, parsed) =>
        {
            var added = await shell.Act(async work =>
                (await Book.Open(work, parsed.GetValue(BodyCode)!)).Ok(out var book, out var why)
                    ? await Charts.AddLocal(work, book, parsed.GetValue(number)!, parsed.GetValue(name)!)
                    : why);
            return added.Ok(out var count, out var refused)
                ? shell.Done(new { added = count }, count == 1 ? "Konto angelegt." : "Das Konto gibt es schon.")
                : shell.Refused(refused);
        });
        return command;
    }

    static Command List()
    {
        var framework = Inputs.Code<Framework>("--framework", "der Kontenrahmen selbst, ohne Angabe nkf");
        var body = new Option<string?>("--body") { Description = "Kürzel der Körperschaft: ihr Kontenplan" };
        var command = new Command("list", "zeigt einen Kontenrahmen oder den Kontenplan einer Körperschaft")
            { framework, body };
        Shell.Run(command, async (shell, parsed) =>
        {
            if (parsed.GetValue(body) is { } code)
            {
                var found = await shell.Database.Read(db => Bodies.Find(db, code));
                if (!found.Ok(out var known, out var why)) return shell.Refused(why);
                var accounts = await shell.Database.Read(db => Accounts.All(db, known.Id));
                var plan = new Table("Konto", "Bezeichnung", "Art", "Rolle");
                foreach (var it in accounts) plan.Add(it.Number, it.Name, it.Kind.Code(), it.Role.Code());
                return shell.Done(accounts, plan.ToString());
            }
            var chosen = parsed.GetValue(framework);
            var table = new Table("Nummer", "Bezeichnung", "Art", "Stand");
            foreach (var line in Chart.Of(chosen).Lines) table.Add(line.Code, line.Name, line.Kind.Code(), line.Status);
            return shell.Done(Chart.Of(chosen).Lines, table.ToString());
        });
        return command;
    }
}
