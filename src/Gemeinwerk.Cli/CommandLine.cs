using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;
using System.Reflection;
using Gemeinwerk.Basics;
using Gemeinwerk.Cli.Commands;
using Gemeinwerk.Cli.Demo;

namespace Gemeinwerk.Cli;

/// <summary>The whole command line: <c>gemeinwerk &lt;noun&gt; &lt;verb&gt;</c>.</summary>
static class CommandLine
{
    const string Welcome = """
        Gemeinwerk führt Bücher kommunaler IT-Zweckverbände und bringt zwei Verbände mit Nachweis zusammen.

          gemeinwerk demo            zeigt alles an einem Beispiel mit echten Zahlen (etwa eine halbe Minute)
          gemeinwerk body create …   legt eine Körperschaft mit leerem Buch an
          gemeinwerk --help          alle Befehle; jeder kennt --help mit einem Beispiel und --json

        """;

    /// <summary>Built once: commands share options, and each option remembers all commands it was given to.</summary>
    internal static Command Root { get; } = Build();

    /// <summary>A command like any other and not a <c>RootCommand</c>, which would carry the name of the file that was
    /// started.</summary>
    static Command Build()
    {
        var root = new Command("gemeinwerk", "Bücher, Rechenzentrum und Fusion kommunaler IT-Zweckverbände.")
        {
            Shell.Db, SettingsSource.File, Shell.Json, Shell.User, Shell.Trace,
            new HelpOption { Description = "zeigt diese Hilfe", Recursive = true, Action = new ShowHelp() },
            new Option<bool>("--version") { Description = "zeigt die Version", Action = new ShowVersion() },
            DemoCommand.Create(),
            BodyCommands.Create(),
            MasterDataCommands.Account(),
            MasterDataCommands.Product(),
            MasterDataCommands.CostCentre(),
            MasterDataCommands.Party(),
            YearCommands.Create(),
            YearCommands.Months(),
            JournalCommands.Create(),
            BalanceCommands.Create(),
            ItemCommands.Create(),
            AssetCommands.Create(),
            ChartCommands.Create(),
            CheckpointCommands.Create(),
            ExportCommands.Create(),
            StatementCommands.Create(),
            BudgetCommands.Create(),
            VerifyCommand.Create(),
            ProtocolCommands.Create(),
            UserCommands.Create(),
            RoleCommands.Create(),
            TokenCommands.Create(),
            CouncilCommands.Create(),
            RoadmapCommands.Create(),
            InventoryCommands.Create(),
            CentreCommands.Create(),
            MergerCommands.Create(),
            ServeCommand.Create(),
            BackupCommands.Create(),
            HealthCommand.Create(),
            ConfigCommands.Create(),
        };
        ImportCommands.AddTo(root);
        root.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Output.Write(Welcome);
            return ExitCode.Done;
        });
        return root;
    }

    /// <summary>The library must not end the program: it would leave <c>serve</c> two seconds to end what it does, and
    /// every other command is one act, which the database undoes.</summary>
    static InvocationConfiguration Ours => new() { ProcessTerminationTimeout = null };

    /// <returns>The exit code: what was typed wrong is refused; 1 is for what went wrong here.</returns>
    internal static async Task<int> Run(string[] args, InvocationConfiguration? configuration = null)
    {
        // Parse errors are German too, whatever the machine speaks.
        CultureInfo.CurrentUICulture = Basics.German.Culture;
        var parsed = Root.Parse(args);
        var faults = Help.Faults(parsed);
        if (faults.Count == 0 || parsed.Action is ShowHelp or ShowVersion)
        {
            return await parsed.InvokeAsync(configuration ?? Ours);
        }
        var (output, error) = (configuration?.Output ?? Console.Out, configuration?.Error ?? Console.Error);
        if (parsed.GetValue(Shell.Json))
        {
            output.WriteLine(JsonAnswer.Of(new Rejection("cli.usage", string.Join(' ', faults))));
        }
        else
        {
            Help.WriteFaults(error, parsed, faults);
        }
        return ExitCode.Refused;
    }

    sealed class ShowVersion : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(typeof(CommandLine).Assembly
                .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]);
            return ExitCode.Done;
        }
    }

    sealed class ShowHelp : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            Help.Write(parseResult.InvocationConfiguration.Output, parseResult.CommandResult.Command);
            return ExitCode.Done;
        }
    }
}
