using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Treasury;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Finance.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Treasury.Api;

/// <summary>
/// Cash orders: drafted, certified, ordered, posted, each step by another. A program that took a step counts as who
/// took it, as a person does.
/// </summary>
static class CashOrdersApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("/cash-orders").WithTags("Cash orders");
        routes.MapGet("", List).Lists<ApiCashOrderHead>("listCashOrders",
            "Cash orders (Kassenanordnungen), newest first; `from` and `to` are days on which they are due.");
        routes.MapPost("", Draft).Creates<NewCashOrder, ApiCashOrder>("draftCashOrder",
            "Drafts a cash order; nobody answers for it yet.", TreasuryModule.Drafters);
        routes = routes.MapGroup("/{no:long}");
        routes.MapGet("", Get).Reads<ApiCashOrder>("getCashOrder", "One cash order with all that happened to it.");
        routes.MapPut("", Change).Replaces<NewCashOrder, ApiCashOrder>("changeCashOrder",
            "Changes a draft; who had certified a part of it does so again.", TreasuryModule.Drafters);
        routes.MapGet("/budget", Wishes).Reads<IReadOnlyList<ApiWish>>("getCashOrderBudget",
            "What an order that is not posted would take from the budget.");
        routes.MapPost("/certify", Certify).Creates<CashOrderCertification, ApiCashOrder>("certifyCashOrder",
            "Certifies facts, figures or both (Feststellung); with both the order is certified.", BodyRoles.Certify);
        routes.MapPost("/order", Order).Creates<CashOrderOrdering, ApiCashOrder>("orderCashOrder",
            "Orders the payment or the receipt (Anordnung); not by who certified it.", BodyRoles.Order);
        routes.MapPost("/post", Post).Creates<CashOrderPosting, ApiPosted>("postCashOrder",
            "Posts the order against a new open item of the party; not by who ordered it.", BodyRoles.Post);
        routes.MapPost("/return", Return).Creates<CashOrderReason, ApiCashOrder>("returnCashOrder",
            "Gives back an order that is not posted: a draft again, which nobody has certified.",
            TreasuryModule.Drafters);
        routes.MapPost("/withdraw", Withdraw).Creates<CashOrderReason, ApiCashOrder>("withdrawCashOrder",
            "Gives up an order that is not posted.", TreasuryModule.Drafters);
    }

    static async Task<IResult> List(
        Visit visit, string? state, string? kind, string? party, IsoDay? from, IsoDay? to, string? after, int? limit)
    {
        if (!CodeFilter.Of<CashOrderState>("state", state).Ok(out var wanted, out var why)
            || !CodeFilter.Of<CashOrderKind>("kind", kind).Ok(out var which, out why))
        {
            return Problems.Of(why);
        }
        var owner = party is null ? null : await visit.Read(db => Parties.Find(db, visit.Body.Id, party));
        if (party is not null && owner is null) return Problems.Of(Problems.NotFound);
        var filter = new CashOrderFilter(wanted, which, owner?.Id, from?.Day, to?.Day);
        return await Lists.NewestFirst(visit, new(after, limit), async (db, before, most) =>
            (await CashOrderList.Read(db, visit.Body.Id, filter, before, most)).ConvertAll(ApiCashOrderHead.Of),
            it => it.No);
    }

    static Task<IResult> Get(Visit visit, long no) => Answers.Read(visit, db => Find(db, visit.Body, no));

    static Task<IResult> Draft(Visit visit)
    {
        var findings = new List<Finding>();
        return Acts.Create(visit, async Task<Result<Made<ApiCashOrder>>> (NewCashOrder sent, Work work, Book book) =>
        {
            if (!(await Read(work.Db, book.Body, sent, findings)).Ok(out var draft, out var why)) return why;
            return (await CashOrders.Draft(work, book, draft)).Ok(out var no, out why)
                ? await Made(visit, work, book, no)
                : why;
        }, findings);
    }

    static Task<IResult> Change(Visit visit, long no) => Acts.Replace<NewCashOrder, ApiCashOrder>(
        visit, db => Find(db, visit.Body, no), async (sent, work, book) =>
            (await Read(work.Db, book.Body, sent, [])).Ok(out var draft, out var why)
                ? (await CashOrders.Change(work, book, no, draft)).Rejection
                : why);

    static Task<IResult> Wishes(Visit visit, long no) =>
        Answers.Read(visit, async Task<Result<IReadOnlyList<ApiWish>>> (db) =>
            await CashOrders.Find(db, visit.Body, no) is { } order
                ? (await CashOrders.Wishes(db, visit.Body, order)).ConvertAll(ApiWish.Of)
                : Problems.NotFound);

    static Task<IResult> Certify(Visit visit, long no) => Step<CashOrderCertification>(visit, no,
        (sent, work, book) => CashOrders.Certify(work, book, no, sent.Hash, sent.Facts, sent.Figures));

    static Task<IResult> Order(Visit visit, long no) => Step<CashOrderOrdering>(visit, no,
        (sent, work, book) => CashOrders.Order(work, book, no, sent.Hash));

    static Task<IResult> Post(Visit visit, long no) => Acts.Create(visit, async Task<Result<Made<ApiPosted>>> (
        CashOrderPosting sent, Work work, Book book) =>
        (await CashOrders.Post(work, book, no, sent.Hash, sent.BookedOn)).Ok(out var done, out var why)
            ? EntriesApi.Posted(visit, done)
            : Told(why));

    static Task<IResult> Return(Visit visit, long no) => Step<CashOrderReason>(visit, no,
        (sent, work, book) => CashOrders.Return(work, book, no, sent.Text));

    static Task<IResult> Withdraw(Visit visit, long no) => Step<CashOrderReason>(visit, no,
        (sent, work, book) => CashOrders.Withdraw(work, book, no, sent.Text));

    static Task<IResult> Step<TIn>(Visit visit, long no, Func<TIn, Work, Book, Task<Result<Nothing>>> take)
        where TIn : class =>
        Acts.Create(visit, async Task<Result<Made<ApiCashOrder>>> (TIn sent, Work work, Book book) =>
            (await take(sent, work, book)).Rejection is { } why ? Told(why) : await Made(visit, work, book, no));

    static async Task<Result<Made<ApiCashOrder>>> Made(Visit visit, Work work, Book book, long no) =>
        (await Find(work.Db, book.Body, no)).Ok(out var order, out var why)
            ? new Made<ApiCashOrder>(order, $"{visit.Api()}/cash-orders/{no}")
            : why;

    static Rejection Told(Rejection why) => why.Code == "treasury.order-unknown" ? Problems.NotFound : why;

    static async Task<Result<ApiCashOrder>> Find(Session db, Body body, long no) =>
        await CashOrders.Find(db, body, no) is { } order
            ? await ApiCashOrder.Of(db, body, order)
            : Problems.NotFound;

    static async Task<Result<CashOrderDraft>> Read(
        Session db, Body body, NewCashOrder sent, List<Finding> findings)
    {
        var names = new PostingNames(db, body.Id, findings);
        var party = await names.Party("party", sent.Party);
        var account = await names.Account("account", sent.Account);
        var payment = sent.Payment is null ? null : await names.Account("payment", sent.Payment);
        var item = sent.Item is null ? null : await names.Item("item", sent.Item);
        var lines = (await names.Postings("lines", [.. sent.Lines.Select(it => new NewPosting(
            it.Account, it.AmountCents, it.Product, it.CostCentre, Text: it.Text))]))
            .Select(it => new CashOrderLine(it.Account, it.Amount, it.Product, it.CostCentre, it.Text)).ToList();
        if (names.Refused is { } unknown) return unknown;
        if (PostingNames.RefuseAmount(sent.AmountCents ?? 0) is { } tooLarge) return tooLarge;
        var amount = sent.AmountCents is { } cents ? new Money(cents)
            : item?.Open.Absolute ?? lines.Aggregate(Money.Zero, (sum, line) => sum + line.Amount);
        return new CashOrderDraft(sent.Kind, party!.Id, account!.Id, sent.Document, sent.Text, sent.EffectiveOn,
            sent.DueOn, amount, lines, payment?.Id, item?.Id);
    }
}
