using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk balance …</c>: trial balance and account sheet.</summary>
static class BalanceCommands
{
    static readonly Option<DateOnly> on = Inputs.Day("--on", "Stichtag");
    static readonly Option<DateOnly> from = Inputs.Day("--from", "erster Tag");
    static readonly Option<DateOnly> to = Inputs.Day("--to", "letzter Tag");
    static readonly Argument<string> account = new("ACCOUNT") { Description = "Konto" };
    static readonly Option<string> format = Inputs.Choice("--format", "Form der Ausgabe", "text", "csv", "json");

    internal static Command Create() => new("balance", "Salden") { Trial(), Sheet() };

    static Command Trial()
    {
        var command = new Command("trial", "Summen- und Saldenliste eines Tages")
            { ChartCommands.BodyCode, on, format };
        Shell.Run(command, async (shell, parsed) =>
        {
            var found = await shell.Database.Read(db => Bodies.Find(db, parsed.GetValue(ChartCommands.BodyCode)!));
            if (!found.Ok(out var body, out var why)) return shell.Refused(why);
            var lines = await shell.Database.Read(db => Balances.TrialBalance(db, body.Id, parsed.GetValue(on)));
            var plain = parsed.GetValue(format) == "csv";
            return Answer(shell, parsed, lines.Select(it => new
            {
                account = it.Account.Number,
                name = it.Account.Name,
                it.Opening,
                it.Debit,
                it.Credit,
                it.Balance,
            }), ["Konto", "Bezeichnung", "Anfang", "Soll", "Haben", "Saldo"], lines.Select(it => new[]
            {
                it.Account.Number, it.Account.Name, Amount(it.Opening, plain), Amount(it.Debit, plain),
                Amount(it.Credit, plain), Amount(it.Balance, plain),
            }));
        });
        return command;
    }

    static Command Sheet()
    {
        var command = new Command("sheet", "Kontoblatt") { ChartCommands.BodyCode, account, from, to, format };
        Shell.Run(command, async (shell, parsed) =>
        {
            var found = await shell.Database.Read(db => Bodies.Find(db, parsed.GetValue(ChartCommands.BodyCode)!));
            if (!found.Ok(out var body, out var why)) return shell.Refused(why);
            var lines = new List<SheetLine>();
            var read = await shell.Database.Read(db => AccountSheet.Read(
                db, body.Id, parsed.GetValue(account)!, parsed.GetValue(from), parsed.GetValue(to), lines.Add));
            if (!read.Ok(out var totals, out why)) return shell.Refused(why);
            var plain = parsed.GetValue(format) == "csv";
            string[] Row(string day, string no, string document, string text, string others, Money? debit,
                Money? credit, Money balance) =>
                [
                    day, no, document, text, others, debit is { } d ? Amount(d, plain) : "",
                    credit is { } c ? Amount(c, plain) : "", Amount(balance, plain),
                ];
            return Answer(shell, parsed, new { totals, lines },
                ["Tag", "Nr", "Beleg", "Text", "Gegenkonto", "Soll", "Haben", "Saldo"],
                lines.Select(it => Row(plain ? Day.Iso(it.BookedOn) : German.Date(it.BookedOn), $"{it.EntryNo}",
                        it.Document, it.Text, string.Join(' ', it.CounterAccounts), it.Debit, it.Credit, it.Balance))
                    .Prepend(Row("", "", "", "Anfangsbestand", "", null, null, totals.Opening))
                    .Append(Row("", "", "", "Endbestand", "", totals.Debit, totals.Credit, totals.Closing)));
        });
        return command;
    }

    static string Amount(Money money, bool plain) => plain ? money.ToPlainText() : German.Amount(money);

    static int Answer(Shell shell, ParseResult parsed, object value, string[] headings, IEnumerable<string[]> rows)
    {
        switch (parsed.GetValue(format))
        {
            case "json":
                return (shell with { AsJson = true }).Done(value, "");
            case "csv":
                shell.Out.WriteLine(string.Join(',', headings));
                foreach (var row in rows) shell.Out.WriteLine(string.Join(',', row.Select(Quoted)));
                return ExitCode.Done;
            default:
                return shell.Done(value, MasterDataCommands.Rows(headings, rows, row => row));
        }
    }

    static string Quoted(string cell) => cell.AsSpan().IndexOfAny(",\"\n\r") < 0
        ? cell
        : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
