using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Nkf;

/// <summary>
/// Gives cash lines their payment accounts: directly or by fixed mapping, never derived from the result of the year
/// (KomHVO NRW § 28 (4)).
/// </summary>
public static class Payments
{
    /// <summary>
    /// Completes the cash lines that name no payment account from the other lines of the entry. One such cash line
    /// beside several other lines is split, so that each part carries its own payment account and product; several cash
    /// lines beside one other line each take it. A line of an open item counts as what the item arose from.
    /// </summary>
    /// <returns>The completed draft; the same one where nothing is missing, or a transfer between cash accounts;
    /// or <c>nkf.payment-ambiguous</c>, <c>nkf.payment-unmapped</c>, <c>ledger.dangling</c>.</returns>
    public static async Task<Result<EntryDraft>> Complete(Work work, Book book, EntryDraft draft)
    {
        if (book.Body.Framework != Framework.Nkf) return draft;
        var accounts = new List<Account>();
        foreach (var posting in draft.Postings)
        {
            if (await Accounts.Find(work.Db, book.Body.Id, posting.Account) is not { } account)
            {
                return new Rejection("ledger.dangling", "Ein Konto der Buchung gibt es in diesem Buch nicht.");
            }
            accounts.Add(account);
        }
        var lines = draft.Postings.Select((posting, i) => (Posting: posting, Account: accounts[i])).ToList();
        var open = lines.Where(line => line.Account.Role == AccountRole.Cash && line.Posting.Payment is null).ToList();
        var others = lines.Where(line => line.Account.Role != AccountRole.Cash).ToList();
        if (open.Sum(line => line.Posting.Amount.Cents) == 0) return draft;
        if (others.Count == 0 || (open.Count > 1 && others.Count > 1) || open.Count < lines.Count - others.Count)
        {
            return new Rejection("nkf.payment-ambiguous",
                "Die Zahlungskonten der Buchung sind nicht eindeutig; bitte an den Finanzmittelkonten angeben.",
                "KomHVO NRW § 28 (4)");
        }

        var cash = new List<Posting>();
        foreach (var (posting, account) in others)
        {
            var amount = open.Count == 1 ? -posting.Amount : open[0].Posting.Amount;
            if (!(await Sources(work.Db, book, posting, account)).Ok(out var source, out var why)) return why;
            if (!(await PaymentAccount(work.Db, book, source.Account, amount)).Ok(out var payment, out why)) return why;
            cash.AddRange(open.Select(line => line.Posting with
            {
                Amount = open.Count == 1 ? -posting.Amount : line.Posting.Amount,
                Payment = payment,
                Product = line.Posting.Product ?? posting.Product ?? source.Product,
                CostCentre = line.Posting.CostCentre ?? posting.CostCentre,
            }));
        }
        var kept = lines.Where(line => !open.Contains(line)).Select(line => line.Posting);
        return draft with { Postings = [.. Joined(cash), .. kept] };
    }

    /// <summary>Parts of the same cash account that got the same payment account are one line again.</summary>
    static IEnumerable<Posting> Joined(List<Posting> cash) => cash
        .GroupBy(posting => posting with { Amount = Money.Zero })
        .Select(group => group.Key with { Amount = new Money(group.Sum(posting => posting.Amount.Cents)) })
        .Where(posting => !posting.Amount.IsZero);

    /// <summary>The account that decides the payment account: of an open item the one that it arose from.</summary>
    static async Task<Result<(Account Account, Id<Product>? Product)>> Sources(
        Session db, Book book, Posting posting, Account account)
    {
        if (posting.Item is not { } item || account.Role is not (AccountRole.Receivable or AccountRole.Payable))
        {
            return (account, posting.Product);
        }
        var body = book.Body.Id;
        var origins = await db.All($"""
            select distinct p.account_id, p.product_id from ledger_posting p
            join ledger_account a on a.body_id = p.body_id and a.account_id = p.account_id
            where p.body_id = {body} and p.entry_no =
                (select min(entry_no) from ledger_posting where body_id = {body} and item_id = {item})
              and p.item_id is null and a.role not in ('cash', 'receivable', 'payable')
            order by p.account_id
            """, row => (Account: row.Id<Account>(), Product: row.IdOrNull<Product>()));
        if (origins.Select(origin => origin.Account).Distinct().Count() != 1)
        {
            return new Rejection("nkf.payment-ambiguous",
                "Der offene Posten entstand aus keinem oder mehreren Konten; bitte das Zahlungskonto angeben.",
                "KomHVO NRW § 28 (4)");
        }
        var source = await Accounts.Find(db, body, origins[0].Account);
        return (source!, origins.Count == 1 ? origins[0].Product : null);
    }

    static async Task<Result<Id<Account>>> PaymentAccount(Session db, Book book, Account counter, Money cash)
    {
        if (PaymentMapping.For(counter.Number, cash) is not { } number)
        {
            return new Rejection("nkf.payment-unmapped",
                $"Zu Konto {counter.Number} gehört kein festes Zahlungskonto; "
                + "bitte am Finanzmittelkonto angeben.",
                "KomHVO NRW § 28 (4)");
        }
        var found = await db.All($"""
            select account_id from ledger_account where body_id = {book.Body.Id} and number = {number}
            """, row => row.Id<Account>());
        return found.Count == 1
            ? found[0]
            : new Rejection("nkf.payment-unmapped",
                $"Das Zahlungskonto {number} zu Konto {counter.Number} fehlt im Kontenplan.",
                "KomHVO NRW § 28 (4)");
    }
}
