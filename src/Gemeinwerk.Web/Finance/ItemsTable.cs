using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Web.Frame;
using Gemeinwerk.Web.Frame.Tables;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.Finance;

/// <summary>Open items as a table, wherever they are listed.</summary>
static class ItemsTable
{
    /// <param name="today">Until which overdue days are counted.</param>
    internal static Table<OpenItem> Of(
        Visit visit, IStringLocalizer<FinanceWords> words, string name,
        IReadOnlyDictionary<Id<Account>, Account> accounts, DateOnly today, string empty) => new(
        name, words["Offene Posten"],
        [
            Column.Text<OpenItem>("number", words["Posten"], it => it.Number) with
            {
                Link = it => ItemPage.Address(visit.Home, it.Number), IsRowHeader = true,
            },
            Column.Text<OpenItem>("account", words["Konto"], it => accounts[it.Account].Number),
            Column.Day<OpenItem>("originated", words["Entstanden"], it => it.OriginatedOn),
            Column.Day<OpenItem>("due", words["Fällig"], it => it.DueOn),
            Column.Number<OpenItem>("overdue", words["Tage überfällig"], it => Overdue(it, today)),
            Column.Number<OpenItem>("dunning", words["Mahnstufe"], it => it.DunningLevel),
            Column.Amount<OpenItem>("open", words["Offen"], it => it.Open),
        ], empty)
        {
            Order = "due",
            IsFiltered = false,
        };

    internal static long? Overdue(OpenItem item, DateOnly today) =>
        item.Open.IsZero || item.DueOn >= today ? null : today.DayNumber - item.DueOn.DayNumber;
}
