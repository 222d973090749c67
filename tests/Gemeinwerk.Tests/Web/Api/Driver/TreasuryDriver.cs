namespace Gemeinwerk.Generated;

/// <summary>From an invoice to its payment, by programs that know nothing but the description of the interface.
/// </summary>
public static class TreasuryDriver
{
    const string Body = "testverband";

    static int keys;

    /// <param name="https">With address and token: of those who certify, order, post and pay, in this order.</param>
    /// <param name="release">What two people do in the browser: they release what waits for payment run 1.</param>
    /// <returns>How many cents were paid.</returns>
    public static async Task<long> Run(IReadOnlyList<HttpClient> https, Func<Task> release)
    {
        var clients = https.Select(http => new GemeinwerkClient(http)).ToList();
        var order = await Draft(clients[0]);
        var no = order.No;
        await clients[0].CertifyCashOrderAsync(Body, no, Key(),
            new CashOrderCertification { Hash = order.Hash, Facts = true, Figures = true });
        await Refused("treasury.same-person", () => clients[0].OrderCashOrderAsync(Body, no, Key(), Seen()));
        await Refused("api.scope", () => clients[2].OrderCashOrderAsync(Body, no, Key(), Seen()));
        await clients[1].OrderCashOrderAsync(Body, no, Key(), Seen());
        var day = new DateOnly(2026, 3, 2);
        var posted = await clients[2].PostCashOrderAsync(
            Body, no, Key(), new CashOrderPosting { Hash = order.Hash, BookedOn = day });
        await Attach(clients[2], posted.Result.No);

        var pays = clients[3];
        var due = (await pays.ListDuePaymentsAsync(Body)).Result.Items.Single();
        Must(due.OrderNo == no && due.AmountCents == 11_900, "due");
        var run = await pays.ProposePaymentRunAsync(Body, Key(),
            new NewPaymentRun { PayOn = day.AddDays(14), Account = "1811", Orders = [no] });
        var waiting = (await pays.ListApprovalsAsync(Body, state: "asked")).Result.Items.Single();
        Must(waiting.Kind == "treasury.release" && waiting.Needs == Role.Pay, "a release is asked for");
        await release();
        var released = (await pays.GetPaymentRunAsync(Body, run.Result.No)).Result;
        Must(released.State == PaymentRunState.Released, "released");
        Must((await pays.GetApprovalAsync(Body, waiting.No)).Result.State == ApprovalState.Used, "approval used");
        var payment = (await pays.ListPaymentsAsync(Body, run.Result.No)).Result.Items.Single();
        Must(payment.EntryNo is not null && payment.OrderNo == no, "paid");
        return released.SumCents;

        CashOrderOrdering Seen() => new() { Hash = order.Hash };
    }

    static async Task<CashOrder> Draft(GemeinwerkClient client)
    {
        var wish = new NewCashOrder
        {
            Kind = CashOrderKind.Payment,
            Party = "K-1",
            Account = "3511",
            Document = "R-9",
            Text = "Strom",
            EffectiveOn = new DateOnly(2026, 3, 2),
            DueOn = new DateOnly(2026, 3, 16),
            Lines = [new CashOrderLine { Account = "5241", AmountCents = 11_000 }],
        };
        var made = await client.DraftCashOrderAsync(Body, Key(), wish);
        var read = await client.GetCashOrderAsync(Body, made.Result.No);
        wish.Lines.Single().AmountCents = 11_900;
        return (await client.ChangeCashOrderAsync(Body, made.Result.No, read.Headers["ETag"].Single(), wish)).Result;
    }

    static async Task Attach(GemeinwerkClient client, long entry)
    {
        var file = System.Text.Encoding.UTF8.GetBytes("%PDF-1.7 Rechnung R-9");
        using var sent = new MemoryStream(file);
        var attached = await client.AttachVoucherAsync(Body, entry, "R-9.pdf", Key(), sent);
        Must(attached.Result.Type == "application/pdf", "voucher");
        Must((await client.ListVouchersAsync(Body, entry)).Result.Items.Count == 1, "one voucher");
        using var back = await client.GetVoucherAsync(Body, entry, attached.Result.No);
        using var kept = new MemoryStream();
        await back.Stream.CopyToAsync(kept);
        Must(kept.ToArray().SequenceEqual(file), "the voucher comes back as it was sent");
    }

    static async Task Refused(string code, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (ApiException<Problem> problem) when (problem.Result.Title == code)
        {
            return;
        }
        throw new InvalidOperationException($"Not refused: {code}");
    }

    static string Key() => $"driver-{++keys}";

    static void Must(bool condition, string what)
    {
        if (!condition) throw new InvalidOperationException($"Not so: {what}");
    }
}
