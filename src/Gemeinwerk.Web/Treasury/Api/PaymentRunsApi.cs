using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Treasury;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Finance.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Treasury.Api;

/// <summary>What may be paid: ordered, posted, open, and in no other proposal.</summary>
/// <param name="OrderNo">The cash order that is carried out.</param>
/// <param name="Party">Number of the party.</param>
/// <param name="Name">Who is paid.</param>
/// <param name="Iban">To where; null where none is known that can be right, and then it cannot be proposed.</param>
/// <param name="Document">What the receiver will read (Verwendungszweck).</param>
/// <param name="DueOn">When it is due.</param>
/// <param name="AmountCents">What is open of it, positive.</param>
public sealed record ApiDuePayment(
    long OrderNo, string Party, string Name, string? Iban, string Document, DateOnly DueOn, long AmountCents)
{
    internal static ApiDuePayment Of(DuePayment it) => new(it.Order.No, it.Party.Number, it.Party.Name, it.Iban?.Text,
        it.Order.Draft.Document, it.Order.Draft.DueOn, it.Amount.Cents);
}

/// <summary>Payments that go to the bank together (Zahllauf).</summary>
/// <param name="No">Gapless from 1 in the body.</param>
/// <param name="State">Proposed, released by two people and posted, or cancelled.</param>
/// <param name="PayOn">The day of payment, and of the entries.</param>
/// <param name="Account">Number of the cash account from which they go.</param>
/// <param name="ProposedBy">Who proposed it; programs have `token:` before their name.</param>
/// <param name="ProposedAt">When, UTC.</param>
/// <param name="FirstReleasedBy">The first of the two people who release it.</param>
/// <param name="ReleasedBy">The second.</param>
/// <param name="ReleasedAt">When it was released for good and posted, UTC.</param>
/// <param name="PaymentCount">How many payments it has.</param>
/// <param name="SumCents">What they come to, positive.</param>
public sealed record ApiPaymentRun(
    long No, PaymentRunState State, DateOnly PayOn, string Account, string ProposedBy, DateTimeOffset ProposedAt,
    string? FirstReleasedBy, string? ReleasedBy, DateTimeOffset? ReleasedAt, long PaymentCount, long SumCents)
{
    internal static ApiPaymentRun Of(PaymentRunHead it) => new(it.No, it.State, it.PayOn, it.Account, it.ProposedBy,
        it.ProposedAt, it.FirstReleasedBy, it.ReleasedBy, it.ReleasedAt, it.Payments, it.Sum.Cents);
}

/// <summary>A payment of a run.</summary>
/// <param name="No">From 1 in its run.</param>
/// <param name="OrderNo">The cash order that it carries out.</param>
/// <param name="AmountCents">Positive.</param>
/// <param name="Name">Who is paid.</param>
/// <param name="Iban">To where, as it stood with the party when the run was proposed.</param>
/// <param name="Reference">What the receiver reads (Verwendungszweck).</param>
/// <param name="EntryNo">The number of its entry, once it is posted.</param>
public sealed record ApiPayment(
    int No, long OrderNo, long AmountCents, string Name, string Iban, string Reference, long? EntryNo)
{
    internal static ApiPayment Of(Payment it) =>
        new(it.Place, it.OrderNo, it.Amount.Cents, it.Name, it.Iban, it.Reference, it.EntryNo);
}

/// <summary>Payments to be proposed.</summary>
/// <param name="PayOn">The day of payment, and of the entries.</param>
/// <param name="Account">Number of the cash account from which they go.</param>
/// <param name="Orders">The numbers of the cash orders to be paid, up to 2,000.</param>
public sealed record NewPaymentRun(DateOnly PayOn, string Account, IReadOnlyList<long> Orders)
    : IExample<NewPaymentRun>
{
    public static NewPaymentRun Example => new(new(2026, 3, 16), "1811", [1]);
}

