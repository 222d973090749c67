using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Treasury;

/// <summary>
/// Payment runs (Zahlläufe): one person proposes what is due, two others release it, and with the second release it is
/// posted. KomHVO NRW § 31 (3); that the proposing person is none of the two is a rule of this program.
/// </summary>
public static class PaymentRuns
{
    public const string ApprovalKind = "treasury.release";
    const int MostPayments = 2000;
    const string Law = "KomHVO NRW § 31 (3)";

    /// <summary>What may be paid: due by a day, ordered, posted, and in no other proposal. What is paid costs nothing.
    /// </summary>
    public static async Task<List<DuePayment>> Due(Session db, Body body, DateOnly until)
    {
        var items = (await OpenItems.Unsettled(db, body.Id)).ToDictionary(item => item.Id);
        var parties = (await Parties.All(db, body.Id)).ToDictionary(party => party.Id);
        var due = new List<DuePayment>();
        foreach (var order in await CashOrderRows.Payable(db, body, until))
        {
            var item = items[order.Draft.Item!.Value];
            var party = parties[order.Draft.Party];
            var iban = party.Iban is { } text && Iban.Parse(text).Ok(out var parsed, out _) ? parsed : null;
            due.Add(new DuePayment(order, item, party, Less(-item.Open, order.Draft.Amount), iban));
        }
        return [.. due.OrderBy(it => it.Order.Draft.DueOn).ThenBy(it => it.Order.No)];
    }

    /// <summary>How many payments may be proposed, due or not, without reading them or what is paid.</summary>
    public static Task<long> CountDue(Session db, Body body) => db.One($"""
        select count(*) from ledger_item i cross join treasury_order o
        where i.body_id = {body.Id} and i.open <> 0 and i.open < 0
          and o.body_id = i.body_id and o.item_id = i.item_id and o.kind = 'payment' and o.state = 'posted'
          and not exists (select 1 from treasury_payment p
            where p.body_id = i.body_id and p.item_id = i.item_id and p.is_proposed = 1)
        """, row => row.Number());

    /// <summary>Proposes payments and asks for their release.</summary>
    /// <param name="orders">The numbers of the orders to be paid.</param>
    /// <returns>The run's number, or, in this order, <c>treasury.cash-account</c>, <c>treasury.nothing-due</c>,
    /// <c>treasury.too-many</c>, <c>treasury.not-due</c>, <c>treasury.iban</c>, <c>treasury.same-person</c>, or a
    /// rejection of <see cref="PaymentPostings.Of"/>.</returns>
    public static async Task<Result<long>> Propose(
        Work work, Book book, DateOnly payOn, Id<Account> account, IReadOnlyCollection<long> orders)
    {
        var body = book.Body;
        if (await Accounts.Find(work.Db, body.Id, account) is not { Role: AccountRole.Cash, RetiredOn: null })
        {
            return new Rejection("treasury.cash-account", "Gezahlt wird von einem Finanzmittelkonto.");
        }
        if (orders.Count == 0) return new Rejection("treasury.nothing-due", "Es ist keine Zahlung ausgewählt.");
        if (orders.Count > MostPayments)
        {
            return new Rejection("treasury.too-many", $"Ein Zahllauf hat höchstens {MostPayments} Zahlungen.");
        }
        var due = (await Due(work.Db, body, DateOnly.MaxValue)).Where(it => orders.Contains(it.Order.No)).ToList();
        if (due.Count != orders.Distinct().Count())
        {
            return new Rejection("treasury.not-due", "Eine ausgewählte Zahlung steht nicht mehr zur Zahlung an.");
        }
        if (due.Find(it => it.Iban is null) is { } without)
        {
            return new Rejection("treasury.iban",
                $"Für „{without.Party.Name}“ ist keine gültige IBAN hinterlegt (Anordnung Nr. {without.Order.No}).");
        }
        foreach (var it in due)
        {
            if (RefusePerson(it.Order, work.Actor) is { } same) return same;
        }
        var no = await work.Db.One($"""
            select coalesce(max(run_no), 0) + 1 from treasury_run where body_id = {body.Id}
            """, row => row.Number());
        var run = new PaymentRun(no, PaymentRunState.Proposed, payOn, account, work.Actor, work.Now, null, null, null,
        [
            .. due.Select((it, i) => new Payment(i + 1, it.Order.No, it.Item.Id, it.Amount, it.Party.Name,
                it.Iban!.Text, it.Order.Draft.Document, null)),
        ]);
        // What cannot be posted must not be proposed: nobody would notice before the money is gone.
        foreach (var payment in run.Payments)
        {
            if (!(await PaymentPostings.Of(work, book, run, payment)).Ok(out _, out var why)) return why;
        }
        await Write(work, body.Id, run);
        await AuditTrail.Append(work, body.AuditLog(), "treasury.proposed", run.Subject,
            ("sum", run.Sum.ToPlainText()), ("payments", $"{run.Payments.Count}"));
        await Approvals.Ask(work, body.AuditLog(), ApprovalKind, run.Subject, run.Content, Role.Pay);
        return no;
    }

