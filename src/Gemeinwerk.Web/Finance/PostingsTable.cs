using Gemeinwerk.Ledger;
using Gemeinwerk.Web.Frame;
using Gemeinwerk.Web.Frame.Tables;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.Finance;

/// <summary>The postings of one open item or one asset as a table.</summary>
static class PostingsTable
{
    internal static Table<SubledgerPosting> Of(
        Visit visit, IStringLocalizer<FinanceWords> words, string name, string empty) => new(name, words["Buchungen"],
        [
            Column.Number<SubledgerPosting>("no", words["Nr."], it => it.EntryNo) with
            {
                Link = it => $"{visit.Home}/finance/entries/{it.EntryNo}", IsRowHeader = true,
            },
            Column.Day<SubledgerPosting>("booked", words["Buchungstag"], it => it.BookedOn),
            Column.Text<SubledgerPosting>("document", words["Beleg"], it => it.Document),
            Column.Text<SubledgerPosting>("text", words["Text"], it => it.Text),
            Column.Text<SubledgerPosting>("movement", words["Bewegung"], it =>
                it.Movement is { } movement ? Movement(movement, words) : null) with
            {
                IsOptional = true,
            },
            Column.Amount<SubledgerPosting>("amount", words["Betrag"], it => it.Amount),
        ], empty)
        {
            Order = "no",
            IsFiltered = false,
        };

    static string Movement(AssetMovement movement, IStringLocalizer<FinanceWords> words) => movement switch
    {
        AssetMovement.Addition => words["Zugang"],
        AssetMovement.Disposal => words["Abgang"],
        AssetMovement.Transfer => words["Umbuchung"],
        AssetMovement.Depreciation => words["Abschreibung"],
        AssetMovement.WriteUp => words["Zuschreibung"],
        _ => words["Abschreibung des Abgangs"],
    };
}
