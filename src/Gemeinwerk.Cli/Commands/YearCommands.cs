using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk year …</c> and <c>gemeinwerk month …</c>: open and close.</summary>
static class YearCommands
{
    static readonly Argument<int> year = Inputs.YearArgument();
    static readonly Argument<int> month = Inputs.Number<int>("MONTH", "letzter Monat, 1 bis 12");

    internal static Command Create() => new("year", "Haushaltsjahre eröffnen und abschließen")
    {
        Step("open", "eröffnet ein Haushaltsjahr", FiscalYears.Open, "eröffnet"),
        BookShell.Reading("list", "zeigt die Haushaltsjahre", [],
            async (db, body, _) => (Result<List<FiscalYear>>)await FiscalYears.All(db, body.Id), List),
        Step("begin-closing", "erster Schritt: nur noch Abschlussbuchungen", Closing.BeginClosing, "im Abschluss"),
        Step("reopen", "nimmt den ersten Schritt zurück", Closing.Reopen, "wieder offen"),
        BookShell.Writing("close", "zweiter Schritt: schließt endgültig ab und eröffnet das Folgejahr", [year],
            (work, book, parsed) => Closing.Finish(work, book, parsed.GetValue(year)), it =>
                $"Haushaltsjahr {it.Year} abgeschlossen, Ergebnis {it.Result}."
                + (it.OpeningEntryNo is { } opening ? $" Eröffnung {it.Year + 1}: Buchung Nr. {opening}." : "")),
    };

    internal static Command Months() => new("month", "Monate abschließen")
    {
        BookShell.Writing("close", "schließt alle Monate bis zu diesem endgültig", [year, month],
            (work, book, parsed) => Closing.CloseMonths(work, book, parsed.GetValue(year), parsed.GetValue(month)),
            count => $"{count} Monate abgeschlossen."),
    };

    static Command Step(
        string name, string description, Func<Storage.Work, Book, int, Task<Result<Nothing>>> act, string done) =>
        BookShell.Writing(name, description, [year], async (work, book, parsed) =>
            (await act(work, book, parsed.GetValue(year))).Rejection is { } why
                ? why
                : (Result<int>)parsed.GetValue(year),
            it => $"Haushaltsjahr {it} ist {done}.");

    static string List(List<FiscalYear> years)
    {
        var table = new Table("Jahr", "Stand", "Monate geschlossen bis");
        foreach (var it in years)
        {
            table.Add($"{it.Year}", it.IsClosed ? "abgeschlossen" : it.IsClosing ? "im Abschluss" : "offen",
                $"{it.ClosedThrough}");
        }
        return table.ToString();
    }
}
