using System.CommandLine;
using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk statement …</c>: the statutory statements, and their cross checks.</summary>
static class StatementCommands
{
    static readonly Option<int> Year = Inputs.Year();
    static readonly Option<DateOnly?> AsOf = Inputs.OptionalDay("--as-of", "Stichtag; sonst das Jahresende");
    static readonly Option<string?> Area = new("--product-area") { Description = "Produktbereich, zwei Ziffern" };
    static readonly Option<string?> Product = new("--product") { Description = "Produkt oder seine ersten Zeichen" };
    static readonly Option<string> Format = Inputs.Choice(
        "--format", "Form der Ausgabe", "text", "csv", "json", "xlsx");

    internal static Command Create() => new("statement", "Ergebnisrechnung, Finanzrechnung, Bilanz")
    {
        One("results", "Ergebnisrechnung oder Gewinn- und Verlustrechnung", StatementKind.Results),
        One("cash-flow", "Finanzrechnung", StatementKind.CashFlow),
        One("balance-sheet", "Bilanz", StatementKind.BalanceSheet),
        SegmentCommand(),
        CheckCommand(),
    };

    static Command One(string name, string description, StatementKind kind)
    {
        var command = new Command(name, description)
        {
            ChartCommands.BodyCode, Year, AsOf, Format, OutFile.Out, OutFile.Force,
        };
        Shell.Run(command, (shell, parsed) => Show(shell, parsed, kind, null));
        return command;
    }

    static Command SegmentCommand()
    {
        var cash = new Option<bool>("--cash-flow") { Description = "Teilfinanzrechnung statt Teilergebnisrechnung" };
        var command = new Command("segment", "Teilrechnung eines Produktbereichs oder Produkts; ohne Angabe: der Rest")
        {
            ChartCommands.BodyCode, Year, AsOf, Area, Product, cash, Format, OutFile.Out, OutFile.Force,
        };
        Shell.Run(command, (shell, parsed) =>
        {
            var segment = (parsed.GetValue(Area), parsed.GetValue(Product)) switch
            {
                (_, { Length: > 0 } product) => Segment.OfProducts(product),
                ({ Length: > 0 } area, _) => Segment.OfArea(area),
                _ => Segment.Unassigned,
            };
            if (segment.Area is { } asked && ProductAreas.Find(asked) is null)
            {
                return Task.FromResult(shell.Refused(new Rejection("nkf.product-area",
                    $"Den Produktbereich „{asked}“ gibt es nicht.", "KomHVO NRW § 4")));
            }
            return Show(shell, parsed, parsed.GetValue(cash) ? StatementKind.CashFlow : StatementKind.Results, segment);
        });
        return command;
    }

    static Command CheckCommand()
    {
        var command = new Command("check", "prüft, ob die Rechnungen eines Jahres zueinander passen")
        {
            ChartCommands.BodyCode, Year,
        };
        Shell.Run(command, async (shell, parsed) =>
        {
            var found = await shell.Database.Read(db => Bodies.Find(db, parsed.GetValue(ChartCommands.BodyCode)!));
            if (!found.Ok(out var body, out var why)) return shell.Refused(why);
            var findings = await shell.Database.Read(db => StatementChecks.Run(db, body, parsed.GetValue(Year)));
            if (findings.Count == 0) return shell.Done(findings, "PASS: Die Rechnungen passen zueinander.");
            shell.Done(findings, $"FAIL\n{string.Join('\n', findings)}");
            return ExitCode.Failed;
        });
        return command;
    }

    static async Task<int> Show(Shell shell, ParseResult parsed, StatementKind kind, Segment? segment)
    {
        if (!OutFile.Of(parsed).Ok(out var file, out var exists)) return shell.Refused(exists);
        var computed = await shell.Database.Read(async Task<Result<Statement>> (db) =>
            (await Bodies.Find(db, parsed.GetValue(ChartCommands.BodyCode)!)).Ok(out var body, out var unknown)
                ? await Statements.Compute(db, body, kind, parsed.GetValue(Year), segment,
                    parsed.GetValue(AsOf))
                : unknown);
        if (!computed.Ok(out var statement, out var why)) return shell.Refused(why);
        var asked = parsed.GetResult(Format) is { Implicit: false };
        var format = shell.AsJson && !asked ? "json" : parsed.GetValue(Format)!;
        if (shell.AsJson && format != "json")
        {
            return shell.Refused(new Rejection("cli.format", $"--json und --format {format} zusammen gehen nicht."));
        }
        if (format == "xlsx" && file is null)
        {
            return shell.Refused(new Rejection("cli.out-missing", "Für XLSX fehlt --out DATEI."));
        }
        if (file is null)
        {
            await shell.Out.WriteAsync(Written(statement, format));
            return ExitCode.Done;
        }
        if (format == "xlsx")
        {
            await using var stream = File.Create(file);
            StatementSheet.Write(statement, stream);
        }
        else
        {
            await File.WriteAllTextAsync(file, Written(statement, format), new UTF8Encoding());
        }
        await shell.Error.WriteLineAsync($"Geschrieben: {file}");
        return ExitCode.Done;
    }

    static string Written(Statement statement, string format) => format switch
    {
        "csv" => StatementText.Csv(statement),
        "json" => StatementText.Json(statement),
        _ => StatementText.Text(statement),
    };
}
