using System.CommandLine;
using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Cli.Commands;

/// <summary>
/// <c>gemeinwerk role …</c>: who may do what; the same conflicts as everywhere, but no second person.
/// </summary>
static class RoleCommands
{
    static readonly Argument<string> PersonName = new("NAME") { Description = "Anmeldename" };
    static readonly Argument<Role> RoleName = Inputs.CodeArgument<Role>("ROLE", "Rolle");

    static readonly Option<string?> BodyOption = new("--body")
    {
        Description = "Kürzel der Körperschaft; sonst gilt die Rolle für die Installation",
    };

    internal static Command Create() => new("role", "Rollen in Körperschaften") { Grant(), Revoke(), List() };

    internal static async Task<Result<AuditLog>> Place(Session db, string? code)
    {
        if (code is null) return AuditLog.Installation;
        return (await Bodies.Find(db, code)).Ok(out var body, out var why) ? body.AuditLog() : why;
    }

    static Command Grant()
    {
        var to = Inputs.OptionalDay("--to", "letzter Tag");
        var reason = new Option<string?>("--reason") { Description = "Begründung", HelpName = "TEXT" };
        return Change("grant", "gibt eine Rolle, ab heute", [to, reason], (work, parsed) => new RoleChange(
            true, Name(parsed), parsed.GetValue(RoleName), Today(work), parsed.GetValue(to), parsed.GetValue(reason)));
    }

    static Command Revoke() => Change("revoke", "nimmt eine Rolle", [], (work, parsed) =>
        new RoleChange(false, Name(parsed), parsed.GetValue(RoleName), Today(work), null, null));

    static Command List()
    {
        var command = new Command("list", "zeigt die Rollen") { BodyOption };
        Shell.Run(command, async (shell, parsed) =>
        {
            var found = await shell.Act(async Task<Result<List<Grant>>> (work) =>
                (await Place(work.Db, parsed.GetValue(BodyOption))).Ok(out var place, out var why)
                    ? await Grants.In(work.Db, place, Today(work))
                    : why);
            if (!found.Ok(out var grants, out var refused)) return shell.Refused(refused);
            var table = new Table("Person", "Rolle", "von", "bis", "freigegeben von", "Begründung");
            foreach (var it in grants)
            {
                table.Add(it.Person, it.Role.Code(), German.Date(it.From), it.To is { } day ? German.Date(day) : "",
                    it.ApprovedBy, it.Reason ?? "");
            }
            return shell.Done(grants, table.ToString());
        });
        return command;
    }

    static Command Change(
        string name, string description, IEnumerable<Option> options, Func<Work, ParseResult, RoleChange> change)
    {
        var command = new Command(name, description) { PersonName, RoleName, BodyOption };
        foreach (var option in options) command.Options.Add(option);
        Shell.Run(command, async (shell, parsed) =>
        {
            var done = await shell.Act(async Task<Result<Nothing>> (work) =>
                (await Place(work.Db, parsed.GetValue(BodyOption))).Ok(out var place, out var why)
                    ? await Grants.Apply(work, place, change(work, parsed), work.Actor)
                    : why);
            return done.Ok(out _, out var refused)
                ? shell.Done(new { person = Name(parsed) }, "Geändert und protokolliert.")
                : shell.Refused(refused);
        });
        return command;
    }

    static string Name(ParseResult parsed) => parsed.GetRequiredValue(PersonName).Trim().ToLowerInvariant();

    static DateOnly Today(Work work) => DateOnly.FromDateTime(work.Now.UtcDateTime);
}
