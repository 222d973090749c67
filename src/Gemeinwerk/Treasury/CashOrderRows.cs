using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Treasury;

/// <summary>Reads orders with their lines and steps, newest first.</summary>
static class CashOrderRows
{
    /// <param name="only">The number of one order, or null for all.</param>
    internal static async Task<List<CashOrder>> Read(Session db, Body body, long? only) => Together(
        await db.All($"""
            select order_no, account_id, amount, product_id, cost_centre_id, text from treasury_order_line
            where body_id = {body.Id} and order_no between {only ?? 0} and {only ?? long.MaxValue}
            order by order_no, line_no
            """, Line),
        await db.All($"""
            select order_no, step_no, kind, person, taken_at, content_hash, reason from treasury_step
            where body_id = {body.Id} and order_no between {only ?? 0} and {only ?? long.MaxValue}
            order by order_no, step_no
            """, Step),
        await db.All($"""
            select order_no, state, entry_no, kind, party_id, account_id, document, text, effective_on, due_on, amount,
              payment_account_id, item_id
            from treasury_order where body_id = {body.Id} and order_no between {only ?? 0} and {only ?? long.MaxValue}
            order by order_no desc
            """, Head));

    /// <summary>Those that are neither posted nor withdrawn, however many there are of others.</summary>
    internal static async Task<List<CashOrder>> Open(Session db, Body body) => Together(
        await db.All($"""
            select l.order_no, l.account_id, l.amount, l.product_id, l.cost_centre_id, l.text
            from treasury_order o join treasury_order_line l on l.body_id = o.body_id and l.order_no = o.order_no
            where o.body_id = {body.Id} and o.state in ('draft', 'certified', 'ordered')
            order by l.order_no, l.line_no
            """, Line),
        await db.All($"""
            select s.order_no, s.step_no, s.kind, s.person, s.taken_at, s.content_hash, s.reason
            from treasury_order o join treasury_step s on s.body_id = o.body_id and s.order_no = o.order_no
            where o.body_id = {body.Id} and o.state in ('draft', 'certified', 'ordered')
            order by s.order_no, s.step_no
            """, Step),
        await db.All($"""
            select order_no, state, entry_no, kind, party_id, account_id, document, text, effective_on, due_on, amount,
              payment_account_id, item_id
            from treasury_order where body_id = {body.Id} and state in ('draft', 'certified', 'ordered')
            order by order_no desc
            """, Head));

    /// <summary>Those by which a levy is claimed.</summary>
    internal static async Task<List<CashOrder>> OfLevy(Session db, Body body, int levy) => Together(
        await db.All($"""
            select l.order_no, l.account_id, l.amount, l.product_id, l.cost_centre_id, l.text
            from treasury_levy_order u
            join treasury_order_line l on l.body_id = u.body_id and l.order_no = u.order_no
            where u.body_id = {body.Id} and u.levy_no = {levy} order by l.order_no, l.line_no
            """, Line),
        await db.All($"""
            select s.order_no, s.step_no, s.kind, s.person, s.taken_at, s.content_hash, s.reason
            from treasury_levy_order u join treasury_step s on s.body_id = u.body_id and s.order_no = u.order_no
            where u.body_id = {body.Id} and u.levy_no = {levy} order by s.order_no, s.step_no
            """, Step),
        await db.All($"""
            select o.order_no, o.state, o.entry_no, o.kind, o.party_id, o.account_id, o.document, o.text,
              o.effective_on, o.due_on, o.amount, o.payment_account_id, o.item_id
            from treasury_levy_order u join treasury_order o on o.body_id = u.body_id and o.order_no = u.order_no
            where u.body_id = {body.Id} and u.levy_no = {levy} order by o.order_no desc
            """, Head));

    /// <summary>Posted payments whose item is open and in no proposal, however many there are of others.</summary>
    /// <remarks>SQLite joins in the order of <c>cross join</c>: the open items come first, which are few.</remarks>
    /// <param name="until">The last day on which they are due.</param>
    internal static async Task<List<CashOrder>> Payable(Session db, Body body, DateOnly until) => Together(
        await db.All($"""
            select l.order_no, l.account_id, l.amount, l.product_id, l.cost_centre_id, l.text
            from ledger_item i cross join treasury_order o
              join treasury_order_line l on l.body_id = o.body_id and l.order_no = o.order_no
            where {IsPayable(body, until)}
            order by l.order_no, l.line_no
            """, Line),
        await db.All($"""
            select s.order_no, s.step_no, s.kind, s.person, s.taken_at, s.content_hash, s.reason
            from ledger_item i cross join treasury_order o
              join treasury_step s on s.body_id = o.body_id and s.order_no = o.order_no
            where {IsPayable(body, until)}
            order by s.order_no, s.step_no
            """, Step),
        await db.All($"""
            select o.order_no, o.state, o.entry_no, o.kind, o.party_id, o.account_id, o.document, o.text,
              o.effective_on, o.due_on, o.amount, o.payment_account_id, o.item_id
            from ledger_item i cross join treasury_order o
            where {IsPayable(body, until)}
            order by o.order_no desc
            """, Head));

    /// <summary>The condition on item <c>i</c> and order <c>o</c>.</summary>
    static Sql IsPayable(Body body, DateOnly until) => $"""
        i.body_id = {body.Id} and i.open <> 0 and i.open < 0
          and o.body_id = i.body_id and o.item_id = i.item_id and o.kind = 'payment' and o.state = 'posted'
          and o.due_on <= {until} and not exists (select 1 from treasury_payment p
            where p.body_id = i.body_id and p.item_id = i.item_id and p.is_proposed = 1)
        """;

    static List<CashOrder> Together(
        List<(long Order, CashOrderLine Line)> lines, List<(long Order, CashOrderStep Step)> steps,
        List<CashOrder> heads)
    {
        var (linesOf, stepsOf) = (lines.ToLookup(it => it.Order, it => it.Line),
            steps.ToLookup(it => it.Order, it => it.Step));
        // Made anew and not copied with other lines, because an order knows its hash from when it is made.
        return heads.ConvertAll(head => new CashOrder(head.No, head.State,
            head.Draft with { Lines = [.. linesOf[head.No]] }, head.EntryNo, [.. stepsOf[head.No]]));
    }

    static (long, CashOrderLine) Line(Row row) => (row.Number(), new CashOrderLine(
        row.Id<Account>(), row.Money(), row.IdOrNull<Product>(), row.IdOrNull<CostCentre>(), row.TextOrNull()));

    static (long, CashOrderStep) Step(Row row) => (row.Number(), new CashOrderStep(row.Int(),
        Codes.Parse<CashOrderStepKind>(row.Text()), row.Text(), row.Moment(), row.Bytes(), row.TextOrNull()));

    /// <summary>An order without its lines and steps.</summary>
    static CashOrder Head(Row row)
    {
        var (no, state, entry) = (row.Number(), Codes.Parse<CashOrderState>(row.Text()), row.NumberOrNull());
        return new CashOrder(no, state, new CashOrderDraft(
            Codes.Parse<CashOrderKind>(row.Text()), row.Id<Party>(), row.Id<Account>(), row.Text(), row.Text(),
            row.Day(), row.Day(), row.Money(), [], row.IdOrNull<Account>(), row.IdOrNull<OpenItem>()), entry, []);
    }
}
