using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Treasury;

/// <summary>
/// Cash orders (Kassenanordnungen): drafted, certified as to facts and figures, ordered by somebody who did not
/// certify, posted by somebody who did not order. KomHVO NRW § 31 (2), (3). Which roles somebody needs is for the gate;
/// here stands what one person may not do twice.
/// </summary>
public static class CashOrders
{
    const string Law = "KomHVO NRW § 31";

    /// <returns>The order's number, or, in this order, <c>ledger.book-sealed</c>, <c>treasury.document</c>,
    /// <c>treasury.text</c>, <c>treasury.party</c>, <c>treasury.account</c>, <c>treasury.amount</c>,
    /// <c>treasury.lines</c>, <c>treasury.line-account</c>, <c>treasury.sum</c>, <c>treasury.payment-account</c>,
    /// <c>treasury.days</c>, <c>treasury.item</c>, <c>treasury.item-open</c>,
    /// <c>treasury.item-ordered</c>.</returns>
    public static async Task<Result<long>> Draft(Work work, Book book, CashOrderDraft draft)
    {
        var body = book.Body.Id;
        if ((book.Sealed ?? await CashOrderRules.Refuse(work, body, draft)) is { } why) return why;
        var no = await work.Db.One($"""
            select coalesce(max(order_no), 0) + 1 from treasury_order where body_id = {body}
            """, row => row.Number());
        await work.Db.Run($"""
            insert into treasury_order (body_id, order_no, kind, state, party_id, account_id, payment_account_id,
              document, text, effective_on, due_on, amount, item_id)
            values ({body}, {no}, {draft.Kind.Code()}, 'draft', {draft.Party}, {draft.Account}, {draft.Payment},
              {draft.Document}, {draft.Text}, {draft.EffectiveOn}, {draft.DueOn}, {draft.Amount}, {draft.Item})
            """);
        await WriteLines(work, body, no, draft.Lines);
        var order = new CashOrder(no, CashOrderState.Draft, draft, null, []);
        await Step(work, book, order, CashOrderStepKind.Drafted);
        return no;
    }

    /// <summary>Changes a draft; who had certified a part of it does so again.</summary>
    /// <returns>Nothing, or <c>treasury.order-unknown</c>, <c>treasury.order-state</c>, or what
    /// <see cref="Draft"/> returns.</returns>
    public static async Task<Result<Nothing>> Change(Work work, Book book, long no, CashOrderDraft draft)
    {
        var body = book.Body.Id;
        if (!(await In(work, book, no, CashOrderState.Draft)).Ok(out _, out var why)) return why;
        if (await CashOrderRules.Refuse(work, body, draft, no) is { } unfit) return unfit;
        await work.Db.Run($"""
            update treasury_order set kind = {draft.Kind.Code()}, party_id = {draft.Party},
              account_id = {draft.Account}, payment_account_id = {draft.Payment}, document = {draft.Document},
              text = {draft.Text}, effective_on = {draft.EffectiveOn}, due_on = {draft.DueOn}, amount = {draft.Amount},
              item_id = {draft.Item}
            where body_id = {body} and order_no = {no}
            """);
        await work.Db.Run($"delete from treasury_order_line where body_id = {body} and order_no = {no}");
        await WriteLines(work, body, no, draft.Lines);
        await Step(work, book, (await Find(work.Db, book.Body, no))!, CashOrderStepKind.Changed);
        return default(Nothing);
    }

    /// <summary>Certifies facts, figures or both; with both the order is certified.</summary>
    /// <param name="hash">Of the order as the person saw it.</param>
    /// <returns>Nothing, or <c>treasury.order-unknown</c>, <c>treasury.order-state</c>, <c>treasury.changed</c>,
    /// <c>treasury.certified</c>.</returns>
    public static async Task<Result<Nothing>> Certify(
        Work work, Book book, long no, string hash, bool facts, bool figures)
    {
        if (!(await In(work, book, no, CashOrderState.Draft)).Ok(out var order, out var why)) return why;
        if (RefuseHash(order, hash) is { } changed) return changed;
        var (newFacts, newFigures) = (facts && !order.IsFactsCertified, figures && !order.IsFiguresCertified);
        if (!newFacts && !newFigures)
        {
            return new Rejection("treasury.certified", "Das ist schon festgestellt, oder es ist nichts gewählt.", Law);
        }
        if (newFacts) order = await Step(work, book, order, CashOrderStepKind.CertifiedFacts);
        if (newFigures) order = await Step(work, book, order, CashOrderStepKind.CertifiedFigures);
        if (order is { IsFactsCertified: true, IsFiguresCertified: true })
        {
            await Set(work, book, no, CashOrderState.Certified);
        }
        return default(Nothing);
    }