    /// <summary>Releases a run: the first time as the first of two, the second time for good, which posts it.</summary>
    /// <returns>The run as it is then, or <c>treasury.run-unknown</c>, <c>treasury.run-state</c>,
    /// <c>treasury.same-person</c>, what <see cref="Approvals.Decide"/> and <see cref="Approvals.Use"/> return,
    /// <c>treasury.payment-changed</c>, or a rejection of posting.</returns>
    public static async Task<Result<PaymentRun>> Release(Work work, Book book, long no)
    {
        if (!(await Proposed(work, book, no)).Ok(out var run, out var why)) return why;
        var orders = await Orders(work.Db, book.Body, run);
        if (orders.Select(order => RefusePerson(order, work.Actor)).FirstOrDefault(it => it is not null) is { } same)
        {
            return same;
        }
        var log = book.Body.AuditLog();
        var asked = await Approvals.Last(work.Db, log, ApprovalKind, run.Subject);
        if (run.FirstReleasedBy is null)
        {
            if (asked is null) return Unknown(no);
            if (!(await Approvals.Decide(work, log, asked.No, approves: true)).Ok(out _, out why)) return why;
            await work.Db.Run($"""
                update treasury_run set first_released_by = {work.Actor}
                where body_id = {book.Body.Id} and run_no = {no}
                """);
            return run with { FirstReleasedBy = work.Actor };
        }
        if (work.Actor == run.ProposedBy || work.Actor == run.FirstReleasedBy)
        {
            return Same("Die zweite Freigabe gibt eine dritte Person: weder wer vorschlug noch wer zuerst freigab.");
        }
        if (!await Grants.Holds(work, log, work.Actor, Role.Pay))
        {
            return new Rejection("identity.approval-role", "Diese Freigabe braucht die Rolle „pay“.");
        }
        if (await RefuseChanged(work, book, run) is { } changed) return changed;
        var used = await Approvals.Use(work, log, ApprovalKind, run.Subject, run.Content);
        if (!used.Ok(out _, out why)) return why;
        return await Post(work, book, run);
    }

    /// <summary>Gives a proposal up, so that its payments may be proposed anew.</summary>
    /// <returns>Nothing, or <c>treasury.run-unknown</c>, <c>treasury.run-state</c>.</returns>
    public static async Task<Result<Nothing>> Cancel(Work work, Book book, long no)
    {
        if (!(await Proposed(work, book, no)).Ok(out var run, out var why)) return why;
        await work.Db.Run($"""
            update treasury_payment set is_proposed = 0 where body_id = {book.Body.Id} and run_no = {no}
            """);
        await work.Db.Run($"""
            update treasury_run set state = 'cancelled' where body_id = {book.Body.Id} and run_no = {no}
            """);
        await Approvals.Withdraw(work, book.Body.AuditLog(), ApprovalKind, run.Subject);
        await AuditTrail.Append(work, book.Body.AuditLog(), "treasury.cancelled", run.Subject);
        return default(Nothing);
    }

    /// <summary>All runs, newest first.</summary>
    public static Task<List<PaymentRun>> All(Session db, Body body) => Read(db, body.Id, null);

    /// <summary>Those that wait for a release, newest first; what is done costs nothing.</summary>
    public static async Task<List<PaymentRun>> Unfinished(Session db, Body body)
    {
        var runs = new List<PaymentRun>();
        foreach (var no in await db.All($"""
            select run_no from treasury_run where body_id = {body.Id} and state = 'proposed' order by run_no desc
            """, row => row.Number()))
        {
            runs.AddRange(await Read(db, body.Id, no));
        }
        return runs;
    }

    /// <summary>One run, or null.</summary>
    public static async Task<PaymentRun?> Find(Session db, Body body, long no) =>
        (await Read(db, body.Id, no)).SingleOrDefault();

    static async Task<Result<PaymentRun>> Post(Work work, Book book, PaymentRun run)
    {
        var body = book.Body.Id;
        var posted = new List<Payment>();
        foreach (var payment in run.Payments)
        {
            if (!(await PaymentPostings.Of(work, book, run, payment)).Ok(out var draft, out var why)) return why;
            if (!(await Journal.Post(work, book, draft)).Ok(out var entry, out why)) return why;
            posted.Add(payment with { EntryNo = entry.EntryNo });
            await work.Db.Run($"""
                update treasury_payment set is_proposed = 0, entry_no = {entry.EntryNo}
                where body_id = {body} and run_no = {run.No} and place = {payment.Place}
                """);
        }
        await work.Db.Run($"""
            update treasury_run set state = 'released', released_by = {work.Actor}, released_at = {work.Now}
            where body_id = {body} and run_no = {run.No}
            """);
        await AuditTrail.Append(work, book.Body.AuditLog(), "treasury.released", run.Subject,
            ("first", run.FirstReleasedBy), ("proposed-by", run.ProposedBy), ("sum", run.Sum.ToPlainText()));
        return run with
        {
            State = PaymentRunState.Released,
            ReleasedBy = work.Actor,
            ReleasedAt = work.Now,
            Payments = posted,
        };
    }

