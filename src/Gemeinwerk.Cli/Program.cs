using System.CommandLine;
using System.Globalization;
using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Cli;
using Gemeinwerk.Cli.Commands;
using Gemeinwerk.Cli.Demo;

Console.OutputEncoding = Encoding.UTF8;
// Help and parse errors of the command line are German too, whatever the machine speaks.
CultureInfo.CurrentUICulture = German.Culture;

var root = new RootCommand("Gemeinwerk: Bücher, Rechenzentrum und Fusion kommunaler IT-Zweckverbände.")
{
    Shell.Db, Shell.Json, Shell.User,
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
    MergerCommands.Create(),
    ServeCommand.Create(),
};
ImportCommands.AddTo(root);
var parsed = root.Parse(args);
var ended = await parsed.InvokeAsync();
// What was typed wrong is refused; 1 is for what went wrong here.
return parsed.Errors.Count > 0 ? ExitCode.Refused : ended;