    /// <summary>Orders the payment or the receipt (Anordnung).</summary>
    /// <returns>Nothing, or <c>treasury.order-unknown</c>, <c>treasury.order-state</c>, <c>treasury.changed</c>,
    /// <c>treasury.same-person</c>, <c>treasury.item-open</c>, <c>nkf.budget-exceeded</c>.</returns>
    public static Task<Result<Nothing>> Order(Work work, Book book, long no, string hash) =>
        Order(work, book, no, hash, new OrderedBudget(work.Db, book.Body));

    /// <inheritdoc cref="Order(Work, Book, long, string)"/>
    /// <param name="budget">Of one act, in which several orders may follow each other.</param>
    internal static async Task<Result<Nothing>> Order(
        Work work, Book book, long no, string hash, OrderedBudget budget)
    {
        if (!(await In(work, book, no, CashOrderState.Certified)).Ok(out var order, out var why)) return why;
        if (RefuseHash(order, hash) is { } changed) return changed;
        if (order.Certifiers.Contains(work.Actor))
        {
            return Same("Wer festgestellt hat, kann dieselbe Zahlung nicht anordnen.");
        }
        var isInBooks = order.Draft.Lines.Count == 0;
        if (isInBooks && await RefuseItem(work, book, order) is { } settled) return settled;
        if (!isInBooks && await budget.Refuse(order) is { } exceeded) return exceeded;
        await Step(work, book, order, CashOrderStepKind.Ordered);
        await Set(work, book, no, isInBooks ? CashOrderState.Posted : CashOrderState.Ordered);
        return default(Nothing);
    }

    /// <summary>Posts an order: the lines against a new open item of the party.</summary>
    /// <returns>The entry, or <c>treasury.order-unknown</c>, <c>treasury.order-state</c>, <c>treasury.changed</c>,
    /// <c>treasury.same-person</c>, or a rejection of <see cref="OpenItems.Create"/> or
    /// <see cref="BudgetControl.Post"/>.</returns>
    public static async Task<Result<PostedWithBudget>> Post(
        Work work, Book book, long no, string hash, DateOnly bookedOn)
    {
        if (!(await In(work, book, no, CashOrderState.Ordered)).Ok(out var order, out var why)) return why;
        if (RefuseHash(order, hash) is { } changed) return changed;
        if (order.OrderedBy == work.Actor) return Same("Wer angeordnet hat, kann dieselbe Zahlung nicht buchen.");
        var draft = order.Draft;
        var created = await OpenItems.Create(work, book, new OpenItem(default, ItemNumber(no), draft.Account,
            draft.Party, draft.EffectiveOn, draft.DueOn, 0, default));
        if (!created.Ok(out var item, out why)) return why;
        var entry = EntryOf(draft, bookedOn, item);
        if (!(await BudgetControl.Post(work, book, entry)).Ok(out var posted, out why)) return why;
        await Step(work, book, order, CashOrderStepKind.Posted);
        await work.Db.Run($"""
            update treasury_order set state = 'posted', item_id = {item}, entry_no = {posted.Posted.EntryNo}
            where body_id = {book.Body.Id} and order_no = {no}
            """);
        return posted;
    }

    /// <summary>Gives an order back that is not right: a draft again, which nobody has certified.</summary>
    /// <returns>Nothing, or <c>treasury.order-unknown</c>, <c>treasury.order-state</c>,
    /// <c>treasury.reason</c>.</returns>
    public static async Task<Result<Nothing>> Return(Work work, Book book, long no, string reason) =>
        await End(work, book, no, reason, CashOrderStepKind.Returned, CashOrderState.Draft,
            CashOrderState.Draft, CashOrderState.Certified, CashOrderState.Ordered);

    /// <inheritdoc cref="Return"/>
    /// <summary>Gives an order up that is not in the books.</summary>
    public static async Task<Result<Nothing>> Withdraw(Work work, Book book, long no, string reason) =>
        await End(work, book, no, reason, CashOrderStepKind.Withdrawn, CashOrderState.Withdrawn,
            CashOrderState.Draft, CashOrderState.Certified, CashOrderState.Ordered);

    /// <summary>All orders, newest first.</summary>
    public static Task<List<CashOrder>> All(Session db, Body body) => CashOrderRows.Read(db, body, null);

    /// <summary>Those that are neither posted nor withdrawn, newest first; what is done costs nothing.</summary>
    public static Task<List<CashOrder>> Open(Session db, Body body) => CashOrderRows.Open(db, body);

    /// <summary>One order, or null.</summary>
    public static async Task<CashOrder?> Find(Session db, Body body, long no) =>
        (await CashOrderRows.Read(db, body, no)).SingleOrDefault();

    /// <summary>The number of the order by which an entry was posted, or null.</summary>
    public static Task<long?> OfEntry(Session db, Body body, long entryNo) => db.Maybe($"""
        select order_no from treasury_order where body_id = {body.Id} and entry_no = {entryNo}
        """, row => (long?)row.Number());

    /// <summary>The number of the order in which an item stands, or null.</summary>
    internal static Task<long?> OfItem(Session db, Id<Body> body, Id<OpenItem> item) => db.Maybe($"""
        select max(order_no) from treasury_order where body_id = {body} and item_id = {item} and state <> 'withdrawn'
        """, row => row.NumberOrNull());

