using System.CommandLine;
using System.Globalization;
using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Identity;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk token …</c>: other programs that use the interface.</summary>
static class TokenCommands
{
    internal static Command Create() => new("token", "Tokens für andere Programme") { Make(), List(), Revoke() };

    static Command Make()
    {
        var name = new Argument<string>("NAME") { Description = "wofür er ist; steht als Handelnder in den Büchern" };
        var scope = new Option<string[]>("--scope")
        {
            Description = "Rolle in einer Körperschaft, wie post@hemer; mehrfach möglich",
            Required = true,
            HelpName = "ROLLE@KÜRZEL",
        };
        var days = Inputs.NumberOption<int>("--days", "wie viele Tage er gilt", 365);
        var command = new Command("create", "macht einen Token, der einmal gezeigt wird") { name, scope, days };
        Shell.Run(command, async (shell, parsed) =>
        {
            var made = await shell.Act(async Task<Result<string>> (work) =>
            {
                var wanted = new List<(AuditLog, Role)>();
                foreach (var text in parsed.GetRequiredValue(scope))
                {
                    var parts = text.Split('@');
                    if (parts.Length != 2 || !Codes.TryParse(parts[0], out Role role))
                    {
                        return new Rejection("identity.token-scope", $"„{text}“ ist keine Rolle wie post@hemer.");
                    }
                    if (!(await RoleCommands.Place(work.Db, parts[1])).Ok(out var body, out var why)) return why;
                    wanted.Add((body, role));
                }
                return await Tokens.Create(work, parsed.GetRequiredValue(name), wanted, parsed.GetValue(days));
            });
            return made.Ok(out var key, out var refused)
                ? shell.Done(new { token = key }, key)
                : shell.Refused(refused);
        });
        return command;
    }

    static Command List()
    {
        var command = new Command("list", "zeigt alle Tokens, ohne ihren Text");
        Shell.Run(command, async (shell, _) =>
        {
            var tokens = await shell.Database.Read(Tokens.All);
            var table = new Table("Nr.", "Name", "gilt bis", "Zustand");
            foreach (var it in tokens)
            {
                table.Add(it.Id.ToString(CultureInfo.InvariantCulture), it.Name,
                    it.ExpiresAt.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture),
                    it.IsRevoked ? "widerrufen" : "gültig");
            }
            return shell.Done(tokens.ConvertAll(it => new { No = it.Id, it.Name, it.ExpiresAt, it.IsRevoked }),
                table.ToString());
        });
        return command;
    }

    static Command Revoke()
    {
        var id = Inputs.Number<long>("NO", "Nummer des Tokens");
        var command = new Command("revoke", "widerruft einen Token") { id };
        Shell.Run(command, async (shell, parsed) =>
        {
            var done = await shell.Act(work => Tokens.Revoke(work, parsed.GetValue(id)));
            return done.Ok(out _, out var why)
                ? shell.Done(new { no = parsed.GetValue(id) }, "Widerrufen.")
                : shell.Refused(why);
        });
        return command;
    }
}
