using Gemeinwerk.Ledger;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.Finance;

/// <summary>What periods and their states are called.</summary>
static class Periods
{
    internal static string Name(int period, IStringLocalizer<FinanceWords> words) => period switch
    {
        FiscalYears.Opening => words["Eröffnung"],
        FiscalYears.Adjustments => words["Abschlussbuchungen"],
        FiscalYears.ClosingOfAccounts => words["Abschluss der Konten"],
        // In the language of the page, not of its numbers.
        _ => System.Globalization.CultureInfo.CurrentUICulture.DateTimeFormat.GetMonthName(period),
    };

    internal static string StateOf(FiscalYear year, IStringLocalizer<FinanceWords> words) => year switch
    {
        { IsClosed: true } => words["abgeschlossen"],
        { IsClosing: true } => words["im Abschluss"],
        _ => words["noch offen"],
    };

    internal static string StateOf(PeriodState state, IStringLocalizer<FinanceWords> words) => state switch
    {
        PeriodState.Closed => words["endgültig geschlossen"],
        PeriodState.Closing => words["nur noch Abschlussbuchungen"],
        _ => words["noch offen"],
    };
}