    /// <summary>The entry that posting an order makes.</summary>
    /// <param name="item">Null where it is only asked what the entry would come to.</param>
    public static EntryDraft EntryOf(CashOrderDraft draft, DateOnly bookedOn, Id<OpenItem>? item = null)
    {
        var isPayment = draft.Kind == CashOrderKind.Payment;
        Money Signed(Money amount) => isPayment ? amount : -amount;
        return new EntryDraft(bookedOn, draft.EffectiveOn, draft.Document, draft.Text,
        [
            .. draft.Lines.Select(line => new Posting(
                line.Account, Signed(line.Amount), line.Product, line.CostCentre, Text: line.Text)),
            new Posting(draft.Account, -Signed(draft.Amount), Party: draft.Party, Item: item),
        ]);
    }

    /// <summary>What an order takes from the budget; nothing where it is posted, withdrawn, or of an item that is.
    /// </summary>
    public static async Task<List<BudgetWish>> Wishes(Session db, Body body, CashOrder order) =>
        order.State is CashOrderState.Posted or CashOrderState.Withdrawn || order.Draft.Lines.Count == 0
            ? []
            : await BudgetControl.Wishes(db, body, EntryOf(order.Draft, order.Draft.EffectiveOn));

    static string ItemNumber(long no) => $"AO-{no}";

    static async Task<Rejection?> RefuseItem(Work work, Book book, CashOrder order)
    {
        var item = (await OpenItems.OfParty(work.Db, book.Body.Id, order.Draft.Party))
            .Find(it => it.Id == order.Draft.Item)!;
        return item.Open.Absolute < order.Draft.Amount
            ? new("treasury.item-open", $"Auf dem Posten „{item.Number}“ ist weniger offen, als angeordnet wird.")
            : null;
    }

    static async Task<Result<CashOrder>> In(Work work, Book book, long no, params CashOrderState[] states)
    {
        if (await Find(work.Db, book.Body, no) is not { } order)
        {
            return new Rejection("treasury.order-unknown", $"Die Anordnung Nr. {no} gibt es nicht.");
        }
        return states.Contains(order.State)
            ? order
            : new Rejection("treasury.order-state", $"Die Anordnung Nr. {no} ist nicht in dem Stand, den das braucht.");
    }

    static async Task<Result<Nothing>> End(
        Work work, Book book, long no, string reason, CashOrderStepKind kind, CashOrderState becomes,
        params CashOrderState[] from)
    {
        if (!(await In(work, book, no, from)).Ok(out var order, out var why)) return why;
        if (Texts.Refuse(reason, 500) is { } bad) return new Rejection("treasury.reason", $"Begründung: {bad}");
        await Step(work, book, order, kind, reason);
        await Set(work, book, no, becomes);
        return default(Nothing);
    }

    static Rejection? RefuseHash(CashOrder order, string hash) => order.HashText == hash
        ? null
        : new("treasury.changed",
            $"Die Anordnung Nr. {order.No} hat sich geändert, seit Sie sie gelesen haben. Bitte neu prüfen.");

    static Rejection Same(string message) => new("treasury.same-person", message, Law);

    static Task<long> Set(Work work, Book book, long no, CashOrderState state) => work.Db.Run($"""
        update treasury_order set state = {state.Code()} where body_id = {book.Body.Id} and order_no = {no}
        """);

    /// <returns>The order with the step.</returns>
    static async Task<CashOrder> Step(
        Work work, Book book, CashOrder order, CashOrderStepKind kind, string? reason = null)
    {
        var step = new CashOrderStep(order.Steps.Count + 1, kind, work.Actor, work.Now, order.Hash, reason);
        await work.Db.Run($"""
            insert into treasury_step (body_id, order_no, step_no, kind, person, taken_at, content_hash, reason)
            values ({book.Body.Id}, {order.No}, {step.No}, {kind.Code()}, {work.Actor}, {work.Now}, {order.Hash},
              {reason})
            """);
        await AuditTrail.Append(work, book.Body.AuditLog(), $"treasury.{kind.Code()}", $"{order.No}",
            ("hash", order.HashText), ("amount", order.Draft.Amount.ToPlainText()), ("reason", reason));
        return order with { Steps = [.. order.Steps, step] };
    }

    static Task WriteLines(Work work, Id<Body> body, long no, IReadOnlyList<CashOrderLine> lines) =>
        work.Db.Bulk("treasury_order_line",
            "body_id, order_no, line_no, account_id, product_id, cost_centre_id, amount, text",
            lines.Select((line, i) => (Line: line, No: i + 1)), (to, it) => to
                .Add(body).Add(no).Add(it.No).Add(it.Line.Account).Add(it.Line.Product).Add(it.Line.CostCentre)
                .Add(it.Line.Amount).Add(it.Line.Text));
}
