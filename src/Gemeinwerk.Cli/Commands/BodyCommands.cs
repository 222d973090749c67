using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk body …</c>: the bodies whose books are kept here.</summary>
static class BodyCommands
{
    internal static Command Create() => new("body", "Körperschaften, deren Bücher hier geführt werden")
        { Add(), List() };

    static Command Add()
    {
        var code = new Argument<string>("CODE") { Description = "2 bis 20 Kleinbuchstaben, Ziffern oder Bindestriche" };
        var name = new Argument<string>("NAME") { Description = "Name der Körperschaft" };
        var kind = Inputs.Code<BodyKind>("--kind", "Art der Körperschaft", required: true);
        var framework = Inputs.Code<Framework>("--framework", "Rechnungswesen, ohne Angabe nkf");
        var command = new Command("create", "legt eine Körperschaft mit leerem Buch an")
            { code, name, kind, framework };
        Shell.Run(command, async (shell, parsed) =>
        {
            var made = await shell.Act(work => Bodies.Create(work, parsed.GetValue(code)!, parsed.GetValue(name)!,
                parsed.GetValue(kind), parsed.GetValue(framework)));
            return made.Ok(out var body, out var why)
                ? shell.Done(body, $"Körperschaft {body.Code} angelegt. Weiter mit Konten und Haushaltsjahr:\n"
                    + $"  gemeinwerk chart seed --body {body.Code}\n  gemeinwerk year open 2026 --body {body.Code}")
                : shell.Refused(why);
        });
        return command;
    }

    static Command List()
    {
        var command = new Command("list", "zeigt alle Körperschaften");
        Shell.Run(command, async (shell, _) =>
        {
            var bodies = await shell.Database.Read(Bodies.All);
            var table = new Table("Kürzel", "Name", "Art", "Rechnungswesen");
            foreach (var body in bodies) table.Add(body.Code, body.Name, body.Kind.Code(), body.Framework.Code());
            return shell.Done(bodies, table.ToString());
        });
        return command;
    }
}
