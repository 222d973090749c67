using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Treasury;

/// <summary>What a payment is in the books: the debt against the cash account, with its payment account.</summary>
static class PaymentPostings
{
    /// <returns>The entry, or <c>treasury.order-unknown</c>, or what <see cref="Payments.Complete"/> returns.</returns>
    internal static async Task<Result<EntryDraft>> Of(Work work, Book book, PaymentRun run, Payment payment)
    {
        if (await CashOrders.Find(work.Db, book.Body, payment.OrderNo) is not { } order)
        {
            return new Rejection("treasury.order-unknown", $"Die Anordnung Nr. {payment.OrderNo} gibt es nicht.");
        }
        var draft = new EntryDraft(run.PayOn, run.PayOn, $"ZL-{run.No}/{payment.Place}",
            $"Zahlung an {payment.Name}: {payment.Reference}",
            [
                new Posting(order.Draft.Account, payment.Amount, Party: order.Draft.Party, Item: payment.Item),
                new Posting(run.Account, -payment.Amount, Payment: order.Draft.Payment),
            ]);
        return await Payments.Complete(work, book, draft);
    }
}
