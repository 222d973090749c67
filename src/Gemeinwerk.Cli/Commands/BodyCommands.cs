using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk body …</c>: the bodies whose books are kept here.</summary>
static class BodyCommands
{
    internal static Command Create() => new("body", "Körperschaften, deren Bücher hier geführt werden") { List() };

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
