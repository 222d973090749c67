using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Verification;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Treasury;

/// <summary>
/// Whether each order still is what people answered for, went through different hands, and stands in the books as
/// ordered; and whether each released payment does.
/// </summary>
public static class TreasuryVerification
{
    public static readonly VerificationPass Pass = new("treasury.orders", "Anordnungen und Zahlungen", Run);

    static async Task Run(Session db, Body body, PassReport report)
    {
        var orders = (await CashOrders.All(db, body)).ToDictionary(order => order.No);
        foreach (var order in orders.Values) await Check(db, body, order, report);
        foreach (var run in await PaymentRuns.All(db, body))
        {
            if (run.State != PaymentRunState.Released) continue;
            foreach (var payment in run.Payments)
            {
                var place = $"{run.No}/{payment.Place}";
                var entry = payment.EntryNo is { } no ? await Entries.Find(db, body, no) : null;
                var isPosted = entry?.Draft.Postings.Any(posting =>
                    posting.Item == payment.Item && posting.Amount == payment.Amount) == true;
                if (!isPosted) report.Fail("treasury_payment", $"{place}", payment.Amount.ToPlainText(), null);
                if (!orders.TryGetValue(payment.OrderNo, out var paid) || paid.Draft.Item != payment.Item)
                {
                    report.Fail("treasury_payment", $"{place}", "eine Anordnung des Postens", payment.OrderNo);
                }
            }
        }
    }

    static async Task Check(Session db, Body body, CashOrder order, PassReport report)
    {
        for (var i = 0; i < order.Steps.Count; i++)
        {
            if (order.Steps[i].No != i + 1) report.Fail("treasury_step", $"{order.No}/{i + 1}", "ein Schritt", null);
        }
        foreach (var step in order.Standing.Where(step => !step.Hash.AsSpan().SequenceEqual(order.Hash)))
        {
            report.Fail("treasury_step", $"{order.No}/{step.No}", step.Hash, order.Hash);
        }
        var isCertified = order is { IsFactsCertified: true, IsFiguresCertified: true };
        var mustBe = order.State is CashOrderState.Certified or CashOrderState.Ordered or CashOrderState.Posted;
        if (mustBe && !isCertified) report.Fail("treasury_order", $"{order.No}", "festgestellt", order.State.Code());
        if (order.State is CashOrderState.Ordered or CashOrderState.Posted
            && (order.OrderedBy is not { } by || order.Certifiers.Contains(by) || order.PostedBy == by))
        {
            report.Fail("treasury_step", $"{order.No}", "angeordnet durch eine andere Person", order.OrderedBy);
        }
        if (order.State != CashOrderState.Posted || order.Draft.Lines.Count == 0) return;
        var entry = order.EntryNo is { } no ? await Entries.Find(db, body, no) : null;
        if (entry is null || !entry.Draft.Postings.SequenceEqual(
            CashOrders.EntryOf(order.Draft, entry.Draft.BookedOn, order.Draft.Item).Postings))
        {
            report.Fail("treasury_order", $"{order.No}", "eine Buchung wie angeordnet", order.EntryNo);
        }
    }
}
