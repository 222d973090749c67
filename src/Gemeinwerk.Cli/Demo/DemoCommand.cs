using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.Installation;
using Gemeinwerk.Operating;

namespace Gemeinwerk.Cli.Demo;

/// <summary><c>gemeinwerk demo</c>: the merger of the model case on real figures, from an empty folder to the
/// proof.</summary>
static class DemoCommand
{
    static readonly Option<string?> Out = new("--out")
    {
        Description = "Ordner für Datenbank, Urkunde, Exporte und Abschlüsse; sonst gemeinwerk/demo im Benutzerordner",
    };

    static readonly Option<string?> BalanceSheets = new("--balance-sheets")
    {
        Description = "CSV mit den veröffentlichten Bilanzen 2009 (nicht beigelegt, weil ohne Lizenzangabe)",
    };

    static readonly Option<bool> Serve = new("--serve")
    {
        Description = "öffnet am Ende die Webanwendung, auch wenn die Ausgabe kein Terminal ist",
    };

    static readonly Option<bool> NoServe = new("--no-serve")
    {
        Description = "endet nach der Vorführung, auch im Terminal",
    };

    static readonly Option<bool> SkipVote = new("--skip-vote")
    {
        Description = "eine der Versammlungen stimmt nicht ab: zeigt, dass die Fusion dann abgelehnt wird, und endet",
    };

    internal static Command Create()
    {
        var command = new Command("demo", "führt die Fusion zur Südwestfalen-IT mit echten Zahlen vor, dann im Browser")
        {
            Out, BalanceSheets, Serve, NoServe, SkipVote,
        };
        Shell.RunWithoutDatabase(command, async parsed =>
        {
            var folder = parsed.GetValue(Out) ?? Path.Combine(DatabaseSettings.UserFolder, "demo");
            var sheets = parsed.GetValue(BalanceSheets) ?? NearbyBalanceSheets();
            if (sheets is not null && !File.Exists(sheets))
            {
                return Refuse(new Rejection("demo.balance-sheets", $"Die Datei „{sheets}“ gibt es nicht."));
            }
            if (DemoFolder.Clear(folder) is { } why) return Refuse(why);
            Environment.SetEnvironmentVariable("GEMEINWERK_KEYS", Path.Combine(folder, DemoFolder.Keys));
            var started = TimeProvider.System.GetTimestamp();
            await using var database = await InstallationDatabase.Open(Path.Combine(folder, DemoFolder.DatabaseName));
            var run = new DemoRun(database, folder, sheets, parsed.GetValue(SkipVote));
            await ProgressBar.Steps(run.Steps());
            Console.WriteLine(run.Summary(TimeProvider.System.GetElapsedTime(started)));
            // Who reads a pipe or a file waits for its end.
            if (!run.IsRefused && !parsed.GetValue(NoServe) && (parsed.GetValue(Serve) || !Console.IsOutputRedirected))
            {
                await using var site = await DemoSite.Start(database, DemoRun.Actor);
                await new DemoOrders(database).Create();
                Console.WriteLine(site.Text());
                await site.Run(Console.Out, TimeProvider.System, !Console.IsOutputRedirected);
            }
            return run.Passed ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    static int Refuse(Rejection why)
    {
        Console.Error.WriteLine($"Abgelehnt: {why}");
        return ExitCode.Refused;
    }

    /// <summary>Beside a checkout the file may lie among the project's shared data.</summary>
    static string? NearbyBalanceSheets()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "shared", "data", "real", "bilanz_2009.csv");
            if (File.Exists(file)) return file;
        }
        return null;
    }
}