    /// <summary>Neither the amount nor the bank account may be another than the one that was released.</summary>
    static async Task<Rejection?> RefuseChanged(Work work, Book book, PaymentRun run)
    {
        var items = (await OpenItems.Unsettled(work.Db, book.Body.Id)).ToDictionary(item => item.Id);
        var parties = (await Parties.All(work.Db, book.Body.Id)).ToDictionary(party => party.Id);
        foreach (var payment in run.Payments)
        {
            var isOpen = items.TryGetValue(payment.Item, out var item) && -item.Open >= payment.Amount;
            if (!isOpen || parties[item!.Party] is not { Iban: { } iban } party || party.Name != payment.Name
                || !Iban.Parse(iban).Ok(out var parsed, out _) || parsed.Text != payment.Iban)
            {
                return new("treasury.payment-changed",
                    $"Zahlung {payment.Place} an „{payment.Name}“: Betrag, Name oder IBAN sind nicht mehr wie "
                    + "freigegeben. Bitte den Zahllauf abbrechen und neu vorschlagen.", Law);
            }
        }
        return null;
    }

    static async Task<List<CashOrder>> Orders(Session db, Body body, PaymentRun run)
    {
        var orders = new List<CashOrder>(run.Payments.Count);
        foreach (var payment in run.Payments) orders.Add((await CashOrders.Find(db, body, payment.OrderNo))!);
        return orders;
    }

    static Rejection? RefusePerson(CashOrder order, string person) =>
        order.OrderedBy == person || order.PostedBy == person
            ? Same($"Wer die Anordnung Nr. {order.No} angeordnet oder gebucht hat, kann sie nicht zahlen.")
            : null;

    static Rejection Same(string message) => new("treasury.same-person", message, Law);

    static Rejection Unknown(long no) => new("treasury.run-unknown", $"Den Zahllauf Nr. {no} gibt es nicht.");

    static async Task<Result<PaymentRun>> Proposed(Work work, Book book, long no)
    {
        if (await Find(work.Db, book.Body, no) is not { } run) return Unknown(no);
        return run.State == PaymentRunState.Proposed
            ? run
            : new Rejection("treasury.run-state", $"Der Zahllauf Nr. {no} ist nicht mehr vorgeschlagen.");
    }

    static Money Less(Money a, Money b) => a < b ? a : b;

    static async Task Write(Work work, Id<Body> body, PaymentRun run)
    {
        await work.Db.Run($"""
            insert into treasury_run (body_id, run_no, state, pay_on, account_id, proposed_by, proposed_at)
            values ({body}, {run.No}, 'proposed', {run.PayOn}, {run.Account}, {run.ProposedBy}, {run.ProposedAt})
            """);
        await work.Db.Bulk("treasury_payment",
            "body_id, run_no, place, order_no, item_id, amount, name, iban, reference, is_proposed", run.Payments,
            (to, it) => to.Add(body).Add(run.No).Add(it.Place).Add(it.OrderNo).Add(it.Item).Add(it.Amount).Add(it.Name)
                .Add(it.Iban).Add(it.Reference).Add(1));
    }

    static async Task<List<PaymentRun>> Read(Session db, Id<Body> body, long? only)
    {
        var payments = (await db.All($"""
            select run_no, place, order_no, item_id, amount, name, iban, reference, entry_no from treasury_payment
            where body_id = {body} and run_no between {only ?? 0} and {only ?? long.MaxValue}
            order by run_no, place
            """, row => (Run: row.Number(), Payment: new Payment(row.Int(), row.Number(), row.Id<OpenItem>(),
                row.Money(), row.Text(), row.Text(), row.Text(), row.NumberOrNull()))))
            .ToLookup(it => it.Run, it => it.Payment);
        return await db.All($"""
            select run_no, state, pay_on, account_id, proposed_by, proposed_at, first_released_by, released_by,
              released_at
            from treasury_run where body_id = {body} and run_no between {only ?? 0} and {only ?? long.MaxValue}
            order by run_no desc
            """, row =>
        {
            var no = row.Number();
            return new PaymentRun(no, Codes.Parse<PaymentRunState>(row.Text()), row.Day(), row.Id<Account>(),
                row.Text(), row.Moment(), row.TextOrNull(), row.TextOrNull(),
                row.NumberOrNull() is { } at ? Moment.Of(at) : null, [.. payments[no]]);
        });
    }
}
