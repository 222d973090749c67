using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk user …</c>: people who can sign in.</summary>
static class UserCommands
{
    static readonly Argument<string> PersonName = new("NAME") { Description = "Anmeldename" };

    internal static Command Create() => new("user", "Personen, die sich anmelden können")
    {
        Invite(), List(),
        Change("lock", "sperrt eine Person und beendet ihre Sitzungen",
            async (work, person) =>
            {
                await People.SetState(work, person, PersonState.Locked);
                return $"{person.SignInName} ist gesperrt.";
            }),
        Change("unlock", "hebt die Sperre auf", async (work, person) =>
        {
            await People.SetState(work, person, PersonState.Active);
            return $"{person.SignInName} kann sich wieder anmelden.";
        }),
        Change("sign-out", "beendet alle Sitzungen einer Person", async (work, person) =>
            $"{German.Count(await Sessions.EndAll(work, person.Id))} Sitzungen von {person.SignInName} sind beendet."),
    };

    static Command Invite()
    {
        var display = new Option<string?>("--name")
        {
            Description = "Name der Person; nötig, wenn sie neu ist",
            HelpName = "NAME",
        };
        var factors = new Option<bool>("--forget-factors") { Description = "auch den zweiten Faktor neu einrichten" };
        var command = new Command("invite", "legt eine Person an und gibt einen Link, der einmal gilt")
            { PersonName, display, factors };
        Shell.Run(command, async (shell, parsed) =>
        {
            var made = await shell.Act(async Task<Result<string>> (work) =>
            {
                var name = parsed.GetRequiredValue(PersonName);
                var person = await People.Find(work.Db, name);
                if (!person.Ok(out var found, out var why))
                {
                    if (parsed.GetValue(display) is not { } text)
                    {
                        return new Rejection(why.Code, $"{why.Message} Wer neu ist, wird mit --name eingeladen.");
                    }
                    if (!(await People.Add(work, name, text)).Ok(out found, out why)) return why;
                }
                return await Invitations.For(work, found, parsed.GetValue(factors));
            });
            return made.Ok(out var key, out var refused)
                ? shell.Done(new { path = $"/invitation/{key}" },
                    $"Einmal gültig, sieben Tage lang, unter der Adresse dieser Anwendung: /invitation/{key}")
                : shell.Refused(refused);
        });
        return command;
    }

    static Command List()
    {
        var command = new Command("list", "zeigt alle Personen");
        Shell.Run(command, async (shell, _) =>
        {
            var people = await shell.Database.Read(People.All);
            var table = new Table("Anmeldename", "Name", "Zustand");
            foreach (var it in people) table.Add(it.SignInName, it.DisplayName, it.State.Code());
            return shell.Done(people, table.ToString());
        });
        return command;
    }

    static Command Change(string name, string description, Func<Work, Person, Task<string>> change)
    {
        var command = new Command(name, description) { PersonName };
        Shell.Run(command, async (shell, parsed) =>
        {
            var done = await shell.Act(async Task<Result<string>> (work) =>
                (await People.Find(work.Db, parsed.GetRequiredValue(PersonName))).Ok(out var person, out var why)
                    ? await change(work, person)
                    : why);
            return done.Ok(out var said, out var refused) ? shell.Done(new { said }, said) : shell.Refused(refused);
        });
        return command;
    }
}
