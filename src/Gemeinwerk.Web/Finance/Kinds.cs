using Gemeinwerk.Ledger;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.Finance;

/// <summary>What kinds of entries are called.</summary>
static class Kinds
{
    internal static string Of(EntryKind kind, IStringLocalizer<FinanceWords> words) => kind switch
    {
        EntryKind.Regular => words["Buchung"],
        EntryKind.Reversal => words["Storno"],
        EntryKind.Adjustment => words["Abschlussbuchung"],
        EntryKind.Depreciation => words["Abschreibung"],
        EntryKind.Opening => words["Eröffnung"],
        EntryKind.Closing => words["Abschluss"],
        EntryKind.CarryOver => words["Übernahme"],
        EntryKind.Elimination => words["Konfusion"],
        _ => words["Abwicklung"],
    };
}
