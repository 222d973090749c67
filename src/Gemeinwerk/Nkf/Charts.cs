using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Nkf;

/// <summary>A body's own chart (Kontenplan), laid out below the chart of its framework.</summary>
public static class Charts
{
    /// <summary>Gives a body all posting and payment accounts of its framework; what it has already stays.</summary>
    /// <returns>How many accounts were added, or a rejection of <see cref="Accounts.Add"/>.</returns>
    public static Task<Result<int>> Seed(Work work, Book book) =>
        Accounts.Add(work, book, [.. Chart.Of(book.Body.Framework).PostingAccounts()]);

    /// <summary>Adds a local account; kind and role follow from the chart line that it lies below.</summary>
    /// <returns>1, or 0 where it is there already, or <c>ledger.account-number</c>, <c>nkf.account-outside-chart</c>,
    /// <c>nkf.account-closing</c> (classes 8 and 9 take no postings), or a rejection of <see
    /// cref="Accounts.Add"/>.</returns>
    public static async Task<Result<int>> AddLocal(Work work, Book book, string number, string name)
    {
        var body = book.Body;
        if (!Local(body.Framework, number, name).Ok(out var draft, out var why)) return why;
        var result = (await Accounts.All(work.Db, body.Id)).Find(account => account.Role == AccountRole.Result);
        if (draft.Role == AccountRole.Result && result is not null && result.Number != number)
        {
            // The chart has one account that takes the result; others of its type only show what was done with it.
            draft = draft with { Role = AccountRole.None };
        }
        return await Accounts.Add(work, book, [draft]);
    }

    /// <summary>The local account that a number stands for.</summary>
    /// <returns>The draft, or the first three rejections of <see cref="AddLocal"/>.</returns>
    public static Result<AccountDraft> Local(Framework framework, string number, string name)
    {
        if (!AccountNumber.Parse(number).Ok(out var parsed, out var why)) return why;
        if (!Chart.Of(framework).Above(parsed).Ok(out var above, out why)) return why;
        return above.Kind is AccountKind.Closing or AccountKind.Costing
            ? new Rejection("nkf.account-closing", $"Auf Konten wie {number} wird nicht gebucht.",
                "KomHVO NRW § 28 (7)")
            : Chart.Draft(parsed, name, above);
    }
}
