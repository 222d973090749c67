using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Verification;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Treasury;

/// <summary>Whether levies were claimed only after their approval, from the right parties, and from nobody more than
/// was resolved.</summary>
public static class LevyVerification
{
    public static readonly VerificationPass Pass = new("treasury.levies", "Umlagen wie beschlossen erhoben", Run);

    static async Task Run(Session db, Body body, PassReport report)
    {
        var assembly = await Councils.Read(db, body.Id);
        var rows = await db.All($"""
            select order_no, levy_no, member, instalment, attempt from treasury_levy_order where body_id = {body.Id}
            """, row => (Order: row.Number(), Levy: row.Int(), Member: row.Text(), Instalment: row.Int(),
                Attempt: row.Int()));
        foreach (var row in rows.Where(row => assembly.Levies.Find(row.Levy)?.ClaimedOn is null))
        {
            report.Fail("treasury_levy_order", $"{row.Order}", "eine erhobene Umlage", row.Levy);
        }
        var claimed = new List<(Levy Levy, List<LevyOrder> Orders)>();
        foreach (var levy in assembly.Levies.All.Where(levy => levy.ClaimedOn is not null))
        {
            var orders = await LevyClaims.Of(db, body, levy.No);
            foreach (var order in orders) Check(levy, order, report);
            claimed.Add((levy, orders));
        }
        foreach (var same in rows.GroupBy(row => (row.Levy, row.Member, row.Instalment)))
        {
            var attempts = same.Select(row => row.Attempt).Order().ToList();
            if (!attempts.SequenceEqual(Enumerable.Range(1, attempts.Count)))
            {
                report.Fail("treasury_levy_order", $"{same.Key.Levy}/{same.Key.Member}/{same.Key.Instalment}",
                    $"Versuche 1 bis {attempts.Count}", string.Join(", ", attempts));
            }
        }
        foreach (var year in claimed.Where(it => it.Orders.Count > 0).GroupBy(it => it.Levy.Year))
        {
            CheckSums([.. year], report);
        }
    }

    static void Check(Levy levy, LevyOrder order, PassReport report)
    {
        var place = $"{order.Order.No}";
        var number = $"UB {levy.Year}-{levy.No}/{order.Member}/{order.Instalment}";
        if (!order.Order.Draft.Document.StartsWith(number, StringComparison.Ordinal))
        {
            report.Fail("treasury_levy_order", $"{place}", number, order.Order.Draft.Document);
        }
        if (order.Instalment > levy.DueOn.Count)
        {
            report.Fail("treasury_levy_order", $"{place}", $"bis zu {levy.DueOn.Count} Raten", order.Instalment);
        }
    }

    /// <summary>Together the orders of a year never claim more of a member than the last levy that has orders. Claims
    /// that were withdrawn count no more; what was to be given back counts also where its order was withdrawn, because
    /// then it is claimed until it is ordered again.</summary>
    static void CheckSums(IReadOnlyList<(Levy Levy, List<LevyOrder> Orders)> year, PassReport report)
    {
        var last = year.MaxBy(it => it.Levy.Resolution).Levy;
        foreach (var member in year.SelectMany(it => it.Orders).GroupBy(order => order.Member))
        {
            var amount = member.Aggregate(Money.Zero, (sum, order) => sum
                + (order.Order.Draft.Kind == CashOrderKind.Receipt ? order.Claimed : -order.Order.Draft.Amount));
            var share = last.Placed?.Of(member.Key)?.Amount ?? Money.Zero;
            if (amount > share)
            {
                report.Fail("treasury_levy_order", $"{last.No}/{member.Key}", $"höchstens {share.ToPlainText()}",
                    amount.ToPlainText());
            }
        }
    }
}