/// <summary>
/// Payment runs: a program proposes them and gives its proposals up. Their releases are approvals, which people decide
/// in the browser, so no money goes without two of them.
/// </summary>
static class PaymentRunsApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("/payment-runs").WithTags("Payment runs");
        routes.MapGet("/due", Due).Lists<ApiDuePayment>("listDuePayments",
            "What may be proposed for payment, by day on which it is due; `to` is the last of these days.");
        routes.MapGet("", List).Lists<ApiPaymentRun>("listPaymentRuns", "Payment runs (Zahlläufe), newest first.");
        routes.MapPost("", Propose).Creates<NewPaymentRun, ApiPaymentRun>("proposePaymentRun",
            "Proposes payments and asks for their release; not by who ordered or posted one of them. Two people "
            + "release the run in the browser, and with the second release it is posted.", BodyRoles.Pay);
        routes.MapGet("/{no:long}", Get).Reads<ApiPaymentRun>("getPaymentRun", "One payment run and who released it.");
        routes.MapGet("/{no:long}/payments", Payments).Lists<ApiPayment>("listPayments",
            "The payments of one run, in order.");
        routes.MapPost("/{no:long}/cancel", Cancel).Does<ApiPaymentRun>("cancelPaymentRun",
            "Gives a proposal up, so that its payments may be proposed anew.", BodyRoles.Pay);
    }

    static Task<IResult> Due(Visit visit, IsoDay? to, string? after, int? limit) => Lists.Of(
        visit, new(after, limit), async db =>
            (await PaymentRuns.Due(db, visit.Body, to?.Day ?? DateOnly.MaxValue)).Select(ApiDuePayment.Of),
        it => $"{Day.Iso(it.DueOn)}/{it.OrderNo:D19}");

    static async Task<IResult> List(Visit visit, string? state, string? after, int? limit) =>
        CodeFilter.Of<PaymentRunState>("state", state).Ok(out var wanted, out var why)
            ? await Lists.NewestFirst(visit, new(after, limit), async (db, before, most) =>
                (await PaymentRunList.Read(db, visit.Body.Id, wanted, before, most)).ConvertAll(ApiPaymentRun.Of),
                it => it.No)
            : Problems.Of(why);

    static Task<IResult> Get(Visit visit, long no) => Answers.Read(visit, db => Find(db, visit.Body.Id, no));

    static async Task<IResult> Payments(Visit visit, long no, string? after, int? limit) =>
        await visit.Read(db => PaymentRuns.Find(db, visit.Body, no)) is { } run
            ? await Lists.Of(visit, new(after, limit),
                _ => Task.FromResult(run.Payments.Select(ApiPayment.Of)), it => $"{it.No:D19}")
            : Problems.Of(Problems.NotFound);

    static Task<IResult> Propose(Visit visit)
    {
        var findings = new List<Finding>();
        return Acts.Create(visit, async Task<Result<Made<ApiPaymentRun>>> (NewPaymentRun sent, Work work, Book book) =>
        {
            var names = new PostingNames(work.Db, book.Body.Id, findings);
            var account = await names.Account("account", sent.Account);
            if (names.Refused is { } unknown) return unknown;
            var proposed = await PaymentRuns.Propose(work, book, sent.PayOn, account!.Id, [.. sent.Orders.Distinct()]);
            return proposed.Ok(out var no, out var why) ? await Made(visit, work, book, no) : why;
        }, findings);
    }

    static Task<IResult> Cancel(Visit visit, long no) => Acts.Do(visit, async Task<Result<Made<ApiPaymentRun>>> (
        Work work, Book book) =>
        (await PaymentRuns.Cancel(work, book, no)).Ok(out _, out var why)
            ? await Made(visit, work, book, no)
            : why.Code == "treasury.run-unknown" ? Problems.NotFound : why);

    static async Task<Result<Made<ApiPaymentRun>>> Made(Visit visit, Work work, Book book, long no) =>
        (await Find(work.Db, book.Body.Id, no)).Ok(out var run, out var why)
            ? new Made<ApiPaymentRun>(run, $"{visit.Api()}/payment-runs/{no}")
            : why;

    static async Task<Result<ApiPaymentRun>> Find(Session db, Id<Body> body, long no) =>
        await PaymentRunList.Find(db, body, no) is { } run ? ApiPaymentRun.Of(run) : Problems.NotFound;
}
