using System.CommandLine;
using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Installation;
using Gemeinwerk.Operating;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Cli;

/// <summary>How a command ends: 0 done, 1 failed (a bug, a full disk), 2 refused, 3 not enough to decide.</summary>
static class ExitCode
{
    internal const int Done = 0, Failed = 1, Refused = 2, Incomplete = 3;
}

/// <summary>What a command has to work with: the database, the acting user, and how to answer.</summary>
sealed record Shell(
    Database Database, Settings Settings, string Actor, bool AsJson, TextWriter Out, TextWriter Error)
    : Answer(AsJson, Out, Error)
{
    internal static readonly Option<string?> Db = new("--db")
    {
        Description = "Datenbank: Dateipfad oder postgres://…; sonst die der Einstellungen",
        HelpName = "ADRESSE",
        Recursive = true,
    };

    internal static readonly Option<bool> Json = new("--json")
    {
        Description = "Antwort als JSON für Programme",
        Recursive = true,
    };

    internal static readonly Option<string?> User = new("--user")
    {
        Description = "Name, der in die Bücher geschrieben wird; sonst der angemeldete Benutzer",
        HelpName = "NAME",
        Recursive = true,
    };

    internal static readonly Option<bool> Trace = new("--trace")
    {
        Description = "zeigt bei Fehlern des Programms, wo sie entstanden",
        Recursive = true,
    };

    internal static string DatabaseAddress(ParseResult parsed, Settings settings) =>
        parsed.GetValue(Db) ?? settings.Of<DatabaseSettings>().Address;

    /// <summary>
    /// Gives a command its action: opens the database, runs, and turns what goes wrong into an exit code.
    /// </summary>
    internal static void Run(Command command, Func<Shell, ParseResult, Task<int>> action) =>
        RunWithoutDatabase(command, async parsed =>
        {
            if (!SettingsSource.Of(parsed, out var settings)) return ExitCode.Refused;
            var shell = new Shell(null!, settings, parsed.GetValue(User) ?? Environment.UserName,
                parsed.GetValue(Json), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            if (RefuseActor(shell.Actor) is { } why) return shell.Refused(why);
            var address = DatabaseAddress(parsed, settings);
            var isNew = DatabaseSettings.IsNewFile(address);
            await using var database = await InstallationDatabase.Open(address);
            // Whoever mistyped a path should not take an empty list for lost books.
            if (isNew)
            {
                await shell.Error.WriteLineAsync(
                    $"Hinweis: Die Datenbank {address} gab es nicht; sie ist neu und leer.");
            }
            return await action(shell with { Database = database }, parsed);
        });

    /// <summary>The name stands in the books for ever, and in every list that is printed.</summary>
    static Rejection? RefuseActor(string name)
    {
        var why = Texts.Refuse(name, 100)
            ?? (name.Any(char.IsControl) ? "enthält Zeilenumbrüche oder Tabulatoren." : null);
        return why is null ? null : new Rejection("cli.user", $"Der Name von --user: {why}");
    }

    /// <summary>Gives a command its action where it has settings and opens a database of its own or none.</summary>
    internal static void RunWithSettings(Command command, Func<Answer, Settings, ParseResult, Task<int>> action) =>
        RunWithoutDatabase(command, async parsed => SettingsSource.Of(parsed, out var settings)
            ? await action(Answer.Of(parsed), settings, parsed)
            : ExitCode.Refused);

    /// <summary>The same where it reads no settings either.</summary>
    internal static void RunWithoutDatabase(Command command, Func<ParseResult, Task<int>> action) =>
        command.SetAction(async (parsed, _) =>
        {
            try
            {
                return await action(parsed);
            }
            catch (Exception error)
            {
                var address = DatabaseAddress(parsed, SettingsSource.Read(parsed));
                var explained = EnvironmentErrors.Explain(error, DatabaseSettings.Shown(address));
                var to = parsed.InvocationConfiguration.Error;
                await to.WriteLineAsync($"Fehler: {explained
                    ?? $"Das Programm hat einen Fehler ({error.GetType().Name}: {error.Message}). "
                    + "--trace zeigt, wo."}");
                if (parsed.GetValue(Trace)) await to.WriteLineAsync(error.ToString());
                return ExitCode.Failed;
            }
        });

    /// <summary>Gives bytes to standard output, which here may be a writer that a test reads.</summary>
    internal async Task<T> ToOutput<T>(Func<Stream, Task<T>> write)
    {
        if (ReferenceEquals(Out, Console.Out))
        {
            await using var output = Console.OpenStandardOutput();
            return await write(output);
        }
        using var kept = new MemoryStream();
        var written = await write(kept);
        await Out.WriteAsync(Encoding.UTF8.GetString(kept.ToArray()));
        return written;
    }

    internal Task<Result<T>> Act<T>(Func<Work, Task<Result<T>>> act) => Database.Act(Actor, act);
}
