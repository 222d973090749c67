using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Treasury;

/// <summary>Reads orders with their lines and steps.</summary>
static class CashOrderRows
{
    /// <param name="only">The number of one order, or null for all.</param>
    internal static async Task<List<CashOrder>> Read(Session db, Body body, long? only)
    {
        var lines = (await db.All($"""
            select order_no, account_id, amount, product_id, cost_centre_id, text from treasury_order_line
            where body_id = {body.Id} and order_no = coalesce({only}, order_no) order by order_no, line_no
            """, row => (Order: row.Number(), Line: new CashOrderLine(row.Id<Account>(), row.Money(),
                row.IdOrNull<Product>(), row.IdOrNull<CostCentre>(), row.TextOrNull()))))
            .ToLookup(it => it.Order, it => it.Line);
        var steps = (await db.All($"""
            select order_no, step_no, kind, person, taken_at, content_hash, reason from treasury_step
            where body_id = {body.Id} and order_no = coalesce({only}, order_no) order by order_no, step_no
            """, row => (Order: row.Number(), Step: new CashOrderStep(row.Int(),
                Codes.Parse<CashOrderStepKind>(row.Text()), row.Text(), row.Moment(), row.Bytes(), row.TextOrNull()))))
            .ToLookup(it => it.Order, it => it.Step);
        return await db.All($"""
            select order_no, state, kind, party_id, account_id, document, text, effective_on, due_on, amount,
              payment_account_id, item_id, entry_no
            from treasury_order where body_id = {body.Id} and order_no = coalesce({only}, order_no)
            order by order_no desc
            """, row =>
        {
            var (no, state) = (row.Number(), Codes.Parse<CashOrderState>(row.Text()));
            var draft = new CashOrderDraft(Codes.Parse<CashOrderKind>(row.Text()), row.Id<Party>(), row.Id<Account>(),
                row.Text(), row.Text(), row.Day(), row.Day(), row.Money(), [.. lines[no]], row.IdOrNull<Account>(),
                row.IdOrNull<OpenItem>());
            return new CashOrder(no, state, draft, row.NumberOrNull(), [.. steps[no]]);
        });
    }
}
