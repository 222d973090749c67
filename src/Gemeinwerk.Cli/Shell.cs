using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Cli;

/// <summary>How a command ends: 0 done, 1 failed (a bug, a full disk), 2 refused, 3 not enough to decide.</summary>
static class ExitCode
{
    internal const int Done = 0, Failed = 1, Refused = 2, Incomplete = 3;
}

/// <summary>What a command has to work with: the database, the acting user, and how to answer.</summary>
/// <param name="AsJson">Answers are for programs: one JSON document on standard output, rejections included.</param>
sealed record Shell(Database Database, string Actor, bool AsJson)
{
    internal static readonly Option<string?> Db = new("--db")
    {
        Description = "Datenbank: Dateipfad oder postgres://…; sonst GEMEINWERK_DB, sonst eine Datei im Benutzerordner",
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
        Recursive = true,
    };

    static readonly JsonSerializerOptions JsonForm = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    internal static string DatabaseAddress(ParseResult parsed) =>
        parsed.GetValue(Db)
        ?? Environment.GetEnvironmentVariable("GEMEINWERK_DB") switch
        {
            { Length: > 0 } address => address,
            _ => Path.Combine(UserFolder(), "gemeinwerk.db"),
        };

    internal static string UserFolder() => Path.Combine(Environment.GetFolderPath(
        Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "gemeinwerk");

    /// <summary>
    /// Gives a command its action: opens the database, runs, and turns what goes wrong into an exit code.
    /// </summary>
    internal static void Run(Command command, Func<Shell, ParseResult, Task<int>> action) =>
        RunWithoutDatabase(command, async parsed =>
        {
            await using var database = await Database.Open(DatabaseAddress(parsed));
            var shell = new Shell(database, parsed.GetValue(User) ?? Environment.UserName, parsed.GetValue(Json));
            return await action(shell, parsed);
        });

    /// <summary>Gives a command its action where it opens a database of its own or none.</summary>
    internal static void RunWithoutDatabase(Command command, Func<ParseResult, Task<int>> action) =>
        command.SetAction(async (parsed, _) =>
        {
            try
            {
                return await action(parsed);
            }
            catch (Exception error)
            {
                await Console.Error.WriteLineAsync($"Fehler: {error.Message}");
                if (Environment.GetEnvironmentVariable("GEMEINWERK_TRACE") == "1")
                {
                    await Console.Error.WriteLineAsync(error.ToString());
                }
                return ExitCode.Failed;
            }
        });

    internal Task<Result<T>> Act<T>(Func<Work, Task<Result<T>>> act) => Database.Act(Actor, act);

    /// <summary>Says what was done: a sentence for people, or the value as JSON.</summary>
    internal int Done(object value, string sentence)
    {
        Console.WriteLine(AsJson ? JsonSerializer.Serialize(value, JsonForm) : sentence);
        return ExitCode.Done;
    }

    internal int Refused(Rejection why)
    {
        if (AsJson) Console.WriteLine(JsonSerializer.Serialize(why, JsonForm));
        else Console.Error.WriteLine($"Abgelehnt: {why}");
        return ExitCode.Refused;
    }

    /// <summary>Lists findings, at most <paramref name="most"/> of them, and says how many there are.</summary>
    internal int Refused(IReadOnlyCollection<Finding> findings, int most = 100)
    {
        if (AsJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(findings, JsonForm));
            return ExitCode.Refused;
        }
        foreach (var finding in findings.Take(most)) Console.Error.WriteLine(finding);
        if (findings.Count > most) Console.Error.WriteLine($"… und {German.Count(findings.Count - most)} weitere");
        Console.Error.WriteLine($"Abgelehnt: {German.Count(findings.Count)} Beanstandungen, nichts wurde geschrieben.");
        return ExitCode.Refused;
    }
}
