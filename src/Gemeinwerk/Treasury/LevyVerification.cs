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
        foreach (var levy in assembly.Levies.All.Where(levy => levy.ClaimedOn is not null))
        {
            var orders = await LevyClaims.Of(db, body, levy.No);
            foreach (var order in orders) Check(levy, order, report);
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
        foreach (var year in assembly.Levies.All.Where(levy => levy.ClaimedOn is not null).GroupBy(levy => levy.Year))
        {
            await CheckSums(db, body, assembly, year.Key, report);
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

    /// <summary>Together the orders of a year never claim more of a member than the last levy that was claimed.
    /// </summary>
    static async Task CheckSums(Session db, Body body, Assembly assembly, int year, PassReport report)
    {
        var all = assembly.Levies.All.Where(levy => levy.Year == year && levy.ClaimedOn is not null).ToList();
        var last = all.MaxBy(levy => levy.Resolution)!;
        var claimed = new Dictionary<string, Money>();
        foreach (var levy in all)
        {
            foreach (var order in await LevyClaims.Of(db, body, levy.No))
            {
                claimed[order.Member] = claimed.GetValueOrDefault(order.Member) + order.Claimed;
            }
        }
        foreach (var (member, amount) in claimed)
        {
            var share = last.Placed?.Of(member)?.Amount ?? Money.Zero;
            if (amount > share)
            {
                report.Fail("treasury_levy_order", $"{last.No}/{member}", $"höchstens {share.ToPlainText()}",
                    amount.ToPlainText());
            }
        }
    }
}
