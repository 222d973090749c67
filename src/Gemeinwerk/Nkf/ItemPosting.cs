using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Nkf;

/// <summary>Open items (offene Posten) that come into being with the entry that gives them their amount.</summary>
public static class ItemPosting
{
    /// <summary>Creates an item and posts what balances the other lines to it, within the budget.</summary>
    /// <param name="item">Its number is the voucher reference, its origin the booking date.</param>
    /// <returns>The entry, or a rejection of <see cref="OpenItems.Create"/> or <see cref="BudgetControl.Post"/>.
    /// </returns>
    public static async Task<Result<PostedWithBudget>> Post(
        Work work, Book book, OpenItem item, string text, IReadOnlyList<Posting> against)
    {
        if (!(await OpenItems.Create(work, book, item)).Ok(out var id, out var why)) return why;
        var amount = against.Aggregate(Money.Zero, (sum, posting) => sum - posting.Amount);
        return await BudgetControl.Post(work, book, new EntryDraft(
            item.OriginatedOn, item.OriginatedOn, item.Number, text,
            [new Posting(item.Account, amount, Party: item.Party, Item: id), .. against]));
    }
}
